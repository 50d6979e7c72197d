"""The closed lists of partnership: what may stand in an agreement (domain §2, §10).

Higher rooms import them from here, so that a policy means the same to who writes it and to who runs
it. Their Dutch words stand in the glossary. Kinds of statistic and functions are open lists and
therefore codes, not enums.
"""

from enum import StrEnum


class LegalForm(StrEnum):
    """The legal form of a collaboration: a label, nothing depends on it (domain §3)."""

    PUBLIC_BODY = "openbaar-lichaam"
    OPERATIONS_BODY = "bedrijfsvoeringsorganisatie"
    JOINT_ORGAN = "gemeenschappelijk-orgaan"
    LIGHT_ARRANGEMENT = "lichte-regeling"
    CENTRE_ARRANGEMENT = "centrumregeling"
    COVENANT = "convenant"
    AGREEMENT = "overeenkomst"
    FOUNDATION = "stichting"
    ASSOCIATION = "vereniging"
    PRIVATE_COMPANY = "bv"
    PUBLIC_COMPANY = "nv"


class OrganisationKind(StrEnum):
    """What an organisation is."""

    MUNICIPALITY = "municipality"
    WATER_BOARD = "water_board"
    CENTRE = "centre"
    OTHER = "other"


class PackageKind(StrEnum):
    """How a product is offered: to all, to who takes the package, or made to measure."""

    BASE = "base"
    PLUS = "plus"
    BESPOKE = "bespoke"


class DriverKind(StrEnum):
    """What an amount is divided by (domain §10)."""

    INHABITANTS = "inhabitants"
    CLIENTS = "clients"
    STATISTIC = "statistic"
    HOURS = "hours"
    PRODUCTS = "products"
    FIXED = "fixed"
    BROUGHT_IN = "brought_in"
    EQUAL = "equal"


class Reference(StrEnum):
    """Which figure of a statistic counts (settlement.md 10)."""

    YEAR_START = "year_start"
    PREVIOUS_YEAR_START = "previous_year_start"
    PERIOD_START = "period_start"
    PERIOD_AVERAGE = "period_average"
    YEARS_AVERAGE = "years_average"


class Takes(StrEnum):
    """Which part of the costs a component takes (settlement.md 16)."""

    WHOLE = "whole"
    REST = "rest"
    PERCENT = "percent"
    CATEGORY = "category"
    FIXED = "fixed"
    TARIFF = "tariff"


class TariffKind(StrEnum):
    """What a tariff is a price of."""

    HOUR = "hour"
    PRODUCT = "product"
    STATISTIC = "statistic"


class TariffResult(StrEnum):
    """Where the result of an area with tariffs goes at the end of the year (settlement.md 27)."""

    CARRIED = "carried"
    RESERVE = "reserve"
    DIVIDED = "divided"


class VatCategory(StrEnum):
    """VAT category in the codes of EN 16931. The transparency method is a mark beside it, not a category."""

    TAXED = "S"
    EXEMPT = "E"
    OUTSIDE = "O"


INHABITANTS = "inhabitants"
CLIENTS = "clients"
"""The kinds of statistic that have a driver of their own; their codes in `statistic_kind`."""
