"""Uittreden: what a partner that leaves would owe, by one of three rules, explained like any amount."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.features.settlement.core.leaving import Damage, ExitRule, ExitSum
from app.features.settlement.pages import showing
from app.features.settlement.service.leaving import Leaving, owed
from app.features.settlement.service.scenarios import list_partners
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel.dutch import field_day
from app.kernel.errors import Finding, Refused
from app.kernel.glossary import EXIT_RULES
from app.kernel.roles import Permission
from app.kernel.typed import read_cents, read_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)

RULES = (
    ("aflopende-bijdrage", "Aflopende bijdrage: 100, 80, 60, 40 en 20 %"),
    ("werkelijke-schade", "Werkelijke schade, hoogstens vijf jaar"),
    ("afgesproken", "Een afgesproken bedrag"),
)
RULES_IN = {word: ExitRule(code) for code, word in EXIT_RULES.items()}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    wie: str = ""
    dag: str = ""
    regel: str = "aflopende-bijdrage"
    schade: str = ""
    bedrag: str = ""
    afspraak: str = ""


@router.get("/{code}/wat-als/uittreden")
def leaving_page(work: PageWork, request: Request, typed: Annotated[Typed, Depends()]) -> Response:
    """The form, and above it the sum once the form was sent."""
    work.actor.require(Permission.TRY_SCENARIOS)
    wrong: list[Finding] = []
    found: ExitSum | None = None
    refusal = ""
    asked = _asked(typed, wrong) if request.query_params else None
    if asked is not None:
        try:
            found = owed(work, asked)
        except Refused as error:
            refusal = error.message
    partners = list_partners(work)
    context: dict[str, Any] = {
        "partners": partners,
        "name": dict(partners).get(typed.wie, ""),
        "rules": RULES,
        "typed": replace(typed, dag=typed.dag or field_day(date(work.today.year, 12, 31))),
        "findings": wrong,
        "errors": {finding.field: finding.message for finding in wrong},
        "refusal": refusal,
        "years": [(year, int(node.value)) for year, node in found.years] if found else [],
        "total": int(found.total.value) if found else None,
        "tree": showing.tree(found.total, showing.Places(work.actor.collaboration_code)) if found else None,
        "here": "what_if",
    }
    status = 400 if wrong else 409 if refusal else 200
    return render(request, work, "settlement/uittreden.html", status=status, **context)


def _asked(typed: Typed, wrong: list[Finding]) -> Leaving | None:
    """What was filled in; None, with a finding for each field, when it cannot be read."""
    if not typed.wie:
        wrong.append(Finding("wie", "Kies wie vertrekt."))
    exit_on = read_day(typed.dag)
    if exit_on is None:
        wrong.append(Finding("dag", "Schrijf de laatste dag als dag-maand-jaar, bijvoorbeeld 31-12-2026."))
    chosen = RULES_IN.get(typed.regel)
    if chosen is None:
        wrong.append(Finding("regel", "Kies hoe de som wordt bepaald."))
    cents = read_cents(typed.bedrag) if chosen is ExitRule.AGREED else 0
    if cents is None or cents < 0:
        wrong.append(Finding("bedrag", "Schrijf het bedrag in euro’s, bijvoorbeeld 250.000,00."))
    found = _damages(typed.schade, wrong) if chosen is ExitRule.REAL_DAMAGE else []
    if wrong or exit_on is None or chosen is None:
        return None
    return Leaving(typed.wie, exit_on, chosen, tuple(found), cents or 0, typed.afspraak)


def _damages(text: str, wrong: list[Finding]) -> list[Damage]:
    """A line each: year, what, amount."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        year, _, rest = line.partition(" ")
        what, _, amount = rest.rpartition(" ")
        cents = read_cents(amount)
        if not year.isdecimal() or not what or cents is None:
            words = f"“{line}” is niet te lezen. Schrijf per regel jaar, wat en bedrag: 2027 huur 12.000,00."
            wrong.append(Finding("schade", words))
        else:
            found.append(Damage(int(year), what, cents))
    if not found and not wrong:
        wrong.append(Finding("schade", "Noem ten minste één schade: jaar, wat en bedrag."))
    return found
