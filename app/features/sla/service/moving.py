"""What a change of norms or calendars moves, before it is saved; and saving it: every clock it touches is made anew.

A change that reaches into the past makes the outcomes of that past anew as well: a clock is what its events and the
rules say, whenever it is asked.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from app.features.sla.core.batches import batched, project_many
from app.features.sla.core.moving import Move, changes, moves
from app.features.sla.core.rules import Kept, Rules
from app.features.sla.service.marking import forget_rules, rules_of
from app.features.sla.store import clocks, drift
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork


def moved(
    work: UnitOfWork, before: Rules, after: Rules, area_ids: Collection[UUID] | None, since_on: date
) -> tuple[Move, ...]:
    """Every clock that another set of rules moves, open ones first, the earliest first."""
    touched = _touched(work, area_ids, since_on)
    return tuple(sorted((move for some in touched for move in moves(before, after, some)), key=_order))


def preview_subject(work: UnitOfWork, before: Kept, after: Kept) -> tuple[Move, ...]:
    """Which clocks of a subject move when its events or facts become others; its room asked the rights."""
    return tuple(changes(rules_of(work, after.subject.area_id), before, after))


def renew(work: UnitOfWork, area_ids: Collection[UUID] | None, since_on: date) -> int:
    """Make every clock anew that what was just written touches; gives how many subjects changed."""
    forget_rules(work)
    rules = find_rules(work.session, area_ids)
    return sum(_write_changed(work, rules, some) for some in _touched(work, area_ids, since_on))


def _write_changed(work: UnitOfWork, rules: Rules, kept: Sequence[Kept]) -> int:
    """Write the clocks that are not as their marks and these rules say; gives of how many subjects."""
    made = list(zip(kept, project_many(kept, rules), strict=True))
    wrong = drift.wrong_clocks(work.session, made)
    changed = {one.subject.id: (one.subject, own) for one, own in made if one.subject.id in wrong}
    if changed:
        clocks.write(work.session, changed, {})
    return len(changed)


def _touched(work: UnitOfWork, area_ids: Collection[UUID] | None, since_on: date) -> Iterator[list[Kept]]:
    """The subjects that a change since a day can touch, in batches."""
    since = datetime.combine(since_on, time(), tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    for some in batched(clocks.find_owners(work.session, area_ids=area_ids, since=since)):
        yield list(clocks.find_kept(work.session, some))


def _order(move: Move) -> tuple[bool, str, str]:
    return not move.is_open, move.label, move.metric
