"""The panel “Prijs corrigeren” on the page of a tariff: what was corrected, and the right price in three steps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.features.partnership.core.prices import FROM, PRICE, REASON, UNTIL
from app.features.partnership.core.rows import Term
from app.features.partnership.service.prices import Correcting, list_corrections
from app.features.settlement.core import agreed_words as words
from app.features.settlement.pages.changing import steps
from app.features.settlement.service.changing import prices
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel.dutch import euro, plain_day
from app.kernel.typed import read_cents


def is_correcting(given: Mapping[str, str]) -> bool:
    """Whether what was typed comes from this panel."""
    return given.get("stap") == "corrigeren"


def panel(work: UnitOfWork, identity: UUID, again: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel needs; `again` is what was typed in it and what was wrong with that."""
    rows = [
        {
            "holds": words.holds(one.term),
            "price": euro(one.price_cents),
            "reason": one.reason,
            "recorded": f"{plain_day(local_day(one.recorded_at))} door {one.recorded_by}",
        }
        for one in reversed(list_corrections(work, identity))
    ]
    typed = dict.fromkeys((PRICE, FROM, UNTIL, REASON), "") | dict(again.get("given", {}))
    return {"corrections": rows, "typed": typed, "price_errors": again.get("errors", {})}


def correct(
    work: UnitOfWork, request: Request, form: FormData, identity: UUID, draw: steps.Draw, done: str
) -> Response:
    """Say what the right price touches, then keep it and go back to the page of the version."""
    return steps.answer(
        work,
        request,
        form,
        read=lambda given: _read(identity, given),
        preview=prices.preview,
        save=prices.correct,
        draw=draw,
        done=f"{done}?gedaan=gecorrigeerd",
        button="Prijs corrigeren",
    )


def _read(identity: UUID, given: steps.Given) -> Correcting:
    reader = steps.Reader(given)
    price = reader.number(PRICE, read_cents, "de goede prijs", "64,50")
    first_on = reader.day(FROM, "de eerste dag")
    last_on = reader.day_or_open(UNTIL, "de laatste dag")
    reason = reader.needed(REASON, "Noem waarom de prijs fout was en waar de goede staat.")
    if price is None or first_on is None or reader.findings:
        raise reader.invalid()
    return Correcting(identity, price, Term(first_on, last_on), reason)
