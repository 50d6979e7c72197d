"""Overhead in a settlement: each posting of the cascade with its derivation, or why it cannot be.

What goes where is reckoned by `cascade`; here its amounts become steps that can be read and worked out again.
Amount and input VAT go by the same weights.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, OverheadDriver, PoolKind
from app.features.settlement.core import errors
from app.features.settlement.core.cascade import (
    Cascade,
    NoOutlet,
    NothingServed,
    ServesOnlyPools,
    ServicePool,
    TooManyPools,
    cascade,
    pool_key,
)
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import CascadeMethod, CostEntry, Pool
from app.features.settlement.core.overhead_weights import OverheadWeights
from app.features.settlement.core.quantities import Quantities
from app.kernel.dutch import euro, listing, plain_day
from app.kernel.explain import Node, Source, Unit, leaf, part_of, reciprocal_part, summed
from app.kernel.quantities import exact_percent


@dataclass(frozen=True, slots=True)
class Posting:
    """What one overhead pool brings to an area, or in step-down to a later pool (then `area` is empty)."""

    pool: str
    area: str
    amount_cents: int
    vat_cents: int
    to_pool: str = ""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The overhead that each area receives, amounts and input VAT, and all postings."""

    amounts: Mapping[str, list[Node]]
    taxes: Mapping[str, list[Node]]
    postings: tuple[Posting, ...]


Parts = Mapping[tuple[str, str], Node]
"""The derivation of each posting, by pool and by the key of who receives it."""


class OverheadSheet:
    """Takes overhead from the pools to the areas. `own` are the areas' own costs (settlement.md 23)."""

    def __init__(
        self,
        facts: Facts,
        quantities: Quantities,
        entries: Mapping[str, Sequence[CostEntry]],
        own: Mapping[str, Node],
    ) -> None:
        self._facts = facts
        self._entries = entries
        self._method = facts.inputs.cascade
        self._pools = {pool.code: pool for pool in self._in_order() if pool.kind is PoolKind.OVERHEAD}
        self._codes = {pool_key(code): code for code in self._pools}
        self._weights = OverheadWeights(facts, quantities, own, self._pools)
        self._names = self._weights.names
        self._rows: dict[str, Node] = {}
        self._passing: dict[str, Node] = {}

    def passed_on(self) -> PassedOn:
        """What every area receives; a named error when overhead cannot reach the areas."""
        self._check_order()
        self._find_rows()
        amounts = self._parts(self._own("Kosten", lambda entry: entry.amount_cents))
        vat = self._parts(self._own("Btw op de kosten", lambda entry: entry.vat_cents))
        receives: dict[str, list[Node]] = {}
        taxes: dict[str, list[Node]] = {}
        postings = []
        for (pool, key), amount in amounts.items():
            tax = vat[pool, key]
            if not amount.value and not tax.value:
                continue
            if key in self._codes:
                postings.append(Posting(pool, "", int(amount.value), int(tax.value), self._codes[key]))
                continue
            receives.setdefault(key, []).append(amount)
            taxes.setdefault(key, []).append(tax)
            postings.append(Posting(pool, key, int(amount.value), int(tax.value)))
        return PassedOn(receives, taxes, tuple(postings))

    def _in_order(self) -> list[Pool]:
        """By code, in step-down by place."""
        pools = [pool for _, pool in sorted(self._facts.pools.items())]
        if self._method is CascadeMethod.STEP_DOWN:
            pools.sort(key=lambda pool: pool.step or 0)
        return pools

    def _check_order(self) -> None:
        if self._method is not CascadeMethod.STEP_DOWN:
            return
        steps = [pool.step for pool in self._pools.values()]
        without = [pool.name for pool in self._pools.values() if pool.step is None and pool.driver]
        same = [
            pool.name for pool in self._pools.values() if pool.step is not None and steps.count(pool.step) > 1
        ]
        if without:
            have = "heeft" if len(without) == 1 else "hebben"
            raise errors.OverheadError(
                f"Overhead gaat trapsgewijs, maar {listing(without)} {have} geen plaats in de volgorde. Geef "
                "elke kostenplaats een eigen plaats."
            )
        if same:
            raise errors.OverheadError(
                f"Overhead gaat trapsgewijs, maar {listing(same)} hebben dezelfde plaats in de volgorde. Geef "
                "elke kostenplaats een eigen plaats."
            )

    def _find_rows(self) -> None:
        """The weights of every pool that has or receives something; fixed shares also without costs."""
        waiting = [
            code
            for code, pool in self._pools.items()
            if self._entries.get(code) or pool.driver is OverheadDriver.FIXED
        ]
        while waiting:
            code = waiting.pop()
            if code not in self._rows:
                row = self._rows[code] = self._weights.of(self._pools[code])
                what = f"Waarheen {self._pools[code].name} doorgeeft"
                self._passing[code] = replace(row, key=pool_key(code), what=what)
                waiting += self._served(code)

    def _served(self, code: str) -> list[str]:
        """The pools that a pool has weights for."""
        parts = self._rows[code].operands
        return [self._codes[part.key] for part in parts if part.key in self._codes and part.value]

    def _own(self, what: str, cents: Callable[[CostEntry], int]) -> dict[str, Node]:
        """What every pool has of its own, from its entries."""
        return {
            code: summed(
                f"{what} van {self._pools[code].name}",
                [entry_leaf(entry, cents(entry)) for entry in self._entries.get(code, []) if cents(entry)],
                Unit.CENTS,
            )
            for code in self._rows
        }

    def _parts(self, own: Mapping[str, Node]) -> Parts:
        pools = [self._service(code, int(own[code].value)) for code in self._pools if code in self._rows]
        found = self._cascade(pools)
        if self._method is CascadeMethod.RECIPROCAL:
            return self._reciprocal(found, own)
        return self._one_after_another(found, own)

    def _service(self, code: str, cents: int) -> ServicePool:
        weights = {part.key: part.value for part in self._rows[code].operands}
        others = {other: weights[pool_key(other)] for other in self._pools if pool_key(other) in weights}
        areas = {key: weight for key, weight in weights.items() if key in self._facts.areas}
        return ServicePool(code, cents, areas, others)

    def _cascade(self, pools: Sequence[ServicePool]) -> Cascade:
        try:
            return cascade(pools, self._method)
        except NoOutlet as error:
            raise errors.NoOutlet(" ".join(self._ring(ring) for ring in error.rings)) from error
        except ServesOnlyPools as error:
            raise errors.NoOutlet(self._only_pools(self._pools[error.pool].name)) from error
        except NothingServed as error:
            raise errors.OverheadError(self._nothing_served(error)) from error
        except TooManyPools as error:
            raise errors.OverheadError(
                f"Er zijn {len(pools)} kostenplaatsen voor overhead; meer dan veertig kan niet. Voeg er samen."
            ) from error

    def _ring(self, ring: tuple[str, ...]) -> str:
        names = listing([self._pools[code].name for code in ring])
        if len(ring) == 1:
            return (
                f"Kostenplaats {names} geeft alleen aan zichzelf door, zodat haar kosten nooit bij een taakgebied "
                "komen. Laat haar ook naar een taakgebied gaan."
            )
        return (
            f"Kostenplaatsen {names} geven alleen aan elkaar door, zodat hun kosten nooit bij een taakgebied komen. "
            "Laat ten minste één ervan ook naar een taakgebied gaan."
        )

    def _only_pools(self, name: str) -> str:
        if self._method is CascadeMethod.DIRECT:
            return (
                f"Kostenplaats {name} geeft alleen door aan andere kostenplaatsen, en die slaat de methode "
                "rechtstreeks over. Laat haar ook naar een taakgebied gaan of kies trapsgewijs of wederkerig."
            )
        return (
            f"Kostenplaats {name} geeft alleen door aan kostenplaatsen die eerder aan de beurt zijn en niets meer "
            "ontvangen. Geef haar een eerdere plaats in de volgorde of laat haar ook naar een taakgebied gaan."
        )

    def _nothing_served(self, error: NothingServed) -> str:
        pool = self._pools[error.at]
        driver = OVERHEAD_DRIVER_NAMES[pool.driver or OverheadDriver.FIXED]
        from_other = f" van {self._pools[error.pool].name}" if error.pool != error.at else ""
        return (
            f"Kostenplaats {pool.name} heeft {euro(error.amount_cents)}{from_other} te verdelen naar {driver}, maar "
            f"geen taakgebied heeft {driver} in {self._facts.period.label}. Kies een andere maatstaf of vul de "
            "gegevens aan."
        )

    def _one_after_another(self, found: Cascade, own: Mapping[str, Node]) -> Parts:
        """Each pool's own costs, in step-down with what it received, over who it serves."""
        cents = {(one.pool, pool_key(one.to) if one.is_to_pool else one.to): one for one in found.transfers}
        parts: dict[tuple[str, str], Node] = {}
        for code, pool in self._pools.items():
            if code not in self._rows:
                continue
            received = [node for (_, key), node in parts.items() if key == pool_key(code) and node.value]
            amount = own[code]
            if received:
                amount = summed(f"{own[code].what} en wat zij ontvangt", [own[code], *received], Unit.CENTS)
            row = self._rows[code]
            served = [part for part in row.operands if part.key in found.shares[code]]
            weights = summed(row.what, served, row.unit)
            for part in served:
                parts[code, part.key] = part_of(
                    f"{pool.name}, deel van {self._names[part.key]}",
                    amount,
                    weights,
                    cents[code, part.key].amount_cents,
                    part.key,
                    f"{amount.shown} × {part.shown} ÷ {weights.shown}",
                )
        return parts

    def _reciprocal(self, found: Cascade, own: Mapping[str, Node]) -> Parts:
        """Each pool's own costs by where they end when all pools serve each other."""
        return {
            (one.pool, one.to): reciprocal_part(
                f"{self._pools[one.pool].name}, deel van {self._names[one.to]}",
                own[one.pool],
                self._rows_from(one.pool),
                one.amount_cents,
                one.to,
                self._final_share(own[one.pool], one.pool, one.to, Fraction(found.shares[one.pool][one.to])),
            )
            for one in found.transfers
        }

    def _final_share(self, amount: Node, code: str, to: str, share: Fraction) -> str:
        """The formula of a posting: the final part, and how much of it goes there directly."""
        row = {part.key: part.value for part in self._rows[code].operands if part.key != pool_key(code)}
        direct = Fraction(row.get(to, 0)) / (sum(row.values()) or 1)
        formula = f"{amount.shown} × {exact_percent(share)}"
        return formula if share == direct else f"{formula}, waarvan {exact_percent(direct)} rechtstreeks"

    def _rows_from(self, code: str) -> list[Node]:
        """The weights of a pool, and of the pools that it reaches; the same steps for every posting."""
        found = [code]
        for other in found:
            found += [served for served in self._served(other) if served not in found]
        return [self._passing[other] for other in found]


def entry_leaf(entry: CostEntry, cents: int) -> Node:
    """A cost entry as a fact: its amount, or the VAT on it."""
    label = entry.document or "kostenregel"
    what = entry.description or label
    source = Source("cost_entry", entry.id, f"{label}, {plain_day(entry.booked_on)}")
    return leaf(what, cents, Unit.CENTS, source)
