"""The workbook of a run, for who may read it: a partner finds its own derivations, of others the amounts."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.features.settlement.core.book import BookFacts, lines_of_reader, settlement_book
from app.features.settlement.core.result import Settlement
from app.features.settlement.service.confirming import answers_for
from app.features.settlement.service.viewing import Shown, show_run
from app.infra.clock import AMSTERDAM
from app.infra.db import UnitOfWork
from app.infra.sheets import write_book
from app.kernel.dutch import long_moment
from app.kernel.errors import Refused
from app.kernel.explain import reading
from app.kernel.glossary import ANSWERS, LINE_KINDS, RUN_KINDS, RUN_STATES, VAT_CATEGORIES

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run_book(work: UnitOfWork, run_id: UUID) -> tuple[str, bytes]:
    """File name and bytes of the workbook of a run; `Refused` when nothing could be settled yet.

    Its totals are formulas; each keeps the cents that the settlement says.
    """
    shown = show_run(work, run_id)
    if shown.compared is None:
        raise Refused("Deze afrekening kon nog niet worden berekend. Los eerst de bevindingen op.")
    settlement = shown.compared.settlement
    seen = reading(shown.reader) if shown.reader else None
    lines = lines_of_reader(settlement, shown.reader)
    sheets = settlement_book(
        settlement,
        shown.compared.cells,
        _facts(work, shown, settlement),
        {line.number: seen(line.derivation) if seen else line.derivation for line in lines},
        {area.area.code: seen(area.costs) if seen else area.costs for area in settlement.areas},
    )
    name = f"{RUN_KINDS[shown.details.run.kind.value]}-{shown.details.run.period.code.replace('/', '-')}.xlsx"
    return name, write_book(sheets)


def _facts(work: UnitOfWork, shown: Shown, settlement: Settlement) -> BookFacts:
    run = shown.details.run
    comments = shown.details.comments if shown.sees_all else ()
    cut_off = long_moment(_local(run.cut_off_at)) if run.cut_off_at else "nog niet bepaald"
    return BookFacts(
        facts=(
            ("Samenwerkingsverband", settlement.collaboration.name),
            ("Periode", run.period.in_full),
            ("Status", RUN_STATES[run.state.value]),
            ("Berekening", f"{run.calculations}, {long_moment(_local(run.calculated_at))}"),
            ("Meetmoment", cut_off),
            ("Controlegetal", run.sha256),
        ),
        kinds=LINE_KINDS,
        vat=VAT_CATEGORIES,
        answers=tuple(replace(one, at=_local(one.at)) for one in answers_for(work, shown.details)),
        answer_words={answer: word.replace("-", " ") for answer, word in ANSWERS.items()},
        comments=tuple(replace(one, at=_local(one.at)) for one in comments),
        reader=shown.reader,
    )


def _local(at: datetime) -> datetime:
    """A moment in Amsterdam wall time, as every page shows it."""
    return at.astimezone(AMSTERDAM)
