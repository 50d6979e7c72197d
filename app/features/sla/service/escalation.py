"""Escalation: who should know hears once that a threshold was passed (domain §8).

Also after a night of standing still, with two workers at once and after a stop halfway: noting and writing the
messages are one transaction, and what was noted is not found again.
"""

from app.features.access import service as access
from app.features.sla.core.escalation import Passed, hears, highest, line, subject_line
from app.features.sla.store import notices
from app.infra import mail
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor, Via
from app.kernel.roles import Permission


def escalate(work: UnitOfWork, site: str) -> int:
    """Note what was passed and write to who should know; gives how many thresholds. `site`: address of the house."""
    work.actor.require(Permission.EDIT_NORMS)
    passed = notices.note_passed(work.session)
    told = highest(passed)
    if told:
        actors = access.list_actors(work, Via.JOB)
        addresses = access.list_addresses(work)
        heard = [(actor, [one for one in told if hears(actor, one)]) for actor in actors]
        mail.send(work, [_message(actor, mine, addresses, site) for actor, mine in heard if mine])
        work.record("termijn.melden", "notice", str(work.now.isoformat()), None, {"aantal": len(passed)})
    return len(passed)


def _message(actor: Actor, mine: list[Passed], addresses: access.Addresses, site: str) -> mail.Message:
    assert actor.account_id is not None
    lines = [
        f"Beste {actor.name},",
        "",
        *(f"- {line(one)}" for one in mine),
        "",
        f"Bekijk ze in {site}/{actor.collaboration_code}/meldingen",
    ]
    return mail.Message(
        actor.account_id, addresses[actor.account_id], subject_line(mine), "\n".join(lines) + "\n"
    )
