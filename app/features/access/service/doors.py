"""The doors: a key or a cookie becomes an actor (data §2). Called once in every request.

Each door costs one statement, and one more for who may have a week to fill in. "Last used" cannot be
written in a reading transaction: it is gathered in memory and written now and then by a thread of
its own, which holds no connection while it waits for one.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.features.access.core.secrets import read_key, secret_digest
from app.features.access.store import sign_ins
from app.infra.clock import real_now
from app.infra.db import UnitOfWork
from app.infra.http import Caller, NotLoggedIn
from app.kernel.actor import Actor, Grant, Via
from app.kernel.errors import NotFound
from app.kernel.roles import Permission

FindEmployee = Callable[[UnitOfWork, UUID], UUID | None]
"""Who works under this account; the room people, above this one, has the answer."""

WRITE_SEEN_EVERY = timedelta(minutes=1)
_WRONG_KEY = "Deze sleutel geldt niet (meer). Vraag de SSC-manager om een nieuwe."
_WRONG_COOKIE = "U bent niet (meer) ingelogd. Log opnieuw in."
_log = structlog.get_logger("ssc.access")


class AccessDoors:
    """The doors of the house; made once per process."""

    def __init__(self, find_employee: FindEmployee | None = None) -> None:
        self._find_employee = find_employee
        self.seen = Seen()

    def actor_of_key(self, work: UnitOfWork, token: str, caller: Caller) -> Actor:
        """The application behind a key; it acts in its one role, for its organisation."""
        given = read_key(token)
        key = (
            sign_ins.find_key(work.session, given.prefix, secret_digest(given.secret), work.told())
            if given
            else None
        )
        if given is None or key is None:
            raise NotLoggedIn(_WRONG_KEY)
        self.seen.key(_engine(work), given.prefix)
        actor = Actor(
            key.collaboration_id,
            key.code,
            key.name,
            (Grant(key.role, key.organisation_id),),
            application_id=key.application_id,
            request_id=caller.request_id,
            via=Via.API,
            address=caller.address,
        )
        work.become(actor, is_told=True)
        return actor

    def actor_of_cookie(self, work: UnitOfWork, cookie: str, code: str, caller: Caller) -> Actor:
        """The person behind a session cookie; where it has no role, the collaboration does not exist for it."""
        found = sign_ins.find_sign_in(work.session, secret_digest(cookie), code, real_now(), work.today)
        if found is None:
            raise NotLoggedIn(_WRONG_COOKIE)
        self.seen.sign_in(_engine(work), found.sign_in_id)
        if found.collaboration_id is None or found.code is None or not found.grants:
            raise NotFound("Deze bladzijde")
        actor = Actor(
            found.collaboration_id,
            found.code,
            found.name,
            found.grants,
            account_id=found.account_id,
            request_id=caller.request_id,
            via=Via.SCREEN,
            address=caller.address,
        )
        if self._find_employee is None or not actor.may(Permission.BOOK_HOURS):
            return actor
        work.become(actor)
        return replace(actor, employee_id=self._find_employee(work, found.account_id))


class Seen:
    """When sessions and keys were last used: gathered in memory, written at most once a minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sign_ins: dict[UUID, datetime] = {}
        self._keys: dict[str, datetime] = {}
        self._written_at = real_now()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="last-seen")

    def sign_in(self, engine: Engine, sign_in_id: UUID) -> None:
        """A session was used now."""
        with self._lock:
            self._sign_ins[sign_in_id] = real_now()
        self._write_when_due(engine)

    def key(self, engine: Engine, prefix: str) -> None:
        """A key was used now."""
        with self._lock:
            self._keys[prefix] = real_now()
        self._write_when_due(engine)

    def write(self, engine: Engine) -> None:
        """Write what was gathered; what cannot be written now is forgotten: it is not worth a failed request."""
        with self._lock:
            sign_in_times, key_times = self._sign_ins, self._keys
            self._sign_ins, self._keys = {}, {}
        try:
            with Session(engine) as session, session.begin():
                sign_ins.note_seen(session, sign_in_times, key_times)
        except SQLAlchemyError:
            _log.warning(
                "last use not written", sign_ins=len(sign_in_times), keys=len(key_times), exc_info=True
            )

    def _write_when_due(self, engine: Engine) -> None:
        now = real_now()
        with self._lock:
            if now - self._written_at < WRITE_SEEN_EVERY:
                return
            self._written_at = now
        self._writer.submit(self.write, engine)


def _engine(work: UnitOfWork) -> Engine:
    bind = work.session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
