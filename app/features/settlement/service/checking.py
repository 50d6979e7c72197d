"""What holds a run back or asks attention, beside what the figures themselves say."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.features.partnership.core.views import INVOICE_NEEDS, Closing
from app.features.partnership.service import months
from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.run import Run, RunKind
from app.features.settlement.store import runs
from app.features.settlement.store.quantities import QuantityReader
from app.infra.db import UnitOfWork
from app.kernel.dutch import count, hours, listing, month
from app.kernel.period import Period

_NAMED = 5
"""How many weeks are named one by one."""


def refusals(errors: Iterable[SettlementError]) -> list[Finding]:
    """What could not be settled, as findings that hold back."""
    return [Finding(Weight.HOLDS_BACK, error.name, error.message) for error in errors]


def standing(work: UnitOfWork, run: Run, periods: Sequence[Period], known_at: datetime) -> list[Finding]:
    """What stands in the way beside the figures: unapproved hours, and months that are still open."""
    found = []
    for period in periods:
        found += unapproved(QuantityReader(work.session, work.actor, period, known_at))
    if run.kind is RunKind.SETTLEMENT:
        found += open_months(work, run.period)
    return found


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
    detail = "Wat na de controle nog wordt ingevoerd, komt in een correctie."
    for state in months.list_months(work, period.first_on, period.last_on):
        for words, part, kind in (
            ("uren", Closing.HOURS, "month-hours"),
            ("kosten", Closing.COSTS, "month-costs"),
        ):
            if not state.is_closed(part):
                message = f"De {words} van {month(state.first_on)} zijn nog niet afgesloten."
                subject = (kind, state.first_on.isoformat())
                result.append(Finding(Weight.NOTE, "open-month", message, detail, subject))
    return result
