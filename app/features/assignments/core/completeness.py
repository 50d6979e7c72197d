"""What a municipality asks, and what is missing before it can be handed in (domain §4).

A draft may be incomplete; a submission may not. `missing` names every gap, field by field, in words
that say what to write. What is wrong rather than missing (a negative budget) is `mistakes`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from app.features.assignments.core.principals import Principal, ShareRule, principal_findings
from app.kernel.errors import Finding


class Kind(StrEnum):
    """Bespoke for one, joint for several, general for a year (domain §4)."""

    BESPOKE = "bespoke"
    JOINT = "joint"
    GENERAL = "general"


class Weight(StrEnum):
    """How urgent it is, and how large the effect."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class PeriodUnit(StrEnum):
    """In what a statutory period is measured."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class StatutoryPeriod:
    """A period that the law sets: which law, from when, how long."""

    law: str
    start_on: date
    length: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class Request:
    """The request itself, as far as it has been written. Codes name organisations, area and product."""

    title: str | None = None
    kind: Kind = Kind.BESPOKE
    area: str | None = None
    product: str | None = None
    desired_result: str | None = None
    acceptance_criteria: tuple[str, ...] = ()
    principals: tuple[Principal, ...] = ()
    lead: str | None = None
    share_rule: ShareRule = ShareRule.EQUAL
    share_statistic: str | None = None
    contact: str | None = None
    requested_on: date | None = None
    requested_why: str | None = None
    statutory: StatutoryPeriod | None = None
    urgency: Weight = Weight.NORMAL
    impact: Weight = Weight.NORMAL
    frame: str | None = None
    ceiling_minutes: int | None = None
    ceiling_cents: int | None = None
    year_contract: str | None = None
    is_confidential: bool = field(default=False)

    @property
    def codes(self) -> frozenset[str]:
        """Every code that it refers to: organisations, area, product, contract, statistic."""
        named = (self.area, self.product, self.lead, self.year_contract, self.share_statistic)
        return frozenset(code for code in named if code) | {one.code for one in self.principals}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list “Is de opdracht compleet?”: the field on the wire, its name and what to do."""

    field: str
    label: str
    message: str
    is_present: Callable[[Request], bool]


CHECKS: tuple[Check, ...] = (
    Check("titel", "Titel", "Geef de opdracht een titel.", lambda r: bool(r.title)),
    Check("taakgebied", "Taakgebied", "Kies het taakgebied waar het werk bij hoort.", lambda r: bool(r.area)),
    Check("product", "Product", "Kies het product uit de catalogus.", lambda r: bool(r.product)),
    Check(
        "gewenstResultaat",
        "Gewenst resultaat",
        "Beschrijf wat er straks anders is, zo dat een raadslid het begrijpt.",
        lambda r: bool(r.desired_result),
    ),
    Check(
        "acceptatiecriteria",
        "Wanneer is het goed?",
        "Noem waaraan u ziet dat het resultaat goed is.",
        lambda r: bool(r.acceptance_criteria),
    ),
    Check(
        "opdrachtgevers",
        "Soort en opdrachtgever",
        "Noem voor wie de opdracht is. Gezamenlijk werk heeft ten minste twee opdrachtgevers.",
        lambda r: len(r.principals) >= (2 if r.kind is Kind.JOINT else 1),
    ),
    Check("contactpersoon", "Contactpersoon", "Noem wie vragen kan beantwoorden.", lambda r: bool(r.contact)),
    Check(
        "kader",
        "Kader",
        "Noem het beleid of besluit waarbinnen het werk moet passen.",
        lambda r: bool(r.frame),
    ),
    Check(
        "gewensteDatum",
        "Datum",
        "Noem de dag waarop u het resultaat nodig hebt.",
        lambda r: bool(r.requested_on),
    ),
    Check(
        "gewensteDatumReden",
        "Waarom die datum?",
        "Noem het besluit of de gebeurtenis waarvoor u het nodig hebt.",
        lambda r: bool(r.requested_why),
    ),
    Check(
        "plafond",
        "Uren of bedrag",
        "Noem hoeveel uren of welk bedrag het hooguit mag kosten.",
        lambda r: bool(r.ceiling_minutes or r.ceiling_cents),
    ),
)
"""What a complete request has, in the order of the form."""

CHECKS_BY_FIELD: MappingProxyType[str, Check] = MappingProxyType({check.field: check for check in CHECKS})


def missing(request: Request) -> list[Finding]:
    """What is missing, one finding a field, in the order of the form.

    >>> [finding.field for finding in missing(Request(title="Verordening"))][:2]
    ['taakgebied', 'product']
    """
    return [Finding(check.field, check.message) for check in CHECKS if not check.is_present(request)]


def mistakes(request: Request) -> list[Finding]:
    """What is written but cannot be right, whether or not the rest is there."""
    found: list[Finding] = []
    if request.principals:
        found += principal_findings(request.share_rule, request.principals, request.lead)
    if request.kind is Kind.BESPOKE and len(request.principals) > 1:
        found.append(Finding("soort", "Maatwerk is voor één opdrachtgever. Kies gezamenlijk of noem er één."))
    if request.share_rule is ShareRule.STATISTIC and not request.share_statistic:
        found.append(Finding("verdeling", "Noem het kengetal waarnaar de uren worden verdeeld."))
    if request.ceiling_minutes is not None and request.ceiling_minutes <= 0:
        found.append(Finding("plafond", "Het plafond in uren moet meer dan nul zijn, of leeg blijven."))
    if request.ceiling_cents is not None and request.ceiling_cents <= 0:
        found.append(Finding("plafond", "Het plafond in euro's moet meer dan nul zijn, of leeg blijven."))
    if request.statutory is not None and request.statutory.length <= 0:
        found.append(
            Finding("wettelijkeTermijn", "De lengte van de wettelijke termijn moet meer dan nul zijn.")
        )
    return found
