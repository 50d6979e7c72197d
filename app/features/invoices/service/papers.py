"""Drawing the papers of a final run: from its snapshot, kept once, the second time nothing happens.

Bytes are stored before the row that names them is written (data §6). Drawing asks no rights of its own: it is
the installation that does it, for whoever may read the paper later.
"""

from collections.abc import Iterable
from uuid import UUID

from app.features.invoices.core.billing import Bill, BillingDetails
from app.features.invoices.core.dossier import Dossier, Numbered, about, kind_of, settled
from app.features.invoices.core.invoice_paper import invoice_paper
from app.features.invoices.core.settlement_paper import settlement_paper
from app.features.invoices.core.views import InvoiceDetail, KeptDocument
from app.features.invoices.core.year_paper import WORDS
from app.features.invoices.store import parties, reading, sources, writing
from app.features.invoices.store.sources import FinalRun
from app.infra import render
from app.infra.db import UnitOfWork
from app.infra.storage import Storage
from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.kernel.roles import Permission


def draw_invoice(work: UnitOfWork, storage: Storage, invoice_id: UUID) -> KeptDocument:
    """The PDF of an invoice, drawn unless it is there already."""
    work.actor.require(Permission.READ_INVOICES)
    writing.hold(work, invoice_id)
    kept = reading.find_document(work.session, invoice_id, reading.PDF)
    if kept is not None:
        return kept
    found = reading.find_invoice_by_id(work.session, work.actor, invoice_id)
    if found is None:
        raise NotFound("Deze factuur")
    run = _final(work, found.row.run_id)
    dossier = gathered(work, run, [found.seller, found.buyer], found.about)
    numbered = numbered_of(found)
    past = sources.find_past(work.session, run.period, numbered.bill.client, numbered.bill.areas)
    paper = invoice_paper(numbered, dossier, past)
    content = render.pdf(
        "invoice/invoice.html", paper.dated_on, f"{paper.title} ({numbered.number})",
        author=paper.seller.name, paper=paper,
    )  # fmt: skip
    return _keep(work, storage, reading.PDF, ("invoice", invoice_id), f"{numbered.number}.pdf", content)


def draw_report(work: UnitOfWork, storage: Storage, run_id: UUID) -> KeptDocument:
    """The PDF of a settlement's report, drawn unless it is there already."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    writing.hold(work, run_id)
    kept = reading.find_document(work.session, run_id, reading.REPORT)
    if kept is not None:
        return kept
    run = _final(work, run_id)
    invoices = reading.find_of_run(work.session, work.actor, run_id)
    sealed = [party for found in invoices for party in (found.seller, found.buyer)]
    paper = settlement_paper(
        gathered(work, run, sealed), [numbered_of(found) for found in invoices], run.final_on
    )
    content = render.pdf(
        "settlement/settlement.html", run.final_on, paper.title, author=paper.sender, paper=paper
    )
    name = f"{WORDS[kind_of(settled(run.body)[0])].lower()}-{run.period.code.replace('/', '-')}.pdf"
    return _keep(work, storage, reading.REPORT, ("run", run_id), name, content)


def gathered(
    work: UnitOfWork, run: FinalRun, sealed: Iterable[BillingDetails], closed: Period | None = None
) -> Dossier:
    """The dossier of a final run; `sealed` are details as its invoices have kept them.

    `closed` is the period that a document of a correction is about.
    """
    frozen, settlement, budget = settled(run.body)
    inputs = about(frozen, closed)
    details, _ = parties.find_details(work.session)
    numbers = [row.number for row in inputs.assignments]
    return Dossier(
        inputs=inputs,
        settlement=settlement,
        budget=budget,
        details={**details, **{party.code: party for party in sealed}},
        confirmed=sources.find_confirmed(work.session, run.id),
        signed=sources.find_signatures(work.session, run.id),
        deliveries=sources.find_deliveries(work.session, numbers, run.period.last_on),
        checksum=run.sha256,
        explained=sources.find_comments(work.session, run.id),
        kind=kind_of(frozen),
    )


def numbered_of(found: InvoiceDetail) -> Numbered:
    """The sealed invoice as a numbered bill, from its own rows and not from the settlement."""
    row = found.row
    bill = Bill(
        row.provider.code,
        row.client.code,
        found.group,
        row.kind,
        found.lines,
        found.vat,
        found.place,
        found.about,
    )
    return Numbered(bill, row.number, row.dated_on, row.due_on, found.refers)


def _final(work: UnitOfWork, run_id: UUID) -> FinalRun:
    run = sources.find_final(work.session, run_id)
    if run is None:
        raise NotFound("Deze definitieve afrekening")
    return run


def _keep(
    work: UnitOfWork, storage: Storage, kind: str, made_from: tuple[str, UUID], file_name: str, content: bytes
) -> KeptDocument:
    sha256 = storage.put(work.actor.collaboration_id, content)
    writing.add_document(work, kind, made_from, file_name, content, sha256, render.template_version())
    work.record("stuk-getekend", made_from[0], made_from[1], None, {"soort": kind, "sha256": sha256.hex()})
    kept = reading.find_document(work.session, made_from[1], kind)
    assert kept is not None
    return kept
