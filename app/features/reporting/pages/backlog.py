"""The page “Werkvoorraad”: what lies there, in what order, and what asks attention (screens §3)."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.assignments import service as assignments
from app.features.assignments.core.lateness import Timing
from app.features.assignments.core.life import SUBMITTED_OPEN, Holder, State
from app.features.reporting import service
from app.features.reporting.core.backlog import Backlog, Item, Tab, Wanted, advice, cause, waited, why
from app.features.reporting.service.backlog import MANY
from app.features.sla.core.words import METRIC_LABELS
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.glossary import HOLDERS, KIND_LABELS, STATE_LABELS, STATES

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_TABS = {
    Tab.ALL: "Alles", Tab.LATE: "Te laat of dreigt", Tab.WAITING: "Wacht op gemeente",
    Tab.NEW: "Te beoordelen", Tab.UNPLANNED: "Nog niet gepland", Tab.JOINT: "Gezamenlijk",
}  # fmt: skip
_HOLDER_LABELS = {Holder.PRINCIPAL: "Gemeente", Holder.CENTRE: "Centrum"}
_STATES_IN = {value: State(key) for key, value in STATES.items()}
_HOLDERS_IN = {value: Holder(key) for key, value in HOLDERS.items()}
_FILTERS = ("gemeente", "gebied", "stand", "wacht", "zoek")


@router.get("/{code}/werkvoorraad")
def backlog_page(work: PageWork, request: Request, code: str) -> Response:
    """The dashboard; every view has an address."""
    asked = {name: request.query_params.get(name, "")[:200] for name in _FILTERS}
    wanted = _wanted(request, asked)
    found = service.backlog(work, wanted)
    choices = assignments.choices(work)
    chosen = {name: value for name, value in asked.items() if value}
    return render(
        request,
        work,
        "reporting/backlog.html",
        found=found,
        figures=_figures(found, f"/{code}"),
        attention=[_line(work, item, code) for item in found.attention],
        queues=[
            {"queue": queue, "lines": [_line(work, item, code) for item in queue.items],
             "more": _more(code, wanted, chosen, queue.area.code, queue.others)}
            for queue in found.queues
        ],
        tabs=_tabs(code, wanted, chosen, found),
        asked=asked,
        wanted=wanted,
        is_filtered=bool(chosen) or wanted.tab is not Tab.ALL,
        organisations=[(one.code, one.name) for one in choices.organisations.values()],
        areas=[(one.code, one.name) for one in choices.areas.values()],
        states=[(STATES[state], STATE_LABELS[state]) for state in State if state in SUBMITTED_OPEN],
        holders=[(HOLDERS[holder], label) for holder, label in _HOLDER_LABELS.items()],
        here_path=f"/{code}/werkvoorraad",
    )  # fmt: skip


def _wanted(request: Request, asked: dict[str, str]) -> Wanted:
    """The view that the address asks for; what it does not know is left out of it."""
    tab, offset = request.query_params.get("weergave", ""), request.query_params.get("vanaf", "")
    return Wanted(
        tab=Tab(tab) if tab in set(Tab) else Tab.ALL,
        area=asked["gebied"] or None,
        organisation=asked["gemeente"] or None,
        state=_STATES_IN.get(asked["stand"]),
        holder=_HOLDERS_IN.get(asked["wacht"]),
        query=asked["zoek"] or None,
        offset=int(offset) if offset.isdecimal() and len(offset) < 7 else 0,
    )


def _figures(found: Backlog, base: str) -> list[dict[str, object]]:
    """The strip: six figures, each beside what it is compared with."""
    it = found.figures
    share = it.delivered.share
    waiting_note = None
    if it.waiting_since:
        waiting_note = f"langst sinds {dutch.day(it.waiting_since.date())}"
    return [
        {"label": "In de wachtrij", "value": dutch.number(it.open), "unit": "opdrachten", "url": "#wachtrij",
         "note": f"{dutch.hours(it.left_minutes)} uur te doen"},
        {"label": "Te laat", "value": dutch.number(it.late), "url": "#aandacht", "note": "na hun termijn"},
        {"label": "Wordt te laat", "value": dutch.number(it.soon), "url": "#aandacht",
         "note": "termijn binnen 5 werkdagen"},
        {"label": "Wacht op gemeente", "value": dutch.number(it.waiting),
         "url": f"{base}/werkvoorraad?weergave={Tab.WAITING.value}#wachtrij", "note": waiting_note},
        {"label": "Te beoordelen", "value": dutch.number(it.new),
         "url": f"{base}/werkvoorraad?weergave={Tab.NEW.value}#wachtrij", "note": "ingediend, nog geen antwoord"},
        {"label": "Op tijd opgeleverd", "value": dutch.percent(share) if share is not None else dutch.NOTHING,
         "note": f"{it.delivered.on_time} van {it.delivered.total} in 13 weken"},
    ]  # fmt: skip


def _line(work: PageWork, item: Item, code: str) -> dict[str, object]:
    """An item with its words."""
    days = item.lateness.working_days
    look, words = {
        Timing.LATE: ("late", dutch.is_late(days)),
        Timing.SOON: ("warn", f"nog {dutch.count(days, 'dag', 'dagen')}" if days else "vandaag klaar"),
        Timing.STILL: ("still", "wacht op antwoord"),
        Timing.ON_TIME: ("good", dutch.on_time(days)),
        Timing.NONE: ("open", "nog geen termijn" if item.agreed_on is None else "opgeleverd"),
    }[item.lateness.timing]
    names = [one.name for one in item.principals]
    return {
        "item": item,
        "due_on": item.governing.due_on if item.governing else None,
        "metric": METRIC_LABELS[item.governing.metric] if item.governing else None,
        "url": f"/{code}/opdrachten/{item.number}",
        "sub": " · ".join([item.number, dutch.listing(names) if len(names) < 4 else f"{len(names)} gemeenten",
                           KIND_LABELS[item.kind]]),
        "look": look,
        "timing": words,
        "cause": cause(item, work.today),
        "advice": advice(item),
        "why": why(item),
        "since": f"sinds {dutch.day(item.since_on)}, {waited(item.since_on, work.today)}",
        "label": f"Wacht op {item.lead.name}" if item.state is State.WAITING else STATE_LABELS[item.state],
    }  # fmt: skip


def _tabs(code: str, wanted: Wanted, chosen: dict[str, str], found: Backlog) -> list[dict[str, object]]:
    return [
        {
            "title": title,
            "url": f"/{code}/werkvoorraad?{urlencode({'weergave': tab.value, **chosen})}#wachtrij",
            "count": found.tabs[tab],
            "is_here": tab is wanted.tab,
        }
        for tab, title in _TABS.items()
    ]


def _more(
    code: str, wanted: Wanted, chosen: dict[str, str], area: str, others: int
) -> dict[str, object] | None:
    """The link to the rest of an area's queue, or to its next hundred."""
    if wanted.area is None:
        left, offset = others, 0
    else:
        left, offset = others - wanted.offset, wanted.offset + MANY
    if left <= 0:
        return None
    asked = {"weergave": wanted.tab.value, **chosen, "gebied": area, **({"vanaf": offset} if offset else {})}
    return {"url": f"/{code}/werkvoorraad?{urlencode(asked)}#wachtrij", "count": left}
