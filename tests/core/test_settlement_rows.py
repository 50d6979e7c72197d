"""How rows of inputs are written, read and put in order, each kind looked up anew as in a fresh process."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random

import pytest

from app.features.costs.core import Category
from app.features.settlement.core import coding, facts
from app.features.settlement.core.coding import Misfit, row_in, row_out
from app.features.settlement.core.facts import in_order, row_key
from app.features.settlement.core.inputs import Assignment, Corrected, CostEntry, Inputs, Share
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot, lines_body, to_snapshot
from app.kernel.period import Period
from tests.golden.settlement_reader import cases, read_inputs
from tests.settlement_shuffle import shuffled


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked up before in this process does not count."""
    monkeypatch.setattr(coding, "_KINDS", {})
    monkeypatch.setattr(facts, "_SHAPES", {})


def _k5() -> Inputs:
    found = next(case.inputs for case in cases() if case.name.startswith("k5-quarter"))
    return replace(found, cut_off_at=datetime(2026, 10, 22, 7, 31, tzinfo=UTC))


def test_every_kind_of_value_is_written_and_read() -> None:
    body = to_snapshot(_k5())
    assert to_snapshot(from_snapshot(body)) == body
    for written in (
        b'"cut_off_at":"2026-10-22T07:31:00+00:00"',
        b'"advance":null',
        b'"is_settled":true',
        b'"is_transparent":false',
        b'"first_on":"2026-07-01"',
        b'"value":"32/5"',
    ):
        assert written in body, written


def test_a_row_of_plain_values_is_one_object() -> None:
    assert "".join(row_out(Share("P", Fraction(1, 3)))) == '{"of":"P","value":"1/3"}'
    assert row_in(Share, {"of": "P", "value": "1/3"}) == Share("P", Fraction(1, 3))


def test_a_misfit_says_what_does_not_fit() -> None:
    with pytest.raises(Misfit, match=r"verwacht een object\.") as refused:
        row_in(Share, [])
    assert (refused.value.message, refused.value.where) == ("verwacht een object.", "")


def test_rows_that_begin_alike_have_one_order() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "areas": {
                "X": {
                    "policy": ["whole by equal"],
                    "participants": {"P": "..2026-01-10, 2026-01-12..2026-02-01, 2026-02-03..", "Q": ""},
                    "packages": {"plus": {"P": ""}, "min": {"P": ""}},
                }
            },
        }
    )
    assert len({in_order(shuffled(inputs, Random(seed))) for seed in range(20)}) == 1
    assert to_snapshot(shuffled(_k5(), Random(3))) == to_snapshot(_k5())


def test_rows_that_differ_in_a_list_only_are_told_apart() -> None:
    one = Assignment("a", "2026-1", "Loket", "X", (Share("P", Fraction(1)),))
    assert row_key(one) < row_key(replace(one, shares=(Share("Q", Fraction(1)),)))


def test_of_a_long_list_every_row_stands_in_the_body() -> None:
    row = CostEntry("", "X", date(2026, 1, 1), Category.STAFF, 1)
    many = tuple(replace(row, id=f"e{number:04}") for number in range(2_001))
    again = from_snapshot(to_snapshot(replace(_k5(), entries=many)))
    assert again.entries == many


def test_the_lines_are_stated_field_by_field() -> None:
    settlement = settle(_k5())
    stated = json.loads(lines_body(settlement))
    assert [(row["number"], row["area"], row["amount_cents"]) for row in stated] == [
        (line.number, line.area, line.amount_cents) for line in settlement.lines
    ]
    assert "derivation" not in stated[0]


@pytest.mark.parametrize("text", ["1/2/3", "a/2", "1/b", "1/0", "12", "-/2"])
def test_what_is_no_fraction_is_refused(text: str) -> None:
    with pytest.raises(Misfit, match=r"verwacht een breuk als tekst"):
        row_in(Share, {"of": "P", "value": text})
    assert row_in(Share, {"of": "P", "value": 3}) == Share("P", Fraction(3))


def test_what_need_not_be_said_may_be_left_out_and_what_must_be_not() -> None:
    row = row_in(
        CostEntry, {"id": "e", "pool": "X", "booked_on": "2026-01-01", "category": "staff", "amount_cents": 1}
    )
    assert row == CostEntry("e", "X", date(2026, 1, 1), Category.STAFF, 1)
    with pytest.raises(Misfit) as refused:
        row_in(CostEntry, {"id": "e", "pool": "X", "booked_on": "2026-01-01", "category": "staff"})
    assert (refused.value.where, refused.value.message) == (".amount_cents", "dit veld ontbreekt.")


def test_closed_periods_that_are_corrected_are_in_order_too() -> None:
    inputs = _k5()

    def correction(*periods: Inputs) -> Inputs:
        whole = replace(inputs.period, first_on=min(one.period.first_on for one in periods))
        return Inputs(inputs.collaboration, whole, corrected=tuple(Corrected(one, (), ()) for one in periods))

    before = replace(inputs, period=Period.quarter(2026, 2))
    mixed = correction(shuffled(inputs, Random(5)), shuffled(before, Random(6)))
    assert to_snapshot(mixed) == to_snapshot(correction(before, inputs))
