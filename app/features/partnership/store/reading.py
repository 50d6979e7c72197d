"""Gives rows back as they went in, with codes for identities; lists by page, or everything at once.

One statement for the names, one for the rows (two more for the parts of policies), whatever the size.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import (
    Row as SqlRow,
)
from sqlalchemy.orm import Session

from app.features.partnership import models
from app.features.partnership.core import rows as kept
from app.features.partnership.core.prices import as_known
from app.features.partnership.core.views import (
    Directory,
    Kept,
    Named,
    Page,
    Selection,
    cursor_of,
    read_cursor,
)
from app.features.partnership.core.words import (
    DriverKind,
    OrganisationKind,
    PackageKind,
    TariffKind,
    TariffResult,
    VatCategory,
)
from app.features.partnership.store.components import find_components
from app.features.partnership.store.prices import find_corrections


@dataclass(frozen=True, slots=True)
class Codes:
    """Code by identity, for what rows refer to; identity by code, for filters."""

    of: Mapping[UUID, str]
    names: Directory

    def maybe(self, identity: UUID | None) -> str | None:
        """The code of an identity that may be absent."""
        return None if identity is None else self.of[identity]


def find_codes(session: Session) -> Codes:
    """The codes and names of everything that rows of this room refer to."""
    parts = [
        select(literal(kind).label("kind"), table.id, table.code, table.name, area.label("area_id"))
        for kind, table, area in (
            ("organisation", models.Organisation, null().cast(Uuid)),
            ("area", models.ServiceArea, null().cast(Uuid)),
            ("product", models.Product, models.Product.area_id),
            ("package", models.Package, models.Package.area_id),
        )
    ]
    kinds = select(
        literal("kind"),
        null().cast(Uuid),
        models.StatisticKind.code,
        models.StatisticKind.name,
        null().cast(Uuid),
    )
    found = session.execute(union_all(*parts, kinds)).all()
    of = {row.id: row.code for row in found if row.id is not None}
    named: dict[str, dict[Any, Any]] = {
        "organisation": {},
        "area": {},
        "product": {},
        "package": {},
        "kind": {},
    }
    for row in found:
        if row.kind == "kind":
            named["kind"][row.code] = row.name
            continue
        key = row.code if row.area_id is None else (of[row.area_id], row.code)
        named[row.kind][key] = Named(row.id, row.code, row.name)
    names = Directory(
        organisations=named["organisation"],
        areas=named["area"],
        products=named["product"],
        packages=named["package"],
        statistic_kinds=named["kind"],
    )
    return Codes(of, names)


def _term(row: SqlRow[Any]) -> kept.Term:
    return kept.Term(row.valid_from, row.valid_until)


def _organisation(row: SqlRow[Any], _: Codes) -> kept.OrganisationRow:
    values = {name: getattr(row, name) for name in kept.OrganisationRow.__slots__}
    return kept.OrganisationRow(**values | {"kind": OrganisationKind(row.kind)})


def _partner(row: SqlRow[Any], codes: Codes) -> kept.PartnerRow:
    return kept.PartnerRow(codes.of[row.organisation_id], _term(row))


def _area(row: SqlRow[Any], _: Codes) -> kept.AreaRow:
    return kept.AreaRow(row.code, row.name, row.bbv_code, _term(row), row.description)


def _provision(row: SqlRow[Any], codes: Codes) -> kept.ProvisionRow:
    return kept.ProvisionRow(codes.of[row.area_id], codes.of[row.organisation_id], _term(row))


def _package(row: SqlRow[Any], codes: Codes) -> kept.PackageRow:
    return kept.PackageRow(codes.of[row.area_id], row.code, row.name, _term(row))


def _participation(row: SqlRow[Any], codes: Codes) -> kept.ParticipationRow:
    return kept.ParticipationRow(
        area=codes.of[row.area_id],
        organisation=codes.of[row.organisation_id],
        term=_term(row),
        vat_category=VatCategory(row.vat_category),
        vat_basis_points=row.vat_basis_points,
        is_transparent=row.is_transparent,
        package=codes.maybe(row.package_id),
    )


def _statistic(row: SqlRow[Any], codes: Codes) -> kept.StatisticRow:
    return kept.StatisticRow(
        codes.of[row.organisation_id], row.kind, row.reference_on, row.value.normalize(), row.source
    )


def _year_figure(row: SqlRow[Any], codes: Codes) -> kept.YearFigureRow:
    return kept.YearFigureRow(
        area=codes.of[row.area_id],
        organisation=codes.of[row.organisation_id],
        year=row.year,
        source=row.source,
        product=codes.maybe(row.product_id),
        minutes=row.minutes,
        taken_count=row.taken_count,
    )


def _kind(row: SqlRow[Any], _: Codes) -> kept.StatisticKindRow:
    return kept.StatisticKindRow(row.code, row.name, _term(row))


def _product(row: SqlRow[Any], codes: Codes) -> kept.ProductRow:
    return kept.ProductRow(
        area=codes.of[row.area_id],
        code=row.code,
        name=row.name,
        unit=row.unit,
        term=_term(row),
        standard_minutes=row.standard_minutes,
        package_kind=PackageKind(row.package_kind),
        package=codes.maybe(row.package_id),
    )


def _agreement(row: SqlRow[Any], codes: Codes) -> kept.AgreementRow:
    return kept.AgreementRow(
        code=row.code,
        version=row.version,
        area=codes.of[row.area_id],
        organisation=codes.of[row.organisation_id],
        term=_term(row),
        quantity=row.quantity,
        quality=row.quality,
        price=row.price,
    )


def _year_contract(row: SqlRow[Any], codes: Codes) -> kept.YearContractRow:
    return kept.YearContractRow(
        code=row.code,
        area=codes.of[row.area_id],
        organisation=codes.of[row.organisation_id],
        term=_term(row),
        product=codes.maybe(row.product_id),
        agreed_minutes=row.agreed_minutes,
        agreed_count=row.agreed_count,
    )


def _tariff(row: SqlRow[Any], codes: Codes) -> kept.TariffRow:
    return kept.TariffRow(
        area=codes.of[row.area_id],
        kind=TariffKind(row.kind),
        of=row.function_code or row.statistic_kind or codes.of[row.product_id],
        name=row.name,
        price_cents=row.price_cents,
        term=_term(row),
    )


def _policy(row: SqlRow[Any], codes: Codes) -> kept.PolicyRow:
    return kept.PolicyRow(
        area=codes.of[row.area_id],
        version=row.version,
        term=_term(row),
        settlement_months=row.settlement_months,
        components=(),
        has_advances=row.has_advances,
        result=TariffResult(row.result),
        agreement_clause=row.agreement_clause,
        phase=None if row.phase_num is None else Fraction(row.phase_num, row.phase_den),
        old_version=row.old_version,
        result_driver=None if row.result_driver is None else DriverKind(row.result_driver),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is read: its model, how a row is made, and the name of its sort key if it has one."""

    model: Any
    make: Callable[[SqlRow[Any], Codes], Any]
    sort: str | None = None


TABLES: dict[str, _Table] = {
    "organisations": _Table(models.Organisation, _organisation, "sort_name"),
    "partners": _Table(models.Partner, _partner),
    "areas": _Table(models.ServiceArea, _area),
    "provisions": _Table(models.Provision, _provision),
    "packages": _Table(models.Package, _package),
    "participations": _Table(models.Participation, _participation),
    "statistic_kinds": _Table(models.StatisticKind, _kind),
    "statistics": _Table(models.Statistic, _statistic),
    "products": _Table(models.Product, _product),
    "agreements": _Table(models.Agreement, _agreement),
    "year_contracts": _Table(models.YearContract, _year_contract),
    "tariffs": _Table(models.Tariff, _tariff),
    "policies": _Table(models.Policy, _policy),
    "year_figures": _Table(models.YearFigure, _year_figure),
}
"""Field of `PartnershipRows` → how its table is read."""


def find_page(session: Session, table: str, wanted: Selection) -> Page[Any]:
    """One page of a table: rows that fit the selection, in order of sort key and identity."""
    codes = find_codes(session)
    found = TABLES[table]
    conditions = _conditions(found.model, codes, wanted)
    if conditions is None:
        return Page((), None, codes.names)
    statement = _after(_columns(found.model).where(*conditions), found, wanted.cursor).limit(wanted.limit + 1)
    rows = session.execute(statement).all()
    shown = rows[: wanted.limit]
    kept_rows = with_parts(session, table, [Kept(row.id, found.make(row, codes)) for row in shown], codes)
    more = None
    if len(rows) > wanted.limit:
        more = cursor_of(getattr(shown[-1], found.sort) if found.sort else "", shown[-1].id)
    return Page(tuple(kept_rows), more, codes.names)


def find_everything(session: Session) -> kept.PartnershipRows:
    """All rows of the collaboration, each table in the order in which it was written; prices as known now."""
    codes = find_codes(session)
    corrected = find_corrections(session)
    values: dict[str, tuple[Any, ...]] = {}
    for name, table in TABLES.items():
        rows = session.execute(_columns(table.model).order_by(table.model.id)).all()
        made = with_parts(session, name, [Kept(row.id, table.make(row, codes)) for row in rows], codes)
        values[name] = tuple(one.row for one in made)
        if name == "tariffs":
            values[name] = tuple(row for one in made for row in as_known(one.row, corrected.get(one.id, ())))
    return kept.PartnershipRows(**values)


def find_organisation_name(session: Session, organisation_id: UUID) -> str | None:
    """The name of one organisation of the actor's collaboration."""
    return session.execute(
        select(models.Organisation.name).where(models.Organisation.id == organisation_id)
    ).scalar()


def find_policy(session: Session, policy_id: UUID) -> tuple[Kept[kept.PolicyRow], kept.AreaRow] | None:
    """One policy with its parts, and its area; None when there is none."""
    found = session.execute(_columns(models.Policy).where(models.Policy.id == policy_id)).one_or_none()
    if found is None:
        return None
    codes = find_codes(session)
    (policy,) = with_parts(session, "policies", [Kept(found.id, _policy(found, codes))], codes)
    area = session.execute(_columns(models.ServiceArea).where(models.ServiceArea.id == found.area_id)).one()
    return policy, _area(area, codes)


def _columns(model: Any) -> Select[Any]:
    return select(model.__table__)


def with_parts(session: Session, table: str, rows: list[Kept[Any]], codes: Codes) -> list[Kept[Any]]:
    """The same rows; policies with their components."""
    if table != "policies" or not rows:
        return rows
    parts = find_components(session, [row.id for row in rows], codes.of)
    return [Kept(row.id, _with(row.row, parts.get(row.id, ()))) for row in rows]


def _with(policy: kept.PolicyRow, parts: tuple[kept.ComponentRow, ...]) -> kept.PolicyRow:
    values = {name: getattr(policy, name) for name in kept.PolicyRow.__slots__}
    return kept.PolicyRow(**values | {"components": parts})


def _conditions(model: Any, codes: Codes, wanted: Selection) -> list[ColumnElement[bool]] | None:
    """The conditions of a selection; None when a code in it does not exist, so that nothing can match."""
    found: list[ColumnElement[bool]] = []
    for code, names, column in (
        (wanted.area, codes.names.areas, "area_id"),
        (wanted.organisation, codes.names.organisations, "organisation_id"),
    ):
        if code is None:
            continue
        named = names.get(code)
        if named is None:
            return None
        found.append(getattr(model, column) == named.id)
    if wanted.kind is not None:
        found.append(model.kind == wanted.kind)
    if wanted.on is not None:
        found.append(model.valid_from <= wanted.on)
        found.append(or_(model.valid_until.is_(None), model.valid_until >= wanted.on))
    return found


def _after(statement: Select[Any], table: _Table, cursor: str | None) -> Select[Any]:
    model = table.model
    if table.sort is None:
        if cursor:
            statement = statement.where(model.id > read_cursor(cursor)[1])
        return statement.order_by(model.id)
    column = getattr(model, table.sort)
    if cursor:
        statement = statement.where(tuple_(column, model.id) > read_cursor(cursor))
    return statement.order_by(column, model.id)
