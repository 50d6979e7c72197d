"""The list: “Onze opdrachten” for an office, “Opdrachten” for the centre; tabs, filters, search.

A view has an address: everything is a link or a GET form.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.features.assignments import service
from app.features.assignments.core.completeness import Kind
from app.features.assignments.core.lateness import Lateness, Timing, agreed_lateness, lateness
from app.features.assignments.core.life import Holder, State
from app.features.assignments.core.views import Filter, Order, Row, Tab
from app.features.sla.core.words import METRIC_LABELS
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel import dutch
from app.kernel.glossary import HOLDERS, KIND_LABELS, STATE_LABELS, STATES
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

TABS = {Tab.OPEN: "Lopend", Tab.WAITING: "Op ons wacht", Tab.DONE: "Klaar"}
_STATES_IN = {value: State(key) for key, value in STATES.items()}
_HOLDERS_IN = {value: Holder(key) for key, value in HOLDERS.items()}
_AT_A_TIME = 100
Text = Annotated[str, Query(max_length=200)]


@router.get("/{code}/opdrachten")
def assignments_page(
    work: PageWork,
    request: Request,
    code: str,
    weergave: Text = "lopend",
    gebied: Text = "",
    gemeente: Text = "",
    stand: Text = "",
    wacht: Text = "",
    soort: Text = "",
    zoek: Text = "",
    volgorde: Text = "",
    cursor: Text = "",
) -> Response:
    """The list, by tab and filters; what a filter does not know is left out of it."""
    asked = {
        "gebied": gebied, "gemeente": gemeente, "stand": stand, "wacht": wacht, "soort": soort, "zoek": zoek,
        "volgorde": volgorde,
    }  # fmt: skip
    tab = Tab(weergave) if weergave in set(Tab) else Tab.OPEN
    return _page(work, request, code, tab, asked, cursor)


@router.get("/{code}/opdrachten/op-ons-wacht")
def waiting_page(work: PageWork, request: Request, code: str) -> Response:
    """What waits for one's own organisation."""
    return _page(work, request, code, Tab.WAITING, {}, "")


def _page(
    work: PageWork, request: Request, code: str, tab: Tab, asked: dict[str, str], cursor: str
) -> Response:
    wanted = _filter(tab, asked, cursor)
    listing = service.list_assignments(work, wanted)
    counts = service.count_tabs(work, wanted)
    choices = service.choices(work)
    chosen = {name: value for name, value in asked.items() if value}
    here = f"/{code}/opdrachten"
    is_office = not work.actor.sees_all
    return render(
        request,
        work,
        "assignments/list.html",
        title="Onze opdrachten" if is_office else "Opdrachten",
        is_office=is_office,
        may_write=work.actor.may(Permission.WRITE_ASSIGNMENTS),
        tabs=[
            {
                "title": title if is_office or one is not Tab.WAITING else "Wacht op opdrachtgever",
                "url": f"{here}?{urlencode({'weergave': one.value, **chosen})}",
                "count": counts[one],
                "is_here": one is tab,
            }
            for one, title in TABS.items()
        ],
        tab=tab,
        asked=asked,
        rows=[line(work, row, here) for row in listing.rows],
        total=counts[tab],
        more=listing.next_cursor
        and f"{here}?{urlencode({'weergave': tab.value, **chosen, 'cursor': listing.next_cursor})}",
        organisations=[(one.code, one.name) for one in choices.organisations.values()],
        areas=[(one.code, one.name) for one in choices.areas.values()],
        states=[(STATES[state], STATE_LABELS[state]) for state in State],
        kinds=[(kind.value, KIND_LABELS[kind].capitalize()) for kind in Kind],
        here_path=here,
    )


def line(work: PageWork, row: Row, here: str) -> dict[str, object]:
    """A row with its words: who it is for, how it stands to its date."""
    look, words = timing_words(how_late(work, row))
    return {
        "row": row,
        "url": f"{here}/{row.number or row.id}",
        "for_whom": dutch.listing([one.name for one in row.principals]),
        "kind": KIND_LABELS[row.kind] if row.kind else None,
        "waits_for": row.lead.name if row.lead else None,
        "look": look,
        "timing": words,
        "due_on": row.governing.due_on if row.governing else None,
        "metric": METRIC_LABELS[row.governing.metric] if row.governing else None,
    }


def how_late(work: PageWork, row: Row) -> Lateness:
    """How a row stands to the clock that governs it; an outline to its agreed day."""
    if row.is_outline:
        return agreed_lateness(row.state, row.agreed_on, work.today)
    return lateness(row.governing, work.now)


def timing_words(late: Lateness) -> tuple[str | None, str | None]:
    """The look and the words of how it stands to its date (screens §4, clock)."""
    match late.timing:
        case Timing.LATE:
            return "late", dutch.is_late(late.working_days)
        case Timing.SOON:
            return "warn", left_words(late.working_days)
        case Timing.STILL:
            return "still", "wacht op antwoord"
        case Timing.ON_TIME:
            return "good", dutch.on_time(late.working_days)
        case Timing.NONE:
            return None, None


def left_words(days: int) -> str:
    """How much is left until the agreed date, short enough for a narrow column."""
    return f"nog {dutch.count(days, 'dag', 'dagen')}" if days else "vandaag klaar"


def _filter(tab: Tab, asked: dict[str, str], cursor: str) -> Filter:
    kind = asked.get("soort", "")
    return Filter(
        tab=tab,
        state=_STATES_IN.get(asked.get("stand", "")),
        area=asked.get("gebied") or None,
        organisation=asked.get("gemeente") or None,
        kind=kind if kind in set(Kind) else None,
        holder=_HOLDERS_IN.get(asked.get("wacht", "")),
        query=asked.get("zoek") or None,
        is_own=True,
        order=Order.AGREED if asked.get("volgorde") == Order.AGREED else Order.NEWEST,
        cursor=cursor or None,
        limit=_AT_A_TIME,
    )
