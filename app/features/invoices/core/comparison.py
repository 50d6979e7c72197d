"""The chart of a paper with the text that says the same: own part by period, or beside that of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.invoices.core.billing import Bill
from app.features.invoices.core.chart import Bar, draw
from app.features.invoices.core.dossier import Dossier
from app.features.invoices.core.papers import Comparison
from app.kernel.dutch import euro, listing, part_of, whole_euro
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Past:
    """What a client's own part in these areas was in an earlier period, and what was budgeted."""

    period: Period
    amount_cents: int
    budget_cents: int | None = None


def short_label(period: Period) -> str:
    """A period below a bar.

    >>> short_label(Period.quarter(2026, 3)), short_label(Period.month(2026, 3))
    ('3e kw 26', 'maart 2026')
    """
    return period.label.replace("kwartaal 20", "kw ")


def compared(bill: Bill, dossier: Dossier, past: Sequence[Past]) -> Comparison | None:
    """By period when there are earlier ones, else beside the others; None where everything is nothing."""
    own = _part(dossier, bill.areas, bill.client)
    if past:
        return _by_period(bill, dossier, past, own)
    return _beside_others(bill, dossier, own)


def _part(dossier: Dossier, areas: Sequence[str], organisation: str) -> int:
    return sum(dossier.area(code).by_organisation.get(organisation, 0) for code in areas)


def _planned(dossier: Dossier, areas: Sequence[str], organisation: str) -> int | None:
    """The same part on the budget; None when not every area has one."""
    found = [dossier.budget_of(code) for code in areas]
    known = [area for area in found if area is not None]
    if len(known) < len(found):
        return None
    return sum(area.by_organisation.get(organisation, 0) for area in known)


def _by_period(bill: Bill, dossier: Dossier, past: Sequence[Past], own: int) -> Comparison:
    period = dossier.settlement.period
    bars = [Bar(short_label(row.period), row.amount_cents, row.budget_cents) for row in past]
    bars.append(Bar(short_label(period), own, _planned(dossier, bill.areas, bill.client), is_own=True))
    told = ", ".join(f"{bar.label} {whole_euro(bar.amount_cents)}" for bar in bars)
    names = listing([dossier.area(code).area.name for code in bill.areas])
    heading, text = _change(own - past[-1].amount_cents, past[-1].period.label)
    chart = draw(
        f"Uw deel in {names} per periode: {told}.",
        "Uw deel per periode, in hele euro’s en in % boven of onder de begroting",
        bars,
    )
    return Comparison(chart, heading, text + _against_budget(bars[-1]))


def _change(difference: int, before: str) -> tuple[str, str]:
    if not difference:
        return "Even hoog als de vorige periode", f"Uw deel is precies dat van het {before}."
    higher, more = ("Hoger", "meer") if difference > 0 else ("Lager", "minder")
    return (
        f"{higher} dan de vorige periode",
        f"Uw deel is {euro(abs(difference))} {more} dan in het {before}.",
    )


def _beside_others(bill: Bill, dossier: Dossier, own: int) -> Comparison | None:
    codes = sorted(
        {code for area in bill.areas for code in dossier.area(area).by_organisation}, key=dossier.name
    )
    bars = [
        Bar(
            dossier.name(code).removeprefix("Gemeente "),
            _part(dossier, bill.areas, code),
            is_own=code == bill.client,
        )
        for code in codes
    ]
    if len(bars) < 2 or not any(bar.amount_cents > 0 for bar in bars):
        return None
    total = sum(bar.amount_cents for bar in bars)
    told = ", ".join(f"{bar.label} {whole_euro(bar.amount_cents)}" for bar in bars)
    names = listing([dossier.area(code).area.name for code in bill.areas])
    mine = Bar("", own, _planned(dossier, bill.areas, bill.client))
    text = f"Samen is het {euro(total)}. Uw deel is {euro(own)}, {part_of(own, total, 1)}."
    chart = draw(
        f"Deel in {names} per deelnemer: {told}.",
        "Deel in de kosten, in hele euro’s",
        bars,
        dossier.name(bill.client),
        "de anderen",
    )
    return Comparison(chart, "Uw deel naast dat van de anderen", text + _against_budget(mine))


def _against_budget(bar: Bar) -> str:
    budget = bar.budget_cents
    if not budget:
        return ""
    over = bar.amount_cents - budget
    if not over:
        return " Dat is precies wat was begroot."
    word = "meer" if over > 0 else "minder"
    return f" Dat is {euro(abs(over))} {word} dan begroot."
