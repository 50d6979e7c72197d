"""Flows of a period: minutes on assignments and products taken, per organisation, with their derivation.

Each quantity is checked against participation on its own days before anything is weighed (settlement.md 12).
Joint assignments count for each principal by its exact share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.features.settlement.core import errors
from app.features.settlement.core.facts import AreaFacts, Facts, Participant
from app.features.settlement.core.inputs import Assignment, Delivered, Worked
from app.features.settlement.core.wording import in_sentence
from app.kernel.dutch import plain_day
from app.kernel.explain import Node, Source, Unit, leaf, product, summed


@dataclass(frozen=True, slots=True)
class Part:
    """One organisation's exact minutes in one row of work."""

    organisation: str
    assignment: Assignment
    worked: Worked
    share: Fraction


class Quantities:
    """Work and deliveries by area and organisation."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._parts: dict[tuple[str, str], list[Part]] = {}
        self._minutes: dict[str, int] = {}
        self._delivered: dict[tuple[str, str], list[Delivered]] = {}
        self._areas_seen: set[tuple[str, str]] = set()
        for worked in facts.inputs.worked:
            self._add_worked(worked)
        for delivered in facts.inputs.delivered:
            self._delivered.setdefault((delivered.area, delivered.organisation), []).append(delivered)

    def _add_worked(self, worked: Worked) -> None:
        assignment = self._facts.assignments[worked.assignment]
        area = assignment.area
        self._minutes[area] = self._minutes.get(area, 0) + worked.minutes
        for share in assignment.shares:
            if share.value:
                part = Part(share.of, assignment, worked, share.value)
                self._parts.setdefault((area, share.of), []).append(part)

    def minutes_of_area(self, area: str) -> int:
        """All minutes on assignments of an area; activities of the area itself are no weight."""
        return self._minutes.get(area, 0)

    def check(self, area: AreaFacts) -> None:
        """Refuse work or deliveries of who does not take part in the area on that day."""
        for (code, organisation), parts in sorted(self._parts.items()):
            if code == area.area.code:
                for part in parts:
                    what = f"uren op opdracht {part.assignment.number}"
                    self._refuse_outsider(area, organisation, part.worked.first_on, part.worked.last_on, what)
        for (code, organisation), rows in sorted(self._delivered.items()):
            if code == area.area.code:
                for row in rows:
                    what = f"producten ({row.source})"
                    self._refuse_outsider(area, organisation, row.first_on, row.last_on, what)

    def _refuse_outsider(
        self, area: AreaFacts, organisation: str, first_on: date, last_on: date, what: str
    ) -> None:
        participant = area.find(organisation)
        day = first_on
        while day <= last_on and participant is not None:
            stint = next((stint for stint in participant.stints if day in stint), None)
            if stint is None:
                break
            day = stint.last_on + timedelta(days=1)
        if day <= last_on:
            raise errors.NotParticipating(
                f"{self._facts.name(organisation)} doet op {plain_day(day)} niet mee aan {area.area.name}, "
                "maar heeft "
                f"dan wel {what}. Pas de deelname aan of boek het werk op een andere opdracht."
            )

    def parts(self, area: str, organisation: str) -> list[Part]:
        """The rows of work of an organisation in an area."""
        return self._parts.get((area, organisation), [])

    def deliveries(self, area: str, organisation: str, product_code: str = "") -> list[Delivered]:
        """What an organisation took in an area, of one product when named."""
        rows = self._delivered.get((area, organisation), [])
        return [row for row in rows if product_code in ("", row.product)]

    def hours_of(self, area: AreaFacts, who: Participant) -> Node:
        """The exact minutes of a participant on assignments of the area."""
        parts = self.parts(area.area.code, who.code)
        return minutes_node(f"Uren voor {who.name}", parts, who.code)

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


def delivery_leaf(row: Delivered, owner: str, name: str) -> Node:
    """A count of products as a fact."""
    return leaf(name, row.count, Unit.COUNT, Source("delivered", row.id, row.source), owner=owner)


def minutes_node(what: str, parts: Iterable[Part], owner: str) -> Node:
    """The sum of exact minutes, one operand for each assignment and stretch."""
    return summed(what, [_minutes(part) for part in parts], Unit.MINUTES, owner=owner)


def _minutes(part: Part) -> Node:
    assignment = part.assignment
    what = f"{assignment.number} {assignment.title}"
    source = Source("assignment", assignment.id, assignment.number)
    minutes = leaf(what, part.worked.minutes, Unit.MINUTES, source, owner=part.organisation)
    if part.share == 1:
        return minutes
    share = leaf("Deel in de gezamenlijke opdracht", part.share, Unit.SHARE, source)
    return product(what, [minutes, share], Unit.MINUTES)
