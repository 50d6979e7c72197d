"""What partnership keeps, as values that name each other by code: the same in a workbook, a list and a load.

Units are in the names; parts are exact fractions of one. Nothing here is checked: `agreements` says
what does not hold together.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.features.partnership.core.words import (
    DriverKind,
    LegalForm,
    OrganisationKind,
    PackageKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """From a day to and including a last day; None is open.

    >>> Term(date(2026, 1, 1)).overlaps(Term(date(2025, 1, 1), date(2026, 1, 1)))
    True
    """

    first_on: date
    last_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    def overlaps(self, other: "Term") -> bool:
        """Whether they have a day in common."""
        return (self.last_on is None or other.first_on <= self.last_on) and (
            other.last_on is None or self.first_on <= other.last_on
        )


@dataclass(frozen=True, slots=True)
class CollaborationRow:
    """The collaboration itself."""

    code: str
    name: str
    place: str
    legal_form: LegalForm


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A municipality, water board or centre; what an e-invoice needs of it may still be missing."""

    code: str
    name: str
    kind: OrganisationKind = OrganisationKind.MUNICIPALITY
    cbs_code: str | None = None
    oin: str | None = None
    kvk: str | None = None
    vat_number: str | None = None
    iban: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str = "NL"
    email: str | None = None
    buyer_reference: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """Membership of the collaboration."""

    organisation: str
    term: Term


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A field of work that is shared."""

    code: str
    name: str
    bbv_code: str
    term: Term
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """Who runs an area."""

    area: str
    organisation: str
    term: Term


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package of an area beside the base."""

    area: str
    code: str
    name: str
    term: Term


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """Who takes part in an area (or takes a package of it) and how the charge is taxed; 2100 is 21 %."""

    area: str
    organisation: str
    term: Term
    vat_category: VatCategory
    vat_basis_points: int = 0
    is_transparent: bool = False
    package: str | None = None


@dataclass(frozen=True, slots=True)
class StatisticKindRow:
    """A kind of statistic, and from when until when figures of it are kept."""

    code: str
    name: str
    term: Term = Term(date(1990, 1, 1))


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """A figure of an organisation at a reference date, with where it comes from."""

    organisation: str
    kind: str
    reference_on: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class YearFigureRow:
    """What an organisation had in a whole earlier year: minutes in an area, or how many of a product it took.

    For averages of years that began before the system was used.
    """

    area: str
    organisation: str
    year: int
    source: str
    product: str | None = None
    minutes: int | None = None
    taken_count: int | None = None


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What the catalogue offers in an area."""

    area: str
    code: str
    name: str
    unit: str
    term: Term
    standard_minutes: int | None = None
    package_kind: PackageKind = PackageKind.BASE
    package: str | None = None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A service agreement between the provider of an area and a partner: quantity, quality, price."""

    code: str
    version: int
    area: str
    organisation: str
    term: Term
    quantity: str
    quality: str
    price: str


@dataclass(frozen=True, slots=True)
class YearContractRow:
    """Hours or counts agreed with a partner for a year; exactly one of the two quantities."""

    code: str
    area: str
    organisation: str
    term: Term
    product: str | None = None
    agreed_minutes: int | None = None
    agreed_count: int | None = None


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A price; `of` is the code of the function, product or kind of statistic."""

    area: str
    kind: TariffKind
    of: str
    name: str
    price_cents: int
    term: Term


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a component says of one partner; amounts a year."""

    organisation: str
    part: Fraction | None = None
    brought_in_cents: int | None = None
    minimum_cents: int | None = None
    maximum_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One part of a policy: what it takes of the costs and what divides that."""

    position: int
    takes: Takes
    driver: DriverKind | None = None
    part: Fraction | None = None
    category: str | None = None
    fixed_cents: int | None = None
    tariff_kind: TariffKind | None = None
    statistic_kind: str | None = None
    product: str | None = None
    package: str | None = None
    reference: Reference = Reference.YEAR_START
    average_years: int | None = None
    kept_years: int | None = None
    label: str = ""
    shares: tuple[ShareRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """How the costs of an area are divided.

    `phase` is the part of this key while it is phased in; the key of `old_version` holds for the rest.
    `result_driver` is what the result of tariffs is divided by, where it is divided.
    """

    area: str
    version: int
    term: Term
    settlement_months: int
    components: tuple[ComponentRow, ...]
    has_advances: bool = False
    result: TariffResult = TariffResult.CARRIED
    agreement_clause: str = ""
    phase: Fraction | None = None
    old_version: int | None = None
    result_driver: DriverKind | None = None


@dataclass(frozen=True, slots=True)
class PartnershipRows:
    """Everything of the room for one collaboration."""

    organisations: tuple[OrganisationRow, ...] = ()
    partners: tuple[PartnerRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    provisions: tuple[ProvisionRow, ...] = ()
    packages: tuple[PackageRow, ...] = ()
    participations: tuple[ParticipationRow, ...] = ()
    statistic_kinds: tuple[StatisticKindRow, ...] = ()
    statistics: tuple[StatisticRow, ...] = ()
    products: tuple[ProductRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    year_contracts: tuple[YearContractRow, ...] = ()
    tariffs: tuple[TariffRow, ...] = ()
    policies: tuple[PolicyRow, ...] = ()
    year_figures: tuple[YearFigureRow, ...] = ()
