"""The database: engine, unit of work, tenancy.

Only the unit of work commits; services flush. It carries the actor, now, identities and what must
be written last: audit entry and jobs. Each transaction tells PostgreSQL whose it is, so that
row-level security holds whatever a query forgets (data §2).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm import sessionmaker as make_sessions

from app.infra import audit, numbers, outbox
from app.infra.clock import Clock, OffsetClock, local_day
from app.infra.ids import IdSource
from app.kernel.actor import Actor

_NOBODY = "00000000-0000-0000-0000-000000000000"


def telling(**known: str) -> str:
    """The columns of a SELECT that tell the database whose transaction this is.

    `known`: SQL for what that same SELECT finds out (`collaboration`, `organisation`, `sees`, `account`), so
    that a door need not ask first and tell afterwards; the rest are parameters, as in `UnitOfWork.told`.
    """
    settings = {
        "app.collaboration": "collaboration", "app.organisation": "organisation", "app.sees": "sees",
        "app.account": "account", "app.now": "now", "transaction_read_only": "read_only",
    }  # fmt: skip
    return ", ".join(
        f"set_config('{setting}', {known.get(name, f':{name}')}, true)" for setting, name in settings.items()
    )


_TELL = text("SELECT " + telling())


class UnitOfWork:
    """One transaction of one actor. `now` stands still in it; `today` is its day in Amsterdam."""

    def __init__(
        self, session: Session, actor: Actor | None, clock: Clock, ids: IdSource, *, read_only: bool
    ) -> None:
        self.session = session
        self.actor = actor or Actor.nobody()
        self._is_known = actor is not None
        self.read_only = read_only
        self._clock = clock
        self._ids = ids
        self.now: datetime = clock.now()
        self._changes: list[audit.Change] = []
        self._jobs: list[outbox.Job] = []

    @property
    def today(self) -> date:
        """The day of `now` in Amsterdam."""
        return local_day(self.now)

    def new_id(self) -> UUID:
        """A new identity, later than all earlier ones of this source."""
        return self._ids.new(self.now)

    def become(self, actor: Actor, *, is_told: bool = False) -> None:
        """Go on as this actor: used at the door, when the key or cookie has been read.

        `is_told`: the statement that read it told the database as well (`telling`).
        """
        if self._is_known and actor == self.actor:
            return
        self.actor = actor
        self._is_known = True
        if not is_told:
            self.session.execute(_TELL, self.told())

    def record(
        self,
        use_case: str,
        subject_kind: str,
        subject_id: UUID | str,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Note a change for the audit entry of this transaction; written just before the commit."""
        self._changes.append(audit.Change(use_case, subject_kind, str(subject_id), before, after))

    def next_number(self, series: str) -> int:
        """The next number of a series, without gaps: call it as the last statement of a use case.

        The row stays locked until the commit, so whatever comes after it is waited for by others.
        """
        return numbers.next_number(self.session, self.actor.collaboration_id, series)

    def defer(self, task: str, *, lock: str | None = None, **ids: str | int) -> None:
        """Put a job in the outbox: it exists if and only if this transaction commits.

        Jobs with the same `lock` run one after the other.
        """
        self._jobs.append(outbox.Job(task, ids, lock))

    def told(self) -> dict[str, str]:
        """The parameters of `telling`: who acts, when, and whether anything may change."""
        actor = self.actor
        return {
            "collaboration": str(actor.collaboration_id),
            "organisation": str(actor.organisation_id or _NOBODY),
            "sees": "all" if actor.sees_all else "own",
            "account": str(actor.account_id or _NOBODY),
            "now": self.now.isoformat(),
            "read_only": "on" if self.read_only else "off",
        }

    def _begin(self, connection: Connection) -> None:
        if self._is_known:
            connection.execute(_TELL, self.told())

    def _finish(self) -> None:
        self.session.flush()
        outbox.send(self.session, self._jobs)
        audit.write(self.session, self.actor, self.now, self._changes)
        self.session.commit()


class Database:
    """One PostgreSQL database as the application role sees it; made once per process."""

    def __init__(self, url: str, clock: Clock | None = None, *, pool_size: int = 6) -> None:
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=20,
            pool_pre_ping=False,
            # Moments come back in UTC wherever the server stands; the wire and the log count on it.
            connect_args={"options": "-c timezone=UTC"},
        )
        self.clock: Clock = clock or OffsetClock()
        self.ids = IdSource()
        self._sessions = make_sessions(self.engine, expire_on_commit=False, autoflush=True)

    @contextmanager
    def unit_of_work(self, actor: Actor | None, *, read_only: bool = False) -> Iterator[UnitOfWork]:
        """One transaction for one use case: committed when the block ends well, else rolled back.

        Without an actor it is at the door: nothing is told to the database, so no tenant's row can be
        read, until `become` says who it is.
        """
        with self._sessions() as session:
            work = UnitOfWork(session, actor, self.clock, self.ids, read_only=read_only)
            _tell_at_begin(session, work)
            yield work
            if read_only:
                session.rollback()
            else:
                work._finish()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _tell_at_begin(session: Session, work: UnitOfWork) -> None:
    """Settings live for one transaction, so each transaction of the session is told anew."""

    def after_begin(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
        work._begin(connection)

    event.listen(session, "after_begin", after_begin)
