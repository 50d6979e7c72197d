"""What the templates of settlement need: steps, figures, findings, the table partner × area, trees.

Only shapes for the eye; every amount comes from the settlement as it is.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.features.settlement.core.result import AreaResult, Finding, Settlement, Weight
from app.features.settlement.core.run import RunDetails, RunState, RunStep
from app.features.settlement.service.viewing import Shown
from app.infra.clock import local_day
from app.kernel import dutch
from app.kernel.actor import Actor
from app.kernel.explain import Node, Operation, Unit
from app.kernel.period import Period
from app.kernel.roles import Permission

OPEN_LEVELS = 3
"""How many levels of an explanation stand open at first."""


def steps(details: RunDetails, partners: int) -> list[dict[str, Any]]:
    """The five steps of a run with who took them and when."""
    state = details.run.state
    place = {
        RunState.DRAFT: 1,
        RunState.CHECKED: 3,
        RunState.APPROVED: 4,
        RunState.FINAL: 5,
        RunState.WITHDRAWN: 0,
    }[state]
    notes = [
        f"berekening {details.run.calculations}, {dutch.day(local_day(details.run.calculated_at))}",
        f"{len(details.confirmations)} van {partners} deelnemers",
        _taken(details, RunStep.CHECK, "met meetmoment voor uren en kosten"),
        _taken(details, RunStep.APPROVE, "door een tweede persoon"),
        _taken(details, RunStep.FINALISE, "dan pas krijgen facturen een nummer"),
    ]
    titles = ("Concept", "Gegevens bevestigen", "Gecontroleerd", "Goedgekeurd", "Definitief")
    return [
        {
            "title": title,
            "note": notes[at],
            "is_done": at < place,
            "is_now": at == place and state is not RunState.FINAL,
        }
        for at, title in enumerate(titles)
    ]


def _taken(details: RunDetails, step: RunStep, otherwise: str) -> str:
    taken = [one for one in details.steps if one.step is step]
    if not taken or details.run.state is RunState.DRAFT:
        return otherwise
    return f"{taken[-1].by}, {dutch.day(local_day(taken[-1].at))}"


def figures(shown: Shown, base: str) -> list[dict[str, Any]]:
    """Costs, divided, against the period before, against budget, to be solved."""
    settlement = shown.settlement
    if settlement is None:
        return []
    totals = settlement.totals
    areas = len(settlement.areas)
    earlier = sum(shown.earlier_cents.values())
    planned = shown.budget.totals.divided_cents if shown.budget else 0
    notes = sum(one.weight is Weight.NOTE for one in shown.details.run.findings)
    holding = shown.details.run.holding
    return [
        {
            "label": "Kosten",
            "value": dutch.whole_euro(totals.costs_cents),
            "note": f"{dutch.count(areas, 'taakgebied', 'taakgebieden')}, met overhead",
        },
        {"label": "Verdeeld", "value": dutch.whole_euro(totals.divided_cents), "note": _result(settlement)},
        _difference("Tegenover vorige periode", totals.divided_cents, earlier),
        _difference("Tegenover begroting", totals.divided_cents, planned),
        {
            "label": "Op te lossen",
            "value": str(holding),
            "unit": f"en {notes} keer let op" if notes else "",
            "url": f"{base}#oplossen" if holding or notes else "",
            "note": "daarna kan de controle beginnen" if holding else "niets houdt tegen",
        },
    ]


def _result(settlement: Settlement) -> str:
    left = settlement.totals.result_cents
    if not left:
        return "precies gelijk aan de kosten"
    names = dutch.listing([area.area.name for area in settlement.areas if area.result_cents])
    return f"{dutch.whole_euro(abs(left))} {'tekort' if left > 0 else 'overschot'} {names} gaat mee"


def _difference(label: str, now: int, then: int) -> dict[str, Any]:
    if not then:
        return {"label": label, "value": "–", "note": "niets om mee te vergelijken"}
    share = Fraction(now - then, abs(then))
    words = "meer" if now > then else "minder"
    note = f"{dutch.whole_euro(abs(now - then))} {words}" if now != then else "gelijk"
    return {"label": label, "value": dutch.signed_percent(share), "note": note}


def findings(found: tuple[Finding, ...], actor: Actor, period: Period) -> list[dict[str, Any]]:
    """Findings as rows, what holds back first, each with where this reader may go to look."""
    code = actor.collaboration_code
    hours = (
        "uren-goedkeuren"
        if actor.may(Permission.APPROVE_HOURS)
        else f"maand-sluiten/{period.last_on:%Y-%m}"
        if actor.may(Permission.CLOSE_MONTHS)
        else ""
    )
    places = {
        "hours": hours,
        "organisation": "deelnemers",
        "month": f"kosten?periode={period.code}#sluiten" if actor.may(Permission.READ_COSTS) else "",
    }
    rows = []
    for one in found:
        holds = one.weight is Weight.HOLDS_BACK
        row: dict[str, Any] = {
            "look": "late" if holds else "warn",
            "label": "Houdt tegen" if holds else "Let op",
            "text": one.message,
            "more": one.detail,
        }
        if place := places.get(one.subject[0]):
            row |= {"url": f"/{code}/{place}", "action": "Bekijken", "about": one.message}
        rows.append(row)
    return rows


def matrix(shown: Shown, base: str) -> dict[str, Any]:
    """The table partner × area with totals, the period before, budget and keys."""
    settlement = shown.settlement
    if settlement is None:
        return {}
    budget = {area.area.code: area for area in shown.budget.areas} if shown.budget else {}
    rows = [_row(code, shown, settlement, budget, base) for code in settlement.totals.by_organisation]
    return {
        "areas": [
            {
                "name": area.area.name,
                "provider": settlement.organisations[area.provider],
                "total": area.divided_cents,
                "url": f"{base}/uitleg/{area.area.code}",
                "earlier": _earlier(shown, area=area.area.code),
                "budget": budget[area.area.code].divided_cents if area.area.code in budget else None,
                "key": area.key,
                "result": area.result_cents,
            }
            for area in settlement.areas
        ],
        "rows": rows,
        "total": settlement.totals.divided_cents,
        "earlier": sum(shown.earlier_cents.values()) or None,
        "budget": shown.budget.totals.divided_cents if shown.budget else None,
    }


def _row(
    code: str, shown: Shown, settlement: Settlement, budget: Mapping[str, AreaResult], base: str
) -> dict[str, Any]:
    planned = sum(area.by_organisation.get(code, 0) for area in budget.values())
    total = settlement.totals.by_organisation[code]
    earlier = _earlier(shown, organisation=code)
    return {
        "name": settlement.organisations[code],
        "cells": [
            {
                "cents": area.by_organisation.get(code),
                "is_own": area.provider == code,
                "url": f"{base}/uitleg/{area.area.code}/{code}",
                "label": area.area.name,
            }
            for area in settlement.areas
        ],
        "total": total,
        "earlier": _change(total, earlier),
        "budget": _change(total, planned or None),
    }


def _earlier(shown: Shown, *, area: str = "", organisation: str = "") -> int | None:
    found = [
        cents
        for (in_area, of), cents in shown.earlier_cents.items()
        if area in ("", in_area) and organisation in ("", of)
    ]
    return sum(found) if found else None


def _change(now: int, then: int | None) -> str | None:
    return dutch.signed_percent(Fraction(now - then, abs(then))) if then else None


def netting(shown: Shown) -> list[dict[str, Any]]:
    """What each pays, receives, lends; positive is to pay. A partner sees its own row only."""
    settlement = shown.settlement
    if settlement is None:
        return []
    return [
        {
            "name": settlement.organisations[one.organisation],
            "pays": one.pays_cents,
            "receives": one.receives_cents,
            "lends": one.secondment_cents,
            "net": one.net_cents,
        }
        for one in settlement.netting.positions
        if shown.reader in ("", one.organisation)
    ]


def tree(
    node: Node, code: str, level: int = 0, op: str = "", drawn: dict[int, str] | None = None
) -> dict[str, Any]:
    """A derivation as the macro `ui.tree` draws it.

    Derivations share parts: the costs of an area stand in each of its lines. Such a part is drawn once; where
    it comes again, a link leads to it.
    """
    drawn = {} if drawn is None else drawn
    shown: dict[str, Any] = {
        "text": node.what,
        "how": node.formula,
        "value": node.shown,
        "op": op,
        "is_open": level < OPEN_LEVELS,
    }
    if node.source is not None:
        shown["source"] = node.source.label
        shown["url"] = _url(node.source.kind, node.source.label, code)
    if node.rule is not None and node.rule.label:
        shown["rule"] = node.rule.label
    if id(node) in drawn:
        return shown | {"source": "dezelfde stap hierboven", "url": f"#{drawn[id(node)]}"}
    if any(part.operands for part in node.operands):
        shown["id"] = drawn[id(node)] = f"stap-{len(drawn) + 1}"
    parts = list(zip(node.signs, node.operands, strict=True))
    if _is_percentage(node):
        parts = parts[:1]
    if parts:
        shown["children"] = [tree(part, code, level + 1, sign, drawn) for sign, part in parts]
    return shown


def _is_percentage(node: Node) -> bool:
    """Whether it is an agreed percentage of an amount: the percentages themselves say nothing more."""
    return (
        node.operation is Operation.ALLOCATE
        and node.operands[2].unit is Unit.SHARE
        and node.rule is not None
        and all(part.source == node.rule for part in node.operands[2].operands)
        and node.operands[1].key.isdigit()
    )


def _url(kind: str, label: str, code: str) -> str:
    if kind == "assignment":
        return f"/{code}/opdrachten/{label}"
    if kind in ("statistic", "tariff", "policy"):
        return f"/{code}/deelnemers"
    return ""
