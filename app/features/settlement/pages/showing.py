"""What the templates of settlement need: steps, figures, findings, the table partner × area, trees.

Only shapes for the eye; every amount comes from the settlement as it is.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from app.features.settlement.core.comparing import DEVIATION, Amounts, Base, Cell
from app.features.settlement.core.confirming import OBJECTION
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.run import RunDetails, RunKind, RunState, RunStep
from app.features.settlement.service.viewing import Shown
from app.infra.clock import local_day
from app.kernel import dutch
from app.kernel.actor import Actor
from app.kernel.explain import Node, Operation, Source, Unit
from app.kernel.period import Period
from app.kernel.roles import Permission

OPEN_LEVELS = 3
"""How many levels of an explanation stand open at first."""


def steps(details: RunDetails, answered: str) -> list[dict[str, Any]]:
    """The five steps of a run with who took them and when; `answered` is what partners said of their figures."""
    until = details.run.confirm_by_on
    asked = f"; uiterlijk {dutch.day(until)}" if until and details.run.state is RunState.DRAFT else ""
    state = details.run.state
    place = {
        RunState.DRAFT: 1 if details.run.kind is RunKind.SETTLEMENT else 0,
        RunState.CHECKED: 3,
        RunState.APPROVED: 4,
        RunState.FINAL: 5,
        RunState.WITHDRAWN: 0,
    }[state]
    notes = [
        f"berekening {details.run.calculations}, {dutch.day(local_day(details.run.calculated_at))}",
        f"{answered}{asked}",
        _taken(details, RunStep.CHECK, "met meetmoment voor uren en kosten"),
        _taken(details, RunStep.APPROVE, "door een tweede persoon"),
        _taken(details, RunStep.FINALISE, "dan pas krijgen facturen een nummer"),
    ]
    titles = ("Concept", "Gegevens bevestigen", "Gecontroleerd", "Goedgekeurd", "Definitief")
    is_asked = details.run.kind is RunKind.SETTLEMENT
    return [
        {
            "title": title,
            "note": notes[at],
            "is_done": at < place,
            "is_now": at == place and state is not RunState.FINAL,
        }
        for at, title in enumerate(titles)
        if at != 1 or is_asked
    ]


def _taken(details: RunDetails, step: RunStep, otherwise: str) -> str:
    taken = [one for one in details.steps if one.step is step]
    if not taken or details.run.state is RunState.DRAFT:
        return otherwise
    return f"{taken[-1].by}, {dutch.day(local_day(taken[-1].at))}"


def figures(shown: Shown, base: str) -> list[dict[str, Any]]:
    """Costs, divided, against the period before, against budget, to be solved."""
    found = shown.compared
    if found is None:
        return []
    settlement = found.settlement
    totals = settlement.totals
    areas = len(settlement.areas)
    earlier = sum(found.earlier_cents.values())
    planned = found.budget.totals.divided_cents if found.budget else 0
    notes = sum(one.weight is Weight.NOTE for one in shown.findings)
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
            "unit": f"en {notes} keer let op" if notes and shown.sees_all else "",
            "url": f"{base}#oplossen" if shown.sees_all and (holding or notes) else "",
            "note": _solving(shown),
        },
    ]


def _solving(shown: Shown) -> str:
    if shown.details.run.holding:
        return "daarna kan de controle beginnen"
    open_ones = len(shown.unexplained)
    if open_ones and shown.details.run.state in (RunState.DRAFT, RunState.CHECKED):
        return f"{dutch.count(open_ones, 'verschil vraagt', 'verschillen vragen')} een toelichting"
    return "niets houdt tegen"


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


def findings(shown: Shown, actor: Actor) -> list[dict[str, Any]]:
    """Findings as rows, what holds back first, each with where to look and what was said of it."""
    run = shown.details.run
    may_explain = actor.may(Permission.RUN_SETTLEMENTS) and run.state in (RunState.DRAFT, RunState.CHECKED)
    rows = []
    for one in shown.findings:
        holds = one.weight is Weight.HOLDS_BACK
        comments = [said for said in shown.details.comments if said.about == one.message]
        asks = one.code == DEVIATION and not comments
        row: dict[str, Any] = {
            "look": "late" if holds else "warn",
            "label": "Houdt tegen" if holds else "Toelichten" if asks else "Let op",
            "text": one.message,
            "more": one.detail,
            "comments": comments,
            "can_explain": may_explain and not comments and one.code in EXPLAINABLE,
            "code": one.code,
            "subject": one.subject,
        }
        if place := place_of(one, actor, run.period, f"/{actor.collaboration_code}/afrekeningen/{run.id}"):
            row |= {"url": place, "action": "Bekijken", "about": one.message}
        rows.append(row)
    return rows


EXPLAINABLE = frozenset({DEVIATION, OBJECTION})
"""The findings that ask for words: a difference over the threshold, an objection."""


def place_of(finding: Finding, actor: Actor, period: Period, base: str) -> str:
    """Where this reader can look further; empty when there is nowhere to go."""
    code = actor.collaboration_code
    kind, subject = finding.subject
    may_close, may_costs = actor.may(Permission.CLOSE_MONTHS), actor.may(Permission.READ_COSTS)
    match kind:
        case "hours" if actor.may(Permission.APPROVE_HOURS):
            return f"/{code}/uren-goedkeuren"
        case "hours" if may_close:
            return f"/{code}/maand-sluiten/{period.last_on:%Y-%m}"
        case "month-hours" if may_close:
            return f"/{code}/maand-sluiten/{subject[:7]}"
        case "month-costs" if may_costs:
            return f"/{code}/kosten?periode={period.code}#sluiten"
        case "organisation":
            return f"/{code}/deelnemers"
        case "cell":
            return f"{base}/uitleg/{subject}"
        case "confirmation":
            return f"{base}#h-bev"
    return ""


def matrix(shown: Shown, base: str) -> dict[str, Any]:
    """The table partner × area with totals, the period before, a year ago, budget and keys."""
    found = shown.compared
    if found is None:
        return {}
    settlement = found.settlement
    budget = {area.area.code: area for area in found.budget.areas} if found.budget else {}
    known = {
        "earlier": found.earlier_cents,
        "year_ago": found.year_ago_cents,
        "budget": {
            (area.area.code, code): cents
            for area in budget.values()
            for code, cents in area.by_organisation.items()
        },
    }
    rows = [_row(code, settlement, known, base) for code in settlement.totals.by_organisation]
    areas = [
        {
            "name": area.area.name,
            "provider": settlement.organisations[area.provider],
            "total": area.divided_cents,
            "url": f"{base}/uitleg/{area.area.code}",
            "key": area.key,
            "result": area.result_cents,
            **{name: _of(amounts, area=area.area.code) for name, amounts in known.items()},
        }
        for area in settlement.areas
    ]
    return {
        "areas": areas,
        "rows": rows,
        "total": settlement.totals.divided_cents,
        **{name: _of(amounts) for name, amounts in known.items()},
    }


def _row(code: str, settlement: Settlement, known: Mapping[str, Amounts], base: str) -> dict[str, Any]:
    total = settlement.totals.by_organisation[code]
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
        **{name: _change(total, _of(amounts, organisation=code)) for name, amounts in known.items()},
    }


def _of(amounts: Amounts, *, area: str = "", organisation: str = "") -> int | None:
    found = [
        cents
        for (in_area, of), cents in amounts.items()
        if area in ("", in_area) and organisation in ("", of)
    ]
    return sum(found) if found else None


def _change(now: int, then: int | None) -> str | None:
    return dutch.signed_percent(Fraction(now - then, abs(then))) if then else None


def comparison(shown: Shown, base: str) -> list[dict[str, Any]]:
    """Per area every amount beside budget, the period before and a year ago, with the difference."""
    found = shown.compared
    if found is None:
        return []
    names = {area.area.code: area.area.name for area in found.settlement.areas}
    explained = {said.subject[1]: said for said in shown.details.comments if said.code == DEVIATION}
    result: list[dict[str, Any]] = []
    for code, name in names.items():
        rows = [
            {
                "name": found.settlement.organisations[cell.organisation],
                "url": f"{base}/uitleg/{code}/{cell.organisation}",
                "cents": cell.cents,
                "beside": [_beside(cell, one) for one in Base],
                "comment": explained.get(cell.subject[1]) if shown.sees_all else None,
            }
            for cell in found.cells
            if cell.area == code
        ]
        too_far = sum(bool(cell.too_far) for cell in found.cells if cell.area == code)
        absent = [one for one in Base if all(cell.beside[one] is None for cell in found.cells)]
        result.append({"code": code, "name": name, "rows": rows, "too_far": too_far, "absent": absent})
    return result


def _beside(cell: Cell, base: Base) -> dict[str, Any]:
    return {"then": cell.beside[base], "differs": cell.differs(base), "is_too_far": base in cell.too_far}


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


def payments(shown: Shown) -> dict[str, Any]:
    """Client × provider with VAT, credits for lent staff included: what the net positions are made of."""
    settlement = shown.settlement
    if settlement is None:
        return {"heads": [], "rows": []}
    cells = {pair: cents for pair, cents in settlement.netting.cells.items() if shown.reader in ("", *pair)}
    providers = sorted({provider for _, provider in cells})
    clients = sorted({client for client, _ in cells})
    names = settlement.organisations
    return {
        "heads": [*((f"aan {names[code]}", "num") for code in providers), ("Samen", "num")],
        "rows": [
            {
                "name": names[client],
                "cells": [
                    *(cells.get((client, provider)) for provider in providers),
                    sum(cells.get((client, provider), 0) for provider in providers),
                ],
            }
            for client in clients
        ],
    }


@dataclass(frozen=True, slots=True)
class Places:
    """Where a reader may look further: the collaboration, the page of costs (empty if it may not), levels open."""

    code: str
    costs: str = ""
    levels: int = OPEN_LEVELS

    def of(self, source: Source) -> str:
        """The address of a fact; empty when there is nowhere to go."""
        match source.kind:
            case "assignment":
                return f"/{self.code}/opdrachten/{source.label}"
            case "cost_entry":
                return self.costs
            case "cell":
                run, _, cell = source.id.partition("/")
                return f"/{self.code}/afrekeningen/{run}/uitleg/{cell}"
            case "run":
                return f"/{self.code}/afrekeningen/{source.id}"
            case "settled_line":
                run, _, number = source.id.partition("/")
                return f"/{self.code}/afrekeningen/{run}/regels/{number}/uitleg"
            case "policy" if _is_identity(source.id):
                return f"/{self.code}/verdeelafspraken/{source.id}"
            case "statistic" | "tariff" | "policy":
                return f"/{self.code}/deelnemers"
        return ""


def _is_identity(text: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(text))
    return False


def tree(
    node: Node, places: Places, level: int = 0, op: str = "", drawn: dict[int, str] | None = None
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
        "is_open": level < places.levels,
    }
    if node.source is not None:
        shown["source"] = node.source.label
        shown["url"] = places.of(node.source)
    if node.rule is not None and node.rule.label:
        shown["rule"] = node.rule.label
        shown["rule_url"] = places.of(node.rule)
    if id(node) in drawn:
        return shown | {"source": "dezelfde stap hierboven", "url": f"#{drawn[id(node)]}"}
    if node.operands:
        shown["id"] = drawn[id(node)] = f"stap-{len(drawn) + 1}"
    parts = list(zip(node.signs, node.operands, strict=True))
    if _is_percentage(node):
        parts = parts[:1]
    if parts:
        shown["children"] = [tree(part, places, level + 1, sign, drawn) for sign, part in parts]
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
