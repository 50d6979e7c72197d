"""Calendars of deadlines with a secret address: made, shown once, ended, and who reads along with one.

The address is all that is asked, so it gives no more than its owner may read that day: an organisation its own
assignments, a person what its roles of that day allow. It is kept as digest, like a key.
"""

import secrets
from typing import Final

from app.features.access.core import secrets as forms
from app.features.access.core.values import Feed, FeedKind
from app.features.access.store import feeds
from app.infra.clock import real_now
from app.infra.db import UnitOfWork
from app.infra.http import Caller
from app.kernel.actor import Actor, Grant, Via
from app.kernel.errors import NotAllowed, NotFound
from app.kernel.roles import Permission, Reach, Role

_LENGTH: Final = len(forms.secret_text(bytes(forms.SECRET_BYTES)))


def list_feeds(work: UnitOfWork) -> list[Feed]:
    """The calendars that the actor can have, and since when each has an address."""
    work.actor.require(Permission.READ_ASSIGNMENTS)
    made = feeds.list_made(work.session, work.actor)
    return [Feed(kind, made.get(kind)) for kind in _kinds(work.actor)]


def make_feed(work: UnitOfWork, kind: FeedKind) -> str:
    """The secret of a new address, shown once; the address that this kind had is void from now on."""
    _require(work, kind)
    actor, now = work.actor, real_now()
    feeds.revoke_feed(work.session, actor, kind, now)
    secret = forms.secret_text(secrets.token_bytes(forms.SECRET_BYTES))
    is_shared = kind is FeedKind.ORGANISATION
    feed_id = work.new_id()
    values = {
        "collaboration_id": actor.collaboration_id,
        "id": feed_id,
        "kind": kind.value,
        "account_id": None if is_shared else actor.account_id,
        "organisation_id": actor.organisation_id if is_shared else None,
        "secret_sha256": forms.secret_digest(secret),
        "created_at": now,
    }
    feeds.add_feed(work.session, values)
    work.record("agenda.maken", "agenda", feed_id, None, {"soort": kind.value})
    return secret


def revoke_feed(work: UnitOfWork, kind: FeedKind) -> None:
    """End the address of this kind, from this moment on; `NotFound` where there is none."""
    _require(work, kind)
    feed_id = feeds.revoke_feed(work.session, work.actor, kind, real_now())
    if feed_id is None:
        raise NotFound("Deze agenda")
    work.record("agenda.intrekken", "agenda", feed_id, {"soort": kind.value}, None)


def enter_by_feed(work: UnitOfWork, secret: str, caller: Caller) -> FeedKind:
    """Go on as who the calendar is of; gives what it shows. `NotFound` for what is no address (any more)."""
    found = None
    if len(secret) == _LENGTH:
        found = feeds.find_feed(work.session, forms.secret_digest(secret), work.today)
    if found is None:
        raise NotFound("Deze agenda")
    grants = found.grants
    if found.organisation_id is not None:
        grants = (Grant(Role.OFFICE, found.organisation_id),)
    actor = Actor(
        found.collaboration_id,
        found.code,
        found.name,
        grants,
        account_id=found.account_id,
        request_id=caller.request_id,
        via=Via.API,
        address=caller.address,
    )
    if found.kind not in _kinds(actor):  # the roles that it stood on have ended
        raise NotFound("Deze agenda")
    work.become(actor)
    return found.kind


def _kinds(actor: Actor) -> list[FeedKind]:
    reach = actor.reach(Permission.READ_ASSIGNMENTS)
    found = []
    if Reach.ORGANISATION in reach and actor.organisation_id is not None:
        found.append(FeedKind.ORGANISATION)
    if actor.account_id is not None and reach & {Reach.ALL, Reach.AREA}:
        found += [FeedKind.OWN, FeedKind.ALL]
    return found


def _require(work: UnitOfWork, kind: FeedKind) -> None:
    work.actor.require(Permission.READ_ASSIGNMENTS)
    if kind not in _kinds(work.actor):
        raise NotAllowed
