"""Staff that an organisation lends to an area: credited to it, and a cost of the area (settlement.md 15)."""

from dataclasses import dataclass

from app.features.settlement.core import errors
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Secondment
from app.kernel.dutch import euro, number
from app.kernel.explain import Node, Source, Unit, leaf, product, quotient, rounded
from app.kernel.money import vat
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Lent:
    """One secondment in the period: its reimbursement in cents, and the VAT over it."""

    row: Secondment
    cost: Node
    vat_cents: int


def lent(facts: Facts) -> list[Lent]:
    """All reimbursements of the period, in order of area and employer."""
    result = []
    for row in facts.inputs.secondments:
        days = row.term.within(facts.period)
        if days is not None:
            cost = _reimbursement(facts, row, days)
            result.append(Lent(row, cost, vat(int(cost.value), row.rate)))
    return result


def _reimbursement(facts: Facts, row: Secondment, days: Period) -> Node:
    """fte × rate per fte and year × calendar days ÷ days of the year."""
    if row.fte < 0 or row.rate_cents < 0:
        raise errors.WrongFacts(
            f"De detachering van {facts.name(row.organisation)} heeft een negatieve formatie of vergoeding. "
            "Vul nul of meer in."
        )
    year = Period.year(facts.period.first_on.year)
    name = facts.name(row.organisation)
    source = Source(
        "secondment", row.id, f"detachering {name}" + (f", {row.function}" if row.function else "")
    )
    exact = product(
        "Vergoeding voor deze dagen",
        [
            leaf("Formatie in fte", row.fte, Unit.COUNT, source),
            leaf("Vergoeding per fte en jaar", row.rate_cents, Unit.CENTS, source),
            quotient(
                "Deel van het jaar",
                leaf(f"Dagen van {days.in_full}", days.days, Unit.DAYS),
                leaf(f"Dagen van {year.label}", year.days, Unit.DAYS),
                Unit.SHARE,
            ),
        ],
        Unit.CENTS,
    )
    formula = f"{number(row.fte, 2)} fte × {euro(row.rate_cents)} × {days.days} ÷ {year.days} dagen, afgerond"
    return rounded(f"Vergoeding voor medewerkers van {name}", exact, formula)
