"""What every page of a version shares: what it says, its other versions, its end and its withdrawal."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.features.partnership.core.rows import Term
from app.features.partnership.service import changing as kept
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import prices, steps
from app.features.settlement.service.changing import dated
from app.features.settlement.service.changing.versions import Ending
from app.infra.db import UnitOfWork
from app.infra.web import render
from app.kernel.dutch import begun, field_day
from app.kernel.errors import SscError
from app.kernel.roles import Permission

UNTIL = kept.UNTIL
DONE = {
    "toegevoegd": "De nieuwe versie is bewaard.",
    "kostenplaats": "De kostenplaats is toegevoegd.",
    "doorbelasting": "De doorbelasting is toegevoegd.",
    "soort": "De soort kengetal is toegevoegd.",
    "beeindigd": "De laatste dag is bewaard.",
    "ingetrokken": "De versie is ingetrokken.",
    "gecorrigeerd": "De goede prijs is vastgelegd. Wat definitief is afgerekend, krijgt het verschil in een correctie.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where versions of a table stand: path, title of the list and its path, link of the sidebar, who may edit.

    `heading` and `told` name the facts that stand above a page and beside another version; `added` is the word of
    `DONE` for a new one.
    """

    path: str
    title: str
    home: str
    here: str
    permission: Permission
    heading: str
    told: str
    added: str = "toegevoegd"


PLACES: MappingProxyType[str, Place] = MappingProxyType(
    {
        "tariffs": Place(
            "tarieven", "Tarieven", "tarieven", "partners", Permission.EDIT_PARTNERSHIP, "Naam", "Prijs zonder btw"
        ),
        "participations": Place(
            "deelnames", "Deelnames", "deelnames", "partners", Permission.EDIT_PARTNERSHIP, "Organisatie", "Btw"
        ),
        "policies": Place(
            "verdeelafspraken", "Verdeelafspraken", "deelnemers", "partners", Permission.EDIT_PARTNERSHIP,
            "Taakgebied", "Versie",
        ),
        "statistic_kinds": Place(
            "soorten-kengetallen", "Soorten kengetallen", "soorten-kengetallen", "partners",
            Permission.EDIT_PARTNERSHIP, "Naam", "Naam", "soort",
        ),
        "pools": Place(
            "kostenplaatsen", "Kostenplaatsen en doorbelasting", "kostenplaatsen", "costs", Permission.EDIT_COSTS,
            "Naam", "Naam", "kostenplaats",
        ),
        "cascades": Place(
            "doorbelastingen", "Kostenplaatsen en doorbelasting", "kostenplaatsen", "costs", Permission.EDIT_COSTS,
            "Overhead gaat", "Overhead gaat",
        ),
    }
)  # fmt: skip
"""Table → where its versions stand."""


def base_of(work: UnitOfWork, table: str) -> str:
    """The address of the versions of a table."""
    return f"/{work.actor.collaboration_code}/{PLACES[table].path}"


def home_of(work: UnitOfWork, table: str) -> str:
    """Where who has changed something goes back to."""
    return f"/{work.actor.collaboration_code}/{PLACES[table].home}"


def state_of(term: Term, work: UnitOfWork) -> tuple[str, str]:
    """Look and words: whether it holds today."""
    if work.today in term:
        return "good", "geldt nu"
    return ("live", "gaat nog in") if work.today < term.first_on else ("still", "geweest")


def ending(work: UnitOfWork, table: str, identity: UUID, given: steps.Given | None = None) -> dict[str, Any]:
    """What the panel “Beëindigen” needs: the version that was read, and what was typed."""
    found = dated.OF[table].show(work, table, identity)
    place, base = PLACES[table], base_of(work, table)
    row = found.kept.row
    last_on = row.term.last_on
    typed = {} if given is None or prices.is_correcting(given) else given
    return {
        "facts": found.facts,
        "row": row,
        "others": [
            {
                "url": f"{base}/{one.id}",
                "told": dict(facts)[place.told],
                "state": state_of(one.row.term, work),
                "holds": words.holds(one.row.term),
            }
            for one, facts in reversed(found.others)
        ],
        "state": state_of(row.term, work),
        "version": dated.version_of(row),
        "here_url": f"{base}/{identity}",
        "new_url": f"{base}/nieuw?van={identity}",
        "last_day": typed.get(UNTIL, "" if last_on is None else field_day(last_on)),
        "until": UNTIL,
        "may_edit": work.actor.may(place.permission),
    }


def version_page(
    work: UnitOfWork,
    request: Request,
    table: str,
    identity: UUID,
    given: steps.Given | None = None,
    refusal: SscError | None = None,
) -> Response:
    """One version with the others of its subject."""
    shown = ending(work, table, identity, given)
    place = PLACES[table]
    home_title, home_path = steps.HOMES[place.here]
    again = steps.shown_again(given or {}, refusal)
    is_correcting = prices.is_correcting(given or {})
    return render(
        request,
        work,
        "settlement/versie.html",
        title=begun(dict(shown["facts"])[place.heading]),
        home=(home_title, f"/{work.actor.collaboration_code}/{home_path}"),
        done=DONE.get(request.query_params.get("gedaan", "")),
        list_title=place.title,
        list_url=home_of(work, table),
        here=place.here,
        end_errors={} if is_correcting else again["errors"],
        **(prices.panel(work, identity, again if is_correcting else {}) if table == "tariffs" else {}),
        **shown,
        **again,
    )


def change(
    work: UnitOfWork, request: Request, form: FormData, table: str, identity: UUID, draw: steps.Draw
) -> Response:
    """End or withdraw a version, in three steps."""
    place, use = PLACES[table], dated.OF[table]
    work.actor.require(place.permission)
    use.show(work, table, identity)
    home = home_of(work, table)
    if form.get("stap") == "intrekken":
        return steps.answer(
            work,
            request,
            form,
            read=lambda _: identity,
            preview=lambda held, one: use.preview_withdrawal(held, table, one),
            save=lambda held, one: use.withdraw(held, table, one),
            draw=draw,
            done=f"{home}?gedaan=ingetrokken",
            button="Intrekken",
            here=place.here,
        )

    if table == "tariffs" and prices.is_correcting(steps.texts(form)):
        return prices.correct(work, request, form, identity, draw, f"{base_of(work, table)}/{identity}")

    return steps.answer(
        work,
        request,
        form,
        read=lambda given: _read_end(table, identity, given),
        preview=use.preview_end,
        save=use.change_end,
        draw=draw,
        done=f"{home}?gedaan=beeindigd",
        here=place.here,
    )


def _read_end(table: str, identity: UUID, given: steps.Given) -> Ending:
    reader = steps.Reader(given)
    last_on = reader.day_or_open(UNTIL, "de laatste dag")
    if reader.findings:
        raise reader.invalid()
    return Ending(table, identity, reader.text("versie"), last_on)
