"""Every settlement case of `settlement/*.yaml`: lines, totals and refusals, exactly; and each one frozen and back."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.result import LineKind, Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from app.kernel.explain import Operation
from app.kernel.money import in_thousands
from tests.golden.settlement_notation import cents
from tests.golden.settlement_reader import Case, cases
from tests.settlement_shuffle import shuffled

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_settles_as_written(case: Case) -> None:
    expect = dict(case.expect)
    if "refused" in expect:
        _refused(case, expect["refused"])
        return
    settlement = settle(case.inputs)
    if case.later is not None:
        moves = {code: cents(text) for code, text in expect.pop("moves").items()}
        assert _moved(settlement, settle(case.later)) == moves
    for what, stated in expect.items():
        assert PICK[what](settlement) == _stated(what, stated), what


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_settles_the_same_from_its_snapshot_and_in_any_order(case: Case) -> None:
    if "refused" in case.expect:
        with pytest.raises(Unsettled) as refused:
            settle(shuffled(case.inputs, Random(1)))
        with pytest.raises(Unsettled) as again:
            settle(from_snapshot(to_snapshot(case.inputs)))
        assert str(refused.value) == str(again.value)
        return
    body = to_snapshot(case.inputs)
    lines = lines_body(settle(case.inputs))
    assert lines_body(settle(from_snapshot(body))) == lines
    assert to_snapshot(from_snapshot(body)) == body
    mixed = shuffled(case.inputs, Random(7))
    assert to_snapshot(mixed) == body
    assert lines_body(settle(mixed)) == lines


def _moved(before: Settlement, after: Settlement) -> dict[str, int]:
    """What each partner pays more when the same period is reckoned with what was known later."""
    was, now = before.totals.by_organisation, after.totals.by_organisation
    return {code: now.get(code, 0) - was.get(code, 0) for code in sorted({*was, *now})}


def _refused(case: Case, stated: list[Mapping[str, str]]) -> None:
    with pytest.raises(Unsettled) as refused:
        settle(case.inputs)
    found = {(error.name, error.message.replace("\N{NO-BREAK SPACE}", " ")) for error in refused.value.errors}
    assert found == {(row["name"], row["says"]) for row in stated}


def _stated(what: str, stated: Any) -> Any:
    if what in ("lines", "texts", "formulas", "priced", "findings", "postings", "explains"):
        return list(stated)
    if what.endswith("thousands") and isinstance(stated, str):
        return int(stated)
    if isinstance(stated, dict):
        return {key: _stated(what, value) for key, value in stated.items()}
    return cents(stated)


def _lines(settlement: Settlement) -> list[str]:
    """`AREA WHO KIND[.component][ tariff] amount`."""
    return [
        f"{line.area} {line.organisation} {line.kind.value}"
        + (f".{line.component}" if line.component else "")
        + (f" {line.tariff}" if line.kind is LineKind.TARIFF else "")
        + f" {_euros(line.amount_cents)}"
        for line in settlement.lines
    ]


def _postings(settlement: Settlement) -> list[str]:
    """`POOL > WHO amount`, with the input VAT when there is any; in step-down also from pool to pool."""
    return [
        f"{one.pool} > {one.to_pool or one.area}{' (pool)' if one.to_pool else ''} {_euros(one.amount_cents)}"
        + (f" vat {_euros(one.vat_cents)}" if one.vat_cents else "")
        for one in settlement.postings
    ]


def _explains(settlement: Settlement) -> list[str]:
    """What each posting says of itself, below the costs of the areas."""
    return [
        f"{area.area.code} {node.what}: {node.formula}".replace("\N{NO-BREAK SPACE}", " ")
        for area in settlement.areas
        for part in area.costs.operands
        for node in part.operands
        if node.operation in (Operation.ALLOCATE, Operation.RECIPROCAL)
    ]


def _euros(cents_: int) -> str:
    return f"{'-' if cents_ < 0 else ''}{abs(cents_) // 100}.{abs(cents_) % 100:02}"


def _priced(settlement: Settlement) -> list[str]:
    """`WHO QUANTITY UNIT PRICE`, with the quantity that the price is of when it is not one."""
    return [
        f"{line.organisation} {line.quantity} {line.unit} {_euros(line.price_cents)}"
        + (f" per {line.base_quantity}" if line.base_quantity != 1 else "")
        for line in settlement.lines
    ]


def _pays(settlement: Settlement) -> dict[str, dict[str, int]]:
    return {area.area.code: dict(area.by_organisation) for area in settlement.areas}


PICK: dict[str, Callable[[Settlement], Any]] = {
    "lines": _lines,
    "pays": _pays,
    "costs": lambda found: {area.area.code: area.costs_cents for area in found.areas},
    "result": lambda found: {area.area.code: area.result_cents for area in found.areas},
    "overhead": lambda found: {area.area.code: area.overhead_cents for area in found.areas},
    "input_vat": lambda found: {
        line.organisation: line.amount_cents for line in found.lines if line.kind is LineKind.INPUT_VAT
    },
    "seconded": lambda found: {
        line.organisation: line.amount_cents for line in found.lines if line.kind is LineKind.SECONDMENT
    },
    "vat": lambda found: {
        f"{document.provider}>{document.organisation}{' O' if document.is_outside_vat else ''}": document.vat_cents
        for document in found.documents
    },
    "documents": lambda found: {
        f"{document.provider}>{document.organisation}{' O' if document.is_outside_vat else ''}": document.total_cents
        for document in found.documents
    },
    "cells": lambda found: {f"{who}>{whom}": cents_ for (who, whom), cents_ in found.netting.cells.items()},
    "net": lambda found: {position.organisation: position.net_cents for position in found.netting.positions},
    "pays_others": lambda found: {one.organisation: one.pays_cents for one in found.netting.positions},
    "receives": lambda found: {one.organisation: one.receives_cents for one in found.netting.positions},
    "lends": lambda found: {one.organisation: one.secondment_cents for one in found.netting.positions},
    "postings": _postings,
    "explains": _explains,
    "texts": lambda found: [
        f"{line.text}: {line.detail}".replace("\N{NO-BREAK SPACE}", " ") for line in found.lines
    ],
    "formulas": lambda found: [
        f"{line.organisation}: {line.derivation.formula}".replace("\N{NO-BREAK SPACE}", " ")
        for line in found.lines
    ],
    "priced": _priced,
    "findings": lambda found: [
        f"{one.weight.value} {one.code}: {one.message}".replace("\N{NO-BREAK SPACE}", " ")
        for one in found.findings
    ],
    "total_costs": lambda found: found.totals.costs_cents,
    "total_divided": lambda found: found.totals.divided_cents,
    "thousands": lambda found: in_thousands(found.totals.by_organisation),
    "total_thousands": lambda found: sum(in_thousands(found.totals.by_organisation).values()),
    "per_partner": lambda found: dict(found.totals.by_organisation),
}
