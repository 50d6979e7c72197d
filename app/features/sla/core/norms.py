"""Norms as values, and which one holds: product in agreement → product → agreement → area (domain §8).

A norm is chosen for the day on which the clock starts, by the dates of the norms alone; it goes with the clock
until the norm itself is changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.features.sla.core.targets import Target
from app.features.sla.core.words import DEFAULT_WARNINGS, Metric


def holds(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether what is dated so holds on that day; both ends included, None is without end."""
    return valid_from <= day and (valid_until is None or day <= valid_until)


@dataclass(frozen=True, slots=True)
class Norm:
    """One promise. No target: a delivery, which is against the agreed day. The names are for sentences."""

    id: UUID
    area_id: UUID
    metric: Metric
    valid_from: date
    valid_until: date | None = None
    product_id: UUID | None = None
    agreement_id: UUID | None = None
    target: Target | None = None
    calendar_id: UUID | None = None
    law: str | None = None
    warn_percents: tuple[int, ...] = DEFAULT_WARNINGS
    area_name: str = ""
    product_name: str = ""
    agreement_code: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The norm that holds, and why it and no other."""

    norm: Norm
    why: str


def choose(
    norms: Iterable[Norm], metric: Metric, product_id: UUID | None, agreement_id: UUID | None, on: date
) -> Choice | None:
    """The norm of an area for a product and an agreement on a day; None when none holds.

    >>> from app.features.sla.core.targets import Unit
    >>> area, law = UUID(int=1), UUID(int=2)
    >>> general = Norm(UUID(int=3), area, Metric.INTAKE, date(2026, 1, 1), target=Target(5, Unit.WORKING_DAYS),
    ...     area_name="Sociale zaken")
    >>> own = Norm(UUID(int=4), area, Metric.INTAKE, date(2026, 1, 1), product_id=law,
    ...     target=Target(2, Unit.WORKING_DAYS), product_name="Verordening")
    >>> choose([general, own], Metric.INTAKE, law, None, date(2026, 4, 1)).why
    'Norm van product Verordening; een overeenkomst zegt er niets anders over.'
    >>> choose([general, own], Metric.INTAKE, None, None, date(2026, 4, 1)).why
    'Norm van taakgebied Sociale zaken; product en overeenkomst zeggen er niets anders over.'
    """
    held = [norm for norm in norms if norm.metric is metric and holds(norm.valid_from, norm.valid_until, on)]
    for product, agreement in _order(product_id, agreement_id):
        for norm in held:
            if norm.product_id == product and norm.agreement_id == agreement:
                return Choice(norm, _why(norm))
    return None


def _order(product_id: UUID | None, agreement_id: UUID | None) -> list[tuple[UUID | None, UUID | None]]:
    """Where is looked, the most particular first; what is not named is left out."""
    found: list[tuple[UUID | None, UUID | None]] = []
    if product_id is not None and agreement_id is not None:
        found.append((product_id, agreement_id))
    if product_id is not None:
        found.append((product_id, None))
    if agreement_id is not None:
        found.append((None, agreement_id))
    return [*found, (None, None)]


def _why(norm: Norm) -> str:
    if norm.product_id is not None and norm.agreement_id is not None:
        return f"Norm van product {norm.product_name} in overeenkomst {norm.agreement_code}; die gaat voor."
    if norm.product_id is not None:
        return f"Norm van product {norm.product_name}; een overeenkomst zegt er niets anders over."
    if norm.agreement_id is not None:
        return f"Norm van overeenkomst {norm.agreement_code}; voor het product staat er geen eigen norm."
    return f"Norm van taakgebied {norm.area_name}; product en overeenkomst zeggen er niets anders over."
