"""What a cost pool may say of itself, and of its earlier versions: its kind, its area, its days.

How overhead pools are divided stands in the cascade (`cascades`).
"""

from collections.abc import Iterable, Iterator

from app.features.costs.core import PoolKind
from app.features.costs.core.rows import PoolRow

OF_AREA = (PoolKind.AREA, PoolKind.START_UP)
"""Kinds of pool that belong to an area; start-up costs to an area of their own (settlement.md 24)."""


def pool_faults(pool: PoolRow) -> Iterator[tuple[str, str]]:
    """The field and what is wrong with it, in Dutch.

    >>> list(pool_faults(PoolRow("SZ", "Sociale zaken", PoolKind.AREA, area="SZ")))
    []
    >>> [field for field, _ in pool_faults(PoolRow("kp x", " ", PoolKind.OWN_ACCOUNT, area="SZ"))]
    ['code', 'name', 'area']
    """
    if not (pool.code.isascii() and pool.code.isalnum() and pool.code.upper() == pool.code):
        yield "code", "Een code heeft alleen hoofdletters en cijfers, zoals HV."
    elif len(pool.code) > 10:
        yield "code", "Een code heeft hoogstens tien tekens."
    if not pool.name.strip():
        yield "name", "Geef de kostenplaats een naam."
    if (pool.kind in OF_AREA) != (pool.area is not None):
        yield (
            "area",
            "Een taakgebied hoort bij een kostenplaats van soort taakgebied of aanloopkosten, en alleen daarbij.",
        )
    if pool.term.last_on is not None and pool.term.last_on < pool.term.first_on:
        yield "valid_until", "De laatste dag ligt vóór de eerste. Draai ze om."


def succession_faults(pool: PoolRow, others: Iterable[PoolRow]) -> Iterator[tuple[str, str]]:
    """What is wrong with a version beside the others of the same code.

    >>> from datetime import date
    >>> from app.features.partnership.core.rows import Term
    >>> old = PoolRow("HV", "Huur", PoolKind.OVERHEAD, term=Term(date(2025, 1, 1), date(2025, 12, 31)))
    >>> list(succession_faults(PoolRow("HV", "Huisvesting", PoolKind.OVERHEAD, term=Term(date(2026, 1, 1))), [old]))
    []
    >>> [field for field, _ in succession_faults(PoolRow("HV", "Huur", PoolKind.OWN_ACCOUNT), [old])]
    ['kind', 'valid_from']
    """
    for other in (one for one in others if one.code == pool.code):
        if (other.kind, other.area) != (pool.kind, pool.area):
            message = (
                f"Kostenplaats {other.name} ({pool.code}) is er al met een andere soort of een ander taakgebied. Die "
                "blijven wat zij zijn: kies een andere code."
            )
            yield "kind", message
        if other.term.overlaps(pool.term):
            yield "valid_from", f"Van kostenplaats {other.name} geldt op sommige dagen al een andere versie."
