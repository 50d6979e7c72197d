"""Baselines read: the list, one with its path beside budget and settlements, the explanation of an amount."""

import io
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement.core.baseline import PathFigure, YearOnPath
from app.features.settlement.core.run import Answer
from app.features.settlement.pages import showing as trees
from app.features.settlement.pages.baselines import showing
from app.features.settlement.service.baselines import reading, telling
from app.features.settlement.service.baselines.book import book_of_path
from app.features.settlement.service.book import MEDIA_TYPE
from app.features.settlement.service.confirming import own_code
from app.infra.db import UnitOfWork
from app.infra.downloads import download
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import shown_again, texts
from app.kernel.errors import Invalid, NotFound, Refused, SscError
from app.kernel.explain import Node
from app.kernel.glossary import PATH_FIGURES, PATH_STANDING_LABELS
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

FIGURES_IN = {word: PathFigure(code) for code, word in PATH_FIGURES.items()}
DONE = {
    "vastgesteld": "De versie is vastgesteld.",
    "cijfer": "Het cijfer is bewaard.",
    "bevestigd": "Uw bedrag is bevestigd.",
    "bezwaar": "Uw bezwaar is vastgelegd.",
}
TITLES = {
    PathFigure.BEFORE: "Wat zou {who} in {year} alleen uitgeven?",
    PathFigure.PLANNED: "Wat is voor {who} in {year} gepland?",
    PathFigure.BUDGET: "Wat is voor {year} begroot?",
    PathFigure.PAID: "Wat betaalde {who} in {year}?",
    PathFigure.GAIN: "Wat is het voordeel van {who} in {year}?",
    PathFigure.SAVED: "Wat bespaarde {who} tot en met {year}?",
}


@router.get("/{code}/meerjarenpad")
def list_page(work: PageWork, request: Request) -> Response:
    """All baselines, of each the latest version."""
    found = reading.list_baselines(work)
    rows = [
        {
            "row": one.row,
            "areas": [one.areas[area] for area in one.row.areas],
            "start": sum(spent.amount_cents for spent in one.row.spent),
            "target": showing.cents(one.path[-1].planned),
            "saved": next((showing.cents(year.saved) for year in reversed(one.path) if year.saved), None),
            "answered": len({said.organisation for said in one.answers}),
            "state": _state(one.path),
        }
        for one in found
    ]
    may_edit = work.actor.may(Permission.EDIT_PARTNERSHIP)
    return render(request, work, "settlement/meerjarenpaden.html", rows=rows, may_edit=may_edit, here="path")


def _state(path: tuple[YearOnPath, ...]) -> tuple[str, str, str]:
    """How the last year that can be judged stands, and which year that is."""
    known = [one for one in path if one.over_cents is not None]
    if not known:
        return "open", "Nog niet bekend", ""
    last = known[-1]
    look, word = showing.LOOKS[last.standing], PATH_STANDING_LABELS[last.standing.value]
    return look, word, str(last.year)


@router.get("/{code}/meerjarenpad/{baseline}")
def path_page(
    work: PageWork, request: Request, baseline: str, versie: str = "", jaar: str = "", gedaan: str = ""
) -> Response:
    """One baseline with its path; `jaar` is the year whose partners are shown."""
    return _page(work, request, baseline, versie, jaar, done=DONE.get(gedaan))


@router.get("/{code}/meerjarenpad/{baseline}/werkmap")
def book_page(work: PageWork, baseline: str, versie: str = "") -> Response:
    """The path as a workbook with formulas."""
    name, content = book_of_path(work, baseline, _number(versie))
    return download(io.BytesIO(content), MEDIA_TYPE, name)


@router.post("/{code}/meerjarenpad/{baseline}/bevestigen")
def give_answer(work: PageWork, request: Request, code: str, baseline: str, form: PageForm) -> Response:
    """A partner confirms its own amount, or objects."""
    work.actor.require(Permission.CONFIRM_FIGURES)
    given = texts(form)
    own = own_code(work)
    if own is None:
        raise NotFound("Deze organisatie")
    is_objection = given.get("antwoord") == "bezwaar"
    try:
        answer = Answer.OBJECTED if is_objection else Answer.CONFIRMED
        telling.answer(work, baseline, own, answer, given.get("reden", ""))
    except (Invalid, Refused) as error:
        return _page(work, request, baseline, refusal=error, given=given)
    done = "bezwaar" if is_objection else "bevestigd"
    return RedirectResponse(f"/{code}/meerjarenpad/{baseline}?gedaan={done}", 303)


@router.get("/{code}/meerjarenpad/{baseline}/uitleg/{year}/{figure}")
def explain_page(
    work: PageWork, request: Request, baseline: str, year: str, figure: str, wie: str = "", versie: str = ""
) -> Response:
    """Why an amount of the path is what it is."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    if figure not in FIGURES_IN or not year.isdecimal():
        raise NotFound("Deze uitleg")
    kind = FIGURES_IN[figure]
    shown, node = reading.explain(work, baseline, _number(versie), int(year), kind, wie)
    code = work.actor.collaboration_code
    costs = f"/{code}/begroting?jaar={year}" if work.actor.may(Permission.READ_COSTS) else ""
    who = shown.names[wie] if wie else ""
    context: dict[str, Any] = {
        "title": _title(kind, who, year),
        "row": shown.row,
        "base": f"/{code}/meerjarenpad/{baseline}",
        "tree": trees.tree(node, trees.Places(code, costs)),
        "total": int(node.value),
        "others": _others(shown, kind, int(year)),
        "unshared": _unshared(shown, kind, int(year)),
        "figure": figure,
        "year": year,
        "who": wie,
        "version": shown.version,
        "here": "path",
    }
    return render(request, work, "settlement/meerjarenpad-uitleg.html", **context)


def _others(shown: reading.ShownPath, kind: PathFigure, year: int) -> list[tuple[str, str, int]]:
    """The same amount of every partner, where it is kept per partner."""
    one = next(one for one in shown.path if one.year == year)
    found: list[tuple[str, str, Node | None]] = [
        (part.organisation, shown.names[part.organisation], one.figure(kind, part.organisation))
        for part in one.partners
    ]
    return [(code, name, int(node.value)) for code, name, node in found if node is not None]


def _title(kind: PathFigure, who: str, year: str) -> str:
    """What is asked; of a budget another thing of all together than of one partner."""
    if kind is PathFigure.BUDGET and who:
        return f"Wat betaalt {who} volgens de begroting van {year}?"
    return TITLES[kind].format(who=who or "iedereen samen", year=year)


def _unshared(shown: reading.ShownPath, kind: PathFigure, year: int) -> int:
    """What of the budget is in the part of nobody here."""
    one = next(one for one in shown.path if one.year == year)
    return showing.cents(one.unshared) or 0 if kind is PathFigure.BUDGET else 0


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _page(
    work: UnitOfWork,
    request: Request,
    baseline: str,
    version: str = "",
    year: str = "",
    *,
    done: str | None = None,
    refusal: SscError | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    shown = reading.show(work, baseline, _number(version))
    base = f"/{work.actor.collaboration_code}/meerjarenpad/{baseline}"
    chosen = _chosen(shown, _number(year))
    own = shown.reader if shown.is_latest and work.actor.may(Permission.CONFIRM_FIGURES) else ""
    context: dict[str, Any] = {
        "shown": shown,
        "row": shown.row,
        "base": base,
        "areas": [shown.areas[code] for code in shown.row.areas],
        "figures": showing.figures(shown.row, shown.path, base),
        "years": showing.years(shown.path, shown),
        "chosen": chosen.year,
        "query": "" if shown.is_latest else f"?versie={shown.version.seq}",
        "partners": showing.partners(chosen, shown.names, shown.undivided_budgets.get(chosen.year, "")),
        "spent": showing.spent(shown),
        "kind": showing.KINDS[shown.row.kind],
        "prices": showing.PRICES[shown.row.prices],
        "key": showing.KEYS[shown.row.key],
        "fact_labels": telling.FACT_LABELS,
        "may_edit": work.actor.may(Permission.EDIT_PARTNERSHIP) and shown.is_latest,
        "own": own if any(one.organisation == own for one in shown.row.spent) else "",
        "own_answer": shown.answer_of(own) if own else None,
        "done": done,
        "here": "path",
        **shown_again(given or {}, refusal),
    }
    return render(request, work, "settlement/meerjarenpad.html", **context)


def _chosen(shown: reading.ShownPath, year: int | None) -> YearOnPath:
    """The year that was asked for, else the last one of which something is known, else the first."""
    asked = next((one for one in shown.path if one.year == year), None)
    known = [one for one in shown.path if one.is_whole or one.paid.value]
    return asked or (known[-1] if known else shown.path[0])
