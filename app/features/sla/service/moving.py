"""What a change of norms or calendars moves, before it is saved; and saving it: every clock it touches is made anew.

A change that reaches into the past makes the outcomes of that past anew as well: a clock is what its events and the
rules say, whenever it is asked.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from app.features.sla.core.moving import Kept, Move, changes, moves
from app.features.sla.core.projecting import Projection, project
from app.features.sla.core.rules import Rules, Subject
from app.features.sla.service.marking import forget_rules, rules_of
from app.features.sla.store import clocks
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork


def moved(
    work: UnitOfWork, before: Rules, after: Rules, area_ids: Collection[UUID] | None, since_on: date
) -> tuple[Move, ...]:
    """Every clock that another set of rules moves, open ones first, the earliest first."""
    found = moves(before, after, _touched(work, area_ids, since_on))
    return tuple(sorted(found, key=_order))


def preview_subject(work: UnitOfWork, before: Kept, after: Kept) -> tuple[Move, ...]:
    """Which clocks of a subject move when its events or facts become others; its room asked the rights."""
    return changes(rules_of(work, after.subject.area_id), before, after)


def renew(work: UnitOfWork, area_ids: Collection[UUID] | None, since_on: date) -> int:
    """Make every clock anew that what was just written touches; gives how many subjects changed."""
    forget_rules(work)
    rules = find_rules(work.session, area_ids)
    return write_changed(work, rules, _touched(work, area_ids, since_on))


def write_changed(work: UnitOfWork, rules: Rules, kept: Iterable[Kept]) -> int:
    """Write the clocks that are not as their marks and these rules say; gives of how many subjects."""
    all_kept = list(kept)
    stored = clocks.find_stored(work.session, [one.subject.id for one in all_kept])
    wrong: dict[UUID, tuple[Subject, tuple[Projection, ...]]] = {}
    for one in all_kept:
        expected = project(one.subject, one.marks, rules)
        if set(expected) != set(stored.get(one.subject.id, ())):
            wrong[one.subject.id] = (one.subject, expected)
    if wrong:
        clocks.write(work.session, wrong, {})
    return len(wrong)


def _touched(work: UnitOfWork, area_ids: Collection[UUID] | None, since_on: date) -> list[Kept]:
    since = datetime.combine(since_on, time(), tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    owners = clocks.find_owners(work.session, area_ids=area_ids, since=since)
    return list(clocks.find_kept(work.session, owners)) if owners else []


def _order(move: Move) -> tuple[bool, str, str]:
    return not move.is_open, move.label, move.metric
