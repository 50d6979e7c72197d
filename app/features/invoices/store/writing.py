"""Writing invoices: sealed rows in one go, and the files that were drawn from them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, text, tuple_

from app.features.invoices.core.billing import BillingDetails
from app.features.invoices.core.dossier import Numbered
from app.features.invoices.models import Invoice, InvoiceLine, InvoiceRefers, InvoiceVat
from app.features.invoices.store.parties import kept
from app.infra.db import UnitOfWork
from app.infra.storage import Document

PDF_TYPE = "application/pdf"


def add_invoice(
    work: UnitOfWork,
    run_id: UUID,
    numbered: Numbered,
    sequence: int,
    title: str,
    parties: dict[str, BillingDetails],
    ids: dict[str, UUID],
    area_ids: dict[str, UUID],
) -> UUID:
    """Write one invoice with its lines and VAT; gives its id."""
    invoice_id, tenant = work.new_id(), work.actor.collaboration_id
    head = {
        "collaboration_id": tenant,
        "id": invoice_id,
        "run_id": run_id,
        "sequence": sequence,
        "title": title,
        "recorded_at": work.now,
        **_head(numbered, parties, ids),
    }
    work.session.execute(insert(Invoice), [head])
    work.session.execute(insert(InvoiceLine), _lines(tenant, invoice_id, run_id, numbered, area_ids))
    work.session.execute(insert(InvoiceVat), _vat(tenant, invoice_id, numbered))
    _refer(work, invoice_id, numbered.bill.refers)
    return invoice_id


def _head(numbered: Numbered, parties: dict[str, BillingDetails], ids: dict[str, UUID]) -> dict[str, object]:
    """What the bill itself says on top: who to whom, number, days, totals."""
    bill = numbered.bill
    provider, client = ids[bill.provider], ids[bill.client]
    return {
        "provider_id": provider,
        "client_id": client,
        "organisation_ids": [provider, client],
        "number": numbered.number,
        "year": numbered.dated_on.year,
        "kind": bill.kind.value,
        "vat_group": bill.group.value,
        "place": bill.place,
        "about_first_on": bill.about.first_on if bill.about else None,
        "about_last_on": bill.about.last_on if bill.about else None,
        "dated_on": numbered.dated_on,
        "due_on": numbered.due_on,
        "net_cents": bill.net_cents,
        "vat_cents": bill.vat_cents,
        "total_cents": bill.total_cents,
        "parties": {"seller": kept(parties[bill.provider]), "buyer": kept(parties[bill.client])},
    }


def _refer(work: UnitOfWork, invoice_id: UUID, documents: Sequence[str]) -> None:
    """Note the invoices of the documents that were put right; one that came to nothing has no invoice."""
    if not documents:
        return
    wanted = [(UUID(run), int(place)) for run, place in (one.split("/") for one in documents)]
    found = work.session.scalars(
        select(Invoice.id).where(
            Invoice.collaboration_id == work.actor.collaboration_id,
            tuple_(Invoice.run_id, Invoice.place).in_(wanted),
        )
    ).all()
    rows = [
        {"collaboration_id": work.actor.collaboration_id, "invoice_id": invoice_id, "refers_to_id": one}
        for one in found
    ]
    if rows:
        work.session.execute(insert(InvoiceRefers), rows)


def _lines(
    tenant: int, invoice_id: UUID, run_id: UUID, numbered: Numbered, area_ids: dict[str, UUID]
) -> list[dict[str, object]]:
    return [
        {
            "collaboration_id": tenant,
            "invoice_id": invoice_id,
            "seq": seq,
            "run_id": run_id,
            "settlement_line": line.settlement_line,
            "area_id": area_ids[line.area],
            "description": line.description,
            "detail": line.detail,
            "unit": line.unit,
            "quantity_num": line.quantity.numerator,
            "quantity_den": line.quantity.denominator,
            "base_quantity": line.base_quantity,
            "price_cents": line.price_cents,
            "amount_cents": line.amount_cents,
            "vat_category": line.category.value,
            "rate_num": line.rate.numerator,
            "rate_den": line.rate.denominator,
        }
        for seq, line in enumerate(numbered.bill.lines, start=1)
    ]


def _vat(tenant: int, invoice_id: UUID, numbered: Numbered) -> list[dict[str, object]]:
    return [
        {
            "collaboration_id": tenant,
            "invoice_id": invoice_id,
            "category": part.category.value,
            "rate_num": part.rate.numerator,
            "rate_den": part.rate.denominator,
            "base_cents": part.base_cents,
            "vat_cents": part.vat_cents,
        }
        for part in numbered.bill.vat
    ]


def add_document(
    work: UnitOfWork,
    kind: str,
    made_from: tuple[str, UUID],
    file_name: str,
    content: bytes,
    sha256: bytes,
    template_version: str,
) -> UUID:
    """Note a PDF whose bytes are stored already (data §6)."""
    document_id = work.new_id()
    made_from_kind, made_from_id = made_from
    work.session.add(
        Document(
            collaboration_id=work.actor.collaboration_id,
            id=document_id,
            sha256=sha256,
            size=len(content),
            media_type=PDF_TYPE,
            file_name=file_name,
            kind=kind,
            made_from_kind=made_from_kind,
            made_from_id=made_from_id,
            template_version=template_version,
            recorded_at=work.now,
        )
    )
    work.session.flush()
    return document_id


def hold(work: UnitOfWork, subject: UUID) -> None:
    """Let nobody else draw the same paper until this transaction ends."""
    work.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))"), {"subject": str(subject)}
    )
