"""Why an amount differs from the period before: the causes total the difference, each in its own cents."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

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


def _area(*policy: Any, price: str = "60.00", **more: Any) -> dict[str, Any]:
    tariffs = {"t": {"name": "Adviseur", "price": f"hour adviseur {price}"}}
    area = {"name": "Zorg", "policy": list(policy), "tariffs": tariffs, "participants": ["P", "Q"]}
    return {"areas": {"X": area | more}}


def _heads(p: int, q: int) -> dict[str, Any]:
    return {"statistics": {"inhabitants": {"P": str(p), "Q": str(q)}}}


def _costs(amount: str) -> dict[str, Any]:
    return {"costs": [f"X staff {amount}"]}


PHASED: dict[str, Any] = {"old": ["whole by equal"], "policy": ["whole by inhabitants"]}
TOLD: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "more inhabitants and dearer": (
        _area("whole by inhabitants") | _heads(100, 300),
        _heads(150, 250) | _costs("1200.00"),
        # 1,000 × ¼, 1,200 × ¼, 1,200 × 150/450, 1,200 × 150/400
        [
            "prijs: Zorg werd duurder 5000",
            "volume: Eigen inwoners, 50 meer 10000",
            "anderen: Bij de anderen: inwoners, 50 minder 5000",
        ],
    ),
    "fewer inhabitants and cheaper": (
        _area("whole by inhabitants") | _heads(100, 300),
        _heads(80, 420) | _costs("800.00"),
        # 250.00, 200.00, 800 × 80/380 = 168.42, 128.00
        [
            "prijs: Zorg werd goedkoper -5000",
            "volume: Eigen inwoners, 20 minder -3158",
            "anderen: Bij de anderen: inwoners, 120 meer -4042",
        ],
    ),
    "another percentage": (
        _area("40 % by inhabitants", "60 % by equal") | _heads(100, 300),
        _area("30 % by inhabitants", "70 % by equal"),
        [
            "sleutel: Deel naar inwoners: ander percentage -2500",
            "sleutel: Gelijk deel: ander percentage 5000",
        ],
    ),
    "a partner more": (
        _area("whole by equal"),
        _area("whole by equal", participants=["P", "Q", "R"]),
        ["anderen: Bij de anderen: 1 meer -16666"],
    ),
    "more hours at a higher price": (
        _area("tariff hour") | {"hours": ["X P 2:00 at t"]},
        _area("tariff hour", price="66.00") | {"hours": ["X P 3:30 at t"]},
        ["prijs: Adviseur: tarief hoger 2100", "volume: Adviseur: 1:30 uur meer 9000"],
    ),
    "fewer hours at a lower price": (
        _area("tariff hour") | {"hours": ["X P 2:00 at t"]},
        _area("tariff hour", price="54.00") | {"hours": ["X P 0:30 at t"]},
        ["prijs: Adviseur: tarief lager -300", "volume: Adviseur: 1:30 uur minder -9000"],
    ),
    "a key that is phased in further": (
        _area(phase="1/4", **PHASED) | _heads(3, 1),
        _area(phase="1/2", **PHASED),
        # 9/16 to 10/16 of all; 10/16 beside the old 7/16 is 10/17
        [
            "volume: Eigen groter deel van oude en nieuwe sleutel 2574",
            "anderen: Bij de anderen: kleiner deel van oude en nieuwe sleutel 3676",
        ],
    ),
    "other agreed percentages under a name of their own": (
        _area({"part": "whole by fixed", "shares": {"P": "60", "Q": "40"}, "label": "Vaste verdeling"}),
        _area({"part": "whole by fixed", "shares": {"P": "50", "Q": "50"}, "label": "Vaste verdeling"}),
        # 600.00, then 50 beside the old 40: 555.56, then 500.00
        ["volume: Eigen kleiner deel -4444", "anderen: Bij de anderen: groter deel -5556"],
    ),
}
"""What was, what of it is otherwise now, and what P reads."""


@pytest.mark.parametrize("name", TOLD)
def test_each_cause_is_told_in_a_sentence_with_its_cents(name: str) -> None:
    was, otherwise, told = TOLD[name]
    world = {"period": "2026-Q1", "partners": {"P": "", "Q": "", "R": ""}} | _costs("1000.00") | was
    then, now = settle(read_inputs(world)), settle(read_inputs(world | otherwise))
    found = causes(now, then, "X", "P")
    assert [f"{one.cause.value}: {one.text} {one.cents}" for one in found] == told


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


def test_an_area_that_is_settled_no_more_is_gone_as_a_whole() -> None:
    then = settle(inputs())
    area = then.areas[0]
    organisation, cents = next(iter(area.by_organisation.items()))
    found = causes(replace(then, lines=(), areas=()), then, area.area.code, organisation)
    assert sum(one.cents for one in found) == -cents


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
