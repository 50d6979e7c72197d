"""Digests: how often an office wants one, that it was sent, and what is in hand for it.

A job asks this as the system; what it gives goes to the offices of that one organisation only.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.features.assignments.core.life import SUBMITTED_OPEN, Holder, State
from app.features.assignments.core.notices import InHand, Rhythm
from app.features.assignments.models import Assignment, Digest, DigestRhythm
from app.features.assignments.store.scope import shared_by
from app.kernel.actor import Actor

DEFAULT = Rhythm.WEEK


def rhythms(session: Session) -> dict[UUID, Rhythm]:
    """How often each organisation that said so wants its digest."""
    found = session.execute(select(DigestRhythm.organisation_id, DigestRhythm.rhythm))
    return {row.organisation_id: Rhythm(row.rhythm) for row in found}


def save_rhythm(session: Session, actor: Actor, organisation_id: UUID, rhythm: Rhythm) -> None:
    """From now on this often."""
    added = upsert(DigestRhythm).values(
        collaboration_id=actor.collaboration_id, organisation_id=organisation_id, rhythm=rhythm.value
    )
    key = [DigestRhythm.collaboration_id, DigestRhythm.organisation_id]
    session.execute(added.on_conflict_do_update(index_elements=key, set_={"rhythm": rhythm.value}))


def note_sent(session: Session, actor: Actor, organisation_id: UUID, on_day: date, lines: int) -> bool:
    """Note that this day's digest goes out; False when it went before."""
    row = {
        "collaboration_id": actor.collaboration_id,
        "organisation_id": organisation_id,
        "on_day": on_day,
        "lines": lines,
    }
    added = upsert(Digest).values(row).on_conflict_do_nothing().returning(Digest.on_day)
    return session.execute(added).scalar_one_or_none() is not None


def list_in_hand(session: Session, organisation_id: UUID) -> list[InHand]:
    """The open assignments in which an organisation shares, by number."""
    found = (
        select(Assignment.number, Assignment.title, Assignment.state, Assignment.holder, Assignment.agreed_on)
        .where(
            Assignment.number.is_not(None),
            Assignment.state.in_([state.value for state in sorted(SUBMITTED_OPEN)]),
            shared_by(organisation_id),
        )
        .order_by(Assignment.number)
    )
    return [
        InHand(row.number, row.title, State(row.state), Holder(row.holder), row.agreed_on)
        for row in session.execute(found)
    ]
