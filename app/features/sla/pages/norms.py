"""Norms: the list for who reads them; adding, changing and ending one, which says first what moves."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.rows import Term
from app.features.sla import service
from app.features.sla.core.rows import NormRow, NormView
from app.features.sla.core.targets import Target, Unit
from app.features.sla.core.words import METRIC_LABELS, Metric
from app.features.sla.pages.changing import answer, tabs
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, shown_again
from app.kernel import dutch
from app.kernel.errors import SscError
from app.kernel.glossary import ROLES
from app.kernel.roles import Permission, Role
from app.kernel.typed import read_percent

router = APIRouter(route_class=PageRoute, include_in_schema=False)

PERIODS: Final = {1: "maand", 3: "kwartaal", 12: "jaar"}
NOTIFIED: Final = (Role.MANAGER, Role.EMPLOYEE, Role.OFFICE, Role.MANDATE_HOLDER, Role.BOARD)
"""Who can be told of a threshold: who reads assignments."""
_FIELDS: Final = (
    "taakgebied", "product", "overeenkomst", "meting", "hoeveelheid", "eenheid", "periodeMaanden", "wet", "kalender",
    "verlengd", "waarschuwingen", "streefpercentage", "kortingspercentage", "geldigVan", "geldigTot", "versie",
)  # fmt: skip
_DONE: Final = {
    "toegevoegd": "De norm is bewaard.",
    "gewijzigd": "De norm is gewijzigd; de klokken zijn herberekend.",
}
_ROLE_FIELD: Final = "rol-{}"


@router.get("/{code}/normen")
def norms_page(
    work: PageWork, request: Request, code: str, gebied: str = "", gedaan: str = "", cursor: str = ""
) -> Response:
    """Norms with what they promise."""
    found = service.page_norms(work, gebied or None, cursor=cursor or None)
    choices = service.norm_choices(work)
    return render(
        request,
        work,
        "sla/normen.html",
        rows=[_shown(one, work.today) for one in found.rows],
        more=f"/{code}/normen?{urlencode({'gebied': gebied, 'cursor': found.next_cursor})}"
        if found.next_cursor
        else None,
        areas=choices.areas,
        area=gebied,
        may_edit=work.actor.may(Permission.EDIT_NORMS),
        done=_DONE.get(gedaan),
        tabs=tabs(code, "norms"),
        here="results",
    )


@router.get("/{code}/normen/nieuw")
def new_page(work: PageWork, request: Request) -> Response:
    """The form for a new norm."""
    work.actor.require(Permission.EDIT_NORMS)
    given = {"waarschuwingen": "50, 75, 90", _ROLE_FIELD.format(Role.MANAGER.value): "ja"}
    return _form(work, request, given, None, None)


@router.post("/{code}/normen")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Say what moves, then add."""
    work.actor.require(Permission.EDIT_NORMS)
    return answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda unit, row: service.preview_norm(unit, row),
        save=lambda unit, row: service.add_norms(unit, [row]),
        draw=lambda given, refusal: _form(work, request, given, refusal, None),
        title="Norm toevoegen",
        done=f"/{code}/normen?gedaan=toegevoegd",
    )


@router.get("/{code}/normen/{norm_id}")
def norm_page(work: PageWork, request: Request, norm_id: UUID) -> Response:
    """One norm in its form: to change, or to give it a last day."""
    work.actor.require(Permission.EDIT_NORMS)
    found = service.get_norm(work, norm_id)
    return _form(work, request, _typed(found), None, norm_id)


@router.post("/{code}/normen/{norm_id}")
def change(work: PageWork, request: Request, code: str, norm_id: UUID, form: PageForm) -> Response:
    """Say what moves, then change."""
    work.actor.require(Permission.EDIT_NORMS)
    service.get_norm(work, norm_id)
    version = str(form.get("versie", ""))
    return answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda unit, row: service.preview_norm(unit, row, norm_id),
        save=lambda unit, row: service.change_norm(
            unit, norm_id, row, int(version) if version.isdecimal() else 0
        ),
        draw=lambda given, refusal: _form(work, request, given, refusal, norm_id),
        title="Norm wijzigen",
        done=f"/{code}/normen?gedaan=gewijzigd",
    )


def _read(given: Given) -> NormRow:
    reader = Reader(given)
    first = reader.day("geldigVan", "de eerste dag")
    last = reader.day_or_open("geldigTot", "de laatste dag")
    metric = reader.chosen("meting", {one.value: one for one in Metric}, "Kies wat de norm meet.")
    amount = _whole(reader, "hoeveelheid")
    months = _whole(reader, "periodeMaanden")
    unit = (
        reader.chosen("eenheid", {one.value: one for one in Unit}, "Kies een eenheid uit de lijst.")
        if (reader.text("eenheid"))
        else None
    )
    warnings = _warnings(reader)
    objective, credit = (_points(reader, name) for name in ("streefpercentage", "kortingspercentage"))
    if reader.findings or first is None or metric is None:
        raise reader.invalid()
    return NormRow(
        area=reader.text("taakgebied"),
        metric=metric,
        term=Term(first, last),
        product=reader.text("product").rpartition("/")[2] or None,
        agreement=reader.text("overeenkomst") or None,
        amount=amount,
        unit=unit,
        period_months=months,
        law=reader.text("wet") or None,
        calendar=reader.text("kalender") or None,
        is_extended=reader.text("verlengd") == "ja",
        warn_percents=warnings,
        objective_basis_points=objective,
        credit_basis_points=credit,
        notify_roles=tuple(role for role in NOTIFIED if reader.text(_ROLE_FIELD.format(role.value)) == "ja"),
    )


def _whole(reader: Reader, field: str) -> int | None:
    text = reader.text(field)
    if text and not (text.isdecimal() and len(text) < 7):
        reader.fault(field, f"“{text}” is geen heel getal. Schrijf bijvoorbeeld 10.")
        return None
    return int(text) if text else None


def _warnings(reader: Reader) -> tuple[int, ...]:
    parts = [part.strip(" %") for part in reader.text("waarschuwingen").split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) < 4 for part in parts):
        reader.fault("waarschuwingen", "Schrijf percentages met komma’s ertussen, bijvoorbeeld 50, 75, 90.")
        return ()
    return tuple(int(part) for part in parts)


def _points(reader: Reader, field: str) -> int | None:
    """A percentage in basis points; None when nothing was typed."""
    text = reader.text(field)
    if not text:
        return None
    share = read_percent(text)
    if share is None or (share * 10_000).denominator != 1:
        reader.fault(
            field, f"“{text}” is geen percentage met hoogstens twee decimalen. Schrijf bijvoorbeeld 90."
        )
        return None
    return int(share * 10_000)


def _typed(found: NormView) -> dict[str, str]:
    """A norm as it would have been typed."""
    row = found.row
    given = {
        "taakgebied": row.area,
        "product": f"{row.area}/{row.product}" if row.product else "",
        "overeenkomst": row.agreement or "",
        "meting": row.metric.value,
        "hoeveelheid": str(row.amount or ""),
        "eenheid": row.unit.value if row.unit else "",
        "periodeMaanden": str(row.period_months or ""),
        "wet": row.law or "",
        "kalender": row.calendar or "",
        "verlengd": "ja" if row.is_extended else "",
        "waarschuwingen": ", ".join(str(one) for one in row.warn_percents),
        "streefpercentage": _percent(row.objective_basis_points),
        "kortingspercentage": _percent(row.credit_basis_points),
        "geldigVan": dutch.field_day(row.term.first_on),
        "geldigTot": dutch.field_day(row.term.last_on) if row.term.last_on else "",
        "versie": str(found.version),
    }
    return given | {_ROLE_FIELD.format(role.value): "ja" for role in row.notify_roles}


def _percent(points: int | None) -> str:
    if points is None:
        return ""
    whole, rest = divmod(points, 100)
    return f"{whole},{rest:02}" if rest else str(whole)


def _told(points: int | None) -> str | None:
    return None if points is None else f"{_percent(points)}{dutch.NBSP}%"


def _form(
    work: UnitOfWork, request: Request, given: Given, refusal: SscError | None, norm_id: UUID | None
) -> Response:
    code = work.actor.collaboration_code
    choices = service.norm_choices(work)
    title = "Norm toevoegen" if norm_id is None else "Norm wijzigen"
    return render(
        request,
        work,
        "sla/norm.html",
        title=title,
        action=f"/{code}/normen" if norm_id is None else f"/{code}/normen/{norm_id}",
        choices=choices,
        metrics=[(one.value, METRIC_LABELS[one]) for one in Metric],
        units=[(one.value, one.value.capitalize()) for one in Unit],
        periods=[(str(months), word.capitalize()) for months, word in PERIODS.items()],
        roles=[(_ROLE_FIELD.format(role.value), ROLES[role]) for role in NOTIFIED],
        here="results",
        **shown_again(dict.fromkeys(_FIELDS, "") | dict(given), refusal),
    )


def _shown(one: NormView, today: date) -> dict[str, Any]:
    row = one.row
    scope = [one.product_name, f"overeenkomst {row.agreement}" if row.agreement else None, one.partner_name]
    return {
        "id": one.id,
        "name": METRIC_LABELS[row.metric],
        "area": one.area_name,
        "scope": ", ".join(part for part in scope if part) or "het hele taakgebied",
        "promise": _promise(row),
        "objective": None
        if row.objective_basis_points is None
        else f"{_percent(row.objective_basis_points)}{dutch.NBSP}%",
        "credit": None
        if row.credit_basis_points is None
        else f"korting {_percent(row.credit_basis_points)}{dutch.NBSP}%",
        "warnings": ", ".join(str(part) for part in row.warn_percents),
        "term": dutch.since(row.term.first_on, row.term.last_on),
        "is_over": row.term.last_on is not None and row.term.last_on < today,
        "calendar": row.calendar,
        "law": row.law,
    }


def _promise(row: NormRow) -> str:
    if row.metric is Metric.DELIVERY:
        return "op de afgesproken dag"
    assert row.amount is not None
    if row.metric is Metric.COUNT:
        return f"{row.amount} per {PERIODS[row.period_months or 12]}"
    assert row.unit is not None
    runs_on = ", loopt door na weekend of feestdag" if row.is_extended else ""
    return f"binnen {Target(row.amount, row.unit)}{runs_on}"
