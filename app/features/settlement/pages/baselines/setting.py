"""A baseline or its next version as a form: filled in, tried with its path and what it touches, set."""

from fractions import Fraction
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.features.settlement.core.baseline_checks import EARLIEST, LATEST, MOST_YEARS
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    OwnPlan,
    PathKind,
    PathYear,
    PlanKey,
    PriceLevel,
    SpentRow,
)
from app.features.settlement.pages.baselines import showing
from app.features.settlement.pages.baselines.telling import read_year
from app.features.settlement.service.baselines import reading, setting
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.infra.web.typed_forms import Given, Reader, shown_again, texts
from app.kernel.dutch import amount, number
from app.kernel.errors import Invalid, Refused, SscError, Stale
from app.kernel.glossary import PATH_KINDS, PLAN_KEYS, PRICE_LEVELS
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_number

router = APIRouter(route_class=PageRoute, include_in_schema=False)

KINDS_IN = {word: PathKind(code) for code, word in PATH_KINDS.items()}
PRICES_IN = {word: PriceLevel(code) for code, word in PRICE_LEVELS.items()}
KEYS_IN = {word: PlanKey(code) for code, word in PLAN_KEYS.items()}
CHOSEN = ("pad", "prijspeil", "planSleutel", "code")
BUTTONS = ("bijwerken", "vaststellen")


@router.get("/{code}/meerjarenpad/nieuw")
def new_page(work: PageWork, request: Request, na: str = "") -> Response:
    """A form for a first version, or filled in for one that follows."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    if na:
        found = reading.get_versions(work, na)[0]
        return _form(work, request, filled(found.row) | {"volgtOp": str(found.seq)})
    this = work.today.year
    given = {
        "basisjaar": str(this - 1),
        "eersteJaar": str(this),
        "laatsteJaar": str(this + 4),
        "pad": "lineair",
        "prijspeil": "lopend",
        "planSleutel": "nulmeting",
        "volgtOp": "0",
    }
    return _form(work, request, given)


@router.post("/{code}/meerjarenpad/nieuw")
def add(work: PageWork, request: Request, code: str, form: PageForm) -> Response:
    """The form with other years or another key, the path that it would give, or set and away."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    given = {name: value for name, value in texts(form).items() if name not in BUTTONS}
    if "aanpassen" in form or "bijwerken" in form:
        return _form(work, request, given)
    try:
        row, follows = read(
            given, [key for key, _ in setting.list_partners(work)], list(setting.list_areas(work))
        )
        if "vaststellen" in form:
            with work.session.begin_nested():
                setting.set_version(work, row, follows)
            return RedirectResponse(f"/{code}/meerjarenpad/{row.code}?gedaan=vastgesteld", 303)
        trial = setting.preview(work, row, follows)
    except (Invalid, Refused, Stale) as error:
        return _form(work, request, given, error)
    context: dict[str, Any] = {
        "row": row,
        "follows": follows,
        "years": showing.years(trial.path),
        "figures": showing.figures(row, trial.path),
        "partners": showing.partners(trial.path[-1], trial.names),
        "areas": [trial.areas[one] for one in row.areas],
        "kind": showing.KINDS[row.kind],
        "prices": showing.PRICES[row.prices],
        "key": showing.KEYS[row.key],
        "touches": trial.touches,
        "given": given,
        "here": "path",
    }
    return render(request, work, "settlement/meerjarenpad-controleren.html", **context)


def read(given: Given, partners: list[str], areas: list[str]) -> tuple[BaselineRow, int]:
    """The version that was typed and the number that it follows; `Invalid` names each field."""
    reader = Reader(given)
    base, first, last = (_year(reader, name) for name in ("basisjaar", "eersteJaar", "laatsteJaar"))
    kind = reader.chosen("pad", KINDS_IN, "Kies hoe het pad loopt.")
    prices = reader.chosen("prijspeil", PRICES_IN, "Kies in welke prijzen het plan staat.")
    key = reader.chosen("planSleutel", KEYS_IN, "Kies hoe het plan over deelnemers wordt verdeeld.")
    spent = [one for one in (_spent(reader, code, key) for code in partners) if one is not None]
    if base is None or first is None or last is None or kind is None or prices is None or key is None:
        raise reader.invalid()
    start = min([base, *(one.year for one in spent if one.year)])
    years = [_path_year(reader, year, key) for year in range(start + 1, last + 1)]
    own = [*_own(reader, spent, first, last)] if key is PlanKey.OWN else []
    if reader.findings:
        raise reader.invalid()
    row = BaselineRow(
        code=reader.text("code"),
        title=reader.text("titel"),
        areas=tuple(code for code in areas if reader.text(f"taakgebied.{code}")),
        base_year=base,
        first_year=first,
        last_year=last,
        kind=kind,
        prices=prices,
        key=key,
        spent=tuple(spent),
        years=tuple(years),
        own=tuple(own),
        weight_name=reader.text("gewichtNaam") if key is PlanKey.WEIGHT else "",
        note=reader.text("toelichting"),
        reason=reader.text("reden"),
    )
    follows = reader.text("volgtOp")
    return row, int(follows) if follows.isdecimal() else 0


def _year(reader: Reader, field: str) -> int | None:
    return reader.number(field, read_year, "het jaar", "2026")


def _or_empty(reader: Reader, field: str) -> int | None:
    return _year(reader, field) if reader.text(field) else None


def _spent(reader: Reader, code: str, key: PlanKey | None) -> SpentRow | None:
    """What a partner spent; None when nothing was filled in for it."""
    at = f"deelnemers.{code}"
    if not reader.text(f"{at}.bedragCenten"):
        return None
    cents = reader.number(f"{at}.bedragCenten", read_cents, "het bedrag", "810.000,00")
    weight = None
    if key is PlanKey.WEIGHT:
        found = reader.number(f"{at}.gewicht", read_number, "het gewicht", "9.410")
        weight = None if found is None else int(found)
    return SpentRow(
        organisation=code,
        amount_cents=cents or 0,
        source=reader.text(f"{at}.bron"),
        note=reader.text(f"{at}.toelichting"),
        year=_or_empty(reader, f"{at}.jaar"),
        from_year=_or_empty(reader, f"{at}.vanafJaar"),
        until_year=_or_empty(reader, f"{at}.totEnMetJaar"),
        weight=weight,
    )


def _path_year(reader: Reader, year: int, key: PlanKey) -> PathYear:
    at = f"jaren.{year}"
    index = Fraction(0)
    if reader.text(f"{at}.indexPercentage"):
        found = reader.number(f"{at}.indexPercentage", read_number, "de prijsstijging", "2,3")
        index = Fraction(found or 0)
    planned = None
    if key is not PlanKey.OWN and reader.text(f"{at}.geplandCenten"):
        planned = reader.number(f"{at}.geplandCenten", read_cents, "het geplande bedrag", "4.800.000,00")
    return PathYear(year, index, reader.text(f"{at}.indexBron"), planned)


def _own(reader: Reader, spent: list[SpentRow], first: int, last: int) -> list[OwnPlan]:
    found = []
    for one in spent:
        for year in range(first, last + 1):
            field = f"eigenBedragen.{one.organisation}.{year}"
            if reader.text(field):
                cents = reader.number(field, read_cents, "het bedrag", "75.000,00")
                found.append(OwnPlan(year, one.organisation, cents or 0))
    return found


def filled(row: BaselineRow) -> dict[str, str]:
    """A version as what was typed, to go on from."""
    given = {
        "code": row.code,
        "titel": row.title,
        "basisjaar": str(row.base_year),
        "eersteJaar": str(row.first_year),
        "laatsteJaar": str(row.last_year),
        "pad": PATH_KINDS[row.kind.value],
        "prijspeil": PRICE_LEVELS[row.prices.value],
        "planSleutel": PLAN_KEYS[row.key.value],
        "gewichtNaam": row.weight_name,
        "toelichting": row.note,
        **{f"taakgebied.{code}": "ja" for code in row.areas},
    }
    for one in row.spent:
        at = f"deelnemers.{one.organisation}"
        given |= {
            f"{at}.bedragCenten": amount(one.amount_cents),
            f"{at}.bron": one.source,
            f"{at}.toelichting": one.note,
            f"{at}.jaar": "" if row.spent_in(one) == row.base_year else str(row.spent_in(one)),
            f"{at}.vanafJaar": "" if row.counts_from(one) == row.first_year else str(row.counts_from(one)),
            f"{at}.totEnMetJaar": str(one.until_year or ""),
            f"{at}.gewicht": "" if one.weight is None else str(one.weight),
        }
    for year in row.years:
        at = f"jaren.{year.year}"
        given |= {
            f"{at}.indexPercentage": number(year.index_percent, 4).rstrip("0").rstrip(","),
            f"{at}.indexBron": year.index_source,
            f"{at}.geplandCenten": "" if year.planned_cents is None else amount(year.planned_cents),
        }
    return given | {
        f"eigenBedragen.{one.organisation}.{one.year}": amount(one.amount_cents) for one in row.own
    }


def _form(work: UnitOfWork, request: Request, given: Given, refusal: SscError | None = None) -> Response:
    base, first, last = (
        read_year(given.get(name, "")) for name in ("basisjaar", "eersteJaar", "laatsteJaar")
    )
    earlier = [read_year(value) for name, value in given.items() if name.endswith(".jaar")]
    starts = [year for year in (base, *earlier) if year is not None and year >= EARLIEST]
    is_sound = starts and first and last and first <= last <= LATEST and last - min(starts) <= 4 * MOST_YEARS
    partners = setting.list_partners(work)
    context: dict[str, Any] = {
        "areas": list(setting.list_areas(work).items()),
        "partners": partners,
        "years": list(range(min(starts) + 1, last + 1)) if is_sound and last else [],
        "own_years": list(range(first, last + 1)) if is_sound and first and last else [],
        "kinds": [(PATH_KINDS[kind.value], text) for kind, text in showing.KINDS.items()],
        "prices": [(PRICE_LEVELS[one.value], text) for one, text in showing.PRICES.items()],
        "keys": [(PLAN_KEYS[one.value], text) for one, text in showing.KEYS.items()],
        "follows": given.get("volgtOp", "0"),
        "here": "path",
        **shown_again(dict.fromkeys(CHOSEN, "") | dict(given), _by_partner(refusal, given, partners)),
    }
    return render(request, work, "settlement/meerjarenpad-nieuw.html", **context)


def _by_partner(refusal: SscError | None, given: Given, partners: list[tuple[str, str]]) -> SscError | None:
    """Findings about the n-th partner or year, at the field of the form that holds it."""
    if not isinstance(refusal, Invalid):
        return refusal
    filled_in = [code for code, _ in partners if given.get(f"deelnemers.{code}.bedragCenten")]
    moved = []
    for one in refusal.findings:
        head, _, rest = one.field.partition(".")
        place, _, field = rest.partition(".")
        if head == "deelnemers" and place.isdecimal() and int(place) < len(filled_in):
            moved.append(type(one)(f"deelnemers.{filled_in[int(place)]}.{field}", one.message))
        else:
            moved.append(one)
    return Invalid(moved, refusal.message)
