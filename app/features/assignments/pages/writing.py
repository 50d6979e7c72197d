"""Writing a request: new, or again; with the list of what is missing beside it.

The list moves along while one types (htmx); without script it stands there after saving. Saving an
incomplete draft is always possible, handing it in only when nothing is missing.
"""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.assignments import service
from app.features.assignments.core.completeness import CHECKS, Kind, PeriodUnit, Weight, missing
from app.features.assignments.core.completeness import Request as Asked
from app.features.assignments.core.events import last_reason
from app.features.assignments.core.life import EDITABLE, Party, Step, words
from app.features.assignments.core.principals import ShareRule
from app.features.assignments.core.views import Detail, Directory
from app.features.assignments.pages import forms
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render, render_block
from app.kernel.errors import Finding, Invalid, NotAllowed, Refused, Stale
from app.kernel.glossary import PERIOD_UNITS, WEIGHTS
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_KINDS = {
    Kind.BESPOKE: "Maatwerk: alleen voor uw organisatie",
    Kind.JOINT: "Gezamenlijk met andere organisaties",
    Kind.GENERAL: "Doorlopend: een vaste taak voor een jaar",
}


@router.get("/{code}/opdrachten/nieuw")
def new_page(work: PageWork, request: Request) -> Response:
    """An empty form."""
    work.actor.require(Permission.WRITE_ASSIGNMENTS)
    return _form(work, request, None, forms.shown(Asked()), [], 200)


@router.post("/{code}/opdrachten/nieuw")
def create(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Keep the draft; hand it in at once when that button was pressed."""
    work.actor.require(Permission.WRITE_ASSIGNMENTS)
    return _save(work, request, code, form, None)


@router.get("/{code}/opdrachten/{key}/bewerken")
def edit_page(work: PageWork, request: Request, key: str, bewaard: str = "") -> Response:
    """The form with what was written."""
    found = _mine(work, key)
    return _form(work, request, found, forms.shown(found.request), [], 200, is_saved=bool(bewaard))


@router.post("/{code}/opdrachten/{key}/bewerken")
def edit(work: PageWork, request: Request, code: str, key: str, form: PageForm) -> Response:
    """Keep what was changed."""
    return _save(work, request, code, form, _mine(work, key))


@router.post("/{code}/opdrachten/volledigheid")
def completeness_part(work: PageWork, request: Request, form: PageForm) -> Response:
    """The list of what is missing, for what has been typed so far; nothing is kept."""
    work.actor.require(Permission.WRITE_ASSIGNMENTS)
    values = forms.typed(form)
    fields, _ = forms.fields_of(values, Asked(), _own(work))
    return render_block(
        request,
        work,
        "assignments/form.html",
        "completeness",
        items=_items(replace(Asked(), **fields)),
        is_live=True,
    )


def _save(work: PageWork, request: Request, code: str, form: PageForm, before: Detail | None) -> Response:
    values = forms.typed(form)
    asked = before.request if before else Asked()
    fields, findings = forms.fields_of(values, asked, _own(work))
    is_submission = form.get("actie") == "indienen"
    if is_submission:
        gaps = missing(replace(asked, **fields))
        known = {finding.field for finding in findings}
        findings += [gap for gap in gaps if gap.field not in known]
    if findings:
        return _form(work, request, before, values, findings, 400)
    version = str(form.get("versie", ""))
    saved = before
    try:
        if before is None:
            saved = service.draft(work, Asked(**fields))
        else:
            saved = service.edit(work, before.id, fields, int(version) if version.isdecimal() else None)
        if is_submission:
            service.submit(work, saved.id, str(form.get("antwoord", "")))
    except Invalid as error:
        # Refused before anything was written, or after saving: what was typed is then kept as draft.
        return _form(work, request, saved, values, list(error.findings), 400)
    except Stale as error:
        return _form(work, request, before, values, [Finding("titel", error.message)], 412)
    path = f"/{code}/opdrachten/{saved.id}"
    return RedirectResponse(
        f"{path}?gedaan=indienen" if is_submission else f"{path}/bewerken?bewaard=ja", 303
    )


def _form(
    work: PageWork,
    request: Request,
    found: Detail | None,
    values: dict[str, Any],
    findings: list[Finding],
    status: int,
    *,
    is_saved: bool = False,
) -> Response:
    choices = service.choices(work)
    own = _own(work)
    asked = found.request if found else Asked()
    fields, _ = forms.fields_of(values, asked, own)
    lead = found.request.lead if found else own
    return render(
        request,
        work,
        "assignments/form.html",
        status=status,
        found=found,
        values=values,
        findings=findings,
        errors=defaultdict(lambda: None, {one.field: one.message for one in reversed(findings)}),
        items=_items(replace(asked, **fields)),
        is_live=False,
        is_saved=is_saved,
        areas=[(area.code, area.name) for area in choices.areas.values()],
        products=_products(choices),
        lead_name=choices.organisations[lead].name
        if lead and lead in choices.organisations
        else "uw organisatie",
        others=[(one.code, one.name) for one in choices.organisations.values() if one.code != lead],
        sharing=_sharing(asked, choices.statistics),
        kinds=[(kind.value, text) for kind, text in _KINDS.items()],
        weights=[(weight.value, WEIGHTS[weight].capitalize()) for weight in Weight],
        units=[(unit.value, PERIOD_UNITS[unit]) for unit in PeriodUnit],
        question=last_reason(found.events, Step.RETURN) if found else None,
    )


def _products(choices: Directory) -> list[tuple[str, str]]:
    """Every product with the area that it belongs to, for which no script has to narrow the list."""
    areas = {area.id: area for area in choices.areas.values()}
    return [
        (f"{areas[area].code}/{product.code}", f"{product.name} ({areas[area].name})")
        for (area, _), product in choices.products.items()
    ]


def _sharing(asked: Asked, statistics: Any) -> list[tuple[str, str]]:
    options = [(ShareRule.EQUAL.value, "Gelijk")]
    if asked.share_rule is ShareRule.FIXED:
        options.append((ShareRule.FIXED.value, "Vaste delen, zoals vastgelegd"))
    return options + [(code, f"Naar {name[:1].lower()}{name[1:]}") for code, name in statistics.items()]


def _items(asked: Asked) -> list[dict[str, object]]:
    """The list “Is de opdracht compleet?”."""
    return [{"id": check.field, "label": check.label, "is_ok": check.is_present(asked)} for check in CHECKS]


def _mine(work: PageWork, key: str) -> Detail:
    found = service.get_assignment(work, key)
    if Party.OFFICE not in service.parties_of(work, found):
        raise NotAllowed("Alleen het bestuursbureau van de hoofdopdrachtgever schrijft aan de opdracht.")
    if found.state not in EDITABLE:
        raise Refused(
            "Dit kan nu niet: de opdracht is ingediend. Wijzigen kan zodra de opdracht is teruggestuurd.",
            words(service.allowed_for(work, found)),
        )
    return found


def _own(work: PageWork) -> str | None:
    own = service.choices(work).find(work.actor.organisation_id)
    return own.code if own else None
