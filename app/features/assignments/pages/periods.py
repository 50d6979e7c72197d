"""The statutory period suspended, resumed, extended, or one of these revoked: the form, what moves, kept."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.assignments import service
from app.features.assignments.core.completeness import PeriodUnit
from app.features.assignments.core.periods import (
    PeriodChange,
    PeriodFact,
    Wanted,
    extension_of,
    in_force,
    open_suspensions,
)
from app.features.assignments.core.views import Detail
from app.features.sla.core.extending import allowance_of
from app.features.sla.core.rules import OwnPeriod
from app.features.sla.pages.changing import answer
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, shown_again
from app.kernel import dutch
from app.kernel.errors import NotFound, SscError
from app.kernel.glossary import PERIOD_CHANGES, PERIOD_UNITS

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_KINDS: Final = {word: PeriodChange(kind) for kind, word in PERIOD_CHANGES.items()}
_TITLES: Final = {
    PeriodChange.SUSPEND: "Termijn opschorten",
    PeriodChange.RESUME: "Termijn hervatten",
    PeriodChange.EXTEND: "Termijn verdagen",
    PeriodChange.REVOKE: "Intrekken wat niet klopte",
}
_DAYS: Final = {
    PeriodChange.SUSPEND: ("Dag van het verzoek", "De dagen daarna tellen niet mee."),
    PeriodChange.RESUME: ("Dag van het antwoord", "Tot en met deze dag telt de tijd niet mee."),
    PeriodChange.EXTEND: ("Dag van het besluit", "Uiterlijk de laatste dag van de termijn."),
}
_REASONS: Final = {
    PeriodChange.SUSPEND: "Waarom schort u op?",
    PeriodChange.RESUME: "Wat is ontvangen?",
    PeriodChange.EXTEND: "Waarom verdaagt u?",
    PeriodChange.REVOKE: "Wat klopte er niet?",
}
_FIELDS: Final = ("datum", "artikel", "lengte", "eenheid", "betreft", "reden")
_DONE: Final = {
    PeriodChange.SUSPEND: "De termijn is opgeschort.",
    PeriodChange.RESUME: "De termijn loopt weer.",
    PeriodChange.EXTEND: "De termijn is verdaagd.",
    PeriodChange.REVOKE: "Ingetrokken. De klokken zijn opnieuw berekend.",
}
DONE: Final = {PERIOD_CHANGES[kind]: words for kind, words in _DONE.items()}
"""What the page of the assignment says afterwards, by the word in its address."""


@router.get("/{code}/opdrachten/{key}/termijnwijzigingen/{kind}")
def change_page(work: PageWork, request: Request, key: str, kind: str, betreft: str = "") -> Response:
    """The form."""
    found, law = service.get_changeable_period(work, key)
    return _form(work, request, found, law, _kind(kind), {"betreft": betreft}, None)


@router.post("/{code}/opdrachten/{key}/termijnwijzigingen/{kind}")
def change(work: PageWork, request: Request, code: str, key: str, kind: str, form: PageForm) -> Response:
    """Say what moves, then keep it."""
    found, law = service.get_changeable_period(work, key)
    wanted = _kind(kind)
    return answer(
        work,
        request,
        form,
        read=lambda given: _read(given, wanted),
        preview=lambda unit, one: service.preview_period_change(unit, found.id, one),
        save=lambda unit, one: service.change_period(unit, found.id, one),
        draw=lambda given, refusal: _form(work, request, found, law, wanted, given, refusal),
        title=_TITLES[wanted],
        done=f"/{code}/opdrachten/{found.id}?gedaan={kind}",
        trail=(*_trail(code, found), (_TITLES[wanted], request.url.path)),
        here=None,
    )


def told(work: UnitOfWork, found: Detail) -> dict[str, Any]:
    """What the page of the assignment shows of it, beside the clock."""
    law = service.statutory_of(work, found)
    if law is None:
        return {"period": None}
    facts = found.period_facts
    lasting = open_suspensions(facts)
    standing = in_force(facts)
    return {
        "period": {
            "facts": [
                {
                    "seq": one.seq,
                    "title": _title(one),
                    "note": f"{one.reason} ({one.article})" if one.article else one.reason,
                    "by": one.actor_name,
                    "recorded_at": one.recorded_at,
                    "lasts": one in lasting,
                    "holds": one in standing,
                }
                for one in facts
            ],
            "may_change": service.may_change_period(work, found),
            "may_extend": extension_of(facts) is None and allowance_of(law.law) is not None,
        }
    }


def _title(one: PeriodFact) -> str:
    on = dutch.day(one.on, True) if one.on else ""
    match one.kind:
        case PeriodChange.SUSPEND:
            return f"{one.seq}. Opgeschort na {on}"
        case PeriodChange.RESUME:
            return f"{one.seq}. Hervat na {on} ({one.refers_seq})"
        case PeriodChange.EXTEND:
            assert one.unit is not None
            return f"{one.seq}. Verdaagd op {on}: {one.length} {PERIOD_UNITS[one.unit]} langer"
        case _:
            return f"{one.seq}. Ingetrokken: {one.refers_seq}"


def _kind(word: str) -> PeriodChange:
    if word not in _KINDS:
        raise NotFound("Deze bladzijde")
    return _KINDS[word]


def _trail(code: str, found: Detail) -> tuple[tuple[str, str], ...]:
    list_path = f"/{code}/opdrachten"
    return ("Opdrachten", list_path), (found.row.number or "concept", f"{list_path}/{found.id}")


def _read(given: Given, kind: PeriodChange) -> Wanted:
    reader = Reader(given)
    on = None if kind is PeriodChange.REVOKE else reader.day("datum", "de dag")
    length, unit = None, None
    if kind is PeriodChange.EXTEND:
        text = reader.text("lengte")
        length = int(text) if text.isdecimal() and len(text) < 5 else 0
        units = {one.value: one for one in PeriodUnit}
        unit = reader.chosen("eenheid", units, "Kies een eenheid uit de lijst.")
    by_article = kind in (PeriodChange.SUSPEND, PeriodChange.EXTEND)
    refers = reader.text("betreft")
    if reader.findings:
        raise reader.invalid()
    return Wanted(
        kind=kind,
        reason=reader.text("reden")[:10_000].replace("\x00", ""),
        on=on,
        article=reader.text("artikel")[:300].replace("\x00", "") if by_article else None,
        length=length,
        unit=unit,
        refers_seq=int(refers) if refers.isdecimal() and len(refers) < 7 and not by_article else None,
    )


def _form(
    work: UnitOfWork,
    request: Request,
    found: Detail,
    law: OwnPeriod,
    kind: PeriodChange,
    given: Given,
    refusal: SscError | None,
) -> Response:
    code = work.actor.collaboration_code
    allowance = allowance_of(law.law)
    day_label, day_help = _DAYS.get(kind, ("", ""))
    typed: Mapping[str, str] = {
        **dict.fromkeys(_FIELDS, ""),
        "artikel": allowance.article if allowance and kind is PeriodChange.EXTEND else "",
        "eenheid": PeriodUnit.WEEKS.value,
        **given,
    }
    return render(
        request,
        work,
        "assignments/termijn.html",
        title=_TITLES[kind],
        trail=(*_trail(code, found), (_TITLES[kind], None)),
        back=f"/{code}/opdrachten/{found.id}",
        action=request.url.path,
        facts=_facts(found, law, kind, given),
        day_label=day_label,
        day_help=day_help,
        reason_label=_REASONS[kind],
        asks_article=kind in (PeriodChange.SUSPEND, PeriodChange.EXTEND),
        asks_length=kind is PeriodChange.EXTEND,
        units=[(one.value, PERIOD_UNITS[one].capitalize()) for one in PeriodUnit],
        **shown_again(typed, refusal),
    )


def _facts(found: Detail, law: OwnPeriod, kind: PeriodChange, given: Given) -> list[tuple[str, str]]:
    """What the form is about, above its fields."""
    about = [one for one in found.period_facts if str(one.seq) == given.get("betreft")]
    facts = [
        ("Opdracht", f"{found.row.number or 'Concept'} {found.row.title or ''}".strip()),
        ("Wettelijke termijn", f"{law.law}: {law.period} na {dutch.long_day(law.start_on)}"),
        *(("Gaat over", _title(one)) for one in about),
    ]
    if kind is PeriodChange.EXTEND:
        allowance = allowance_of(law.law)
        facts.append(("Verdagen mag met", str(allowance) if allowance else f"niet bekend voor {law.law}"))
    return facts
