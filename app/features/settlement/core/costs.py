"""What each area cost: its own entries and secondments by category, and the overhead that it receives.

Start-up pools are costs of an area of their own, which has its own policy (settlement.md 24). How overhead
comes from pools to areas is the business of `overhead`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.features.costs.core import Category, PoolKind
from app.features.costs.core.pools import OF_AREA
from app.features.settlement.core import errors
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import OVERHEAD, Area, CostEntry, Pool
from app.features.settlement.core.overhead import OverheadSheet, Posting, entry_leaf
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.secondments import Lent
from app.features.settlement.core.wording import category_name
from app.kernel.dutch import plain_day
from app.kernel.explain import Node, Source, Unit, leaf, summed


@dataclass(frozen=True, slots=True)
class AreaCosts:
    """The costs of an area: all of them, by category, and the input VAT that is kept beside them.

    `carried` is the result that opens the year: part of the total, of no category.
    """

    total: Node
    own: Node
    by_category: Mapping[str, Node]
    input_vat: Node
    carried: Node | None = None

    @property
    def carried_cents(self) -> int:
        """The result of the year before, in cents."""
        return int(self.carried.value) if self.carried else 0


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of all areas, the postings between, and what stands on own account."""

    areas: Mapping[str, AreaCosts]
    postings: tuple[Posting, ...]
    own_account_cents: int


class CostSheet:
    """The entries of the period by pool, and what they become per area."""

    def __init__(self, facts: Facts, quantities: Quantities, lent: list[Lent]) -> None:
        self._facts = facts
        self._quantities = quantities
        self._lent = lent
        self._entries: dict[str, list[CostEntry]] = {}
        for entry in facts.inputs.entries:
            if entry.booked_on not in facts.period:
                raise errors.WrongFacts(
                    f"Kostenregel {entry.document or entry.id} van {plain_day(entry.booked_on)} valt niet in "
                    f"{facts.period.label}. Neem alleen kosten van de periode op."
                )
            self._entries.setdefault(entry.pool, []).append(entry)

    def reckon(self) -> Costs:
        """The costs of every area with overhead; `OverheadError` when overhead cannot reach the areas."""
        own = {code: self._own_categories(area) for code, area in sorted(self._facts.areas.items())}
        own_total = {
            code: summed(f"Eigen kosten van {self._facts.areas[code].name}", found.values(), Unit.CENTS)
            for code, found in own.items()
        }
        own_vat = {code: self._own_vat(area) for code, area in sorted(self._facts.areas.items())}
        overhead = OverheadSheet(self._facts, self._quantities, self._entries, own_total).passed_on()
        areas = {}
        for code, area in sorted(self._facts.areas.items()):
            by_category = dict(own[code])
            parts = [own_total[code]]
            if overhead.amounts.get(code):
                received = summed(category_name(OVERHEAD), overhead.amounts[code], Unit.CENTS)
                by_category[OVERHEAD] = received
                parts.append(received)
            total = summed(
                f"Kosten van {area.name}", parts, Unit.CENTS, " + ".join(part.what for part in parts)
            )
            tax = summed(
                f"Btw op de kosten van {area.name}",
                [*own_vat[code], *overhead.taxes.get(code, [])],
                Unit.CENTS,
            )
            areas[code] = AreaCosts(total, own_total[code], by_category, tax)
        own_account = sum(
            entry.amount_cents
            for pool in self._pools(PoolKind.OWN_ACCOUNT)
            for entry in self._entries.get(pool.code, [])
        )
        return Costs(areas, overhead.postings, own_account)

    def _pools(self, *kinds: PoolKind) -> list[Pool]:
        return [pool for _, pool in sorted(self._facts.pools.items()) if pool.kind in kinds]

    def _own_categories(self, area: Area) -> dict[str, Node]:
        """The area's own costs by category, secondments under staff."""
        parts: dict[Category, list[Node]] = {}
        for pool in self._pools(*OF_AREA):
            if pool.area == area.code:
                for entry in self._entries.get(pool.code, []):
                    parts.setdefault(entry.category, []).append(entry_leaf(entry, entry.amount_cents))
        for found in self._lent:
            if found.row.area == area.code:
                parts.setdefault(Category.STAFF, []).append(found.cost)
        return {
            category.value: summed(category_name(category.value), parts[category], Unit.CENTS)
            for category in Category
            if category in parts
        }

    def _own_vat(self, area: Area) -> list[Node]:
        parts = [
            entry_leaf(entry, entry.vat_cents)
            for pool in self._pools(*OF_AREA)
            if pool.area == area.code
            for entry in self._entries.get(pool.code, [])
            if entry.vat_cents
        ]
        for found in self._lent:
            if found.row.area == area.code and found.vat_cents:
                source = Source("secondment", found.row.id, "detachering")
                parts.append(leaf(f"Btw over {found.cost.what.lower()}", found.vat_cents, Unit.CENTS, source))
        return parts
