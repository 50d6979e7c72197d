"""Amounts that are agreed per year: their part in a settlement period, with its derivation (settlement.md 16)."""

from app.features.settlement.core.facts import Facts, Participant
from app.kernel.explain import Node, Source, Unit, divided, leaf, part_of, product, quotient, rounded, summed
from app.kernel.period import Period


def in_period(what: str, year_cents: int, facts: Facts, rule: Source) -> Node:
    """The amount a year cut over the periods of the year, ties to the earlier period."""
    months = facts.period.whole_months
    assert months is not None  # as every policy is settled
    periods = Period.year(facts.period.first_on.year).split(months)
    year = leaf(f"{what} per jaar", year_cents, Unit.CENTS, rule)
    total = summed(
        "Perioden van het jaar",
        [leaf(period.label, 1, Unit.COUNT, key=period.first_on.isoformat()) for period in periods],
        Unit.COUNT,
    )
    key = facts.period.first_on.isoformat()
    formula = f"{year.shown} ÷ {len(periods)}"
    cents = divided(year, total)[key]
    return part_of(f"{what} in {facts.period.label}", year, total, cents, key, formula)


def for_days(amount: Node, who: Participant, facts: Facts) -> Node:
    """The amount of a period by days of participation, in whole cents; in full for who was there every day."""
    days = facts.period.days
    if who.days == days:
        return amount
    exact = product(amount.what, [amount, part_of_period(who, facts)], Unit.CENTS)
    return rounded(amount.what, exact, f"{amount.shown} × {who.days} ÷ {days} dagen, afgerond")


def part_of_period(who: Participant, facts: Facts) -> Node:
    """The days of participation as a part of the days of the period."""
    return quotient(
        "Deel van de periode dat de deelnemer meedoet",
        leaf(f"Dagen dat {who.name} meedoet", who.days, Unit.DAYS),
        leaf(f"Dagen van {facts.period.label}", facts.period.days, Unit.DAYS),
        Unit.SHARE,
    )
