"""The clocks of one subject with their explanation, for a room that has seen that the actor may see it in full."""

from uuid import UUID

from app.features.sla.core.telling import Story, tell
from app.features.sla.service.marking import rules_of
from app.features.sla.store import clocks
from app.infra.db import UnitOfWork


def clocks_of(work: UnitOfWork, subject_id: UUID) -> tuple[Story, ...]:
    """Every clock of a subject, told day by day as of now; in order of metric, empty when nothing is measured.

    Reckoned from the marks, as is what is kept: it says the same. At most three statements.
    """
    found: list[Story] = []
    for kept in clocks.find_kept(work.session, [subject_id]):
        found += tell(kept, rules_of(work, kept.subject.area_id), work.now)
    return tuple(found)
