"""Every case of `year/*.yaml`: advances, true-ups, results and corrections, step by step and to the cent."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest

from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Document, Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from tests.golden.settlement_notation import cents
from tests.golden.test_settlement_cases import PICK
from tests.golden.year_reader import Case, Year, cases
from tests.settlement_shuffle import shuffled

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_year_goes_as_written(case: Case) -> None:
    year = Year(case.world)
    for step in case.steps:
        if "refused" in step.get("expect", {}):
            _refused(year.inputs(step), step["expect"]["refused"])
            continue
        inputs = year.inputs(step)
        settlement = year.settle(step)
        for what, stated in step.get("expect", {}).items():
            assert _pick(what)(settlement) == _stated(what, stated), (step, what)
        _the_same_again(inputs, settlement)


def _the_same_again(inputs: Inputs, settlement: Settlement) -> None:
    body, lines = to_snapshot(inputs), lines_body(settlement)
    assert lines_body(settle(from_snapshot(body))) == lines
    assert to_snapshot(from_snapshot(body)) == body
    mixed = shuffled(inputs, Random(7))
    assert to_snapshot(mixed) == body
    assert lines_body(settle(mixed)) == lines


def _refused(inputs: Inputs, stated: list[Mapping[str, str]]) -> None:
    with pytest.raises(Unsettled) as refused:
        settle(inputs)
    found = {(error.name, error.message.replace("\N{NO-BREAK SPACE}", " ")) for error in refused.value.errors}
    assert found == {(row["name"], row["says"]) for row in stated}


def _pick(what: str) -> Callable[[Settlement], Any]:
    return _MORE.get(what) or PICK[what]


def _stated(what: str, stated: Any) -> Any:
    if what in (
        "lines",
        "texts",
        "formulas",
        "priced",
        "findings",
        "papers",
        "moved",
        "moved_areas",
        "refers",
        "own_shares",
    ):
        return list(stated)
    if isinstance(stated, dict):
        return {key: _stated(what, value) for key, value in stated.items()}
    return cents(stated)


def _amount(value: int) -> str:
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


def _paper(document: Document) -> str:
    """`PERIOD C>P [takes back] S 21: base vat; …`."""
    about = f"{document.about.code} " if document.about else ""
    kind = "takes back " if document.is_reversal else ""
    parts = "; ".join(
        f"{one.category.value} {_amount(one.base_cents)} {_amount(one.vat_cents)}" for one in document.vat
    )
    return f"{about}{document.provider}>{document.organisation} {kind}{parts}"


_MORE: Mapping[str, Callable[[Settlement], Any]] = {
    "papers": lambda found: [_paper(document) for document in found.documents],
    "refers": lambda found: [" ".join(document.refers) for document in found.documents],
    "moved": lambda found: [
        f"{one.period.code} {one.area} {one.organisation} {_amount(one.before_cents)} {_amount(one.now_cents)} "
        f"{_amount(one.vat_cents)}"
        for one in found.moved
    ],
    "moved_areas": lambda found: [
        f"{one.period.code} {one.area} {_amount(one.costs_cents)} {_amount(one.result_cents)}"
        for one in found.moved_areas
    ],
    "own_shares": lambda found: [
        f"{line.area} {line.organisation}" + (" with VAT" if line.vat_cents or line.vat_rate else "")
        for line in found.lines
        if line.is_own_share
    ],
    "beside": lambda found: {
        "own_account": found.totals.own_account_cents,
        "budget": found.totals.budget_cents,
    },
    "own": lambda found: {area.area.code: area.own_cents for area in found.areas},
    "categories": lambda found: {area.area.code: dict(area.by_category) for area in found.areas},
    "area_vat": lambda found: {area.area.code: area.input_vat_cents for area in found.areas},
    "vat_in_all": lambda found: found.totals.vat_cents,
    "charged": lambda found: {
        organisation: sum(line.amount_cents for line in found.lines if line.organisation == organisation)
        for organisation in found.totals.by_organisation
    },
    "carried": lambda found: {area.area.code: area.carried_cents for area in found.areas},
}
