"""People and their roles: make an account, grant and end roles, invite (domain §13).

An account belongs to the installation; a role to one collaboration. A role ends, it is never erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.features.access.core import rules
from app.features.access.core.values import Person
from app.features.access.service.log_in import make_password_link
from app.features.access.service.passwords import hash_password
from app.features.access.store import names, people, sign_ins
from app.features.access.store.names import Named
from app.infra.clock import real_now
from app.infra.db import UnitOfWork
from app.kernel.actor import Actor, Via
from app.kernel.dutch import sort_name
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import TABLE, Permission, Reach, Role

NEEDS_ORGANISATION = frozenset({Role.OFFICE, Role.MANDATE_HOLDER})
"""Roles that are always for one organisation."""

Addresses = Mapping[UUID, str]
"""E-mail addresses by account."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited; `link` sets the first password, None for who has one or works elsewhere too."""

    account_id: UUID
    name: str
    link: str | None


def list_people(work: UnitOfWork) -> list[Person]:
    """Everybody who has or had a role here, by name. Needs READ_ACCESS."""
    work.actor.require(Permission.READ_ACCESS)
    return people.list_people(work.session, work.actor, work.today)


def list_actors(work: UnitOfWork, via: Via) -> list[Actor]:
    """Everybody who holds a role today, as each would act; for the play. Needs EDIT_ACCESS."""
    work.actor.require(Permission.EDIT_ACCESS)
    here = work.actor
    return [
        Actor(here.collaboration_id, here.collaboration_code, name, grants, account_id=account_id, via=via)
        for (account_id, name), grants in people.find_grants(work.session, here, work.today).items()
    ]


def list_holders(work: UnitOfWork, permission: Permission) -> list[tuple[UUID, str]]:
    """Account and name of who holds a permission today for all of the collaboration, by name.

    For saying who can go on where one may not oneself; needs no right of its own beyond having one here.
    """
    found = people.find_grants(work.session, work.actor, work.today)
    return [
        (account_id, name)
        for (account_id, name), grants in found.items()
        if any(TABLE[grant.role].get(permission) is Reach.ALL for grant in grants)
    ]


def list_addresses(work: UnitOfWork) -> Addresses:
    """The e-mail address of everybody who has or had a role here, by account. Needs EDIT_ACCESS."""
    work.actor.require(Permission.EDIT_ACCESS)
    return {
        person.account_id: person.email for person in people.list_people(work.session, work.actor, work.today)
    }


def find_account(work: UnitOfWork, email: str) -> UUID | None:
    """The account with this e-mail address, whatever its case. Needs EDIT_ACCESS."""
    work.actor.require(Permission.EDIT_ACCESS)
    return people.find_account_id(work.session, rules.normal_email(email))


def create_account(work: UnitOfWork, name: str, email: str, password: str | None = None) -> UUID:
    """A new account, with a password or (invited) without one; gives its id. Needs EDIT_ACCESS.

    Raises `Invalid` for a wrong name, address or password, `Refused` when the address has an account.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    normal = rules.normal_email(email)
    findings = [finding for finding in (_name_finding(name), rules.email_finding(email)) if finding]
    if password is not None:
        wrong = rules.password_finding(password, normal)
        findings += [wrong] if wrong else []
    if findings:
        raise Invalid(findings)
    if people.find_account_id(work.session, normal) is not None:
        raise Refused(f"{normal} heeft al een account. Geef dat account een rol.", kind="account-bestaat")
    account_id, name = work.new_id(), " ".join(name.split())
    values = {
        "id": account_id,
        "email": normal,
        "name": name,
        "sort_name": sort_name(name),
        "created_at": real_now(),
    }
    people.add_account(work.session, values)
    if password is not None:
        sign_ins.save_password(work.session, account_id, hash_password(password), real_now())
    work.record("account maken", "account", account_id, None, {"name": name, "email": normal})
    return account_id


def give_first_password(work: UnitOfWork, account_id: UUID, password: str) -> None:
    """A password for an account that has none and works only here; for demos and moves. Needs EDIT_ACCESS.

    Raises `Refused` for who has a password or another collaboration: else one could take an account over;
    `NotFound` for who has no role here, `Invalid` for a password that is too easy.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    known = sign_ins.find_by_account(work.session, account_id)
    if known is None or not people.has_role_here(work.session, work.actor, account_id):
        raise NotFound("Deze persoon")
    if known.password_hash is not None or people.works_elsewhere(work.session, account_id):
        raise Refused(
            "Dit account heeft al een wachtwoord of werkt ook elders. Inloggen kan met dat account."
        )
    wrong = rules.password_finding(password, known.email)
    if wrong is not None:
        raise Invalid([wrong])
    sign_ins.save_password(work.session, account_id, hash_password(password), real_now())
    work.record("eerste wachtwoord geven", "account", account_id)


def grant_role(
    work: UnitOfWork,
    account_id: UUID,
    role: Role,
    organisation_id: UUID | None,
    area_id: UUID | None,
    valid_from: date,
    valid_until: date | None,
) -> UUID:
    """Let an account hold a role from–to (last day included); gives the id of the grant. Needs EDIT_ACCESS.

    Without organisation or area the role is for all of them. Raises `Invalid`; that the role is held
    already is refused by the database.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    findings = _grant_findings(role, organisation_id, valid_from, valid_until)
    if findings:
        raise Invalid(findings)
    grant_id = work.new_id()
    facts = {
        "account_id": account_id,
        "role": role.value,
        "organisation_id": organisation_id,
        "area_id": area_id,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    people.add_grant(work.session, {"collaboration_id": work.actor.collaboration_id, "id": grant_id, **facts})
    work.record("rol geven", "rol", grant_id, None, facts)
    return grant_id


def end_role(work: UnitOfWork, grant_id: UUID, last_day: date) -> None:
    """Let a role end; `last_day` is the last day on which it holds, yesterday at the earliest. Needs EDIT_ACCESS.

    Raises `NotFound`, `Invalid` for a day that cannot be, `Refused` for the last manager.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    found = people.find_grant(work.session, work.actor, grant_id)
    if found is None:
        raise NotFound("Deze rol")
    if found.valid_until is not None and found.valid_until < work.today:
        raise Refused("Deze rol is al geëindigd. Geef zo nodig een nieuwe rol.")
    earliest = max(found.valid_from, work.today - timedelta(days=1))
    if last_day < earliest:
        raise Invalid(
            [Finding("laatste-dag", f"Kies een dag vanaf {earliest:%d-%m-%Y}: wat geweest is blijft staan.")]
        )
    is_last = people.count_holders(work.session, work.actor, Role.MANAGER, work.today) <= 1
    if found.role == Role.MANAGER.value and found.valid_until is None and is_last:
        raise Refused(
            "Dit is de laatste SSC-manager. Maak eerst iemand anders SSC-manager.", kind="laatste-manager"
        )
    people.end_grant(work.session, work.actor, grant_id, last_day)
    work.record(
        "rol beëindigen", "rol", grant_id, {"valid_until": found.valid_until}, {"valid_until": last_day}
    )


def list_choices(work: UnitOfWork) -> tuple[list[Named], list[Named]]:
    """The organisations and the areas for which a role can be given. Needs READ_ACCESS."""
    work.actor.require(Permission.READ_ACCESS)
    return names.list_organisations(work.session, work.actor), names.list_areas(work.session, work.actor)


def invite(
    work: UnitOfWork,
    name: str,
    email: str,
    role: Role,
    organisation_id: UUID | None,
    area_id: UUID | None,
    valid_from: date,
    installation_secret: bytes,
) -> Invited:
    """Give a person a role, making the account when the address has none yet. Needs EDIT_ACCESS.

    Who has no password yet and works only here gets a link to set one. For an account that other
    collaborations know too there is none: else its invitation could be taken over from here.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    wrong = rules.email_finding(email)
    account_id = None if wrong else people.find_account_id(work.session, rules.normal_email(email))
    if account_id is None:
        account_id = create_account(work, name, email)
    grant_role(work, account_id, role, organisation_id, area_id, valid_from, None)
    return Invited(account_id, name, _first_link(work, account_id, installation_secret))


def invite_again(work: UnitOfWork, account_id: UUID, installation_secret: bytes) -> str:
    """Another link to set a first password; raises `Refused` for who has one. Needs EDIT_ACCESS."""
    work.actor.require(Permission.EDIT_ACCESS)
    if not people.has_role_here(work.session, work.actor, account_id):
        raise NotFound("Deze persoon")
    link = _first_link(work, account_id, installation_secret)
    if link is None:
        raise Refused(
            "Deze persoon heeft al een wachtwoord, of is elders uitgenodigd. Inloggen kan met dat account."
        )
    work.record("opnieuw uitnodigen", "account", account_id)
    return link


def _first_link(work: UnitOfWork, account_id: UUID, installation_secret: bytes) -> str | None:
    if people.has_password(work.session, account_id) or people.works_elsewhere(work.session, account_id):
        return None
    return make_password_link(work, account_id, installation_secret)


def _name_finding(name: str) -> Finding | None:
    return None if name.strip() else Finding("naam", "Vul de naam in, zoals collega's die kennen.")


def _grant_findings(
    role: Role, organisation_id: UUID | None, valid_from: date, valid_until: date | None
) -> list[Finding]:
    findings = []
    if role is Role.SYSTEM:
        findings.append(Finding("rol", "Deze rol is van het systeem zelf. Kies een andere."))
    if role in NEEDS_ORGANISATION and organisation_id is None:
        findings.append(Finding("organisatie", "Kies voor welke organisatie deze rol is."))
    if valid_until is not None and valid_until < valid_from:
        findings.append(Finding("tot", "De laatste dag ligt voor de eerste. Kies een latere dag."))
    return findings
