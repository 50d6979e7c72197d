"""People and roles: the list, inviting, ending a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.access.core.values import HeldRole, Person
from app.features.access.pages.forms import by_field, day_of, identity, word
from app.features.access.service import people as service
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork, house
from app.infra.web import render
from app.kernel.dutch import field_day
from app.kernel.errors import Finding, Invalid, NotFound
from app.kernel.glossary import ROLES
from app.kernel.roles import Permission, Role

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_DONE = {"rol": "De rol is gegeven. Deze persoon kan inloggen.", "einde": "De rol eindigt op de gekozen dag."}
_FIELDS = ("naam", "email", "rol", "organisatie", "gebied", "vanaf")


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link to set a first password, with whose it is."""

    name: str
    url: str


@router.get("/{code}/mensen")
def people_page(work: PageWork, request: Request, geweest: str = "", gedaan: str = "") -> Response:
    """Who has a role here now or later; with `geweest=ja` those that ended."""
    return _list(request, work, past=geweest == "ja", done=_DONE.get(gedaan))


@router.get("/{code}/mensen/uitnodigen")
def invite_page(work: PageWork, request: Request) -> Response:
    """The form to invite somebody."""
    work.actor.require(Permission.EDIT_ACCESS)
    return _invite_form(request, work, {**dict.fromkeys(_FIELDS, ""), "vanaf": field_day(work.today)}, ())


@router.post("/{code}/mensen/uitnodigen")
def invite(work: PageWork, request: Request, form: PageForm) -> Response:
    """The role is given; who has no password yet gets a link, shown once."""
    given = {field: word(form, field) for field in _FIELDS}
    role, first = _role(given["rol"]), day_of(given["vanaf"])
    findings = _typed_wrong(role, first)
    try:
        if role is None or first is None:
            work.actor.require(Permission.EDIT_ACCESS)
            raise Invalid(findings)
        organisation_id, area_id = identity(given["organisatie"]), identity(given["gebied"])
        secret = house(request).settings.secret()
        invited = service.invite(
            work, given["naam"], given["email"], role, organisation_id, area_id, first, secret
        )
    except Invalid as error:
        return _invite_form(request, work, given, error.findings)
    if invited.link is None:
        return RedirectResponse(f"{_base(work)}?gedaan=rol", 303)
    return _list(request, work, link=_link(request, invited.name, invited.link))


@router.post("/{code}/mensen/{account_id}/uitnodigen")
def invite_again(work: PageWork, request: Request, account_id: UUID) -> Response:
    """Another link for who has no password yet, shown once."""
    link = service.invite_again(work, account_id, house(request).settings.secret())
    person = next(one for one in service.list_people(work) if one.account_id == account_id)
    return _list(request, work, link=_link(request, person.name, link))


@router.get("/{code}/mensen/rollen/{grant_id}/beeindigen")
def end_page(work: PageWork, request: Request, grant_id: UUID) -> Response:
    """The form to end a role."""
    work.actor.require(Permission.EDIT_ACCESS)
    return _end_form(request, work, grant_id, field_day(work.today), ())


@router.post("/{code}/mensen/rollen/{grant_id}/beeindigen")
def end(work: PageWork, request: Request, grant_id: UUID, form: PageForm) -> Response:
    """The role has a last day."""
    work.actor.require(Permission.EDIT_ACCESS)
    typed = word(form, "laatste-dag")
    last_day = day_of(typed)
    try:
        if last_day is None:
            raise Invalid([Finding("laatste-dag", "Dit is geen datum. Schrijf een dag als 22-10-2026.")])
        service.end_role(work, grant_id, last_day)
    except Invalid as error:
        return _end_form(request, work, grant_id, typed, error.findings)
    return RedirectResponse(f"{_base(work)}?gedaan=einde", 303)


def _list(
    request: Request,
    work: UnitOfWork,
    *,
    past: bool = False,
    done: str | None = None,
    link: ShownLink | None = None,
) -> Response:
    held = [(person, role) for person in service.list_people(work) for role in person.roles]
    ended = [pair for pair in held if _is_over(pair[1], work.today)]
    going = [pair for pair in held if not _is_over(pair[1], work.today)]
    context: dict[str, Any] = {
        "people": ended if past else going,
        "counts": {"now": len(going), "past": len(ended)},
        "past": past,
        "done": done,
        "link": link,
        "may_edit": work.actor.may(Permission.EDIT_ACCESS),
        "base": _base(work),
        "here": "people",
    }
    return render(request, work, "access/mensen.html", **context)


def _invite_form(
    request: Request, work: UnitOfWork, given: dict[str, str], findings: Sequence[Finding]
) -> Response:
    organisations, areas = service.list_choices(work)
    context: dict[str, Any] = {
        "given": given,
        "findings": findings,
        "errors": by_field(findings),
        "roles": [(role.value, ROLES[role.value]) for role in Role if role is not Role.SYSTEM],
        "organisations": [(one.id, one.name) for one in organisations],
        "areas": [(one.id, one.name) for one in areas],
        "base": _base(work),
        "here": "people",
    }
    return render(request, work, "access/uitnodigen.html", status=400 if findings else 200, **context)


def _end_form(
    request: Request, work: UnitOfWork, grant_id: UUID, given: str, findings: Sequence[Finding]
) -> Response:
    person, role = _held(service.list_people(work), grant_id)
    context: dict[str, Any] = {
        "person": person,
        "role": role,
        "given": given,
        "findings": findings,
        "errors": by_field(findings),
        "base": _base(work),
        "here": "people",
    }
    return render(request, work, "access/beeindigen.html", status=400 if findings else 200, **context)


def _held(people: list[Person], grant_id: UUID) -> tuple[Person, HeldRole]:
    for person in people:
        for role in person.roles:
            if role.id == grant_id:
                return person, role
    raise NotFound("Deze rol")


def _typed_wrong(role: Role | None, first: date | None) -> list[Finding]:
    findings = [] if role else [Finding("rol", "Kies een rol.")]
    return (
        findings
        if first
        else [*findings, Finding("vanaf", "Dit is geen datum. Schrijf een dag als 22-10-2026.")]
    )


def _role(text: str) -> Role | None:
    return Role(text) if text in set(Role) and text != Role.SYSTEM else None


def _is_over(role: HeldRole, today: date) -> bool:
    return role.valid_until is not None and role.valid_until < today


def _link(request: Request, name: str, link: str) -> ShownLink:
    return ShownLink(name, f"{house(request).settings.base_url.rstrip('/')}/uitnodiging/{link}")


def _base(work: UnitOfWork) -> str:
    return f"/{work.actor.collaboration_code}/mensen"
