"""What each area cost: its own entries and secondments by category, and the overhead that it receives.

Overhead goes from pools to areas by the cascade; direct is here, other methods are refused by name. Each
posting is whole cents by `allocate`, so that the table pool × area totals both ways (settlement.md 22 to 24).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, Category, OverheadDriver, PoolKind
from app.features.settlement.core import errors
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import OVERHEAD, Area, CascadeMethod, CostEntry, Pool
from app.features.settlement.core.quantities import Quantities
from app.features.settlement.core.secondments import Lent
from app.features.settlement.core.wording import category_name
from app.kernel.dutch import euro, listing, plain_day
from app.kernel.explain import Node, Source, Unit, divided, leaf, part_of, summed
from app.kernel.money import NegativeWeight, ZeroWeights


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
class Posting:
    """What one overhead pool brings to one area."""

    pool: str
    area: str
    amount_cents: int
    vat_cents: int


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
        self._refuse_what_is_not_there()
        own = {code: self._own_categories(area) for code, area in sorted(self._facts.areas.items())}
        own_total = {
            code: summed(f"Eigen kosten van {self._facts.areas[code].name}", found.values(), Unit.CENTS)
            for code, found in own.items()
        }
        own_vat = {code: self._own_vat(area) for code, area in sorted(self._facts.areas.items())}
        amounts, taxes, postings = self._cascade(own_total)
        areas = {}
        for code, area in sorted(self._facts.areas.items()):
            overhead = summed(category_name(OVERHEAD), amounts.get(code, []), Unit.CENTS)
            by_category = dict(own[code])
            parts = [own_total[code]]
            if amounts.get(code):
                by_category[OVERHEAD] = overhead
                parts.append(overhead)
            total = summed(
                f"Kosten van {area.name}", parts, Unit.CENTS, " + ".join(part.what for part in parts)
            )
            tax = summed(
                f"Btw op de kosten van {area.name}", [*own_vat[code], *taxes.get(code, [])], Unit.CENTS
            )
            areas[code] = AreaCosts(total, own_total[code], by_category, tax)
        own_account = sum(
            entry.amount_cents
            for pool in self._pools(PoolKind.OWN_ACCOUNT)
            for entry in self._entries.get(pool.code, [])
        )
        return Costs(areas, tuple(postings), own_account)

    def _refuse_what_is_not_there(self) -> None:
        if self._facts.inputs.cascade is not CascadeMethod.DIRECT:
            raise errors.NotYetPossible(
                "Overhead kan nu alleen rechtstreeks naar de taakgebieden; trapsgewijs en wederkerig nog "
                "niet. "
                "Kies de methode rechtstreeks."
            )
        started = [pool.name for pool in self._pools(PoolKind.START_UP) if self._entries.get(pool.code)]
        if started:
            raise errors.NotYetPossible(
                f"Aanloopkosten ({listing(started)}) kunnen nog niet worden afgerekend. "
                "Zet ze voorlopig op de kostenplaats van een taakgebied of op eigen rekening."
            )

    def _pools(self, kind: PoolKind) -> list[Pool]:
        return [pool for _, pool in sorted(self._facts.pools.items()) if pool.kind is kind]

    def _own_categories(self, area: Area) -> dict[str, Node]:
        """The area's own costs by category, secondments under staff."""
        parts: dict[Category, list[Node]] = {}
        for pool in self._pools(PoolKind.AREA):
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
            for pool in self._pools(PoolKind.AREA)
            if pool.area == area.code
            for entry in self._entries.get(pool.code, [])
            if entry.vat_cents
        ]
        for found in self._lent:
            if found.row.area == area.code and found.vat_cents:
                source = Source("secondment", found.row.id, "detachering")
                parts.append(leaf(f"Btw over {found.cost.what.lower()}", found.vat_cents, Unit.CENTS, source))
        return parts

    def _cascade(
        self, own: Mapping[str, Node]
    ) -> tuple[dict[str, list[Node]], dict[str, list[Node]], list[Posting]]:
        """Each overhead pool over the areas, amount and input VAT by the same weights."""
        amounts: dict[str, list[Node]] = {}
        taxes: dict[str, list[Node]] = {}
        postings: list[Posting] = []
        for pool in self._pools(PoolKind.OVERHEAD):
            entries = self._entries.get(pool.code, [])
            if not entries:
                continue
            cost = summed(
                f"Kosten van {pool.name}", [entry_leaf(row, row.amount_cents) for row in entries], Unit.CENTS
            )
            tax = summed(
                f"Btw op de kosten van {pool.name}",
                [entry_leaf(row, row.vat_cents) for row in entries if row.vat_cents],
                Unit.CENTS,
            )
            weights = self._area_weights(pool, own)
            cost_parts = self._spread(pool, cost, weights)
            tax_parts = self._spread(pool, tax, weights)
            for area, part in cost_parts.items():
                if part.value or tax_parts[area].value:
                    amounts.setdefault(area, []).append(part)
                    taxes.setdefault(area, []).append(tax_parts[area])
                    postings.append(Posting(pool.code, area, int(part.value), int(tax_parts[area].value)))
        return amounts, taxes, postings

    def _spread(self, pool: Pool, amount: Node, weights: Node) -> dict[str, Node]:
        try:
            parts = divided(amount, weights)
        except ZeroWeights as error:
            driver = OVERHEAD_DRIVER_NAMES[pool.driver] if pool.driver else "niets"
            raise errors.OverheadError(
                f"Kostenplaats {pool.name} heeft {euro(int(amount.value))} te verdelen naar {driver}, maar "
                "geen "
                f"taakgebied heeft {driver} in {self._facts.period.label}. Kies een andere maatstaf of vul "
                "de "
                "gegevens aan."
            ) from error
        except NegativeWeight as error:
            raise errors.OverheadError(
                f"Kostenplaats {pool.name} wordt verdeeld naar "
                f"{OVERHEAD_DRIVER_NAMES[pool.driver or OverheadDriver.FIXED]},"
                f" maar die zijn van {self._facts.areas[error.code].name} lager dan nul. Kies een andere "
                "maatstaf."
            ) from error
        result = {}
        for node in weights.operands:
            name = self._facts.areas[node.key].name
            formula = f"{amount.shown} × {node.shown} ÷ {weights.shown}"
            result[node.key] = part_of(
                f"{pool.name}, deel van {name}", amount, weights, parts[node.key], node.key, formula
            )
        return result

    def _area_weights(self, pool: Pool, own: Mapping[str, Node]) -> Node:
        areas = sorted(self._facts.areas)
        match pool.driver:
            case OverheadDriver.DIRECT_COSTS:
                parts = [replace(own[code], key=code) for code in areas]
                return summed("Eigen kosten van alle taakgebieden", parts, Unit.CENTS)
            case OverheadDriver.HOURS:
                return summed(
                    "Uren op opdrachten van alle taakgebieden",
                    [self._hours(code) for code in areas],
                    Unit.MINUTES,
                )
            case OverheadDriver.FTE:
                return summed(
                    "Formatie van alle taakgebieden in fte", [self._fte(code) for code in areas], Unit.COUNT
                )
            case OverheadDriver.FIXED:
                return self._fixed(pool)
            case None:
                raise errors.OverheadError(
                    f"Kostenplaats {pool.name} is overhead zonder maatstaf. Kies waarnaar zij wordt verdeeld."
                )

    def _hours(self, code: str) -> Node:
        area = self._facts.areas[code]
        source = Source("area", code, f"urenregels op opdrachten van {area.name}")
        minutes = self._quantities.minutes_of_area(code)
        return leaf(f"Uren op opdrachten van {area.name}", minutes, Unit.MINUTES, source, key=code)

    def _fte(self, code: str) -> Node:
        area = self._facts.areas[code]
        first_on = self._facts.period.first_on
        figures = [
            row
            for row in self._facts.inputs.area_figures
            if row.area == code and row.reference_on <= first_on
        ]
        if not figures:
            raise errors.MissingStatistic(
                f"Van {area.name} ontbreekt de formatie in fte op {plain_day(first_on)}. Vul haar in, ook "
                "als zij nul is."
            )
        found = max(figures, key=lambda row: row.reference_on)
        source = Source("area_figure", code, found.source)
        return leaf(
            f"Formatie van {area.name} op {plain_day(found.reference_on)}",
            found.value,
            Unit.COUNT,
            source,
            key=code,
        )

    def _fixed(self, pool: Pool) -> Node:
        total = sum(share.value for share in pool.shares)
        if total != 100:
            raise errors.OverheadError(
                f"De vaste percentages van kostenplaats {pool.name} zijn samen {total}. Samen moeten ze 100 "
                "zijn."
            )
        source = Source("pool", pool.code, pool.name)
        parts = [
            leaf(
                f"Vast deel van {self._facts.areas[share.of].name}",
                share.value / 100,
                Unit.SHARE,
                source,
                key=share.of,
            )
            for share in pool.shares
        ]
        return summed("Alle vaste delen", parts, Unit.SHARE)


def entry_leaf(entry: CostEntry, cents: int) -> Node:
    """A cost entry as a fact: its amount, or the VAT on it."""
    label = entry.document or "kostenregel"
    what = entry.description or label
    source = Source("cost_entry", entry.id, f"{label}, {plain_day(entry.booked_on)}")
    return leaf(what, cents, Unit.CENTS, source)
