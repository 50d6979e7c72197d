"""Reading the log, and proving that nobody changed it (domain §13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.features.access.core.values import LogFilter, LogPage
from app.features.access.store import log
from app.infra import audit
from app.infra.db import Database, UnitOfWork
from app.infra.tenancy import list_collaborations
from app.kernel.actor import Actor, Via
from app.kernel.log_words import field_word, value_word
from app.kernel.roles import Permission

PAGE_SIZE = 100


def read_log(work: UnitOfWork, wanted: LogFilter, before: int | None = None) -> LogPage:
    """A part of the log, newest first, from below entry `before`. Needs READ_AUDIT."""
    work.actor.require(Permission.READ_AUDIT)
    lines = log.list_log(work.session, work.actor, wanted, before, PAGE_SIZE + 1)
    shown = tuple(lines[:PAGE_SIZE])
    total, head = log.log_head(work.session, work.actor)
    return LogPage(shown, shown[-1].seq if len(lines) > PAGE_SIZE else None, total, head)


def list_log_words(work: UnitOfWork) -> tuple[list[str], list[str]]:
    """The use cases and names to filter by. Needs READ_AUDIT."""
    work.actor.require(Permission.READ_AUDIT)
    return log.list_words(work.session, work.actor)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in the chain of one collaboration; `broken` empty means that it holds."""

    code: str
    name: str
    entries: int
    broken: tuple[str, ...]

    def __str__(self) -> str:
        """One line, and one more for each broken place."""
        if not self.broken:
            return f"{self.code}: het logboek klopt, {self.entries} regels."
        return "\n".join([f"{self.code}: het logboek klopt niet.", *(f"  {line}" for line in self.broken)])


def verify_audit(database: Database) -> list[Verdict]:
    """The verdict on every collaboration of the installation, for `ssc verify`; changes nothing."""
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        collaborations = list_collaborations(work.session)
    verdicts = []
    for one in collaborations:
        actor = Actor.system(one.id, one.code, via=Via.COMMAND)
        with database.unit_of_work(actor, read_only=True) as work:
            broken = tuple(audit.broken_links(work.session, one.id))
            entries, _ = log.log_head(work.session, actor)
        verdicts.append(Verdict(one.code, one.name, entries, broken))
    return verdicts


def differences(change: Mapping[str, object]) -> list[tuple[str, object, object]]:
    """What one change of an entry did: (field, before, after) in Dutch, by field.

    >>> differences({"before": {"name": 1, "number": 2}, "after": {"name": 1, "number": 3, "code": None}})
    [('nummer', 2, 3)]
    """
    before, after = change.get("before") or {}, change.get("after") or {}
    assert isinstance(before, Mapping)
    assert isinstance(after, Mapping)
    fields = sorted({*before, *after})
    return [
        (field_word(field), value_word(field, before.get(field)), value_word(field, after.get(field)))
        for field in fields
        if before.get(field) != after.get(field)
    ]
