"""One assignment: where it stands, what can be done now and later, what was asked, how it went."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.assignments import service
from app.features.assignments.core.correcting import earlier
from app.features.assignments.core.events import Event, in_force
from app.features.assignments.core.life import (
    CONDITIONS,
    EDITABLE,
    TRANSITIONS,
    Holder,
    Party,
    State,
    Step,
)
from app.features.assignments.core.timeline import held, road
from app.features.assignments.core.views import Detail
from app.features.assignments.pages import clocks, forms, periods
from app.features.assignments.pages.listing import how_late, timing_words
from app.infra.clock import local_day
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import KIND_LABELS, PERIOD_UNITS, SHARE_RULES, STATE_LABELS, STEPS, WEIGHTS
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_STEPS_IN = {value: Step(key) for key, value in STEPS.items()}
_BUTTONS = {
    Step.SUBMIT: "Opnieuw indienen", Step.RETURN: "Terugsturen met een vraag", Step.ACCEPT: "Accepteren",
    Step.ORDER: "Plek in de wachtrij geven", Step.PLAN: "Plannen", Step.START: "Starten",
    Step.WAIT: "Op antwoord wachten", Step.RESUME: "Antwoord vastleggen", Step.DELIVER: "Opleveren",
    Step.REWORK: "Herstel vragen", Step.APPROVE: "Goedkeuren", Step.CLOSE: "Sluiten",
    Step.WITHDRAW: "Intrekken", Step.REJECT: "Afwijzen",
}  # fmt: skip
_REASONS = {
    Step.SUBMIT: "Uw antwoord", Step.RETURN: "Wat moet de opdrachtgever aanvullen?",
    Step.ORDER: "Waarom op deze plek?", Step.WAIT: "Welk antwoord is nodig?", Step.RESUME: "Het antwoord",
    Step.DELIVER: "Toelichting bij de oplevering", Step.REWORK: "Wat is er nog niet goed?",
    Step.APPROVE: "Opmerking", Step.WITHDRAW: "Waarom trekt u de opdracht in?",
    Step.REJECT: "Waarom wijst u de opdracht af?",
}  # fmt: skip
_DONE = {
    Step.SUBMIT: "Ingediend. Het centrum kijkt of de opdracht duidelijk is.",
    Step.RETURN: "Teruggestuurd. De opdracht ligt nu bij de opdrachtgever.",
    Step.ACCEPT: "Geaccepteerd. De opdracht kan nu een plek in de wachtrij krijgen.",
    Step.ORDER: "De opdracht heeft een plek in de wachtrij.",
    Step.PLAN: "Gepland.", Step.START: "Gestart. De opdracht is in uitvoering.",
    Step.WAIT: "De opdracht wacht op antwoord van de opdrachtgever.",
    Step.RESUME: "Het antwoord is vastgelegd. Het werk gaat verder.",
    Step.DELIVER: "Opgeleverd. De opdrachtgever beoordeelt het resultaat.",
    Step.REWORK: "De vraag om herstel ligt bij het centrum.", Step.APPROVE: "Goedgekeurd.",
    Step.CLOSE: "Gesloten.", Step.WITHDRAW: "Ingetrokken.", Step.REJECT: "Afgewezen.",
}  # fmt: skip
CORRECTED = "De stap is gecorrigeerd. De klokken zijn opnieuw berekend uit alle stappen."
_FIRST = (
    Step.ACCEPT, Step.ORDER, Step.PLAN, Step.START, Step.RESUME, Step.DELIVER, Step.APPROVE, Step.CLOSE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that can be taken now, with what its form asks."""

    step: str
    button: str
    reason: str | None
    needs_reason: bool
    asks_acceptance: bool
    asks_place: bool
    asks_handler: bool
    is_main: bool


@router.get("/{code}/opdrachten/{key}")
def assignment_page(work: PageWork, request: Request, key: str, gedaan: str = "") -> Response:
    """The assignment."""
    found = service.get_assignment(work, key)
    step = _STEPS_IN.get(gedaan)
    others = {"corrigeren": CORRECTED, **periods.DONE}
    done = others.get(gedaan) or (_DONE.get(step) if step else None)
    return _page(work, request, found, done=done)


@router.post("/{code}/opdrachten/{key}/stappen")
def take_step(work: PageWork, request: Request, code: str, key: str, form: PageForm) -> Response:
    """Take the step whose button was pressed; what is missing comes back at its field."""
    step = _STEPS_IN.get(str(form.get("stap", "")))
    if step is None:
        raise Invalid([Finding("stap", "Deze stap bestaat niet. Kies een van de knoppen.")])
    details, findings = forms.details_of(form)
    if not findings:
        try:
            taken = service.take_step(work, key, step, details)
        except Invalid as error:
            findings = list(error.findings)
        else:
            return RedirectResponse(f"/{code}/opdrachten/{taken.assignment_id}?gedaan={STEPS[step]}", 303)
    found = service.get_assignment(work, key)
    return _page(
        work, request, found, findings=findings, typed={k: str(v) for k, v in form.items()}, status=400
    )


def _page(
    work: PageWork,
    request: Request,
    found: Detail,
    *,
    done: str | None = None,
    findings: list[Finding] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    parties = service.parties_of(work, found)
    row = found.row
    look, timing = timing_words(how_late(work, row))
    wrong = findings or []
    return render(
        request,
        work,
        "assignments/one.html",
        status=status,
        found=found,
        row=row,
        done=done,
        findings=wrong,
        errors={finding.field: finding.message for finding in reversed(wrong)},
        typed=typed or {},
        stops=_stops(found) if found.events else [],
        look=look,
        timing=timing,
        offers=_offers(found, service.allowed_for(work, found)),
        later=[
            (_BUTTONS[step], f"Kan nadat {CONDITIONS[step]}.") for step in service.later_for(work, found)[:2]
        ],
        may_correct=service.may_correct(work, found),
        may_edit=Party.OFFICE in parties and row.state in EDITABLE,
        is_office=not work.actor.sees_all,
        sees_dashboard=work.actor.may(Permission.READ_DASHBOARD),
        **_told(work, found),
        **clocks.told(work, found),
        **periods.told(work, found),
    )


def _told(work: PageWork, found: Detail) -> dict[str, Any]:
    """What was asked and how it went, in words."""
    row = found.row
    return {
        "facts": _facts(found),
        "history": [
            _happening(event, earlier(found.events, event)) for event in reversed(in_force(found.events))
        ],
        "held": _held(work, found),
        "for_whom": dutch.listing([one.name for one in row.principals]),
        "shares": SHARE_RULES[found.request.share_rule],
        "kind": KIND_LABELS[row.kind] if row.kind else None,
    }


def _stops(found: Detail) -> list[dict[str, object]]:
    """The bar of steps, with dates and with what was special on the way."""
    shown = []
    for stop in road(found.events):
        notes = [dutch.day(local_day(stop.reached_at))] if stop.reached_at else []
        if stop.state is State.SUBMITTED and found.row.returns:
            notes.append(f"{found.row.returns} keer terug")
        if stop.is_now and found.state in {State.WAITING, State.RETURNED}:
            since = dutch.day(local_day(found.row.state_since))
            notes.append(f"{'wacht' if found.state is State.WAITING else 'terug'} sinds {since}")
        if stop.state is State.DELIVERED and not stop.is_done and not stop.is_now and found.row.agreed_on:
            notes = [f"afspraak {dutch.day(found.row.agreed_on)}"]
        title = STATE_LABELS[stop.state]
        shown.append(
            {"title": title, "note": "; ".join(notes), "is_done": stop.is_done, "is_now": stop.is_now}
        )
    return shown


def _offers(found: Detail, allowed: tuple[Step, ...]) -> list[Offer]:
    """The forms of the panel, the main action first; a draft is handed in from its own form."""
    steps = [step for step in allowed if not (step is Step.SUBMIT and found.state in EDITABLE)]
    main = next((step for step in _FIRST if step in steps), None)
    steps.sort(key=lambda step: step is not main)
    return [
        Offer(
            step=STEPS[step],
            button=_BUTTONS[step],
            reason=_REASONS.get(step),
            needs_reason=TRANSITIONS[found.state, step].needs_reason,
            asks_acceptance=step is Step.ACCEPT,
            asks_place=step is Step.ORDER,
            asks_handler=step in {Step.PLAN, Step.START},
            is_main=step is main,
        )
        for step in steps
    ]


def _facts(found: Detail) -> list[tuple[str, str | None]]:
    """What stands in the panel “Gegevens”."""
    row, request = found.row, found.request
    if row.is_outline:
        return [
            ("Taakgebied", row.area.name if row.area else None),
            ("Product", row.product.name if row.product else None),
            ("Klaar verwacht", dutch.day(row.agreed_on, True) if row.agreed_on else None),
        ]
    ceiling = []
    if request.ceiling_minutes:
        ceiling.append(f"{dutch.hours(request.ceiling_minutes)} uur")
    if request.ceiling_cents:
        ceiling.append(dutch.euro(request.ceiling_cents))
    statutory = request.statutory
    facts = [
        ("Product", row.product.name if row.product else None),
        ("Kader", request.frame),
        ("Datum gevraagd", dutch.day(row.requested_on, True) if row.requested_on else None),
        ("Waarom dan", request.requested_why),
        ("Afgesproken", dutch.day(row.agreed_on, True) if row.agreed_on else None),
        ("Budget", dutch.listing(ceiling) or None),
        ("Dringend", WEIGHTS[request.urgency]),
        ("Gevolg", WEIGHTS[request.impact]),
        ("Contact", request.contact),
        ("Teruggestuurd", f"{row.returns} keer"),
        ("Vertrouwelijk", "ja" if row.is_confidential else "nee"),
    ]
    if request.year_contract:
        facts.insert(6, ("Jaarcontract", request.year_contract))
    if statutory:
        unit = PERIOD_UNITS[statutory.unit]
        words = f"{statutory.law}: {statutory.length} {unit} vanaf {dutch.plain_day(statutory.start_on)}"
        facts.insert(4, ("Wettelijke termijn", words))
    return facts


def _happening(event: Event, before: tuple[Event, ...]) -> dict[str, object]:
    """One line of the history; of a corrected step also who corrected it when, and what stood there first."""
    said = _said(event)
    return {
        "event": event,
        "title": STATE_LABELS[event.to_state],
        "note": " ".join([event.reason, *said] if event.reason else said),
        "by": before[0].actor_name if before else event.actor_name,
        "was": [
            (one.happened_at, " ".join(note for note in _said(one) if note not in said)) for one in before
        ],
    }


def _said(event: Event) -> list[str]:
    """What was agreed with a step, in words."""
    notes = []
    if event.estimate_minutes:
        notes.append(f"Raming {dutch.hours(event.estimate_minutes)} uur.")
    if event.agreed_on:
        notes.append(f"Afgesproken: klaar op {dutch.long_day(event.agreed_on)}.")
    if event.handler:
        notes.append(f"Door {event.handler}.")
    return notes


def _held(work: PageWork, found: Detail) -> dict[str, int]:
    """Working days per side, for the bar “Bij wie lag het?”."""
    if not found.events:
        return {}
    days = {one.holder: one.working_days for one in held(found.events, work.now, local_day)}
    return {"centre": days.get(Holder.CENTRE, 0), "principal": days.get(Holder.PRINCIPAL, 0)} if days else {}
