"""The clocks of an assignment: its events become marks of the room sla, in the same transaction (data §3)."""

from collections.abc import Sequence

from app.features.assignments.core.clocks import marks_of
from app.features.assignments.core.completeness import StatutoryPeriod
from app.features.assignments.core.events import Event, Projection
from app.features.assignments.core.periods import LAW_UNITS, extension_of, suspensions_of
from app.features.assignments.core.views import Detail
from app.features.sla import service as sla
from app.features.sla.core.marks import Mark
from app.features.sla.core.rules import OwnPeriod, Subject
from app.features.sla.core.statutory import LawPeriod
from app.infra.db import UnitOfWork

KIND = "assignment"
"""How the room sla names these subjects."""


def own_period(stated: StatutoryPeriod | None) -> OwnPeriod | None:
    """The statutory period of a request, as the law describes it."""
    if stated is None:
        return None
    return OwnPeriod(stated.law, stated.start_on, LawPeriod(stated.length, LAW_UNITS[stated.unit]))


def subject_of(before: Detail, projection: Projection, number: str) -> Subject:
    """An assignment as the rules of clocks know it."""
    row = before.row
    assert row.area is not None
    assert row.lead is not None
    return Subject(
        id=before.id,
        kind=KIND,
        label=number,
        area_id=row.area.id,
        product_id=row.product.id if row.product else None,
        organisation_id=row.lead.id,
        agreed_on=projection.agreed_on,
        own_period=own_period(before.request.statutory),
        suspensions=suspensions_of(before.period_facts),
        extension=extension_of(before.period_facts),
    )


def read_rules(work: UnitOfWork, before: Detail, after: Sequence[Event]) -> None:
    """Read the rules now when they will be needed: later a number is locked that others wait for."""
    if before.row.area is not None and moves_clocks(before, after):
        sla.rules_of(work, before.row.area.id)


def follow(
    work: UnitOfWork, before: Detail, after: Sequence[Event], projection: Projection, number: str | None
) -> None:
    """Let the clocks follow one more event; a step that moves none costs no statement."""
    if number is None:
        return
    kind = before.request.kind
    old, new = marks_of(before.events, kind), marks_of(after, kind)
    if old != new or projection.agreed_on != before.row.agreed_on:
        keep(work, subject_of(before, projection, number), old, new)


def moves_clocks(before: Detail, after: Sequence[Event]) -> bool:
    """Whether a clock is moved by what happened since."""
    kind = before.request.kind
    return marks_of(before.events, kind) != marks_of(after, kind)


def keep(work: UnitOfWork, subject: Subject, old: Sequence[Mark], new: Sequence[Mark]) -> None:
    """Write what is new, or everything when the past became another."""
    if tuple(new[: len(old)]) == tuple(old):
        sla.mark(work, subject, new, len(old))
    else:
        sla.remark(work, subject, new)
