"""Keeping clocks: higher rooms hand in a subject and its marks, in the transaction of the event that made them.

What it costs: one statement to read the rules of an area (once a unit of work), one to write. The rights were asked
by the room whose event it is.
"""

from collections.abc import Sequence
from uuid import UUID

from app.features.sla.core.marks import Mark
from app.features.sla.core.projecting import Projection, basis_of, courses, project
from app.features.sla.core.rules import OwnPeriod, Rules, Subject
from app.features.sla.core.words import Metric
from app.features.sla.store import clocks
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork

_KEY = "sla.rules"


def rules_of(work: UnitOfWork, area_id: UUID) -> Rules:
    """The rules of an area; read once a unit of work, so that they can be read before a lock is taken."""
    known: dict[UUID, Rules] = work.session.info.setdefault(_KEY, {})
    if area_id not in known:
        known[area_id] = find_rules(work.session, [area_id])
    return known[area_id]


def forget_rules(work: UnitOfWork) -> None:
    """After norms or calendars were written in this unit of work."""
    work.session.info.pop(_KEY, None)


def statutory_of(work: UnitOfWork, subject: Subject, marks: Sequence[Mark]) -> OwnPeriod | None:
    """The statutory period that a subject is measured by: its own, else that of a norm; None without one."""
    own = courses(marks).get(Metric.STATUTORY)
    basis = own and basis_of(subject, Metric.STATUTORY, own, rules_of(work, subject.area_id))
    return basis.law if basis else None


def mark(work: UnitOfWork, subject: Subject, marks: Sequence[Mark], kept: int = 0) -> tuple[Projection, ...]:
    """Keep the clocks of a subject after all its `marks`, of which the first `kept` are there already.

    Gives the clocks. With another subject (agreed day, product, label) and no new mark it reckons them anew.
    """
    found = project(subject, marks, rules_of(work, subject.area_id))
    clocks.write(work.session, {subject.id: (subject, found)}, {subject.id: marks[kept:]})
    return found


def remark(work: UnitOfWork, subject: Subject, marks: Sequence[Mark]) -> tuple[Projection, ...]:
    """As `mark`, with all marks written anew: after an event was corrected or backdated."""
    found = project(subject, marks, rules_of(work, subject.area_id))
    clocks.write(work.session, {subject.id: (subject, found)}, {subject.id: marks}, [subject.id])
    return found
