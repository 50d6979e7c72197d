"""The sheets of the workbook and their columns, in the order in which they stand (domain §13).

A sheet is a table of rows of one class; a column is a field of it. The Dutch names come from the
glossary. Adding a field to a row means adding its column here and its word there.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.features.costs.core import CascadeMethod, Category, OverheadDriver, PoolKind
from app.features.costs.core import rows as costs
from app.features.partnership.core import rows as partnership
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
from app.features.people import core as people
from app.features.workbook.core import rows as higher
from app.features.workbook.core.baseline_sheets import BASELINES
from app.features.workbook.core.cascade_lines import CascadeLine
from app.features.workbook.core.cells import (
    CENTS,
    DAY,
    MINUTES,
    NUMBER,
    PART,
    PERCENT,
    SHARES,
    WHOLE,
    YES,
    codes,
    named,
    words,
)
from app.features.workbook.core.columns import Sheet
from app.features.workbook.core.columns import may as _may
from app.features.workbook.core.columns import must as _must
from app.features.workbook.core.sla_sheets import SLA
from app.kernel import glossary
from app.kernel.roles import Role

FROM, UNTIL = _must("valid_from", DAY), _may("valid_until", DAY)
_PACKAGE_KIND = words(PackageKind, glossary.PACKAGE_KINDS)
_CATEGORY = words(Category, glossary.COST_CATEGORIES)
_STATISTIC = named(glossary.STATISTIC_KINDS)
_TARIFF_KIND = words(TariffKind, glossary.TARIFF_KINDS)


@dataclass(frozen=True, slots=True)
class PolicyHead:
    """A policy without its components, as it stands on its sheet."""

    area: str
    version: int
    term: partnership.Term
    settlement_months: int
    has_advances: bool = False
    result: TariffResult = TariffResult.CARRIED
    agreement_clause: str = ""
    phase: Any = None
    old_version: int | None = None
    result_driver: DriverKind | None = None


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component as it stands on its sheet, with the policy that it belongs to."""

    area: str
    policy_version: int
    position: int
    takes: Takes
    driver: DriverKind | None = None
    part: Any = None
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


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What a component says of a partner, as it stands on its sheet."""

    area: str
    policy_version: int
    position: int
    organisation: str
    part: Any = None
    brought_in_cents: int | None = None
    minimum_cents: int | None = None
    maximum_cents: int | None = None


_PARTNERSHIP = (
    Sheet(
        "collaboration",
        partnership.CollaborationRow,
        (
            _must("code"),
            _must("name"),
            _must("place"),
            _must("legal_form", words(LegalForm)),
        ),
        is_required=True,
    ),
    Sheet(
        "organisations",
        partnership.OrganisationRow,
        (
            _must("code"),
            _must("name"),
            _must("kind", words(OrganisationKind, glossary.ORGANISATION_KINDS)),
            *(_may(field) for field in ("cbs_code", "oin", "kvk", "vat_number", "iban")),
            *(_may(field) for field in ("street", "postcode", "city")),
            _may("country"),
            _may("email"),
            _may("buyer_reference"),
        ),
        is_required=True,
    ),
    Sheet("partners", partnership.PartnerRow, (_must("organisation"), FROM, UNTIL)),
    Sheet(
        "areas",
        partnership.AreaRow,
        (_must("code"), _must("name"), _must("bbv_code"), _may("description"), FROM, UNTIL),
    ),
    Sheet("provisions", partnership.ProvisionRow, (_must("area"), _must("organisation"), FROM, UNTIL)),
    Sheet("packages", partnership.PackageRow, (_must("area"), _must("code"), _must("name"), FROM, UNTIL)),
    Sheet(
        "participations",
        partnership.ParticipationRow,
        (
            _must("area"),
            _must("organisation"),
            _may("package"),
            _must("vat_category", words(VatCategory, glossary.VAT_CATEGORIES)),
            _may("vat_basis_points", PERCENT),
            _may("is_transparent", YES),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "statistic_kinds",
        partnership.StatisticKindRow,
        (_must("code", _STATISTIC), _must("name"), FROM, UNTIL),
    ),
    Sheet(
        "statistics",
        partnership.StatisticRow,
        (
            _must("organisation"),
            _must("kind", _STATISTIC),
            _must("reference_on", DAY),
            _must("value", NUMBER),
            _must("source"),
        ),
    ),
    Sheet(
        "products",
        partnership.ProductRow,
        (
            _must("area"),
            _must("code"),
            _must("name"),
            _must("unit"),
            _may("standard_minutes", MINUTES),
            _must("package_kind", _PACKAGE_KIND),
            _may("package"),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "agreements",
        partnership.AgreementRow,
        (
            _must("code"),
            _must("version", WHOLE),
            _must("area"),
            _must("organisation"),
            _must("quantity"),
            _must("quality"),
            _must("price"),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "year_contracts",
        partnership.YearContractRow,
        (
            _must("code"),
            _must("area"),
            _must("organisation"),
            _may("product"),
            _may("agreed_minutes", MINUTES),
            _may("agreed_count", WHOLE),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "year_figures",
        partnership.YearFigureRow,
        (
            _must("area"),
            _must("organisation"),
            _may("product"),
            _must("year", WHOLE),
            _may("minutes", MINUTES),
            _may("taken_count", WHOLE),
            _must("source"),
        ),
    ),
    Sheet(
        "tariffs",
        partnership.TariffRow,
        (
            _must("area"),
            _must("kind", _TARIFF_KIND),
            _must("of", _STATISTIC),
            _must("name"),
            _must("price_cents", CENTS),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "policies",
        PolicyHead,
        (
            _must("area"),
            _must("version", WHOLE),
            _must("settlement_months", WHOLE),
            _may("has_advances", YES),
            _may("result", words(TariffResult, glossary.TARIFF_RESULTS)),
            _may("result_driver", words(DriverKind, glossary.DRIVERS)),
            _may("agreement_clause"),
            _may("phase", PART),
            _may("old_version", WHOLE),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "components",
        ComponentLine,
        (
            _must("area"),
            _must("policy_version", WHOLE),
            _must("position", WHOLE),
            _must("takes", words(Takes, glossary.TAKES)),
            _may("part", PART),
            _may("category", codes(glossary.COST_CATEGORIES | {"overhead": "overhead"})),
            _may("fixed_cents", CENTS),
            _may("tariff_kind", _TARIFF_KIND),
            _may("driver", words(DriverKind, glossary.DRIVERS)),
            _may("statistic_kind", _STATISTIC),
            _may("product"),
            _may("package"),
            _may("reference", words(Reference, glossary.REFERENCES)),
            _may("average_years", WHOLE),
            _may("kept_years", WHOLE),
            _may("label"),
        ),
    ),
    Sheet(
        "shares",
        ShareLine,
        (
            _must("area"),
            _must("policy_version", WHOLE),
            _must("position", WHOLE),
            _must("organisation"),
            _may("part", PART),
            _may("brought_in_cents", CENTS),
            _may("minimum_cents", CENTS),
            _may("maximum_cents", CENTS),
        ),
    ),
)
_HIGHER = (
    Sheet("accounts", higher.AccountRow, (_must("email"), _must("name"))),
    Sheet(
        "role_grants",
        higher.RoleRow,
        (_must("account"), _must("role", words(Role)), _may("organisation"), _may("area"), FROM, UNTIL),
    ),
    Sheet("employees", higher.EmployeeRow, (_must("code"), _must("name"), _may("account"))),
    Sheet(
        "employments",
        people.EmploymentRow,
        (
            _must("employee"),
            _must("employer"),
            _must("area"),
            _must("function"),
            _must("contract_minutes", MINUTES),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "secondments",
        people.SecondmentRow,
        (
            _must("employee"),
            _must("employer"),
            _must("provider"),
            _must("area"),
            _must("function"),
            _must("fte", NUMBER),
            _must("rate_cents", CENTS),
            _must("vat_category", words(VatCategory, glossary.VAT_CATEGORIES)),
            _may("vat_basis_points", PERCENT, 0),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "pools",
        costs.PoolRow,
        (
            _must("code"),
            _must("name"),
            _must("kind", words(PoolKind, glossary.POOL_KINDS)),
            _may("area"),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "cascades",
        CascadeLine,
        (
            _must("cascade", words(CascadeMethod, glossary.CASCADE_METHODS)),
            _must("pool"),
            _must("driver", words(OverheadDriver, glossary.OVERHEAD_DRIVERS)),
            _may("shares", SHARES),
            _may("pool_shares", SHARES),
            _may("fte", NUMBER),
            _may("step", WHOLE),
            FROM,
            UNTIL,
        ),
    ),
    Sheet(
        "cost_entries",
        costs.CostEntryRow,
        (
            _must("pool"),
            _must("booked_on", DAY),
            _must("category", _CATEGORY),
            _must("amount_cents", CENTS),
            _must("vat_cents", CENTS),
            _must("document"),
            _must("supplier"),
            _must("description"),
            _may("reason"),
        ),
    ),
    Sheet(
        "budget_lines",
        costs.BudgetLineRow,
        (_must("year", WHOLE), _must("pool"), _must("category", _CATEGORY), _must("amount_cents", CENTS)),
    ),
)
SHEETS: tuple[Sheet, ...] = _PARTNERSHIP + SLA + _HIGHER + BASELINES
"""All sheets in the order in which they stand in a workbook."""

BY_NAME: MappingProxyType[str, Sheet] = MappingProxyType({sheet.name: sheet for sheet in SHEETS})
"""Dutch name → sheet."""
