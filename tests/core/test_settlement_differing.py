"""Why an amount differs from the period before: the causes total the difference, each in its own cents."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.features.settlement.core.comparing import Base, compared, deviations
from app.features.settlement.core.differing import Cause, causes
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Line
from app.features.settlement.core.settle import settle
from app.features.settlement.core.threshold import USUAL
from app.kernel.explain import Unit, leaf
from tests.golden.paper_case import inputs
from tests.golden.settlement_reader import read_inputs


def _dearer(facts: Inputs, factor: int) -> Inputs:
    entries = tuple(replace(row, amount_cents=row.amount_cents * factor) for row in facts.entries)
    return replace(facts, entries=entries)


def _with_clients(facts: Inputs, organisation: str, more: int) -> Inputs:
    rows = tuple(
        replace(row, value=row.value + more)
        if row.organisation == organisation and row.kind == "clients"
        else row
        for row in facts.statistics
    )
    return replace(facts, statistics=rows)


def _busier(facts: Inputs, factor: int) -> Inputs:
    return replace(facts, worked=tuple(replace(row, minutes=row.minutes * factor) for row in facts.worked))


CHANGES: dict[str, Callable[[Inputs], Inputs]] = {
    "costs": lambda facts: _dearer(facts, 2),
    "clients": lambda facts: _with_clients(facts, "SHV", 17),
    "others": lambda facts: _with_clients(facts, "VLI", 40),
    "hours": lambda facts: _busier(facts, 3),
    "all": lambda facts: _busier(_with_clients(_dearer(facts, 2), "SHV", 17), 3),
    "none": lambda facts: facts,
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_causes_total_the_difference_of_every_amount(name: str) -> None:
    then, now = settle(inputs()), settle(CHANGES[name](inputs()))
    seen = 0
    for area, before in zip(now.areas, then.areas, strict=True):
        for organisation, cents in area.by_organisation.items():
            found = causes(now, then, area.area.code, organisation)
            assert sum(one.cents for one in found) == cents - before.by_organisation[organisation]
            assert all(one.cents for one in found)
            seen += bool(found)
    assert (seen == 0) == (name == "none")


def _elsewhere(line: Line) -> Line:
    """As a part of the key that was not there before."""
    return replace(line, component=line.component + 10)


def _undivided(line: Line) -> Line:
    """As an amount that is no share of anything."""
    return replace(line, derivation=leaf(line.text, line.amount_cents, Unit.CENTS))


@pytest.mark.parametrize(
    ("changed", "words"),
    [(_elsewhere, {"nieuw in de sleutel", "niet meer in de sleutel"}), (_undivided, {"anders verdeeld"})],
)
def test_of_another_key_what_was_goes_out_and_what_is_comes_in(
    changed: Callable[[Line], Line], words: set[str]
) -> None:
    then, now = settle(inputs()), settle(_dearer(inputs(), 2))
    other = replace(now, lines=tuple(map(changed, now.lines)))
    seen: set[str] = set()
    for area, before in zip(other.areas, then.areas, strict=True):
        for organisation, cents in area.by_organisation.items():
            found = causes(other, then, area.area.code, organisation)
            assert sum(one.cents for one in found) == cents - before.by_organisation[organisation]
            seen |= {one.text.rpartition(": ")[2] for one in found if one.cause is Cause.KEY}
    assert words <= seen


def test_seventeen_clients_more_are_named_as_such() -> None:
    then, now = settle(inputs()), settle(_with_clients(inputs(), "SHV", 17))
    area = next(one.area.code for one in now.areas if any("cliënten" in words for words in one.key))
    found = causes(now, then, area, "SHV")
    assert [(one.cause, one.text) for one in found] == [(Cause.VOLUME, "Eigen cliënten, 17 meer")]
    assert found[0].cents > 0
    other = next(code for code in now.totals.by_organisation if code != "SHV")
    (theirs,) = causes(now, then, area, other)
    assert (theirs.cause, theirs.text) == (Cause.OTHERS, "Bij de anderen: cliënten, 17 meer")
    assert theirs.cents < 0


def test_a_fixed_part_under_a_name_of_its_own_is_larger_of_nothing_that_was_counted() -> None:
    (then, now) = (
        settle(
            read_inputs(
                {
                    "period": "2026-Q1",
                    "partners": {"P": "", "Q": ""},
                    "areas": {"X": {"policy": [{"part": "whole by fixed", "shares": shares}]}},
                    "costs": ["X staff 100.00"],
                }
            )
        )
        for shares in ({"P": 50, "Q": 50}, {"P": 60, "Q": 40})
    )
    named = [
        replace(one, lines=tuple(replace(line, text="Inbreng") for line in one.lines)) for one in (now, then)
    ]
    assert [one.text for one in causes(named[0], named[1], "X", "P")] == [
        "Eigen groter deel",
        "Bij de anderen: kleiner deel",
    ]


def test_dearer_costs_are_the_price() -> None:
    then, now = settle(inputs()), settle(_dearer(inputs(), 2))
    for area in now.areas:
        for organisation in area.by_organisation:
            found = causes(now, then, area.area.code, organisation)
            assert {one.cause for one in found} <= {Cause.PRICE}


def test_who_took_no_part_then_is_new_as_a_whole() -> None:
    now = settle(inputs())
    empty = replace(now, lines=())
    area = now.areas[0]
    organisation, cents = next(iter(area.by_organisation.items()))
    found = causes(now, empty, area.area.code, organisation)
    assert sum(one.cents for one in found) == cents


def test_what_there_is_nothing_to_compare_with_is_not_zero() -> None:
    now = settle(inputs())
    cells = compared(now, None, {}, {})
    assert all(then is None for cell in cells for then in cell.beside.values())
    assert deviations(cells, now, dict.fromkeys(Base, "")) == ()


def test_who_left_an_area_stands_beside_what_it_paid() -> None:
    now = settle(inputs())
    area, gone = "ON", "NLK"  # Nederlek takes no part in Onderwijs
    cells = compared(now, None, {(area, gone): 500_000}, {})
    (cell,) = (one for one in cells if (one.area, one.organisation) == (area, gone))
    assert (cell.cents, cell.beside[Base.EARLIER], cell.too_far) == (0, 500_000, (Base.EARLIER,))
    newcomers = [one for one in cells if one.area == area and one.organisation != gone]
    assert all(one.beside[Base.EARLIER] == 0 for one in newcomers)


@pytest.mark.parametrize(
    ("now", "then", "is_far"),
    [
        (1_100_000, 1_000_000, False),
        (2_150_000, 2_000_000, False),
        (1_200_001, 1_000_000, True),
        (-1_200_001, -1_000_000, True),
        (100_001, 0, True),
    ],
)
def test_both_thresholds_must_be_passed(now: int, then: int, is_far: bool) -> None:
    assert USUAL.is_passed(now, then) is is_far
