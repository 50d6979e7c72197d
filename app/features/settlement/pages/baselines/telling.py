"""What is told of a year of a path: paid outside the settlements, or gained beside lower costs."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.core.baseline_rows import FactKind, FactRow
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.baselines import reading, telling
from app.infra.db import UnitOfWork
from app.infra.http import PageForm, PageRoute, PageWork
from app.infra.web import render
from app.kernel.errors import SscError
from app.kernel.glossary import FACT_KINDS
from app.kernel.roles import Permission
from app.kernel.typed import read_cents

router = APIRouter(route_class=PageRoute, include_in_schema=False)

FIELDS = ("soort", "organisatie", "jaar", "bedragCenten", "omschrijving", "bron")
KINDS_IN = {word: FactKind(code) for code, word in FACT_KINDS.items()}


@router.get("/{code}/meerjarenpad/{baseline}/cijfers")
def fact_page(work: PageWork, request: Request, baseline: str) -> Response:
    """A form for one figure."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    return _form(work, request, baseline, dict.fromkeys(FIELDS, "") | {"soort": "betaald"})


@router.post("/{code}/meerjarenpad/{baseline}/cijfers")
def add(work: PageWork, request: Request, code: str, baseline: str, form: PageForm) -> Response:
    """Say what a figure touches, then keep it."""
    work.actor.require(Permission.EDIT_PARTNERSHIP)
    reading.get_versions(work, baseline)
    return steps.answer(
        work,
        request,
        form,
        read=_read,
        preview=lambda held, row: telling.preview_fact(held, baseline, row),
        save=lambda held, row: telling.add_fact(held, baseline, row),
        draw=lambda given, refusal: _form(
            work, request, baseline, dict.fromkeys(FIELDS, "") | dict(given), refusal
        ),
        done=f"/{code}/meerjarenpad/{baseline}?gedaan=cijfer",
        here="path",
    )


def _read(given: steps.Given) -> FactRow:
    reader = steps.Reader(given)
    kind = reader.chosen("soort", KINDS_IN, "Kies wat dit is.")
    year = reader.number("jaar", read_year, "het jaar", "2025")
    cents = reader.number("bedragCenten", read_cents, "het bedrag", "78.500,00")
    if kind is None or year is None or cents is None:
        raise reader.invalid()
    who, what, source = (reader.text(name) for name in ("organisatie", "omschrijving", "bron"))
    return FactRow(kind, who, year, cents, what, source)


def read_year(text: str) -> int | None:
    """A year in four digits."""
    return int(text) if text.isdecimal() and len(text) == 4 else None


def _form(
    work: UnitOfWork,
    request: Request,
    baseline: str,
    given: steps.Given,
    refusal: SscError | None = None,
) -> Response:
    shown = reading.show(work, baseline)
    row = shown.row
    return render(
        request,
        work,
        "settlement/meerjarenpad-cijfer.html",
        row=row,
        base=f"/{work.actor.collaboration_code}/meerjarenpad/{baseline}",
        kinds=[(FACT_KINDS[kind.value], label) for kind, label in telling.FACT_LABELS.items()],
        partners=[(one.organisation, shown.names[one.organisation]) for one in row.spent],
        years=[(str(year), str(year)) for year in range(row.first_year, row.last_year + 1)],
        here="path",
        **steps.shown_again(given, refusal),
    )
