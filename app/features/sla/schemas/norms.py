"""The shapes of norms: what comes in, what goes out. Names by the glossary; what is wrong, the core says."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.features.partnership.core.rows import Term
from app.features.sla.core.rows import NormRow, NormView
from app.features.sla.core.targets import Unit
from app.features.sla.core.words import DEFAULT_WARNINGS, Metric
from app.features.sla.schemas.calculating import UnitWord
from app.features.sla.schemas.moves import ID, MetricWord, NamedOut, TrialIn, named
from app.features.sla.schemas.wire import Day, Line, Wire
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import wire
from app.kernel.roles import Role

RoleWord = Literal[
    "bestuursbureau", "mandaathouder", "overlegorgaan", "ssc-manager", "medewerker", "financien", "controller", "raad"
]  # fmt: skip
Whole = Annotated[int, Field(ge=0, le=10**9)]
_WARNINGS = list(DEFAULT_WARNINGS)


class PromiseIn(TrialIn):
    """Wat een norm belooft; wat nodig is, hangt af van wat zij meet."""

    quantity: Whole | None = Field(
        default=None,
        description="Hoeveel; leeg bij oplevering, die is tegen de afgesproken dag",
        examples=[20],
    )
    unit: UnitWord | None = Field(
        default=None, description="Waarin; leeg bij oplevering en aantal", examples=["werkdagen"]
    )
    period_months: Whole | None = Field(
        default=None, description="Bij een aantal: per hoeveel maanden, 1, 3 of 12", examples=[None]
    )
    law: Line | None = Field(
        default=None, description="Bij een wettelijke termijn: welke wet en welk artikel", examples=[None]
    )
    calendar: Line | None = Field(
        default=None, description="Code van een kalender; leeg is die van de uitvoerder", examples=[None]
    )
    objective_basis_points: Whole | None = Field(
        default=None, description="Hoeveel binnen de norm moet zijn, in basispunten", examples=[9000]
    )
    credit_basis_points: Whole | None = Field(
        default=None, description="Korting als dat niet is gehaald, in basispunten", examples=[None]
    )
    valid_until: Day | None = Field(
        default=None,
        description="Laatste dag: klokken die later beginnen, vallen er niet onder; leeg als er geen einde is",
        examples=[None],
    )


class NormIn(PromiseIn):
    """Een nieuwe norm van een taakgebied, of nauwer: van een product, een overeenkomst of allebei."""

    area: Line = Field(description="Code van het taakgebied", examples=["SZ"])
    metric: MetricWord = Field(description="Wat zij meet", examples=["doorlooptijd"])
    product: Line | None = Field(
        default=None, description="Code van een product; leeg is het hele gebied", examples=[None]
    )
    agreement: Line | None = Field(
        default=None,
        description="Code van een overeenkomst; leeg is voor elke opdrachtgever",
        examples=["DVO-SZ-VLI"],
    )
    is_extended: bool = Field(
        default=False,
        description="Of zij doorloopt als zij eindigt op een zaterdag, zondag of feestdag "
        "(Algemene termijnenwet art. 1)",
        examples=[False],
    )
    warn_percents: list[Whole] = Field(
        default=_WARNINGS,
        max_length=20,
        description="Percentages waarbij wordt gewaarschuwd, hooguit vijf",
        examples=[_WARNINGS],
    )
    notify_roles: list[RoleWord] = Field(
        default=[], max_length=20, description="Wie dan een melding krijgt", examples=[["ssc-manager"]]
    )
    valid_from: Day = Field(description="Eerste dag waarop zij geldt", examples=["2026-07-01"])


class NormChangeIn(PromiseIn):
    """Wat er wijzigt. Wat u weglaat, blijft; leeg (null) maakt leeg. Wat zij meet en van wie, staat vast."""

    is_extended: bool | None = Field(
        default=None, description="Of zij doorloopt (Algemene termijnenwet art. 1)", examples=[False]
    )
    warn_percents: list[Whole] | None = Field(
        default=None,
        max_length=20,
        description="Percentages waarbij wordt gewaarschuwd",
        examples=[_WARNINGS],
    )
    notify_roles: list[RoleWord] | None = Field(
        default=None, max_length=20, description="Wie dan een melding krijgt", examples=[["ssc-manager"]]
    )
    valid_from: Day | None = Field(
        default=None, description="Eerste dag waarop zij geldt", examples=["2026-07-01"]
    )


class NormOut(Wire):
    """Een norm: wat is beloofd, waarover, en van wanneer tot wanneer."""

    id: UUID = Field(description="Kenmerk", examples=[ID])
    version: int = Field(description="Versie, ook als ETag", examples=[1])
    area: NamedOut = Field(description="Het taakgebied")
    metric: MetricWord = Field(description="Wat zij meet", examples=["doorlooptijd"])
    product: NamedOut | None = Field(description="Het product; leeg is het hele gebied")
    agreement: NamedOut | None = Field(
        description="De overeenkomst, met de naam van de deelnemer; leeg is voor elke opdrachtgever"
    )
    quantity: int | None = Field(description="Hoeveel; leeg bij oplevering", examples=[20])
    unit: UnitWord | None = Field(description="Waarin", examples=["werkdagen"])
    period_months: int | None = Field(
        description="Bij een aantal: per hoeveel maanden, 1, 3 of 12", examples=[None]
    )
    law: str | None = Field(description="Bij een wettelijke termijn: welke wet", examples=[None])
    calendar: str | None = Field(
        description="Code van de kalender; leeg is die van de uitvoerder", examples=["bergambacht"]
    )
    is_extended: bool = Field(description="Of zij doorloopt (Algemene termijnenwet art. 1)", examples=[False])
    warn_percents: list[int] = Field(
        description="Percentages waarbij wordt gewaarschuwd", examples=[_WARNINGS]
    )
    objective_basis_points: int | None = Field(
        description="Hoeveel binnen de norm moet zijn, in basispunten", examples=[9000]
    )
    credit_basis_points: int | None = Field(
        description="Korting als dat niet is gehaald, in basispunten", examples=[None]
    )
    notify_roles: list[str] = Field(description="Wie dan een melding krijgt", examples=[["ssc-manager"]])
    valid_from: date = Field(description="Eerste dag waarop zij geldt", examples=["2026-01-01"])
    valid_until: date | None = Field(
        description="Laatste dag waarop zij geldt; leeg als er geen einde is", examples=[None]
    )


class NormsOut(Wire):
    """Normen op taakgebied, product, overeenkomst en meting."""

    norms: list[NormOut] = Field(description="De normen")
    next_cursor: str | None = Field(
        description="Cursor van het volgende deel; leeg aan het eind", examples=[None]
    )


def norm_of(body: NormIn) -> NormRow:
    """A new norm as it was sent."""
    return NormRow(
        area=body.area,
        metric=Metric(body.metric),
        term=Term(body.valid_from, body.valid_until),
        product=body.product,
        agreement=body.agreement,
        amount=body.quantity,
        unit=_unit(body.unit),
        period_months=body.period_months,
        law=body.law,
        calendar=body.calendar,
        is_extended=body.is_extended,
        warn_percents=tuple(body.warn_percents),
        objective_basis_points=body.objective_basis_points,
        credit_basis_points=body.credit_basis_points,
        notify_roles=tuple(Role(one) for one in body.notify_roles),
    )


def changed(row: NormRow, body: NormChangeIn) -> NormRow:
    """The norm with what was sent; `Invalid` when something is emptied that a norm always has."""
    given = {name: value for name, value in body if name in body.model_fields_set and name != "is_trial"}
    always = [
        name for name in ("is_extended", "warn_percents", "notify_roles", "valid_from") if name in given
    ]
    empty = [name for name in always if given[name] is None]
    if empty:
        raise Invalid(
            [Finding(wire(name), "Dit kan niet leeg zijn. Vul het in of laat het weg.") for name in empty]
        )
    term = Term(given.pop("valid_from", row.term.first_on), given.pop("valid_until", row.term.last_on))
    if "quantity" in given:
        given["amount"] = given.pop("quantity")
    if "unit" in given:
        given["unit"] = _unit(given["unit"])
    if "warn_percents" in given:
        given["warn_percents"] = tuple(given["warn_percents"])
    if "notify_roles" in given:
        given["notify_roles"] = tuple(Role(one) for one in given["notify_roles"])
    return replace(row, term=term, **given)


def _unit(word: str | None) -> Unit | None:
    return None if word is None else Unit(word)


def norm_out(found: NormView) -> NormOut:
    """A norm for the wire."""
    row = found.row
    return NormOut(
        id=found.id,
        version=found.version,
        area=NamedOut(code=row.area, name=found.area_name),
        metric=row.metric.value,
        product=named(row.product, found.product_name),
        agreement=named(row.agreement, found.partner_name),
        quantity=row.amount,
        unit=row.unit.value if row.unit else None,
        period_months=row.period_months,
        law=row.law,
        calendar=row.calendar,
        is_extended=row.is_extended,
        warn_percents=list(row.warn_percents),
        objective_basis_points=row.objective_basis_points,
        credit_basis_points=row.credit_basis_points,
        notify_roles=[role.value for role in row.notify_roles],
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
    )
