"""The explanation of an amount as a PDF, drawn when it is asked for: a draft moves, so nothing is kept."""

import io
from uuid import UUID

from app.features.invoices.core.explanation_paper import Then, Why, explanation_paper
from app.features.settlement.service.comparing import in_words
from app.features.settlement.service.viewing import Difference, Explained, explain
from app.infra import render
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel.dutch import plain_day
from app.kernel.glossary import RUN_STATES


def draw_explanation(
    work: UnitOfWork, run_id: UUID, area: str | None, organisation: str | None, number: int | None
) -> tuple[str, io.BytesIO]:
    """File name and bytes; what the reader may not see is a total, as on screen."""
    found = explain(work, run_id, area, organisation, number)
    paper = explanation_paper(_why(found))
    content = render.pdf(
        "settlement/explanation.html", paper.dated_on, paper.title, author=paper.sender, paper=paper
    )
    period = found.shown.details.run.period.code.replace("/", "-")
    of = "-".join(found.asked.values()).lower()
    return f"uitleg-{period}-{of}.pdf", io.BytesIO(content)


def _why(found: Explained) -> Why:
    run, settlement = found.shown.details.run, found.shown.settlement
    assert settlement is not None
    made_on = local_day(run.calculated_at)
    return Why(
        question=found.question,
        answer=found.answer,
        collaboration=settlement.collaboration.name,
        area=found.result,
        names=dict(found.names),
        organisation=found.organisation,
        node=found.top,
        facts=(
            ("Periode", run.period.in_full),
            ("Uitvoerder", found.names[found.result.provider]),
            ("Stand", RUN_STATES[run.state.value]),
            ("Berekend op", f"{plain_day(made_on)} (berekening {run.calculations})"),
            ("Controlegetal", run.sha256[:16]),
        ),
        sentences=found.words,
        earlier=tuple(_then(one) for one in found.differences),
        made_on=made_on,
    )


def _then(found: Difference) -> Then:
    changes = tuple((change.text, change.cents) for change in found.changes)
    return Then(found.period.label, in_words(found.period), found.then_cents, changes)
