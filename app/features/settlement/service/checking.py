"""What holds a run back or asks attention, beside what the figures themselves say."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from app.features.partnership.core.views import INVOICE_NEEDS, Closing
from app.features.partnership.service import months
from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.store import runs
from app.features.settlement.store.quantities import QuantityReader
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, euro, hours, listing, month, number
from app.kernel.period import Period

WORTH_A_NOTE = Fraction(5, 100)
"""The part by which a partner's amount may differ from the period before, before it is worth a note."""

_NAMED = 5
"""How many weeks are named one by one."""


def refusals(errors: Iterable[SettlementError]) -> list[Finding]:
    """What could not be settled, as findings that hold back."""
    return [Finding(Weight.HOLDS_BACK, error.name, error.message) for error in errors]


def unapproved(reader: QuantityReader) -> list[Finding]:
    """Hours of the period that nobody approved: they do not count, and the run cannot be final."""
    return [
        Finding(
            Weight.HOLDS_BACK,
            "unapproved-hours",
            f"{count(entries, 'urenregel', 'urenregels')} van {name} ({hours(minutes)} uur) zijn niet "
            "goedgekeurd en "
            "tellen nu niet mee.",
            f"{_weeks(weeks)}. De medewerker dient de week in; de SSC-manager keurt haar goed of geeft haar "
            "terug.",
            ("hours", area),
        )
        for area, name, entries, minutes, weeks in reader.unapproved()
    ]


def _weeks(weeks: Sequence[str]) -> str:
    """The weeks in words, the first few of many.

    >>> _weeks(["2026-26"]), _weeks(["2026-09", "2026-26"])
    ('Week 26', 'Week 9 en 26')
    >>> _weeks([f"2026-{week:02}" for week in range(14, 27)])
    'Week 14 t/m 26, 13 weken'
    """
    numbers = [str(int(week[-2:])) for week in weeks]
    if len(numbers) > _NAMED:
        return f"Week {numbers[0]} t/m {numbers[-1]}, {len(numbers)} weken"
    return f"Week {listing(numbers)}"


def invoice_details(work: UnitOfWork, settlement: Settlement) -> list[Finding]:
    """What an invoice needs and is not filled in: of who is charged, and the account of who charges."""
    details = runs.find_invoice_details(work.session, work.actor)
    result = []
    for code in sorted({document.organisation for document in settlement.documents}):
        lacks = [
            words for words, fields in INVOICE_NEEDS if not any(details[code][field] for field in fields)
        ]
        if lacks:
            result.append(_lacking(code, str(details[code]["name"]), lacks))
    providers = sorted({document.provider for document in settlement.documents})
    result += [
        _lacking(code, str(details[code]["name"]), ["IBAN"])
        for code in providers
        if not details[code]["iban"]
    ]
    return result


def _lacking(code: str, name: str, lacks: Sequence[str]) -> Finding:
    verb = "ontbreekt" if len(lacks) == 1 else "ontbreken"
    return Finding(
        Weight.HOLDS_BACK,
        "invoice-details",
        f"Van {name} {verb} voor de factuur: {listing(lacks)}.",
        f"Deelnemers en afspraken › {name} › Gegevens voor facturen.",
        ("organisation", code),
    )


def open_months(work: UnitOfWork, period: Period) -> list[Finding]:
    """Months of the period that are not closed for hours and costs yet."""
    result = []
    for state in months.list_months(work, period.first_on, period.last_on):
        still = [
            words
            for words, part in (("uren", Closing.HOURS), ("kosten", Closing.COSTS))
            if not state.is_closed(part)
        ]
        if still:
            message = f"De {listing(still)} van {month(state.first_on)} zijn nog niet afgesloten."
            detail = "Wat na de controle nog wordt ingevoerd, komt in een correctie."
            result.append(
                Finding(Weight.NOTE, "open-month", message, detail, ("month", state.first_on.isoformat()))
            )
    return result


def before(period: Period) -> Period:
    """The period of the same length just before this one.

    >>> before(Period.quarter(2026, 1)).code
    '2025-Q4'
    """
    size = period.whole_months or 1
    start = period.first_on.year * 12 + period.first_on.month - 1 - size
    return Period.months(start // 12, start % 12 + 1, size)


def against_before(work: UnitOfWork, settlement: Settlement) -> list[Finding]:
    """Partners whose amount differs much from the final run of the period before."""
    earlier = before(settlement.period)
    found = runs.find_final_totals(work.session, work.actor, earlier.first_on, earlier.last_on)
    then: dict[str, int] = {}
    for (_, organisation), cents in found.items():
        then[organisation] = then.get(organisation, 0) + cents
    result = []
    for code, cents in settlement.totals.by_organisation.items():
        base = then.get(code, 0)
        if base <= 0 or abs(cents - base) <= WORTH_A_NOTE * base:
            continue
        words = "meer" if cents > base else "minder"
        share = number(Fraction(abs(cents - base), base) * 100, 1)
        name = settlement.organisations[code]
        message = f"{name} betaalt {share} % {words} dan in {earlier.label}."
        detail = f"Toen {euro(base)}, nu {euro(cents)}."
        result.append(Finding(Weight.NOTE, "against-before", message, detail, ("organisation", code)))
    return result
