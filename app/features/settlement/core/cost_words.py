"""Cost pools and cascades as facts for a reader: field by field, with names for codes."""

from collections.abc import Mapping
from fractions import Fraction

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, POOL_KIND_NAMES
from app.features.costs.core.rows import CascadePoolRow, CascadeRow, PoolRow
from app.features.settlement.core.agreed_words import Facts, holds
from app.kernel.dutch import listing
from app.kernel.glossary import CASCADE_METHODS
from app.kernel.quantities import exact_number, exact_percent


def pool_facts(row: PoolRow, areas: Mapping[str, str]) -> Facts:
    """A version of a pool."""
    return (
        ("Code", row.code),
        ("Naam", row.name),
        ("Soort", POOL_KIND_NAMES[row.kind]),
        *((("Taakgebied", areas.get(row.area, row.area)),) if row.area else ()),
        ("Geldt", holds(row.term)),
    )


def cascade_facts(row: CascadeRow, areas: Mapping[str, str], pools: Mapping[str, str]) -> Facts:
    """A version of how overhead is passed on, the pools in step-down in their order."""
    ordered = sorted(row.pools, key=lambda one: (one.step or 0, one.pool))
    return (
        ("Overhead gaat", CASCADE_METHODS[row.method.value]),
        *((pools.get(one.pool, one.pool), _passing(one, areas, pools)) for one in ordered),
        ("Geldt", holds(row.term)),
    )


def _passing(one: CascadePoolRow, areas: Mapping[str, str], pools: Mapping[str, str]) -> str:
    """Whereto a pool goes, by what."""
    named = [f"{areas.get(code, code)} {exact_percent(part)}" for code, part in one.shares]
    named += [f"{pools.get(code, code)} {exact_percent(part)}" for code, part in one.pool_shares]
    said = listing(named) if named else f"naar {OVERHEAD_DRIVER_NAMES[one.driver]}"
    if one.step is not None:
        said = f"{one.step}e: {said}"
    return said if one.fte is None else f"{said}; eigen formatie {exact_number(Fraction(one.fte))} fte"
