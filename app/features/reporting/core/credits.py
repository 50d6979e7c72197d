"""What a municipality gets back where an objective was not reached: a percentage of what was finally charged.

Reckoned per municipality and rounded there, half away from zero, for each is a credit of its own (settlement.md 2).
Where the charge is not known, it says why.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from app.features.settlement.core.charged import Charged, Charges
from app.kernel import dutch
from app.kernel.money import round_half_up


@dataclass(frozen=True, slots=True)
class Promise:
    """Of what a norm is: an area, one of its products, or what was agreed with one organisation."""

    area_id: UUID
    area: str
    product_id: UUID | None = None
    product: str = ""
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """To what a row of results is narrowed; None is everything."""

    products: Collection[UUID] | None = None
    product: str = ""
    organisations: Collection[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one organisation gets back, and of what."""

    organisation: str
    base_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit in money; `parts` is None while the charge is not known. `why` says which percentage of what."""

    why: str
    parts: tuple[Part, ...] | None = None

    @property
    def base_cents(self) -> int | None:
        """Of what it is a percentage."""
        return None if self.parts is None else sum(part.base_cents for part in self.parts)

    @property
    def amount_cents(self) -> int | None:
        """What is given back."""
        return None if self.parts is None else sum(part.credit_cents for part in self.parts)


def credit_of(points: int, promises: Sequence[Promise], reach: Reach, charges: Charges | None) -> Credit:
    """The credit of so many basis points over what was charged for these promises, within reach.

    >>> from app.kernel.period import Period
    >>> area, vlist = UUID(int=1), UUID(int=2)
    >>> quarter = Period.quarter(2026, 1)
    >>> charges = Charges(quarter, (Charged(area, vlist, "Vlist", None, 1_000_001),), {area: (quarter,)})
    >>> found = credit_of(250, [Promise(area, "Sociale zaken")], Reach(), charges)
    >>> found.amount_cents, found.why.replace(dutch.NBSP, " ")
    (25000, '2,5 % van € 10.000,01, in rekening gebracht voor Sociale zaken over 1e kwartaal 2026.')
    """
    if charges is None:
        return Credit("U ziet geen bedragen van afrekeningen.")
    for one in promises:
        if why := _unknown(one, reach, charges):
            return Credit(why)
    parts: dict[UUID, list[Charged]] = {}
    for charged in charges.charged:
        if any(_is_of(charged, one, reach) for one in promises):
            parts.setdefault(charged.organisation_id, []).append(charged)
    found = tuple(_part(points, own) for own in parts.values())
    base = sum(part.base_cents for part in found)
    of = dutch.listing(list(dict.fromkeys(reach.product or one.product or one.area for one in promises)))
    why = f"{points_told(points)} van {dutch.euro(base)}, in rekening gebracht voor {of} over {charges.period.label}."
    if len(found) > 1:
        why += " Per gemeente afgerond op centen."
    return Credit(why, found)


def _part(points: int, charged: Sequence[Charged]) -> Part:
    base = sum(one.amount_cents for one in charged)
    return Part(charged[0].organisation, base, round_half_up(Fraction(base * points, 10_000)))


def points_told(points: int) -> str:
    """Basis points as a percentage, without needless decimals.

    >>> [points_told(points).replace(dutch.NBSP, " ") for points in (9000, 250, 25)]
    ['90 %', '2,5 %', '0,25 %']
    """
    return dutch.percent(Fraction(points, 10_000), 0 if points % 100 == 0 else 1 if points % 10 == 0 else 2)


def _unknown(one: Promise, reach: Reach, charges: Charges) -> str:
    """Why the charge of a promise is not known; empty when it is."""
    if not charges.is_known(one.area_id):
        wider = charges.wider(one.area_id)
        if wider is not None:
            return f"Niet bekend: {one.area} is afgerekend over {wider.label}. Kies die periode."
        return f"Nog niet bekend: {one.area} is over {charges.period.label} nog niet definitief afgerekend."
    products = reach.products or ([one.product_id] if one.product_id else [])
    if products and not charges.priced.issuperset(products):
        name = reach.product or one.product
        return f"Niet bekend: {name} heeft geen eigen tarief; het zit in het bedrag van {one.area}."
    return ""


def _is_of(charged: Charged, one: Promise, reach: Reach) -> bool:
    return (
        charged.area_id == one.area_id
        and one.product_id in (None, charged.product_id)
        and one.organisation_id in (None, charged.organisation_id)
        and (reach.products is None or charged.product_id in reach.products)
        and (reach.organisations is None or charged.organisation_id in reach.organisations)
    )
