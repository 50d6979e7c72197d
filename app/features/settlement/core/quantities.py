"""Flows of a period: minutes on assignments and products taken, per organisation, with their derivation.

Each quantity is checked against participation on its own days before anything is weighed (settlement.md 12).
Joint assignments count for each principal by its exact share. Minutes are added as whole numbers by
denominator; the leaf of an assignment is made when somebody opens the sum (`gathering`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.gathering import Gathering, Work, gathered
from app.features.settlement.core.inputs import Delivered
from app.features.settlement.core.wording import in_sentence
from app.kernel.dutch import plain_day
from app.kernel.explain import Node, Source, Unit, leaf, product, summed


class Quantities:
    """Work and deliveries by area and organisation; `work` may have been gathered before from the same hours."""

    def __init__(self, facts: Facts, work: Work | None = None) -> None:
        self._facts = facts
        self.work = gathered(facts) if work is None else work
        self._delivered: dict[tuple[str, str], list[Delivered]] = {}
        for delivered in facts.inputs.delivered:
            self._delivered.setdefault((delivered.area, delivered.organisation), []).append(delivered)

    def minutes_of_area(self, area: str) -> int | Fraction:
        """All minutes on assignments of an area; activities of the area itself are no weight."""
        parts = [part for (code, _), work in self.work.items() if code == area for part in work.values()]
        return sum(part.minutes for part in parts)

    def check(self, area: AreaFacts) -> None:
        """Refuse work or deliveries of who does not take part in the area on that day."""
        for (code, organisation), work in sorted(self.work.items()):
            if code == area.area.code:
                self._check_work(area, organisation, work.values())
        for (code, organisation), rows in sorted(self._delivered.items()):
            if code == area.area.code:
                for row in rows:
                    what = f"producten ({row.source})"
                    self._refuse_outsider(area, organisation, row.first_on, row.last_on, what)

    def _check_work(self, area: AreaFacts, organisation: str, parts: Iterable[Gathering]) -> None:
        """One look for each stretch; only when one is wrong the rows are gone through, to name the first."""
        parts, participant = list(parts), area.find(organisation)
        if all(_outside(participant, *span) is None for part in parts for span in part.spans):
            return
        for row in Gathering.together(self._facts, parts).rows:
            what = f"uren op {row.what}"
            self._refuse_outsider(area, organisation, row.first_on, row.last_on, what)

    def _refuse_outsider(
        self, area: AreaFacts, organisation: str, first_on: date, last_on: date, what: str
    ) -> None:
        day = _outside(area.find(organisation), first_on, last_on)
        if day is not None:
            raise errors.NotParticipating(
                f"{self._facts.name(organisation)} doet op {plain_day(day)} niet mee aan {area.area.name}, "
                "maar heeft "
                f"dan wel {what}. Pas de deelname aan of boek het werk op een andere opdracht."
            )

    def work_for(self, area: str, organisation: str) -> Mapping[str, Gathering]:
        """The work for an organisation in an area, by tariff; the tariff is empty where none was found."""
        return self.work.get((area, organisation), {})

    def deliveries(self, area: str, organisation: str, product_code: str) -> list[Delivered]:
        """What an organisation took in an area, of one product when named."""
        rows = self._delivered.get((area, organisation), [])
        return [row for row in rows if product_code in ("", row.product)]

    def hours_of(self, area: AreaFacts, who: Participant) -> Node:
        """The exact minutes of a participant on assignments of the area."""
        together = Gathering.together(self._facts, self.work_for(area.area.code, who.code).values())
        return together.node(f"Uren voor {who.name}", who.code)

    def products_of(self, area: AreaFacts, who: Participant, product_code: str) -> Node:
        """Products taken: the count of one product, or all products by their standard minutes."""
        rows = self.deliveries(area.area.code, who.code, product_code)
        if product_code:
            parts = [delivery_leaf(row, who.code, self._product_name(row)) for row in rows]
            return summed(f"Aantal voor {who.name}", parts, Unit.COUNT, owner=who.code)
        weighed = [self._standard(area, row, who.code) for row in rows]
        return summed(f"Producten van {who.name} in standaarduren", weighed, Unit.MINUTES, owner=who.code)

    def _product_name(self, row: Delivered) -> str:
        found = self._facts.products.get((row.area, row.product))
        return found.name if found else row.product

    def _standard(self, area: AreaFacts, row: Delivered, owner: str) -> Node:
        found = self._facts.products.get((row.area, row.product))
        if found is None or found.standard_minutes is None:
            raise errors.NoStandard(
                f"Product {self._product_name(row)} van {area.area.name} heeft geen standaarduren, maar de "
                "verdeling "
                "gaat naar producten. Vul de standaarduren in of noem één product in de verdeelafspraak."
            )
        name = f"Standaarduren van {in_sentence(found.name)}"
        standard = leaf(name, found.standard_minutes, Unit.MINUTES, Source("product", found.code, found.name))
        return product(found.name, [delivery_leaf(row, owner, found.name), standard], Unit.MINUTES)


def _outside(participant: Participant | None, first_on: date, last_on: date) -> date | None:
    """The first of these days on which there is no participation; None when there is on every one."""
    day = first_on
    while day <= last_on and participant is not None:
        stint = next((stint for stint in participant.stints if day in stint), None)
        if stint is None:
            return day
        day = stint.last_on + timedelta(days=1)
    return day if day <= last_on else None


def delivery_leaf(row: Delivered, owner: str, name: str) -> Node:
    """A count of products as a fact."""
    return leaf(name, row.count, Unit.COUNT, Source("delivered", row.id, row.source), owner=owner)
