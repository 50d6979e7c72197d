"""The policy editor: the form, the policy in words and a trial division beside it, moving along while one writes.

Without script the buttons for components and “Bijwerken” draw the page again. Saved in three steps, as any
version.
"""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.costs.core import CATEGORY_NAMES
from app.features.partnership.core.changes import period_of
from app.features.partnership.core.policies import RESULT_DRIVERS
from app.features.partnership.core.succession import ONE_DAY
from app.features.partnership.core.views import Directory, Selection
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind, TariffResult
from app.features.partnership.service import changing as kept
from app.features.partnership.service.figures import directory
from app.features.partnership.service.reading import list_page
from app.features.settlement.core.inputs import OVERHEAD
from app.features.settlement.pages.changing import policy_form, steps, versions
from app.features.settlement.service.changing import trial
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render, render_block
from app.kernel.dutch import field_day, sort_name
from app.kernel.errors import Finding, Invalid, NotFound, SscError
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

AT_ONCE = 1000
BUTTONS = ("erbij", "weg", "omhoog", "bijwerken")
TEMPLATE = "settlement/verdeelafspraak-nieuw.html"
TAKES = {
    Takes.PERCENT: "Een percentage van de kosten",
    Takes.CATEGORY: "Een kostensoort",
    Takes.FIXED: "Een vast bedrag per jaar",
    Takes.TARIFF: "Wat tarieven opbrengen",
    Takes.WHOLE: "Alle kosten",
    Takes.REST: "Wat overblijft",
}
DRIVERS = {
    DriverKind.INHABITANTS: "inwoners",
    DriverKind.CLIENTS: "cliënten",
    DriverKind.STATISTIC: "een ander kengetal",
    DriverKind.HOURS: "uren op opdrachten",
    DriverKind.PRODUCTS: "producten",
    DriverKind.FIXED: "vaste percentages",
    DriverKind.BROUGHT_IN: "ingebracht budget",
    DriverKind.EQUAL: "gelijke delen",
}
REFERENCES = {
    Reference.YEAR_START: "1 januari van het jaar",
    Reference.PREVIOUS_YEAR_START: "1 januari van het jaar ervoor",
    Reference.PERIOD_START: "eerste dag van de periode",
    Reference.PERIOD_AVERAGE: "gemiddelde over de periode",
    Reference.YEARS_AVERAGE: "gemiddelde van enkele jaren",
}
TARIFFS = {TariffKind.HOUR: "uur", TariffKind.PRODUCT: "product", TariffKind.STATISTIC: "kengetal"}
RESULTS = {
    TariffResult.CARRIED: "mee naar het volgende jaar",
    TariffResult.RESERVE: "naar de reserve",
    TariffResult.DIVIDED: "verdelen aan het eind van het jaar",
}
EVERY = {"1": "elke maand", "3": "elk kwartaal", "12": "elk jaar"}


@router.get("/{code}/verdeelafspraken/nieuw")
def new_page(work: PageWork, request: Request, taakgebied: str = "", van: UUID | None = None) -> Response:
    """The editor, filled with the policy that is followed, or for the first one of an area."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    if van is None:
        given = policy_form.empty(taakgebied)
        months = 3
    else:
        row = kept.get_row(work, "policies", van)[0].row
        given, months = policy_form.filled(row), row.settlement_months
    given["geldigVanafDatum"] = field_day(_next_start(work, months))
    return _page(work, request, given)


@router.post("/{code}/verdeelafspraken/nieuw")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """Change the components, or say what the policy touches, then add it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    given = dict.fromkeys(policy_form.HEAD, "") | _without_buttons(steps.texts(form))
    button = next((one for one in BUTTONS if one in form), None)
    if button is not None:
        return _page(work, request, policy_form.pressed(given, button, str(form[button])))

    def draw(typed: steps.Given, refusal: SscError | None) -> Response:
        return _page(work, request, dict.fromkeys(policy_form.HEAD, "") | dict(typed), refusal)

    area = given["taakgebied"]
    return steps.answer(
        work,
        request,
        form,
        read=lambda typed: policy_form.read(typed, trial.next_version(work, area), _partners(work, area)),
        preview=trial.preview_policy,
        save=trial.add_policy,
        draw=draw,
        done=f"/{code}/deelnemers?gedaan=afspraak",
        button="Verdeelafspraak bewaren",
    )


@router.post("/{code}/verdeelafspraken/proef")
def moving(work: PageWork, request: Request, form: PageForm, deel: str = "proef") -> Response:
    """The words and the trial division, or the components, for what stands in the form now."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    if deel not in ("proef", "onderdelen"):
        raise NotFound("Dit deel")
    given = dict.fromkeys(policy_form.HEAD, "") | _without_buttons(steps.texts(form))
    context = _tried(work, given) if deel == "proef" else _choices(work, given)
    return render_block(request, work, TEMPLATE, deel, given=given, errors={}, **context)


def _page(
    work: UnitOfWork, request: Request, given: steps.Given, refusal: SscError | None = None
) -> Response:
    again = steps.shown_again(given, refusal)
    return render(
        request,
        work,
        TEMPLATE,
        base=f"/{work.actor.collaboration_code}/verdeelafspraken",
        here="partners",
        **_choices(work, given),
        **_tried(work, given),
        **again,
    )


def _tried(work: UnitOfWork, given: steps.Given) -> dict[str, Any]:
    """The trial of what stands in the form, and what still stands in its way."""
    area = given.get("taakgebied", "")
    if area not in directory(work).areas:
        return {"trial": None, "unread": (Finding("taakgebied", "Kies eerst een taakgebied."),)}
    version = trial.next_version(work, area)
    row, reader = policy_form.read_as_far(given, version, _partners(work, area))
    if row is None:
        return {"trial": None, "unread": tuple(reader.findings)}
    unread = list(reader.findings)
    try:
        kept.check_new(work, "policies", row)
    except Invalid as error:
        unread += error.findings
    return {"trial": trial.try_policy(work, row), "unread": tuple(unread)}


def _choices(work: UnitOfWork, given: steps.Given) -> dict[str, Any]:
    """What can be chosen in the form; products and packages of the chosen area."""
    names = directory(work)
    area = given.get("taakgebied", "")
    versions_of = kept.versions(work, "policies", area, None)
    return {
        "areas": sorted(
            ((one.code, one.name) for one in names.areas.values()), key=lambda one: sort_name(one[1])
        ),
        "parts": policy_form.numbers(given),
        "field": lambda place, name: given.get(f"onderdelen.{place}.{name}", ""),
        "takes": [(one.value, words) for one, words in TAKES.items()],
        "drivers": [(one.value, words) for one, words in DRIVERS.items()],
        "references": [(one.value, words) for one, words in REFERENCES.items()],
        "tariff_kinds": [(one.value, words) for one, words in TARIFFS.items()],
        "results": [(one.value, words) for one, words in RESULTS.items()],
        "result_drivers": [(one.value, DRIVERS[one]) for one in RESULT_DRIVERS],
        "every": list(EVERY.items()),
        "categories": [
            *((one.value, words) for one, words in CATEGORY_NAMES.items()),
            (OVERHEAD, "Deel van de overhead"),
        ],
        "kinds": list(names.statistic_kinds.items()),
        "products": _of_area(names.products, area),
        "packages": _of_area(names.packages, area),
        "old_versions": [
            (str(one.row.version), f"Versie {one.row.version}")
            for one in versions_of
            if one.row.phase is None
        ],
        "partners": [(code, names.organisations[code].name) for code in _partners(work, area)],
        "standing": {one.value for one in policy_form.STANDING},
    }


def _of_area(named: Any, area: str) -> list[tuple[str, str]]:
    return sorted((code, one.name) for (own, code), one in named.items() if own == area)


def _partners(work: UnitOfWork, area: str) -> list[str]:
    """The codes of who takes part in the area, by name."""
    page = list_page(work, "participations", Selection(area=area, limit=AT_ONCE))
    return _by_name({one.row.organisation for one in page.rows}, page.names)


def _by_name(codes: set[str], names: Directory) -> list[str]:
    return sorted(codes, key=lambda code: sort_name(names.organisations[code].name))


def _next_start(work: UnitOfWork, months: int) -> date:
    """The first day of the settlement period after the one of today."""
    return period_of(work.today, months).last_on + ONE_DAY


def _without_buttons(given: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in given.items() if name not in BUTTONS}


def policy_context(
    work: UnitOfWork, policy_id: UUID, given: steps.Given | None = None, refusal: SscError | None = None
) -> dict[str, Any]:
    """What the page of a policy in words needs to end, withdraw or follow it."""
    return versions.ending(work, "policies", policy_id, given) | steps.shown_again(given or {}, refusal)
