"""Averages of years: which years count, and hours or products averaged over whole years (settlement.md 10).

Blocks of m years count from the year in which the policy starts. A flow is averaged over the n whole years
before the block; what it gives is a standing weight, no longer a flow. A missing year is an error.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.inputs import Component, DriverKind, Inputs, Policy, Reference, YearQuantity
from app.features.settlement.core.wording import driver_words, in_sentence
from app.kernel.dutch import begun
from app.kernel.explain import Node, Source, Unit, leaf, product, quotient, summed
from app.kernel.period import Period
from app.kernel.quantities import counted


def first_year_of_block(policy: Policy, kept_years: int, year: int) -> int:
    """The first year of the block in which this year lies.

    >>> from datetime import date
    >>> from app.features.settlement.core.inputs import Term
    >>> policy = Policy("p", "X", Term(date(2024, 7, 1)), 3, ())
    >>> [first_year_of_block(policy, 3, year) for year in (2024, 2026, 2027)]
    [2024, 2024, 2027]
    """
    start = policy.term.first_on.year
    return start + (year - start) // kept_years * kept_years


def years_averaged(policy: Policy, part: Component, year: int) -> range:
    """The n whole years before the block in which this year lies; none unless the part averages a flow."""
    is_flow = part.driver in (DriverKind.HOURS, DriverKind.PRODUCTS)
    if not is_flow or part.reference is not Reference.YEARS_AVERAGE:
        return range(0)
    block = first_year_of_block(policy, part.kept_years, year)
    return range(block - part.average_years, block)


def years_wanted(policies: Iterable[Policy], year: int) -> dict[int, set[str]]:
    """Earlier year → the areas whose keys average their flows over it."""
    found: dict[int, set[str]] = {}
    for policy in policies:
        for part in policy.components:
            for earlier in years_averaged(policy, part, year):
                found.setdefault(earlier, set()).add(policy.area)
    return found


def year_rows(inputs: Inputs, year: int, areas: Collection[str]) -> list[YearQuantity]:
    """What each organisation had in these areas in a year, from inputs that hold the flows of that year.

    Who took part in an area of which something is known in that year and had nothing, has a row with zero.
    """
    found: dict[tuple[str, str, str], Fraction] = {}
    here = Period.year(year)
    known = {row.area for row in inputs.gathered} | {row.area for row in inputs.delivered}
    for row in inputs.participations:
        if row.area in known and not row.package and row.term.within(here) is not None:
            products = [product.code for product in inputs.products if product.area == row.area]
            found |= {(row.area, row.organisation, code): Fraction(0) for code in ("", *products)}
    for work in inputs.gathered:
        key = (work.area, work.organisation, "")
        found[key] = found.get(key, Fraction(0)) + work.minutes
    for taken in inputs.delivered:
        key = (taken.area, taken.organisation, taken.product)
        found[key] = found.get(key, Fraction(0)) + taken.count
    return [
        YearQuantity(area, organisation, year, quantity, f"{'leveringen' if code else 'uren'} {year}", code)
        for (area, organisation, code), quantity in sorted(found.items())
        if area in areas
    ]


def with_entered(
    found: Iterable[YearQuantity], entered: Iterable[YearQuantity], wanted: Mapping[int, Collection[str]]
) -> tuple[YearQuantity, ...]:
    """What the system knows of earlier years, with what was entered of them in its place (settlement.md 10).

    >>> known = [YearQuantity("X", "P", 2024, Fraction(60), "uren 2024")]
    >>> typed = [YearQuantity(area, "P", 2024, Fraction(90), "jaarrekening") for area in ("X", "Y")]
    >>> [(row.area, int(row.quantity)) for row in with_entered(known, typed, {2024: {"X"}})]
    [('X', 90)]
    """
    rows = {_key(row): row for row in found}
    rows |= {_key(row): row for row in entered if row.area in wanted.get(row.year, ())}
    return tuple(rows[key] for key in sorted(rows))


def _key(row: YearQuantity) -> tuple[int, str, str, str]:
    return (row.year, row.area, row.organisation, row.product)


class History:
    """Flows over whole years by area, organisation and year."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rows: dict[tuple[str, str, int], list[YearQuantity]] = {}
        for row in facts.inputs.year_quantities:
            self._rows.setdefault((row.area, row.organisation, row.year), []).append(row)

    def average(self, area: AreaFacts, part: Component, who: Participant) -> Node:
        """The mean of the n whole years before the block, of hours or of products."""
        years = years_averaged(area.policy, part, self._facts.period.first_on.year)
        unit = Unit.COUNT if part.product else Unit.MINUTES
        words = driver_words(part, self._facts, area.area.code)
        whole = summed(
            f"{begun(words)} van {counted(len(years), 'jaar', 'jaren')} samen",
            [self._year(area, part, who, year, unit) for year in years],
            unit,
            owner=who.code,
        )
        return quotient(
            f"Gemiddeld aantal {in_sentence(words)} {years[0]} t/m {years[-1]} van {who.name}",
            whole,
            leaf("Aantal jaren", len(years), Unit.COUNT),
            unit,
        )

    def _year(self, area: AreaFacts, part: Component, who: Participant, year: int, unit: Unit) -> Node:
        known = self._rows.get((area.area.code, who.code, year), [])
        if part.driver is DriverKind.HOURS:
            rows = [row for row in known if not row.product]
        else:
            rows = [row for row in known if row.product and part.product in ("", row.product)]
        if not rows:
            words = driver_words(part, self._facts, area.area.code)
            raise errors.MissingYear(
                f"Van {who.name} ontbreken de {words} voor {area.area.name} over {year}. Het gemiddelde vraagt "
                f"elk jaar. Vul dat jaar in, ook als het nul is."
            )
        return summed(str(year), self._parts(area, part, rows), unit, owner=who.code)

    def _parts(self, area: AreaFacts, part: Component, rows: Sequence[YearQuantity]) -> list[Node]:
        found = []
        for row in rows:
            unit = Unit.COUNT if row.product else Unit.MINUTES
            name = self._product_name(row) if row.product else f"Uren in {row.year}"
            source = Source("year_quantity", f"{row.area}/{row.organisation}/{row.year}", row.source)
            quantity = leaf(name, row.quantity, unit, source, owner=row.organisation)
            found.append(self._weighed(area, row, quantity) if row.product and not part.product else quantity)
        return found

    def _weighed(self, area: AreaFacts, row: YearQuantity, quantity: Node) -> Node:
        """Products of all kinds count for their standard hours."""
        known = self._facts.products.get((row.area, row.product))
        if known is None or known.standard_minutes is None:
            raise errors.NoStandard(
                f"Product {self._product_name(row)} van {area.area.name} heeft geen standaarduren, maar de "
                "verdeling gaat naar producten. Vul de standaarduren in of noem één product in de "
                "verdeelafspraak."
            )
        source = Source("product", known.code, known.name)
        standard = leaf(
            f"Standaarduren van {in_sentence(known.name)}", known.standard_minutes, Unit.MINUTES, source
        )
        return product(known.name, [quantity, standard], Unit.MINUTES)

    def _product_name(self, row: YearQuantity) -> str:
        known = self._facts.products.get((row.area, row.product))
        return known.name if known else row.product
