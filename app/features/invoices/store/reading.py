"""Reading invoices: pages of the list, one with its lines, the documents of a run.

Core statements, the same number whatever the size. What an actor may not see is not found.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session, aliased

from app.features.invoices.core.billing import BillLine, BillVat, DocumentKind, VatGroup
from app.features.invoices.core.views import (
    Filter,
    InvoiceDetail,
    InvoiceRow,
    KeptDocument,
    Listing,
    Named,
    Parties,
    cursor_of,
    read_cursor,
)
from app.features.invoices.models import Invoice, InvoiceLine, InvoiceRefers, InvoiceVat
from app.features.invoices.store.parties import details_of
from app.features.invoices.store.scope import visible
from app.features.partnership.models import Organisation, ServiceArea
from app.features.settlement.core.inputs import VatCategory
from app.features.settlement.models import Run
from app.infra.storage import Document
from app.kernel.actor import Actor
from app.kernel.dutch import sort_name
from app.kernel.period import Period

PDF = "factuur-pdf"
"""The kind of the document that is an invoice's PDF."""
REPORT = "afrekening-pdf"
"""The kind of the document that is a settlement's report."""

_provider = aliased(Organisation)
_client = aliased(Organisation)
_FACTS: tuple[Any, ...] = (
    Invoice.id, Invoice.number, Invoice.kind, Invoice.title, Invoice.run_id, Invoice.dated_on, Invoice.due_on,
    Invoice.net_cents, Invoice.vat_cents, Invoice.total_cents, Invoice.vat_group,
    Invoice.provider_id, _provider.code.label("provider_code"), _provider.name.label("provider_name"),
    Invoice.client_id, _client.code.label("client_code"), _client.name.label("client_name"),
    func.coalesce(Invoice.about_first_on, Run.first_on).label("first_on"),
    func.coalesce(Invoice.about_last_on, Run.last_on).label("last_on"), Invoice.place,
    Invoice.about_first_on.is_not(None).label("is_about"),
)  # fmt: skip


def find_page(session: Session, actor: Actor, wanted: Filter, today: date) -> Listing:
    """One page of the list, newest first, with the number and total of all that fit the filter."""
    conditions = _conditions(actor, wanted, today)
    signed = case(
        (Invoice.kind == DocumentKind.CREDIT.value, -Invoice.total_cents), else_=Invoice.total_cents
    )
    counted = _joined(select(func.count(), func.coalesce(func.sum(signed), 0))).where(*conditions)
    count, total = session.execute(counted).one()
    statement = _listed().where(*conditions, *_after(wanted.cursor))
    ordered = statement.order_by(Invoice.dated_on.desc(), Invoice.number).limit(wanted.limit + 1)
    rows = [_row(row) for row in session.execute(ordered)]
    page = tuple(rows[: wanted.limit])
    more = cursor_of(page[-1]) if len(rows) > wanted.limit else None
    return Listing(page, count, int(total), more)


def find_invoice(session: Session, actor: Actor, number: str) -> InvoiceDetail | None:
    """One invoice with its lines and VAT, by its number."""
    return _detail(session, and_(Invoice.number == number, visible(actor)))


def find_invoice_by_id(session: Session, actor: Actor, invoice_id: UUID) -> InvoiceDetail | None:
    """One invoice with its lines and VAT, by its id."""
    return _detail(session, and_(Invoice.id == invoice_id, visible(actor)))


def find_of_run(session: Session, actor: Actor, run_id: UUID) -> tuple[InvoiceDetail, ...]:
    """The invoices of a run that the actor may see, in order of number."""
    statement = _listed().add_columns(Invoice.parties).where(Invoice.run_id == run_id, visible(actor))
    return _details(session, session.execute(statement.order_by(Invoice.number)).all())


def find_parties(session: Session, actor: Actor) -> Parties:
    """Who bills and who is billed in the invoices that the actor may see, by name."""
    statement: Any = select(
        Invoice.provider_id, _provider.code.label("provider_code"), _provider.name.label("provider_name"),
        Invoice.client_id, _client.code.label("client_code"), _client.name.label("client_name"),
    ).distinct()  # fmt: skip
    rows = session.execute(_joined(statement).where(visible(actor))).all()
    providers = {Named(row.provider_id, row.provider_code, row.provider_name) for row in rows}
    clients = {Named(row.client_id, row.client_code, row.client_name) for row in rows}
    return Parties(tuple(sorted(providers, key=_by_name)), tuple(sorted(clients, key=_by_name)))


def _by_name(party: Named) -> str:
    return sort_name(party.name)


def find_document(session: Session, made_from_id: UUID, kind: str) -> KeptDocument | None:
    """The kept file of a kind that was made from an invoice or run."""
    found = (
        session.execute(
            select(Document)
            .where(Document.made_from_id == made_from_id, Document.kind == kind)
            .order_by(Document.id)
        )
        .scalars()
        .first()
    )
    return None if found is None else _kept(found)


def find_pdfs(session: Session, invoice_ids: Sequence[UUID]) -> dict[UUID, KeptDocument]:
    """The PDFs of several invoices, as far as they are drawn."""
    statement = select(Document).where(Document.made_from_id.in_(invoice_ids), Document.kind == PDF)
    return {found.made_from_id: _kept(found) for found in session.execute(statement).scalars()}


def _listed() -> Select[Any]:
    drawn = exists().where(
        Document.collaboration_id == Invoice.collaboration_id,
        Document.made_from_kind == "invoice",
        Document.made_from_id == Invoice.id,
        Document.kind == PDF,
    )
    return _joined(select(*_FACTS, drawn.label("has_pdf")))


def _joined(statement: Select[Any]) -> Select[Any]:
    same = Invoice.collaboration_id
    return (
        statement.select_from(Invoice)
        .join(_provider, and_(_provider.collaboration_id == same, _provider.id == Invoice.provider_id))
        .join(_client, and_(_client.collaboration_id == same, _client.id == Invoice.client_id))
        .join(Run, and_(Run.collaboration_id == same, Run.id == Invoice.run_id))
    )


def _conditions(actor: Actor, wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found = [visible(actor)]
    if wanted.provider:
        found.append(_provider.code == wanted.provider)
    if wanted.client:
        found.append(_client.code == wanted.client)
    if wanted.run_id:
        found.append(Invoice.run_id == wanted.run_id)
    if wanted.kind:
        found.append(Invoice.kind == wanted.kind.value)
    if wanted.is_overdue:
        found.append(and_(Invoice.due_on < today, Invoice.kind == DocumentKind.INVOICE.value))
    if wanted.number:
        found.append(Invoice.number.startswith(wanted.number.upper(), autoescape=True))
    return found


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if not cursor:
        return []
    day, number = read_cursor(cursor)
    return [or_(Invoice.dated_on < day, and_(Invoice.dated_on == day, Invoice.number > number))]


def _row(row: SqlRow[Any]) -> InvoiceRow:
    return InvoiceRow(
        id=row.id,
        number=row.number,
        kind=DocumentKind(row.kind),
        title=row.title,
        provider=Named(row.provider_id, row.provider_code, row.provider_name),
        client=Named(row.client_id, row.client_code, row.client_name),
        run_id=row.run_id,
        period=Period(row.first_on, row.last_on),
        dated_on=row.dated_on,
        due_on=row.due_on,
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        total_cents=row.total_cents,
        has_pdf=row.has_pdf,
    )


def _detail(session: Session, condition: ColumnElement[bool]) -> InvoiceDetail | None:
    rows = session.execute(_listed().add_columns(Invoice.parties).where(condition)).all()
    return _details(session, rows)[0] if rows else None


def _details(session: Session, rows: Sequence[SqlRow[Any]]) -> tuple[InvoiceDetail, ...]:
    """Invoices with lines, VAT and earlier invoices in three more statements, however many they are."""
    ids = [row.id for row in rows]
    lines: dict[UUID, list[BillLine]] = {invoice_id: [] for invoice_id in ids}
    vat: dict[UUID, list[BillVat]] = {invoice_id: [] for invoice_id in ids}
    areas: dict[UUID, dict[str, str]] = {invoice_id: {} for invoice_id in ids}
    area_key = and_(
        ServiceArea.collaboration_id == InvoiceLine.collaboration_id, ServiceArea.id == InvoiceLine.area_id
    )
    found = session.execute(
        select(InvoiceLine, ServiceArea.code, ServiceArea.name)
        .join(ServiceArea, area_key)
        .where(InvoiceLine.invoice_id.in_(ids))
        .order_by(InvoiceLine.invoice_id, InvoiceLine.seq)
    )
    for line, code, name in found:
        lines[line.invoice_id].append(_line(line, code))
        areas[line.invoice_id][code] = name
    taxes = select(InvoiceVat).where(InvoiceVat.invoice_id.in_(ids)).order_by(InvoiceVat.category.desc())
    for tax in session.execute(taxes).scalars():
        rate = Fraction(tax.rate_num, tax.rate_den)
        vat[tax.invoice_id].append(BillVat(VatCategory(tax.category), rate, tax.base_cents, tax.vat_cents))
    refers = _refers(session, ids)
    return tuple(
        InvoiceDetail(
            _row(row),
            VatGroup(row.vat_group),
            tuple(lines[row.id]),
            tuple(vat[row.id]),
            details_of(row.parties["seller"]),
            details_of(row.parties["buyer"]),
            areas[row.id],
            row.place,
            Period(row.first_on, row.last_on) if row.is_about else None,
            refers.get(row.id, ()),
        )
        for row in rows
    )


def _refers(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The numbers of earlier invoices that these put right."""
    earlier = aliased(Invoice)
    key = and_(
        earlier.collaboration_id == InvoiceRefers.collaboration_id, earlier.id == InvoiceRefers.refers_to_id
    )
    rows = session.execute(
        select(InvoiceRefers.invoice_id, earlier.number)
        .join(earlier, key)
        .where(InvoiceRefers.invoice_id.in_(ids))
        .order_by(earlier.number)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for invoice_id, number in rows:
        found[invoice_id] = (*found.get(invoice_id, ()), number)
    return found


def _line(line: InvoiceLine, area: str) -> BillLine:
    return BillLine(
        settlement_line=line.settlement_line,
        area=area,
        description=line.description,
        detail=line.detail,
        quantity=Fraction(line.quantity_num, line.quantity_den),
        unit=line.unit,
        base_quantity=line.base_quantity,
        price_cents=line.price_cents,
        amount_cents=line.amount_cents,
        category=VatCategory(line.vat_category),
        rate=Fraction(line.rate_num, line.rate_den),
    )


def _kept(found: Document) -> KeptDocument:
    return KeptDocument(
        found.id,
        bytes(found.sha256),
        found.size,
        found.media_type,
        found.file_name,
        found.kind,
        found.recorded_at,
    )
