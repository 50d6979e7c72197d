"""Norms: listed with their names, written by code, and as the values that decide about clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from app.features.partnership.core.rows import Term
from app.features.partnership.core.views import cursor_of, read_cursor
from app.features.partnership.models import Agreement, Organisation, Product, ServiceArea
from app.features.sla.core.norms import Norm as NormValue
from app.features.sla.core.rows import NormRow, NormView, Part
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.words import Metric
from app.features.sla.models import Calendar, Norm
from app.kernel.roles import Role


@dataclass(frozen=True, slots=True)
class Codes:
    """Identities by code. Agreements by code, each version with its term."""

    areas: dict[str, tuple[UUID, str]]
    products: dict[tuple[str, str], tuple[UUID, str]]
    agreements: dict[str, list[tuple[UUID, UUID, Term]]]
    organisations: dict[str, UUID]
    calendars: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form offers, as pairs of value and words; a product by its area and code."""

    areas: list[tuple[str, str]]
    products: list[tuple[str, str]]
    agreements: list[tuple[str, str]]
    calendars: list[tuple[str, str]]


def find_choices(session: Session) -> Choices:
    """What a form of a norm offers, in order of name; four small statements."""
    areas = session.execute(select(ServiceArea.code, ServiceArea.name).order_by(ServiceArea.name))
    products = session.execute(
        select(ServiceArea.code, Product.code, Product.name, ServiceArea.name)
        .join(ServiceArea, ServiceArea.id == Product.area_id)
        .order_by(ServiceArea.name, Product.name)
    )
    agreements = session.execute(
        select(Agreement.code, func.min(Organisation.name), func.min(ServiceArea.name))
        .join(Organisation, Organisation.id == Agreement.organisation_id)
        .join(ServiceArea, ServiceArea.id == Agreement.area_id)
        .group_by(Agreement.code)
        .order_by(Agreement.code)
    )
    calendars = session.execute(select(Calendar.code, Calendar.name).order_by(Calendar.name))
    return Choices(
        [(code, name) for code, name in areas],
        [(f"{area}/{code}", f"{name} ({area_name})") for area, code, name, area_name in products],
        [(code, f"{code}: {partner}, {area}") for code, partner, area in agreements],
        [(code, name) for code, name in calendars],
    )


def find_codes(session: Session) -> Codes:
    """What a norm or calendar can name; five small statements."""
    areas = session.execute(select(ServiceArea.code, ServiceArea.id, ServiceArea.name)).all()
    by_id = {row.id: row.code for row in areas}
    products = session.execute(select(Product.area_id, Product.code, Product.id, Product.name))
    agreements: dict[str, list[tuple[UUID, UUID, Term]]] = {}
    for row in session.execute(
        select(Agreement.code, Agreement.id, Agreement.area_id, Agreement.valid_from, Agreement.valid_until)
        .order_by(Agreement.code, Agreement.version)
    ):  # fmt: skip
        term = Term(row.valid_from, row.valid_until)
        agreements.setdefault(row.code, []).append((row.id, row.area_id, term))
    organisations = session.execute(select(Organisation.code, Organisation.id))
    calendars = session.execute(select(Calendar.code, Calendar.id))
    return Codes(
        areas={row.code: (row.id, row.name) for row in areas},
        products={(by_id[row.area_id], row.code): (row.id, row.name) for row in products},
        agreements=agreements,
        organisations={row.code: row.id for row in organisations},
        calendars={row.code: row.id for row in calendars},
    )


def find_norms(
    session: Session, *, norm_id: UUID | None = None, area: str | None = None, on: date | None = None
) -> list[NormView]:
    """Norms in order of area, product, agreement and metric: one, those of an area, those that hold on a day."""
    statement = _chosen(area, on).order_by(_ORDER, Norm.id)
    if norm_id is not None:
        statement = statement.where(Norm.id == norm_id)
    return [view_of(row) for row in session.execute(statement)]


def find_part(
    session: Session, area: str | None, on: date | None, cursor: str | None, limit: int
) -> Part[NormView]:
    """A part of that list, after what the cursor names."""
    statement = _chosen(area, on).add_columns(_ORDER.label("sort")).order_by(_ORDER, Norm.id)
    if cursor:
        statement = statement.where(tuple_(_ORDER, Norm.id) > read_cursor(cursor))
    rows = session.execute(statement.limit(limit + 1)).all()
    shown = rows[:limit]
    more = cursor_of(shown[-1].sort, shown[-1].id) if len(rows) > limit else None
    return Part(tuple(view_of(row) for row in shown), more)


_ORDER = func.concat_ws(
    "\x01",
    ServiceArea.code,
    func.coalesce(Product.code, ""),
    func.coalesce(Agreement.code, ""),
    Norm.metric,
    func.to_char(Norm.valid_from, "YYYY-MM-DD"),
).collate("C")
"""The order of the list as one text; the separator comes before every letter, so a code before its longer ones."""


def _chosen(area: str | None, on: date | None) -> Select[*tuple[Any, ...]]:
    statement = _select()
    if area is not None:
        statement = statement.where(ServiceArea.code == area)
    if on is not None:
        statement = statement.where(Norm.validity.contains(on))
    return statement


def _select() -> Select[*tuple[Any, ...]]:
    same = Norm.collaboration_id
    columns: tuple[Any, ...] = (
        Norm.__table__,
        ServiceArea.code.label("area"),
        ServiceArea.name.label("area_name"),
        Product.code.label("product"),
        Product.name.label("product_name"),
        Agreement.code.label("agreement"),
        Organisation.name.label("partner_name"),
        Calendar.code.label("calendar"),
    )
    return (
        select(*columns)
        .join(ServiceArea, and_(ServiceArea.collaboration_id == same, ServiceArea.id == Norm.area_id))
        .outerjoin(Product, and_(Product.collaboration_id == same, Product.id == Norm.product_id))
        .outerjoin(Agreement, and_(Agreement.collaboration_id == same, Agreement.id == Norm.agreement_id))
        .outerjoin(
            Organisation,
            and_(Organisation.collaboration_id == same, Organisation.id == Agreement.organisation_id),
        )
        .outerjoin(Calendar, and_(Calendar.collaboration_id == same, Calendar.id == Norm.calendar_id))
    )


def view_of(row: Any) -> NormView:
    """A norm as it is shown, from its row with names."""
    return NormView(
        id=row.id,
        version=row.version,
        row=NormRow(
            area=row.area,
            metric=Metric(row.metric),
            term=Term(row.valid_from, row.valid_until),
            product=row.product,
            agreement=row.agreement,
            amount=row.amount,
            unit=None if row.unit is None else Unit(row.unit),
            period_months=row.period_months,
            law=row.law,
            calendar=row.calendar,
            is_extended=row.is_extended,
            warn_percents=tuple(row.warn_percents),
            objective_basis_points=row.objective_basis_points,
            credit_basis_points=row.credit_basis_points,
            notify_roles=tuple(Role(one) for one in row.notify_roles),
        ),
        area_name=row.area_name,
        product_name=row.product_name,
        partner_name=row.partner_name,
    )


def agreement_of(row: NormRow, codes: Codes) -> UUID | None:
    """The version of the agreement of a norm that holds on its first day."""
    if row.agreement is None:
        return None
    area_id = codes.areas[row.area][0]
    for identity, of_area, term in codes.agreements.get(row.agreement, ()):
        if of_area == area_id and row.term.first_on in term:
            return identity
    return None


def insert_norms(session: Session, tenant: int, rows: Sequence[tuple[UUID, NormRow]], codes: Codes) -> None:
    """New norms; what they name exists."""
    session.execute(
        insert(Norm),
        [
            {"collaboration_id": tenant, "id": identity, "version": 1, **_values(row, codes)}
            for identity, row in rows
        ],
    )


def update_norm(session: Session, norm_id: UUID, row: NormRow, codes: Codes) -> None:
    """A norm as it is from now on; its version goes up by one."""
    session.execute(
        update(Norm).where(Norm.id == norm_id).values(version=Norm.version + 1, **_values(row, codes))
    )


def value_of(identity: UUID, row: NormRow, codes: Codes) -> NormValue:
    """A norm as the value that decides about clocks."""
    area_id, area_name = codes.areas[row.area]
    product = codes.products[row.area, row.product] if row.product else None
    target = None
    if row.amount is not None and row.unit is not None:
        target = Target(row.amount, row.unit, row.is_extended)
    return NormValue(
        id=identity,
        area_id=area_id,
        metric=row.metric,
        valid_from=row.term.first_on,
        valid_until=row.term.last_on,
        product_id=product[0] if product else None,
        agreement_id=agreement_of(row, codes),
        target=target,
        calendar_id=codes.calendars[row.calendar] if row.calendar else None,
        law=row.law,
        warn_percents=row.warn_percents,
        area_name=area_name,
        product_name=product[1] if product else "",
        agreement_code=row.agreement or "",
    )


def _values(row: NormRow, codes: Codes) -> dict[str, Any]:
    return {
        "area_id": codes.areas[row.area][0],
        "product_id": codes.products[row.area, row.product][0] if row.product else None,
        "agreement_id": agreement_of(row, codes),
        "metric": row.metric.value,
        "amount": row.amount,
        "unit": row.unit.value if row.unit else None,
        "period_months": row.period_months,
        "law": row.law,
        "calendar_id": codes.calendars[row.calendar] if row.calendar else None,
        "is_extended": row.is_extended,
        "warn_percents": sorted(row.warn_percents),
        "objective_basis_points": row.objective_basis_points,
        "credit_basis_points": row.credit_basis_points,
        "notify_roles": [role.value for role in row.notify_roles],
        "valid_from": row.term.first_on,
        "valid_until": row.term.last_on,
    }
