"""Does every clock stand where its marks and the rules say? Make it again.

For `ssc verify` and `ssc rebuild`. The room whose subjects they are gives what they should be: it knows the events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.features.sla.core.moving import Kept
from app.features.sla.core.projecting import Projection, project
from app.features.sla.core.words import METRIC_LABELS
from app.features.sla.store import clocks
from app.features.sla.store.rules import find_rules
from app.infra.db import UnitOfWork
from app.kernel.dutch import listing
from app.kernel.roles import Permission


def deviations(work: UnitOfWork, expected: Iterable[Kept]) -> list[str]:
    """Every subject whose marks or clocks differ from what its events and the rules say; empty is good."""
    work.actor.require(Permission.READ_AUDIT)
    return [f"{label}: {what}." for label, what in (_told(one) for one in _differences(work, expected))]


def rebuild(work: UnitOfWork, expected: Iterable[Kept]) -> int:
    """Write what differs anew; gives of how many subjects."""
    work.actor.require(Permission.EDIT_ACCESS)
    wrong = list(_differences(work, expected))
    if wrong:
        clocks.write(
            work.session,
            {one.wanted.subject.id: (one.wanted.subject, one.clocks) for one in wrong},
            {one.wanted.subject.id: one.wanted.marks for one in wrong},
            [one.wanted.subject.id for one in wrong],
        )
        work.record(
            "klokken.herbouwen", "collaboration", work.actor.collaboration_code, None, {"aantal": len(wrong)}
        )
    return len(wrong)


@dataclass(frozen=True, slots=True)
class _Difference:
    """One subject that is not kept as it should be."""

    wanted: Kept
    clocks: tuple[Projection, ...]
    kept: Kept | None
    stored: tuple[Projection, ...]


def _differences(work: UnitOfWork, expected: Iterable[Kept]) -> Iterator[_Difference]:
    rules = find_rules(work.session)
    kept = {one.subject.id: one for one in clocks.find_kept(work.session)}
    stored = clocks.find_stored(work.session)
    for wanted in expected:
        made = project(wanted.subject, wanted.marks, rules)
        is_kept = kept.get(wanted.subject.id)
        found = tuple(stored.get(wanted.subject.id, ()))
        if not _same(wanted, is_kept) or set(made) != set(found):
            yield _Difference(wanted, made, is_kept, found)


def _same(wanted: Kept, kept: Kept | None) -> bool:
    return kept is not None and kept.subject == wanted.subject and set(kept.marks) == set(wanted.marks)


def _told(one: _Difference) -> tuple[str, str]:
    subject = one.wanted.subject
    if one.kept is None:
        return subject.label, "de klokken ontbreken"
    if not _same(one.wanted, one.kept):
        return subject.label, "begin, stilstand of einde van de klokken klopt niet met de gebeurtenissen"
    wrong = {clock.metric for clock in set(one.clocks) ^ set(one.stored)}
    names = listing(sorted(METRIC_LABELS[metric].lower() for metric in wrong))
    return subject.label, f"de klok van {names} klopt niet met begin, stilstand en norm"
