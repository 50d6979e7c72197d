"""What every page of a version shares: what it says, its other versions, its end and its withdrawal."""

from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.features.partnership.core.rows import Term
from app.features.partnership.service import changing as kept
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.changing import versions
from app.features.settlement.service.changing.versions import FACTS, Ending
from app.infra.db import UnitOfWork
from app.infra.web import render
from app.kernel.dutch import field_day
from app.kernel.errors import SscError
from app.kernel.roles import Permission

PATHS = {"tariffs": "tarieven", "participations": "deelnames", "policies": "verdeelafspraken"}
TITLES = {"tariffs": "Tarieven", "participations": "Deelnames", "policies": "Verdeelafspraken"}
UNTIL = kept.UNTIL
DONE = {
    "toegevoegd": "De nieuwe versie is bewaard.",
    "beeindigd": "De laatste dag is bewaard.",
    "ingetrokken": "De versie is ingetrokken.",
}


def home_of(code: str, table: str) -> str:
    """Where who has changed something goes back to."""
    return f"/{code}/{PATHS[table]}" if table != "policies" else f"/{code}/deelnemers"


def state_of(term: Term, work: UnitOfWork) -> tuple[str, str]:
    """Look and words: whether it holds today."""
    if work.today in term:
        return "good", "geldt nu"
    return ("live", "gaat nog in") if work.today < term.first_on else ("still", "geweest")


def ending(work: UnitOfWork, table: str, identity: UUID, given: steps.Given | None = None) -> dict[str, Any]:
    """What the panel “Beëindigen” needs: the version that was read, and what was typed."""
    found, names = kept.get_row(work, table, identity)
    base = f"/{work.actor.collaboration_code}/{PATHS[table]}"
    others = kept.versions(work, table, found.row.area, found.row)
    last_on = found.row.term.last_on
    return {
        "facts": FACTS[table](found.row, names),
        "row": found.row,
        "others": [
            {
                "url": f"{base}/{one.id}",
                "facts": dict(FACTS[table](one.row, names)),
                "state": state_of(one.row.term, work),
                "holds": words.holds(one.row.term),
            }
            for one in reversed(others)
            if one.id != identity
        ],
        "state": state_of(found.row.term, work),
        "version": versions.version_of(found.row),
        "here_url": f"{base}/{identity}",
        "new_url": f"{base}/nieuw?van={identity}",
        "last_day": (given or {}).get(UNTIL, "" if last_on is None else field_day(last_on)),
        "until": UNTIL,
        "may_edit": work.actor.may(Permission.EDIT_PARTNERSHIP),
    }


def version_page(
    work: UnitOfWork,
    request: Request,
    table: str,
    identity: UUID,
    given: steps.Given | None = None,
    refusal: SscError | None = None,
) -> Response:
    """One tariff or participation with its other versions."""
    shown = ending(work, table, identity, given)
    again = steps.shown_again(given or {}, refusal)
    return render(
        request,
        work,
        "settlement/versie.html",
        title=dict(shown["facts"])["Naam" if table == "tariffs" else "Organisatie"],
        list_title=TITLES[table],
        list_url=home_of(work.actor.collaboration_code, table),
        here="partners",
        **shown,
        **again,
    )


def change(
    work: UnitOfWork, request: Request, form: FormData, table: str, identity: UUID, draw: steps.Draw
) -> Response:
    """End or withdraw a version, in three steps."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    kept.get_row(work, table, identity)
    home = home_of(work.actor.collaboration_code, table)
    if form.get("stap") == "intrekken":
        return steps.answer(
            work,
            request,
            form,
            read=lambda _: identity,
            preview=lambda held, one: versions.preview_withdrawal(held, table, one),
            save=lambda held, one: versions.withdraw(held, table, one),
            draw=draw,
            done=f"{home}?gedaan=ingetrokken",
            button="Intrekken",
        )

    def read(given: steps.Given) -> Ending:
        reader = steps.Reader(given)
        last_on = reader.day_or_open(UNTIL)
        if reader.findings:
            raise reader.invalid()
        return Ending(table, identity, reader.text("versie"), last_on)

    return steps.answer(
        work,
        request,
        form,
        read=read,
        preview=versions.preview_end,
        save=versions.change_end,
        draw=draw,
        done=f"{home}?gedaan=beeindigd",
    )


def done_words(gedaan: str) -> str | None:
    """What was just done, in words."""
    return DONE.get(gedaan)


def list_context(work: UnitOfWork, table: str, gedaan: str) -> dict[str, Any]:
    """What every list of versions shares."""
    return {
        "base": f"/{work.actor.collaboration_code}/{PATHS[table]}",
        "done": done_words(gedaan),
        "may_edit": work.actor.may(Permission.EDIT_PARTNERSHIP),
        "here": "partners",
    }
