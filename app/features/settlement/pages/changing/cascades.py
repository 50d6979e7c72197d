"""A new cascade: the form, the cascade in words and a trial of it beside that, moving along while one writes.

Without script “Bijwerken” draws the page again. Saved in three steps, ended and withdrawn as any version.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.costs.core import OVERHEAD_DRIVER_NAMES, CascadeMethod, OverheadDriver, PoolKind
from app.features.costs.core.cascades import left_out
from app.features.costs.core.rows import CascadePoolRow, CascadeRow
from app.features.costs.service import changing as kept
from app.features.partnership.core.changes import period_of
from app.features.partnership.core.rows import Term
from app.features.partnership.core.succession import ONE_DAY
from app.features.settlement.pages.changing import steps, versions
from app.features.settlement.service.changing import pools
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render, render_block
from app.kernel.dutch import field_day
from app.kernel.errors import Finding, Invalid, NotFound, Refused, SscError
from app.kernel.glossary import CASCADE_METHODS
from app.kernel.quantities import exact_number
from app.kernel.roles import Permission
from app.kernel.typed import read_day, read_number, read_percent

router = APIRouter(route_class=PageRoute, include_in_schema=False)

TABLE = "cascades"
TEMPLATE = "settlement/doorbelasting-nieuw.html"
HEAD = ("overheadMethode", "geldigVanafDatum", "geldigTotEnMetDatum")
METHODS = {method.value: method for method in CascadeMethod}
DRIVERS = {driver.value: driver for driver in OverheadDriver}


@router.get("/{code}/doorbelastingen/nieuw")
def new_page(work: PageWork, request: Request, van: UUID | None = None) -> Response:
    """The form, filled with the cascade that is followed: the one named, else the last."""
    work.actor.require(Permission.EDIT_COSTS)
    known = kept.list_versions(work, TABLE)
    followed = kept.get_row(work, TABLE, van).row if van else known[-1].row if known else None
    given = dict.fromkeys(HEAD, "") | {"overheadMethode": CascadeMethod.DIRECT.value}
    if followed is not None:
        given |= filled(followed)
    months = max((one.settlement_months for one in kept.policies(work)), default=3)
    given["geldigVanafDatum"] = field_day(period_of(work.today, months).last_on + ONE_DAY)
    return _page(work, request, given)


@router.post("/{code}/doorbelastingen/nieuw")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Draw the form again, or say what the cascade touches, then add it."""
    work.actor.require(Permission.EDIT_COSTS)
    if "bijwerken" in form:
        return _page(work, request, _given(form))
    return steps.answer(
        work,
        request,
        form,
        read=read,
        preview=lambda held, row: pools.preview_new(held, TABLE, row),
        save=lambda held, row: pools.add_new(held, TABLE, row),
        draw=lambda given, refusal: _page(work, request, dict.fromkeys(HEAD, "") | dict(given), refusal),
        done=f"/{code}/kostenplaatsen?gedaan=doorbelasting",
        button="Doorbelasting bewaren",
        here="costs",
    )


@router.post("/{code}/doorbelastingen/proef")
def moving(work: PageWork, request: Request, form: PageForm, deel: str = "proef") -> Response:
    """The words and the trial, or the pools, for what stands in the form now."""
    work.actor.require(Permission.EDIT_COSTS)
    if deel not in ("proef", "kostenplaatsen"):
        raise NotFound("Dit deel")
    given = _given(form)
    context = _tried(work, given) if deel == "proef" else _choices(work, given)
    return render_block(request, work, TEMPLATE, deel, given=given, errors={}, **context)


@router.get("/{code}/doorbelastingen/{cascade_id}")
def cascade_page(work: PageWork, request: Request, cascade_id: UUID) -> Response:
    """One cascade with the others."""
    return versions.version_page(work, request, TABLE, cascade_id)


@router.post("/{code}/doorbelastingen/{cascade_id}")
def change(work: PageWork, request: Request, cascade_id: UUID, form: PageForm) -> Response:
    """End or withdraw a cascade."""

    def draw(given: steps.Given, refusal: SscError | None) -> Response:
        return versions.version_page(work, request, TABLE, cascade_id, given, refusal)

    return versions.change(work, request, form, TABLE, cascade_id, draw)


def filled(row: CascadeRow) -> dict[str, str]:
    """What the form shows of a cascade that is followed; its days are left open."""
    given = {"overheadMethode": row.method.value}
    for one in row.pools:
        at = f"kostenplaatsen.{one.pool}"
        given |= {
            f"{at}.verdeelmaatstaf": one.driver.value,
            f"{at}.trede": str(one.step or ""),
            f"{at}.fte": "" if one.fte is None else exact_number(Fraction(one.fte)),
        }
        named = {"delen": one.shares, "delenKostenplaatsen": one.pool_shares}
        for field, parts in named.items():
            given |= {f"{at}.{field}.{code}": _percent(part) for code, part in parts}
    return given


def _percent(part: Fraction) -> str:
    """A part as it can be typed again: a percentage, else a fraction."""
    hundred = part * 100
    return (
        exact_number(hundred) if (hundred * 1000).denominator == 1 else f"{part.numerator}/{part.denominator}"
    )


def read(given: steps.Given) -> CascadeRow:
    """The cascade of the form; `Invalid` with everything that cannot be read."""
    row, reader = read_as_far(given)
    if row is None or reader.findings:
        raise reader.invalid()
    return row


def read_as_far(given: steps.Given) -> tuple[CascadeRow | None, steps.Reader]:
    """The cascade as far as it can be read, for a trial, and what cannot; None without its first day."""
    reader = steps.Reader(given)
    method = reader.chosen("overheadMethode", METHODS, "Kies hoe de overhead gaat.")
    first_on = reader.day("geldigVanafDatum", "de eerste dag")
    last_on = reader.day_or_open("geldigTotEnMetDatum", "de laatste dag")
    named = sorted({name.split(".")[1] for name in given if name.startswith("kostenplaatsen.")})
    found = [_pool(reader, code, method) for code in named]
    if method is None or first_on is None:
        return None, reader
    return CascadeRow(method, tuple(one for one in found if one is not None), Term(first_on, last_on)), reader


def _pool(reader: steps.Reader, code: str, method: CascadeMethod | None) -> CascadePoolRow | None:
    """What the form says of a pool; None when it takes no part. Only fields that belong to its driver are read."""
    at = f"kostenplaatsen.{code}"
    driver = DRIVERS.get(reader.text(f"{at}.verdeelmaatstaf"))
    if driver is None:
        return None
    is_fixed = driver is OverheadDriver.FIXED
    step = reader.text(f"{at}.trede") if method is CascadeMethod.STEP_DOWN else ""
    if step and not step.isdecimal():
        reader.fault(f"{at}.trede", "Schrijf een plaats als 1, 2, 3.")
    fte = read_number(reader.text(f"{at}.fte") or "0")
    if fte is None or fte != round(fte, 2):
        reader.fault(f"{at}.fte", "Schrijf een formatie als 1,5; hoogstens twee decimalen.")
        fte = None
    return CascadePoolRow(
        pool=code,
        driver=driver,
        shares=_parts(reader, f"{at}.delen") if is_fixed else (),
        pool_shares=_parts(reader, f"{at}.delenKostenplaatsen") if is_fixed else (),
        fte=fte if reader.text(f"{at}.fte") else None,
        step=int(step) if step.isdecimal() else None,
    )


def _parts(reader: steps.Reader, at: str) -> tuple[tuple[str, Fraction], ...]:
    found = []
    for name in sorted(reader.names(f"{at}.")):
        typed = reader.text(name)
        part = read_percent(typed) if typed else Fraction(0)
        if part is None or part.denominator > 10**9:
            reader.fault(name, f"“{typed}” is geen percentage. Schrijf bijvoorbeeld 30, of 1/3.")
        elif part:
            found.append((name.removeprefix(f"{at}."), part))
    return tuple(found)


def _given(form: PageForm) -> dict[str, str]:
    given = dict.fromkeys(HEAD, "") | steps.texts(form)
    given.pop("bijwerken", None)
    return given


def _page(
    work: UnitOfWork, request: Request, given: steps.Given, refusal: SscError | None = None
) -> Response:
    return render(
        request,
        work,
        TEMPLATE,
        base=versions.base_of(work, TABLE),
        here="costs",
        **_choices(work, given),
        **_tried(work, given),
        **steps.shown_again(given, refusal),
    )


def _tried(work: UnitOfWork, given: steps.Given) -> dict[str, Any]:
    """The trial of what stands in the form, and what still stands in its way."""
    row, reader = read_as_far(given)
    if row is None:
        return {"trial": None, "unread": tuple(reader.findings)}
    unread: list[Finding] = list(reader.findings)
    try:
        pools.check_new(work, TABLE, row)
    except Invalid as error:
        unread += error.findings
    except Refused as error:
        unread.append(Finding("geldigVanafDatum", error.message))
    return {"trial": pools.try_cascade(work, row), "unread": tuple(unread)}


def _choices(work: UnitOfWork, given: steps.Given) -> dict[str, Any]:
    """What can be chosen: overhead pools that have not ended, which of them cannot be left out, areas, drivers."""
    rows = [one.row for one in kept.list_versions(work, "pools") if one.row.kind is PoolKind.OVERHEAD]
    first_on, last_on = (read_day(given.get(name, "")) for name in HEAD[1:])
    nobody = CascadeRow(CascadeMethod.DIRECT, (), Term(first_on or work.today, last_on))
    open_pools = {
        row.code: row.name for row in rows if row.term.last_on is None or row.term.last_on >= work.today
    }
    areas = pools.names_of(work)[0]
    receivers: Mapping[str, Mapping[str, str]] = {"delen": areas, "delenKostenplaatsen": open_pools}
    return {
        "pools": list(open_pools.items()),
        "needed": {row.code for row in left_out(nobody, rows)},
        "receivers": receivers,
        "field": lambda code, name: given.get(f"kostenplaatsen.{code}.{name}", ""),
        "methods": [(method.value, CASCADE_METHODS[method.value].capitalize()) for method in CascadeMethod],
        "drivers": [(driver.value, name) for driver, name in OVERHEAD_DRIVER_NAMES.items()],
        "fixed": OverheadDriver.FIXED.value,
        "is_step_down": given.get("overheadMethode") == CascadeMethod.STEP_DOWN.value,
    }
