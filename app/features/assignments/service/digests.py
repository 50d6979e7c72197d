"""The digest of an office: once a day or a week what is being worked on and when it is expected (domain §8).

Noting that it went and writing the messages are one transaction, so a stop halfway sends nothing twice.
"""

from collections import defaultdict
from uuid import UUID

from app.features.access import service as access
from app.features.assignments.core.notices import Rhythm, digest_lines, digest_subject, is_due
from app.features.assignments.store import digests
from app.infra import mail
from app.infra.clock import AMSTERDAM
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor, Via
from app.kernel.errors import Finding, Invalid
from app.kernel.roles import Permission, Role


def rhythm_of_own(work: UnitOfWork) -> Rhythm | None:
    """How often the actor's own office gets its digest; None for who is no office."""
    if not work.actor.may(Permission.WRITE_ASSIGNMENTS) or work.actor.organisation_id is None:
        return None
    return digests.rhythms(work.session).get(work.actor.organisation_id, digests.DEFAULT)


def set_rhythm(work: UnitOfWork, word: str) -> None:
    """The office of the actor gets its digest this often; `Invalid` for a word that is no rhythm."""
    own = work.actor.organisation_id
    work.actor.require(Permission.WRITE_ASSIGNMENTS, organisation_ids=[own] if own else [])
    assert own is not None
    if word not in set(Rhythm):
        choices = "elke werkdag (dag), elke maandag (week) of niet (nooit)"
        raise Invalid([Finding("ritme", f"Kies hoe vaak u het overzicht wilt: {choices}.")])
    rhythm = Rhythm(word)
    before = digests.rhythms(work.session).get(own, digests.DEFAULT)
    digests.save_rhythm(work.session, work.actor, own, rhythm)
    work.record("overzicht.instellen", "organisation", own, {"ritme": before}, {"ritme": rhythm})


def send_digests(work: UnitOfWork, site: str) -> int:
    """Send every digest that is due now and did not go today; gives how many messages. `site`: address of the house."""
    work.actor.require(Permission.EDIT_ACCESS)
    wanted = digests.rhythms(work.session)
    at = work.now.astimezone(AMSTERDAM)
    offices = {
        office: actors
        for office, actors in _offices(work).items()
        if is_due(wanted.get(office, digests.DEFAULT), at)
    }
    addresses = access.list_addresses(work) if offices else {}
    messages: list[mail.Message] = []
    for office in sorted(offices):
        lines = digests.list_in_hand(work.session, office)
        if digests.note_sent(work.session, work.actor, office, at.date(), len(lines)) and lines:
            subject, body = digest_subject(lines, at.date()), digest_lines(lines, at.date())
            messages += [_message(actor, addresses, subject, body, site) for actor in offices[office]]
    mail.send(work, messages)
    return len(messages)


def _offices(work: UnitOfWork) -> dict[UUID, list[Actor]]:
    found: dict[UUID, list[Actor]] = defaultdict(list)
    for actor in access.list_actors(work, Via.JOB):
        for grant in actor.grants:
            if grant.role is Role.OFFICE and grant.organisation_id is not None:
                found[grant.organisation_id].append(actor)
    return found


def _message(
    actor: Actor, addresses: access.Addresses, subject: str, body: list[str], site: str
) -> mail.Message:
    assert actor.account_id is not None
    code = actor.collaboration_code
    lines = [f"Beste {actor.name},", "", *body, f"Alles staat in {site}/{code}/opdrachten"]
    lines += [f"Hoe vaak u dit krijgt, kiest u in {site}/{code}/meldingen", ""]
    return mail.Message(actor.account_id, addresses[actor.account_id], subject, "\n".join(lines))
