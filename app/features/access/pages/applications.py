"""Applications and their keys."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.access.pages.forms import by_field, identity, word
from app.features.access.service import applications as service
from app.features.access.service import people
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import ROLES
from app.kernel.roles import Permission, Role

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_NOTHING = {"organisatie": "", "naam": "", "rol": Role.OFFICE.value}


@router.get("/{code}/toepassingen")
def applications_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """All applications with their keys."""
    done = "De sleutel is ingetrokken en geldt vanaf nu niet meer." if gedaan == "ingetrokken" else None
    return _page(request, work, done=done)


@router.post("/{code}/toepassingen")
def create(work: PageWork, request: Request, form: PageForm) -> Response:
    """A new application; its key stands in this answer and nowhere else."""
    given = {field: word(form, field) or usual for field, usual in _NOTHING.items()}
    try:
        organisation_id = identity(given["organisatie"])
        if organisation_id is None:
            work.actor.require(Permission.EDIT_ACCESS)
            raise Invalid([Finding("organisatie", "Kies van welke organisatie deze toepassing is.")])
        role = Role(given["rol"]) if given["rol"] in set(Role) else Role.COUNCIL  # refused at its field
        _, key = service.create_application(work, organisation_id, given["naam"], role)
    except Invalid as error:
        return _page(request, work, given=given, findings=error.findings)
    return _page(request, work, key=key)


@router.post("/{code}/toepassingen/{application_id}/sleutels")
def new_key(work: PageWork, request: Request, application_id: UUID) -> Response:
    """Another key; it stands in this answer and nowhere else."""
    return _page(request, work, key=service.new_key(work, application_id))


@router.post("/{code}/toepassingen/sleutels/{key_id}/intrekken")
def revoke(work: PageWork, key_id: UUID) -> Response:
    """The key is void from now on."""
    service.revoke_key(work, key_id)
    return RedirectResponse(f"{_base(work)}?gedaan=ingetrokken", 303)


def _page(
    request: Request,
    work: UnitOfWork,
    *,
    key: str | None = None,
    done: str | None = None,
    given: dict[str, str] = _NOTHING,
    findings: Sequence[Finding] = (),
) -> Response:
    may_edit = work.actor.may(Permission.EDIT_ACCESS)
    applications = service.list_applications(work)
    context: dict[str, Any] = {
        "applications": applications,
        "organisations": [(one.id, one.name) for one in people.list_choices(work)[0]] if may_edit else [],
        "may_edit": may_edit,
        "roles": [(one.value, ROLES[one]) for one in service.ROLES],
        "words": ROLES,
        "key": key,
        "done": done,
        "given": given,
        "findings": findings,
        "errors": by_field(findings),
        "base": _base(work),
        "here": "applications",
    }
    return render(request, work, "access/toepassingen.html", status=400 if findings else 200, **context)


def _base(work: UnitOfWork) -> str:
    return f"/{work.actor.collaboration_code}/toepassingen"
