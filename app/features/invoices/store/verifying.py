"""What is looked at to prove the invoices: numbers, sums, files. For the system, who sees every row."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import and_, select, text
from sqlalchemy.orm import Session

from app.features.invoices.models import Invoice
from app.features.partnership.models import Organisation
from app.features.settlement.core.run import RunState
from app.features.settlement.models import Run
from app.infra.storage import Document
from app.kernel.period import Period

_SUMS = """
SELECT i.number FROM invoice i
LEFT JOIN LATERAL (SELECT coalesce(sum(l.amount_cents), 0) AS net FROM invoice_line l
    WHERE l.collaboration_id = i.collaboration_id AND l.invoice_id = i.id) l ON true
LEFT JOIN LATERAL (SELECT coalesce(sum(v.base_cents), 0) AS base, coalesce(sum(v.vat_cents), 0) AS vat
    FROM invoice_vat v WHERE v.collaboration_id = i.collaboration_id AND v.invoice_id = i.id) v ON true
WHERE i.collaboration_id = app_collaboration() AND (
    i.net_cents <> l.net OR i.net_cents <> v.base OR i.vat_cents <> v.vat
    OR i.total_cents <> i.net_cents + i.vat_cents)
ORDER BY i.number
"""
_DRAWING = """
SELECT coalesce(args ->> 'invoice_id', args ->> 'run_id') FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND task_name = ANY (:tasks)
    AND (args ->> 'collaboration_id')::int = app_collaboration()
"""


def numbers_given(session: Session) -> list[tuple[str, str, int, int]]:
    """Number, code of the provider, year and place in the series of every invoice."""
    key = and_(
        Organisation.collaboration_id == Invoice.collaboration_id, Organisation.id == Invoice.provider_id
    )
    rows = session.execute(
        select(Invoice.number, Organisation.code, Invoice.year, Invoice.sequence)
        .join(Organisation, key)
        .order_by(Invoice.number)
    )
    return [(row.number, row.code, row.year, row.sequence) for row in rows]


def not_adding_up(session: Session) -> list[str]:
    """The numbers of invoices whose lines or VAT are not what the invoice says."""
    return [str(number) for number in session.scalars(text(_SUMS))]


def final_runs(session: Session) -> list[tuple[UUID, Period]]:
    """Every final run with its period, oldest first."""
    rows = session.execute(
        select(Run.id, Run.first_on, Run.last_on)
        .where(Run.state == RunState.FINAL.value)
        .order_by(Run.first_on, Run.id)
    )
    return [(row.id, Period(row.first_on, row.last_on)) for row in rows]


def waited_for(session: Session, tasks: list[str]) -> set[str]:
    """The invoices and runs whose paper a worker has yet to draw."""
    return {str(subject) for subject in session.scalars(text(_DRAWING), {"tasks": tasks})}


def each_document(session: Session) -> Iterator[tuple[UUID, str, str, bytes, int]]:
    """What it was made from, kind, file name, digest and size of every file that is kept."""
    rows = session.execute(
        select(
            Document.made_from_id, Document.kind, Document.file_name, Document.sha256, Document.size
        ).order_by(Document.id)
    )
    for row in rows:
        yield row.made_from_id, row.kind, row.file_name, bytes(row.sha256), row.size
