"""Applications of organisations and their keys: made, shown once, revoked with effect at once."""

import secrets
from typing import Final
from uuid import UUID

from app.features.access.core import secrets as forms
from app.features.access.core.values import Application
from app.features.access.store import applications
from app.infra.clock import real_now
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import Permission, Role


def list_applications(work: UnitOfWork) -> list[Application]:
    """All applications with their keys, without secrets. Needs READ_ACCESS."""
    work.actor.require(Permission.READ_ACCESS)
    return applications.list_applications(work.session, work.actor)


def list_own_applications(work: UnitOfWork) -> list[Application]:
    """The applications of the organisation that one acts for; for the keys of that organisation itself."""
    if work.actor.organisation_id is None:
        return []
    return applications.list_applications(work.session, work.actor, work.actor.organisation_id)


ROLES: Final = (Role.OFFICE, Role.FINANCE, Role.CONTROLLER)
"""In what role an application can come in; what a second person must decide is for people."""


def create_application(
    work: UnitOfWork, organisation_id: UUID, name: str, role: Role = Role.OFFICE
) -> tuple[UUID, str]:
    """A new application with its first key: (id, key). The key is not kept and cannot be shown again.

    Needs EDIT_ACCESS. Raises `Invalid` without a name or with another role, `Refused` when the name is taken.
    """
    work.actor.require(Permission.EDIT_ACCESS)
    name = " ".join(name.split())
    findings = []
    if not name:
        findings.append(Finding("naam", "Vul in welke toepassing het is, zoals “Zaaksysteem Vlist”."))
    if role not in ROLES:
        findings.append(Finding("rol", "Kies als bestuursbureau, financiën of controller."))
    if findings:
        raise Invalid(findings)
    if applications.has_application(work.session, work.actor, organisation_id, name):
        raise Refused(
            f"{name} bestaat al bij deze organisatie. Maak daar een sleutel bij, of kies een andere naam."
        )
    application_id = work.new_id()
    facts = {"organisation_id": organisation_id, "name": name, "role": role.value}
    applications.add_application(
        work.session,
        {
            "collaboration_id": work.actor.collaboration_id,
            "id": application_id,
            "created_at": work.now,
            **facts,
        },
    )
    work.record("toepassing maken", "toepassing", application_id, None, facts)
    return application_id, _add_key(work, application_id)


def new_key(work: UnitOfWork, application_id: UUID) -> str:
    """Another key of an application, shown once. Needs EDIT_ACCESS; raises `NotFound`."""
    work.actor.require(Permission.EDIT_ACCESS)
    if applications.find_application_name(work.session, work.actor, application_id) is None:
        raise NotFound("Deze toepassing")
    return _add_key(work, application_id)


def revoke_key(work: UnitOfWork, key_id: UUID) -> None:
    """End a key, from this moment on. Needs EDIT_ACCESS; raises `NotFound` also for one that was revoked."""
    work.actor.require(Permission.EDIT_ACCESS)
    prefix = applications.revoke_key(work.session, work.actor, key_id, real_now())
    if prefix is None:
        raise NotFound("Deze sleutel")
    work.record(
        "sleutel intrekken", "sleutel", key_id, {"prefix": prefix, "is_revoked": False}, {"is_revoked": True}
    )


def _add_key(work: UnitOfWork, application_id: UUID) -> str:
    key = forms.new_key(secrets.token_bytes(forms.PREFIX_BYTES), secrets.token_bytes(forms.SECRET_BYTES))
    key_id = work.new_id()
    values = {
        "id": key_id,
        "application_id": application_id,
        "prefix": key.prefix,
        "secret_sha256": forms.secret_digest(key.secret),
        "created_at": real_now(),
    }
    applications.add_key(work.session, work.actor, values)
    work.record(
        "sleutel maken", "sleutel", key_id, None, {"application_id": application_id, "prefix": key.prefix}
    )
    return key.text
