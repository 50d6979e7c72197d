"""“Tariefresultaten”: carried results and the reserve, with every movement and the run it comes from."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.settlement.core.balances import Account, Movement, MovementKind
from app.features.settlement.core.wording import RESULT_GOES
from app.features.settlement.service.balances import list_balances
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import euro

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/tariefresultaten")
def balances_page(work: PageWork, request: Request) -> Response:
    """All accounts with their movements."""
    found = list_balances(work)
    base = f"/{work.actor.collaboration_code}/afrekeningen"
    return render(
        request,
        work,
        "settlement/tariefresultaten.html",
        accounts=[_account(one, found.names, base) for one in found.accounts],
        total=said(found.total_cents),
        here="settlements",
    )


def said(cents: int) -> str:
    """A balance in words: what it is called depends on its sign.

    >>> [said(cents).replace("\N{NO-BREAK SPACE}", " ") for cents in (5_000, -5_000, 0)]
    ['€ 50,00 tekort', '€ 50,00 overschot', '€ 0,00']
    """
    return f"{euro(abs(cents))} {'tekort' if cents > 0 else 'overschot'}" if cents else euro(0)


def _account(account: Account, names: dict[str, str], base: str) -> dict[str, Any]:
    left, rows = 0, []
    for one in account.movements:
        left += one.amount_cents
        rows.append(
            {
                "label": one.label,
                "url": f"{base}/{one.run}",
                "year": one.year,
                "why": _why(one, names),
                "moved": _moved(one),
                "left": said(left),
            }
        )
    return {
        "id": f"{account.area.code}-{account.goes_to.value}".lower(),
        "name": account.area.name,
        "place": f"gaat {RESULT_GOES[account.goes_to]}",
        "balance": said(account.balance_cents),
        "rows": rows,
    }


def _moved(one: Movement) -> str:
    """What was struck, or what of that went off the account."""
    return said(one.amount_cents) if one.kind is MovementKind.STRUCK else f"{said(-one.amount_cents)} eraf"


def _why(one: Movement, names: dict[str, str]) -> str:
    match one.kind:
        case MovementKind.STRUCK:
            return f"Kosten {euro(one.costs_cents)}, in rekening gebracht {euro(one.charged_cents)}"
        case MovementKind.OPENED:
            return f"Meegenomen in de kosten van {one.year}"
        case MovementKind.CHARGED:
            parts = [f"{names[code]} {euro(cents)}" for code, cents in one.by_organisation.items()]
            return "Verdeeld: " + (", ".join(parts) or "niet over uw gemeente")
