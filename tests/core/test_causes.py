"""What each cause of a difference is called and comes to, in cents that can be reckoned by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.features.settlement.core.comparing import Base, compared, deviations
from app.features.settlement.core.differing import causes
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import LineKind
from app.features.settlement.core.threshold import Threshold
from tests.golden.settlement_reader import read_inputs

World = dict[str, Any]


def _settled(policy: list[Any], costs: str, more: World, partners: str = "PQ") -> Settlement:
    area = {"name": "Onderwijs", "policy": policy, **more.get("area", {})}
    world = {"period": "2026-Q1", "partners": dict.fromkeys(partners, ""), "areas": {"X": area}}
    return settle(read_inputs(world | {"costs": [f"X staff {costs}"]} | more))


def _causes(now: Settlement, then: Settlement, who: str = "P") -> list[tuple[str, str, int]]:
    return [
        (one.cause.value, one.text.replace("\N{NO-BREAK SPACE}", " "), one.cents)
        for one in causes(now, then, "X", who)
    ]


def _clients(**each: int) -> World:
    return {"statistics": {"clients": {code: str(size) for code, size in each.items()}}}


def test_costs_percentage_own_figures_and_those_of_others_in_that_order() -> None:
    then = _settled(["40 % by clients", "60 % by equal"], "1000.00", _clients(P=1, Q=3))
    now = _settled(["50 % by clients", "50 % by equal"], "1200.00", _clients(P=2, Q=6))
    # clients: 400 × ¼ = 100; at the old percentage 480 × ¼ = 120; 600 × ¼ = 150; 600 × 2/5 = 240; 600 × 2/8 = 150
    # equal: 600 × ½ = 300; at the old percentage 720 × ½ = 360; 600 × ½ = 300
    assert _causes(now, then) == [
        ("prijs", "Onderwijs werd duurder", 80_00),
        ("sleutel", "Deel naar cliënten: ander percentage", 30_00),
        ("sleutel", "Gelijk deel: ander percentage", -60_00),
        ("volume", "Eigen cliënten, 1 meer", 90_00),
        ("anderen", "Bij de anderen: cliënten, 3 meer", -90_00),
    ]
    assert _causes(then, now) == [
        ("prijs", "Onderwijs werd goedkoper", -25_00 - 50_00),
        ("sleutel", "Deel naar cliënten: ander percentage", -25_00),
        ("sleutel", "Gelijk deel: ander percentage", 50_00),
        ("volume", "Eigen cliënten, 1 minder", -42_86),
        ("anderen", "Bij de anderen: cliënten, 3 minder", 42_86),
    ]


def test_hours_are_told_in_hours_and_agreed_parts_as_larger_or_smaller() -> None:
    then = _settled(["whole by hours"], "100.00", {"hours": ["X P 1:00", "X Q 1:00"]})
    now = _settled(["whole by hours"], "100.00", {"hours": ["X P 3:00", "X Q 1:00"]})
    assert _causes(now, then) == [("volume", "Eigen 2:00 uur meer", 25_00)]
    assert _causes(now, then, "Q") == [("anderen", "Bij de anderen: 2:00 uur meer", -25_00)]
    fixed = [
        _settled([{"part": "whole by fixed", "shares": {"P": p, "Q": q}}], "100.00", {})
        for p, q in ((60, 40), (80, 20))
    ]
    # 100 × 80 ÷ (40 + 80) = 66.67
    assert _causes(fixed[1], fixed[0]) == [
        ("volume", "Eigen groter deel van vaste percentages", 6_67),
        ("anderen", "Bij de anderen: kleiner deel van vaste percentages", 13_33),
    ]


TARIFF = {"tariffs": {"t": {"name": "Adviseur", "price": "hour adviseur 60.00"}}}
DEARER = {"tariffs": {"t": {"name": "Adviseur", "price": "hour adviseur 66.00"}}}


def test_a_tariff_is_first_more_or_less_of_it_then_its_price() -> None:
    then = _settled(["tariff hour"], "1.00", {"area": TARIFF, "hours": ["X P 1:00 at t"]})
    now = _settled(["tariff hour"], "1.00", {"area": DEARER, "hours": ["X P 1:30 at t"]})
    assert _causes(now, then) == [
        ("prijs", "Adviseur: tarief hoger", 9_00),
        ("volume", "Adviseur: 0:30 uur meer", 30_00),
    ]
    assert _causes(then, now) == [
        ("prijs", "Adviseur: tarief lager", -6_00),
        ("volume", "Adviseur: 0:30 uur minder", -33_00),
    ]
    none = _settled(["tariff hour"], "1.00", {"area": TARIFF})
    assert _causes(then, none) == [("volume", "Adviseur: 1:00 uur meer", 60_00)]
    assert _causes(none, then) == [("volume", "Adviseur: 1:00 uur minder", -60_00)]


def test_products_are_told_by_the_piece() -> None:
    area = {"products": {"folder": {}}, "tariffs": {"f": {"name": "Folder", "price": "product folder 2.50"}}}
    then = _settled(["tariff product"], "1.00", {"area": area, "delivered": ["X folder P 4"]})
    now = _settled(["tariff product"], "1.00", {"area": area, "delivered": ["X folder P 6"]})
    assert _causes(now, then) == [("volume", "Folder: stuks, 2 meer", 5_00)]


def test_a_part_of_the_key_that_is_new_or_gone_or_divided_otherwise() -> None:
    whole = _settled(["whole by equal"], "100.00", {})
    by_clients = _settled(["whole by clients"], "100.00", _clients(P=1, Q=3))
    assert _causes(by_clients, whole) == [
        ("sleutel", "Deel naar cliënten: nieuw in de sleutel", 25_00),
        ("sleutel", "Gelijk deel: niet meer in de sleutel", -50_00),
    ]
    without = _settled(["whole by clients"], "100.00", _clients(P=0, Q=3))
    assert _causes(by_clients, without) == [("sleutel", "Deel naar cliënten: anders verdeeld", 25_00)]


def test_a_cent_that_only_rounding_moved_is_called_rounding() -> None:
    two = _settled(["whole by clients"], "100.00", _clients(P=1, Q=2))
    three = _settled(["whole by clients"], "100.00", _clients(P=1, Q=1, R=1), "PQR")
    assert _causes(three, two) == [("anderen", "Afronding op hele centen", 1)]
    assert _causes(two, two) == []


def test_a_result_is_a_cause_of_its_own() -> None:
    now = _settled(["whole by equal"], "100.00", {})
    struck = replace(now, lines=tuple(replace(line, kind=LineKind.RESULT) for line in now.lines))
    assert _causes(struck, replace(now, lines=())) == [("resultaat", "Meegenomen resultaat", 50_00)]
    half = tuple(replace(line, amount_cents=20_00) for line in struck.lines)
    assert _causes(struck, replace(struck, lines=half)) == [("resultaat", "Meegenomen resultaat", 30_00)]


def test_what_must_be_explained_says_how_much_and_against_what() -> None:
    now = _settled(["whole by clients"], "10000.00", _clients(P=3, Q=1))
    planned = _settled(["whole by clients"], "10000.00", _clients(P=2, Q=2))
    cells = compared(now, planned, {("X", "P"): 0, ("X", "R"): 1_000_01}, {("Y", "P"): 1})
    assert [(one.organisation, one.cents, dict(one.beside)) for one in cells] == [
        ("P", 7500_00, {Base.BUDGET: 5000_00, Base.EARLIER: 0, Base.YEAR_AGO: None}),
        ("Q", 2500_00, {Base.BUDGET: 5000_00, Base.EARLIER: 0, Base.YEAR_AGO: None}),
        ("R", 0, {Base.BUDGET: 0, Base.EARLIER: 1_000_01, Base.YEAR_AGO: None}),
    ]
    assert [one.differs(Base.BUDGET) for one in cells] == [2500_00, -2500_00, 0]
    assert [one.differs(Base.YEAR_AGO) for one in cells] == [None, None, None]
    labels = {Base.BUDGET: "dan begroot", Base.EARLIER: "dan vorig kwartaal", Base.YEAR_AGO: "dan vorig jaar"}
    named = replace(now, organisations={"P": "Polderdam", "Q": "Quadijk", "R": "Rijswoude"})
    found = deviations(cells, named, labels)
    assert [one.subject for one in found] == [("cell", "X/P"), ("cell", "X/Q"), ("cell", "X/R")]
    said = [one.message.partition(" voor Onderwijs ")[2].replace("\N{NO-BREAK SPACE}", " ") for one in found]
    assert said == [
        "€ 7.500,00: € 2.500,00 (50,0 %) meer dan begroot en € 7.500,00 meer dan vorig kwartaal.",
        "€ 2.500,00: € 2.500,00 (50,0 %) minder dan begroot en € 2.500,00 meer dan vorig kwartaal.",
        "€ 0,00: € 1.000,01 (100,0 %) minder dan vorig kwartaal.",
    ]
    assert found[2].message.startswith("Rijswoude betaalt voor Onderwijs ")


def test_parts_of_hours_are_rounded_when_they_are_told() -> None:
    joint: World = {"hours": ["X P=1/3,Q=2/3 1:00", "X Q 1:00"]}
    then = _settled(["whole by hours"], "100.00", joint)
    now = _settled(["whole by hours"], "100.00", {"hours": ["X P=1/3,Q=2/3 2:00", "X Q 0:20"]})
    assert {line.organisation: Fraction(line.derivation.operands[1].value) for line in now.lines} == {
        "P": 40,
        "Q": 100,
    }
    assert _causes(now, then)[0][1] == "Eigen 0:20 uur meer"


def test_the_smallest_threshold_asks_an_explanation_of_a_cent() -> None:
    now = _settled(["whole by equal"], "100.00", {})
    any_cent = Threshold(None, 0)
    labels = dict.fromkeys(Base, "dan begroot")
    cells = compared(now, None, {("X", "P"): 49_99, ("X", "Q"): 50_01}, {}, any_cent)
    said = [one.message.partition(": ")[2] for one in deviations(cells, now, labels, any_cent)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "€ 0,01 (0,0 %) meer dan begroot.",
        "€ 0,01 (0,0 %) minder dan begroot.",
    ]
