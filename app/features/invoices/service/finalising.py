"""Making a run final: the one moment at which invoices exist and numbers are given.

Everything happens in one transaction, numbers as the last thing in it: it is all there, or nothing is. A second
attempt at the same run finds it final and is refused by the settlement. Papers are drawn afterwards, by jobs.
"""

from datetime import date
from uuid import UUID

from app.features.invoices.core.billing import (
    Bill,
    DocumentKind,
    bills,
    due_on,
    missing_details,
    number_text,
    series,
)
from app.features.invoices.core.dossier import Numbered
from app.features.invoices.core.views import InvoiceDetail
from app.features.invoices.store import parties, reading, writing
from app.features.settlement import service as settlement_service
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.run import RunDetails, RunStep
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing
from app.kernel.errors import Invalid, Refused
from app.kernel.roles import Permission

DRAW_INVOICE = "invoices.draw_invoice"
DRAW_REPORT = "invoices.draw_report"
"""The tasks that draw papers; `jobs` registers them under these names."""


def make_final(work: UnitOfWork, run_id: UUID) -> tuple[InvoiceDetail, ...]:
    """Make the run final and number its invoices; gives them in order of number (domain §10, §11).

    Refuses with one finding per organisation and field when an address, OIN or KvK number, reference or IBAN is
    missing; `Refused` when the run is not approved; `NotFound` when there is none.
    """
    work.actor.require(Permission.RUN_SETTLEMENTS)
    settlement, _ = settlement_service.make_final(work, run_id)
    made = bills(settlement)
    details, ids = parties.find_details(work.session)
    missing = missing_details(made, details)
    if missing:
        raise Invalid(
            missing, "De afrekening kan nog niet definitief worden: er ontbreken gegevens voor de facturen."
        )
    area_ids = parties.find_area_ids(work.session)
    invoice_ids = []
    for bill in made:
        numbered, sequence = _numbered(work, bill, work.today)
        title = title_of(bill, settlement)
        invoice_id = writing.add_invoice(work, run_id, numbered, sequence, title, details, ids, area_ids)
        invoice_ids.append(invoice_id)
        work.record("factuur-genummerd", "factuur", invoice_id, None, _trace(numbered))
    _defer_papers(work, run_id, invoice_ids)
    return reading.find_of_run(work.session, work.actor, run_id)


def take_step(work: UnitOfWork, run_id: UUID, step: RunStep, reason: str = "") -> RunDetails:
    """Take a step in the life of a run; making it final numbers its invoices too. Gives the run after it."""
    match step:
        case RunStep.CALCULATE:
            settlement_service.calculate(work, run_id)
        case RunStep.CHECK:
            settlement_service.check(work, run_id)
        case RunStep.RETURN:
            settlement_service.send_back(work, run_id, reason)
        case RunStep.APPROVE:
            settlement_service.approve(work, run_id)
        case RunStep.WITHDRAW:
            settlement_service.withdraw(work, run_id, reason)
        case RunStep.FINALISE:
            make_final(work, run_id)
        case RunStep.START:
            raise Refused("Een afrekening is gestart zodra zij bestaat.", kind="stap-niet-mogelijk")
    return settlement_service.get_run(work, run_id)


def title_of(bill: Bill, settlement: Settlement) -> str:
    """What the document is called: its kind, its areas and its period."""
    names = {area.area.code: area.area.name for area in settlement.areas}
    kind = "Creditfactuur" if bill.kind is DocumentKind.CREDIT else "Factuur"
    period = bill.about or settlement.period
    return f"{kind} {listing([names[code] for code in bill.areas])}, {period.label}"


def _numbered(work: UnitOfWork, bill: Bill, dated_on: date) -> tuple[Numbered, int]:
    sequence = work.next_number(series(bill.provider, dated_on.year))
    number = number_text(bill.provider, dated_on.year, sequence)
    return Numbered(bill, number, dated_on, due_on(dated_on)), sequence


def _trace(numbered: Numbered) -> dict[str, object]:
    return {
        "nummer": numbered.number,
        "van": numbered.bill.provider,
        "aan": numbered.bill.client,
        "totaalCenten": numbered.bill.total_cents,
    }


def _defer_papers(work: UnitOfWork, run_id: UUID, invoice_ids: list[UUID]) -> None:
    """One job for each paper, so that several workers share them; the lock keeps two from drawing one."""
    tenant = work.actor.collaboration_id
    for invoice_id in invoice_ids:
        work.defer(DRAW_INVOICE, lock=str(invoice_id), collaboration_id=tenant, invoice_id=str(invoice_id))
    work.defer(DRAW_REPORT, lock=str(run_id), collaboration_id=tenant, run_id=str(run_id))
