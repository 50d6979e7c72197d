"""Whether invoices hold: numbers without gaps, sums, the settlement that they bill, their papers.

For `ssc verify`, as the system; mends nothing, because what was numbered is never written again.
"""

import hashlib
from uuid import UUID

from app.features.invoices.core.billing import SERIES, Bill, bills, number_text, series
from app.features.invoices.service.finalising import DRAW_INVOICE, DRAW_REPORT
from app.features.invoices.service.papers import numbered_of
from app.features.invoices.store import reading, verifying
from app.features.settlement import service as settlement_service
from app.features.settlement.core.snapshot import UnreadableSnapshot
from app.infra import numbers
from app.infra.db import UnitOfWork
from app.infra.storage import Storage
from app.kernel.errors import SscError
from app.kernel.period import Period
from app.kernel.roles import Permission

_PIECE = 1024 * 1024


def deviations(work: UnitOfWork, storage: Storage) -> list[str]:
    """One sentence for everything about invoices and their papers that does not hold; empty is sound."""
    work.actor.require(Permission.READ_INVOICES)
    found = _misnumbered(work)
    found += [
        f"Factuur {number}: regels en btw zijn samen niet het bedrag van de factuur."
        for number in verifying.not_adding_up(work.session)
    ]
    papers, damaged = _papers(work, storage)
    waiting = verifying.waited_for(work.session, [DRAW_INVOICE, DRAW_REPORT])
    for run_id, period in verifying.final_runs(work.session):
        found += _of_run(work, run_id, period, papers, waiting)
    return found + damaged


def _misnumbered(work: UnitOfWork) -> list[str]:
    """Invoices whose number is not that of their series, and gaps per provider and year (domain §11)."""
    given = verifying.numbers_given(work.session)
    found = [
        f"Factuur {number} hoort {number_text(provider, year, sequence)} te heten."
        for number, provider, year, sequence in given
        if number != number_text(provider, year, sequence)
    ]
    places = [(series(provider, year), sequence) for _, provider, year, sequence in given]
    return found + numbers.gaps(places, numbers.last_numbers(work.session, SERIES))


def _of_run(
    work: UnitOfWork, run_id: UUID, period: Period, papers: set[tuple[UUID, str]], waiting: set[str]
) -> list[str]:
    """The invoices of a final run beside the bills of its settlement, each with its paper."""
    invoices = reading.find_of_run(work.session, work.actor, run_id)
    name = f"Afrekening {period.label}"
    try:
        settlement, _ = settlement_service.get_settlement(work, run_id)
    except (SscError, UnreadableSnapshot):
        return [f"{name}: de facturen zijn niet na te rekenen, want de vastlegging ontbreekt of is stuk."]
    wanted = {bill.place: bill for bill in bills(settlement)}
    found = []
    for invoice in invoices:
        bill = numbered_of(invoice).bill
        expected = wanted.pop(bill.place, None)
        if expected is None or _content(bill) != _content(expected):
            found.append(f"Factuur {invoice.row.number} is niet wat de afrekening in rekening brengt.")
        if (invoice.row.id, reading.PDF) not in papers and str(invoice.row.id) not in waiting:
            found.append(f"Factuur {invoice.row.number} heeft geen pdf, en geen taak die hem maakt.")
    found += [
        f"{name}: de factuur van {bill.provider} aan {bill.client} ontbreekt." for bill in wanted.values()
    ]
    if (run_id, reading.REPORT) not in papers and str(run_id) not in waiting:
        found.append(f"{name} heeft geen rapport, en geen taak die het maakt.")
    return found


def _content(bill: Bill) -> tuple[object, ...]:
    """What of a bill is compared; its VAT categories have no order of their own."""
    return bill.provider, bill.client, bill.group, bill.kind, bill.about, bill.lines, frozenset(bill.vat)


def _papers(work: UnitOfWork, storage: Storage) -> tuple[set[tuple[UUID, str]], list[str]]:
    """What has a paper, by subject and kind; and a sentence for each file that is gone or changed."""
    kept, damaged = set(), []
    for made_from, kind, file_name, sha256, size in verifying.each_document(work.session):
        kept.add((made_from, kind))
        found = _read(storage, work.actor.collaboration_id, sha256)
        if found is None:
            damaged.append(f"Het bestand van {file_name} ontbreekt in de opslag.")
        elif found != (sha256, size):
            damaged.append(f"Het bestand van {file_name} is niet meer wat het was toen het werd gemaakt.")
    return kept, damaged


def _read(storage: Storage, collaboration_id: int, sha256: bytes) -> tuple[bytes, int] | None:
    """Digest and size of the stored bytes, read piece by piece; None when they are not there."""
    digest, size = hashlib.sha256(), 0
    try:
        content = storage.open(collaboration_id, sha256)
    except FileNotFoundError:
        return None
    with content:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.digest(), size
