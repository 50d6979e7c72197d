"""By what weights an overhead pool serves areas and other pools: direct costs, fte, hours, fixed shares.

Direct costs and hours are had by areas only (settlement.md 9 and 23); fte also by pools with staff of their own;
fixed shares name areas and pools.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, OverheadDriver
from app.features.settlement.core import errors
from app.features.settlement.core.cascade import pool_key
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Pool
from app.features.settlement.core.quantities import Quantities
from app.kernel.dutch import plain_day
from app.kernel.explain import Node, Source, Unit, leaf, summed


class OverheadWeights:
    """The weights of each pool. `own` are the areas' own costs, `pools` the overhead pools."""

    def __init__(
        self, facts: Facts, quantities: Quantities, own: Mapping[str, Node], pools: Mapping[str, Pool]
    ) -> None:
        self._facts = facts
        self._quantities = quantities
        self._own = own
        self._pools = pools
        self.names = {code: area.name for code, area in facts.areas.items()}
        self.names |= {pool_key(code): pool.name for code, pool in pools.items()}

    def of(self, pool: Pool) -> Node:
        """By what weights a pool serves areas and other pools; a negative one is refused by name."""
        row = self._weights(pool)
        for part in row.operands:
            if part.value < 0:
                driver = OVERHEAD_DRIVER_NAMES[pool.driver or OverheadDriver.FIXED]
                raise errors.OverheadError(
                    f"Kostenplaats {pool.name} wordt verdeeld naar {driver}, maar die zijn van "
                    f"{self.names[part.key]} lager dan nul. Kies een andere maatstaf."
                )
        return row

    def _weights(self, pool: Pool) -> Node:
        areas = sorted(self._facts.areas)
        match pool.driver:
            case OverheadDriver.DIRECT_COSTS:
                parts = [replace(self._own[code], key=code) for code in areas]
                return summed("Eigen kosten van alle taakgebieden", parts, Unit.CENTS)
            case OverheadDriver.HOURS:
                parts = [self._hours(code) for code in areas]
                return summed("Uren op opdrachten van alle taakgebieden", parts, Unit.MINUTES)
            case OverheadDriver.FTE:
                parts = [*(self._fte(code) for code in areas), *self._staff_of_pools()]
                more = " en kostenplaatsen" if len(parts) > len(areas) else ""
                return summed(f"Formatie van alle taakgebieden{more} in fte", parts, Unit.COUNT)
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
        what = f"Formatie van {area.name} op {plain_day(found.reference_on)}"
        return leaf(what, found.value, Unit.COUNT, source, key=code)

    def _staff_of_pools(self) -> Iterator[Node]:
        """Overhead pools with staff of their own."""
        for code, pool in sorted(self._pools.items()):
            if pool.fte is not None:
                source = Source("pool", code, pool.name)
                yield leaf(f"Formatie van {pool.name}", pool.fte, Unit.COUNT, source, key=pool_key(code))

    def _fixed(self, pool: Pool) -> Node:
        total = sum(share.value for share in (*pool.shares, *pool.pool_shares))
        if total != 100:
            raise errors.OverheadError(
                f"De vaste percentages van kostenplaats {pool.name} zijn samen {total}. Samen moeten ze 100 "
                "zijn."
            )
        keyed = [(share.of, share.value) for share in pool.shares]
        keyed += [(pool_key(share.of), share.value) for share in pool.pool_shares]
        source = Source("pool", pool.code, pool.name)
        parts = [
            leaf(f"Vast deel van {self.names[key]}", percent / 100, Unit.SHARE, source, key=key)
            for key, percent in keyed
        ]
        return summed("Alle vaste delen", parts, Unit.SHARE)
