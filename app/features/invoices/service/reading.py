"""Reading invoices: the list, one, its PDF, all PDFs of a filter, and the papers of a run.

What an actor may not see does not exist for it. A PDF that the worker has not drawn yet is refused with when.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from app.features.invoices.core.views import (
    Filter,
    InvoiceDetail,
    KeptDocument,
    Listing,
    Parties,
    RunDocuments,
)
from app.features.invoices.store import reading, sources
from app.features.settlement.core.run import RunState
from app.infra.db import UnitOfWork
from app.infra.storage import Storage
from app.kernel.errors import NotFound, Refused
from app.kernel.roles import Permission, Reach

MOST_IN_ONE_FILE = 1000
"""How many PDFs one ZIP file holds at most."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file to send: its facts and its bytes."""

    document: KeptDocument
    content: BinaryIO


def list_invoices(work: UnitOfWork, wanted: Filter) -> Listing:
    """A page of the invoices that the actor may see."""
    work.actor.require(Permission.READ_INVOICES)
    return reading.find_page(work.session, work.actor, wanted, work.today)


def list_parties(work: UnitOfWork) -> Parties:
    """Who bills and who is billed in what the actor may see."""
    work.actor.require(Permission.READ_INVOICES)
    return reading.find_parties(work.session, work.actor)


def get_invoice(work: UnitOfWork, number: str) -> InvoiceDetail:
    """One invoice by its number; `NotFound` also for somebody else's."""
    work.actor.require(Permission.READ_INVOICES)
    found = reading.find_invoice(work.session, work.actor, number)
    if found is None:
        raise NotFound("Deze factuur")
    return found


def open_pdf(work: UnitOfWork, storage: Storage, number: str) -> OpenFile:
    """The PDF of an invoice; `Refused` while it is still to be drawn."""
    found = get_invoice(work, number)
    document = reading.find_document(work.session, found.row.id, reading.PDF)
    return _opened(work, storage, document, f"De pdf van factuur {number}")


def open_report(work: UnitOfWork, storage: Storage, run_id: UUID) -> OpenFile:
    """The report of a final run, for who may read all of a settlement; it names what every partner pays."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    documents = get_run_documents(work, run_id)
    if not _reads_all(work) or not documents.is_final:
        raise NotFound("Dit rapport")
    return _opened(work, storage, documents.report, "Het rapport van deze afrekening")


def get_run_documents(work: UnitOfWork, run_id: UUID) -> RunDocuments:
    """The papers of a run that the actor may see; empty until it is final."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    state = sources.find_state(work.session, run_id)
    if state is None:
        raise NotFound("Deze afrekening")
    report = reading.find_document(work.session, run_id, reading.REPORT) if _reads_all(work) else None
    invoices = reading.find_page(
        work.session, work.actor, Filter(run_id=run_id, limit=MOST_IN_ONE_FILE), work.today
    )
    return RunDocuments(run_id, state[0] is RunState.FINAL, state[1], report, invoices.rows)


@contextmanager
def all_pdfs(work: UnitOfWork, storage: Storage, wanted: Filter) -> Iterator[list[OpenFile]]:
    """The PDFs of a filter, open for reading and closed after; `Refused` when some are not drawn yet."""
    found = list_invoices(work, replace(wanted, cursor=None, limit=MOST_IN_ONE_FILE))
    if found.count > MOST_IN_ONE_FILE:
        raise Refused(
            f"Dit zijn {found.count} facturen. Kies een periode of uitvoerder, tot hoogstens {MOST_IN_ONE_FILE}."
        )
    drawn = reading.find_pdfs(work.session, [row.id for row in found.rows])
    waiting = [row.number for row in found.rows if row.id not in drawn]
    if waiting:
        raise Refused(
            f"Van {len(waiting)} facturen wordt de pdf nog gemaakt. Probeer het over een minuut opnieuw."
        )
    opened: list[OpenFile] = []
    try:
        opened += [_opened(work, storage, drawn[row.id], row.number) for row in found.rows]
        yield opened
    finally:
        for file in opened:
            file.content.close()


def _opened(work: UnitOfWork, storage: Storage, document: KeptDocument | None, what: str) -> OpenFile:
    if document is None:
        raise Refused(f"{what} wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    return OpenFile(document, storage.open(work.actor.collaboration_id, document.sha256))


def _reads_all(work: UnitOfWork) -> bool:
    return Reach.ALL in work.actor.reach(Permission.READ_SETTLEMENTS)
