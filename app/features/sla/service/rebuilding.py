"""Does every clock stand where its marks and the rules say? Make it again.

For `ssc verify` and `ssc rebuild`. The room whose subjects they are gives what they should be: it knows the events.
Subjects come by in batches, so that what is held at a time does not grow with the collaboration.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.features.sla.core.batches import batched, project_many
from app.features.sla.core.projecting import Projection
from app.features.sla.core.rules import Kept
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.features.sla.store import clocks, drift
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing
from app.kernel.roles import Permission


def deviations(work: UnitOfWork, expected: Iterable[Kept]) -> list[str]:
    """Every subject whose marks or clocks differ from what its events and the rules say; empty is good."""
    work.actor.require(Permission.READ_AUDIT)
    return [
        f"{one.wanted.subject.label}: {one.what}." for some in _differences(work, expected) for one in some
    ]


def rebuild(work: UnitOfWork, expected: Iterable[Kept]) -> int:
    """Write what differs anew; gives of how many subjects."""
    work.actor.require(Permission.EDIT_ACCESS)
    count = 0
    for some in _differences(work, expected):
        wrong = {one.wanted.subject.id: one for one in some}
        clocks.write(
            work.session,
            {identity: (one.wanted.subject, one.clocks) for identity, one in wrong.items()},
            {identity: one.wanted.marks for identity, one in wrong.items()},
            wrong,
        )
        count += len(wrong)
    if count:
        work.record(
            "klokken.herbouwen", "collaboration", work.actor.collaboration_code, None, {"aantal": count}
        )
    return count


@dataclass(frozen=True, slots=True)
class _Difference:
    """One subject that is not kept as it should be, and in what."""

    wanted: Kept
    clocks: tuple[Projection, ...]
    what: str


def _differences(work: UnitOfWork, expected: Iterable[Kept]) -> Iterator[list[_Difference]]:
    """What differs, for every batch in which something does."""
    rules = find_rules(work.session)
    for kept in batched(expected):
        made = list(zip(kept, project_many(kept, rules), strict=True))
        facts = drift.wrong_facts(work.session, made)
        wrong = drift.wrong_clocks(work.session, made)
        found = [
            _Difference(one, own, _told(facts.get(one.subject.id), wrong.get(one.subject.id, ())))
            for one, own in made
            if one.subject.id in facts or one.subject.id in wrong
        ]
        if found:
            yield found


def _told(is_missing: bool | None, metrics: Iterable[Metric]) -> str:
    if is_missing is not None:
        return (
            "de klokken ontbreken"
            if is_missing
            else "begin, stilstand of einde van de klokken klopt niet met de gebeurtenissen"
        )
    names = listing(sorted(METRIC_LABELS[metric].lower() for metric in metrics))
    return f"de klok van {names} klopt niet met begin, stilstand en norm"
