"""Writing a request: as a draft, or again after it was returned.

A draft may be incomplete but not wrong: codes exist, shares total one. Only the office of the lead
principal writes; what has been handed in changes through steps and changes, not here.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from app.features.assignments.core.clocks import marks_of
from app.features.assignments.core.completeness import Request, mistakes
from app.features.assignments.core.events import Event, project
from app.features.assignments.core.life import EDITABLE, Party, State, Step, allowed_steps, words
from app.features.assignments.core.principals import Principal
from app.features.assignments.core.views import Detail, Directory, Row
from app.features.assignments.service import clocks
from app.features.assignments.service.reading import found, parties_of
from app.features.assignments.store import names, reading, writing
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotAllowed, Refused, Stale
from app.kernel.roles import Permission


def draft(work: UnitOfWork, request: Request) -> Detail:
    """A new draft of the actor's own organisation, however incomplete; `Invalid` when it is wrong."""
    work.actor.require(Permission.WRITE_ASSIGNMENTS)
    named = names.directory(work.session, request.codes, work.actor.organisation_id)
    request = _with_own_lead(work, request, named)
    _check(work, request, named)
    event = Event(1, Step.DRAFT, None, State.DRAFT, work.now, work.now, work.actor.name)
    projection = project([event])
    identity = work.new_id()
    tenant = work.actor.collaboration_id
    signature = writing.Signature.of(work.actor)
    writing.insert_draft(work.session, tenant, identity, request, projection, event, signature, named)
    work.record("opdracht.opstellen", "assignment", identity, None, _shown(request))
    return Detail(_new_row(work, identity, request, named), request, 1, 0, (event,))


def edit(work: UnitOfWork, key: UUID | str, changes: Mapping[str, Any], version: int | None) -> Detail:
    """The request with these fields changed; `Stale` when it is no longer at `version`.

    `version` None leaves the check out, for who just read it in the same transaction.
    """
    work.actor.require(Permission.WRITE_ASSIGNMENTS)
    before = found(reading.find_detail(work.session, work.actor, key, lock=True))
    parties = parties_of(work, before)
    if Party.OFFICE not in parties:
        raise NotAllowed("Alleen het bestuursbureau van de hoofdopdrachtgever schrijft aan de opdracht.")
    if before.state not in EDITABLE:
        raise Refused(
            "Dit kan nu niet: de opdracht is ingediend. Wijzigen kan zodra de opdracht is teruggestuurd.",
            words(allowed_steps(before.state, parties)),
        )
    if version is not None and version != before.version:
        raise Stale(
            "De opdracht is intussen gewijzigd. Lees haar opnieuw en kies welke waarde blijft.",
            before.version,
        )
    named = names.directory(work.session)
    request = _with_own_lead(work, replace(before.request, **changes), named)
    if before.row.number is not None and request.area != before.request.area:
        raise Invalid([Finding("taakgebied", _AREA_IS_FIXED)])
    _check(work, request, named)
    writing.update_request(work.session, work.actor.collaboration_id, before.id, request, named)
    old, new = _shown(before.request), _shown(request)
    changed = [name for name in new if new[name] != old[name]]
    work.record(
        "opdracht.bewerken",
        "assignment",
        before.id,
        {n: old[n] for n in changed},
        {n: new[n] for n in changed},
    )
    after = found(reading.find_detail(work.session, work.actor, before.id))
    _renew_clocks(work, before, after)
    return after


def _renew_clocks(work: UnitOfWork, before: Detail, after: Detail) -> None:
    """Another product, principal or statutory period of what was returned is measured by other rules."""
    number = after.row.number
    if number is None:
        return
    projection = project(after.events)
    was, will = (clocks.subject_of(one, projection, number) for one in (before, after))
    old, new = (marks_of(one.events, one.request.kind) for one in (before, after))
    if (was, old) != (will, new):
        clocks.keep(work, will, old, new)


_AREA_IS_FIXED = (
    "Het taakgebied ligt vast sinds het indienen, want het nummer hoort erbij."
    " Trek de opdracht in en schrijf een nieuwe voor het andere gebied."
)


def _with_own_lead(work: UnitOfWork, request: Request, named: Directory) -> Request:
    """Who names nobody asks for itself; who names a lead that is not listed lists it first."""
    lead = request.lead or (request.principals[0].code if request.principals else None)
    if lead is None:
        own = named.find(work.actor.organisation_id)
        if own is None:
            raise Invalid([Finding("opdrachtgevers", "Noem voor welke organisatie de opdracht is.")])
        lead = own.code
    return replace(request, lead=lead, principals=request.principals or (Principal(lead),))


def _check(work: UnitOfWork, request: Request, named: Directory) -> None:
    findings = [*_unknown(request, named), *mistakes(request)]
    if findings:
        raise Invalid(findings)
    assert request.lead is not None
    lead = named.organisations[request.lead]
    if not work.actor.may(Permission.WRITE_ASSIGNMENTS, organisation_ids=[lead.id]):
        raise NotAllowed(
            f"U kunt geen opdracht schrijven voor {lead.name}. Kies uw eigen organisatie als eerste."
        )


def _unknown(request: Request, named: Directory) -> list[Finding]:
    found_ = [
        Finding("opdrachtgevers", f"Organisatie {one.code} bestaat niet. Kies uit de lijst.")
        for one in request.principals
        if one.code not in named.organisations
    ]
    if request.year_contract and request.year_contract not in named.contracts:
        message = f"Jaarcontract {request.year_contract} bestaat niet. Kies uit de lijst."
        found_.append(Finding("jaarcontract", message))
    if request.share_statistic and request.share_statistic not in named.statistics:
        message = f"Kengetal {request.share_statistic} bestaat niet. Kies uit de lijst."
        found_.append(Finding("verdeling", message))
    if request.area and request.area not in named.areas:
        found_.append(Finding("taakgebied", f"Taakgebied {request.area} bestaat niet. Kies uit de lijst."))
    elif request.product and not request.area:
        found_.append(Finding("taakgebied", "Kies eerst het taakgebied waar het product bij hoort."))
    elif request.area and request.product:
        area = named.areas[request.area]
        if (area.id, request.product) not in named.products:
            message = (
                f"Product {request.product} hoort niet bij {area.name}. Kies uit de lijst van dat gebied."
            )
            found_.append(Finding("product", message))
    return found_


def _new_row(work: UnitOfWork, identity: UUID, request: Request, named: Directory) -> Row:
    """What `reading` would give for the row just written, without reading it again."""
    assert request.lead is not None
    area = named.areas[request.area] if request.area else None
    projection = project([Event(1, Step.DRAFT, None, State.DRAFT, work.now, work.now, work.actor.name)])
    return Row(
        id=identity,
        number=None,
        title=request.title,
        kind=request.kind.value,
        area=area,
        product=named.products[area.id, request.product] if area and request.product else None,
        lead=named.organisations[request.lead],
        principals=tuple(named.organisations[one.code] for one in request.principals),
        state=projection.state,
        state_since=projection.state_since,
        holder=projection.holder,
        agreed_on=None,
        requested_on=request.requested_on,
        estimate_minutes=None,
        used_minutes=None,
        place=None,
        returns=0,
        handler=None,
        is_confidential=request.is_confidential,
        recorded_at=work.now,
        submitted_at=None,
    )


def _shown(request: Request) -> dict[str, object]:
    return {field.name: getattr(request, field.name) for field in fields(request)}
