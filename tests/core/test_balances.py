"""Results of tariffs through the year: struck, divided over the partners, and what is left of them."""

from dataclasses import replace

from app.features.settlement.core.balances import MovementKind, Struck, accounts, goes_to
from app.features.settlement.core.inputs import Corrected, Named, TariffResult
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import LineKind, Result
from tests.golden.settlement_reader import read_inputs

WORLD = {
    "partners": {"P": "", "Q": ""},
    "areas": {
        "X": {
            "result": "divided",
            "divided": "equal",
            "policy": ["tariff hour"],
            "tariffs": {"t": {"price": "hour adviseur 60.00"}},
        }
    },
    "hours": ["X Q 1:00 at t"],
}


def _run(period: str, cents: str, *struck: Result) -> Struck:
    inputs = replace(read_inputs({**WORLD, "period": period, "costs": [f"X staff {cents}"]}), struck=struck)
    settlement = settle(inputs)
    (area,) = settlement.areas
    charged = {one.organisation: one.amount_cents for one in settlement.lines if one.kind is LineKind.RESULT}
    return Struck(
        period, f"afrekening {period}", 2026, area.area, goes_to(inputs, area),
        area.costs_cents, area.result_cents, area.carried_cents, charged,
    )  # fmt: skip


def test_a_divided_result_leaves_nothing_and_says_who_paid_it() -> None:
    third = _run("2026-Q3", "70.00")
    last = _run("2026-Q4", "65.01", Result("2026-Q3", "afrekening 2026-Q3", "X", 1_000))
    (account,) = accounts([third, last])
    # 70.00 - 60.00 = 10.00; 65.01 - 60.00 = 5.01; together 15.01 over two
    assert [(one.kind, one.amount_cents) for one in account.movements] == [
        (MovementKind.STRUCK, 1_000), (MovementKind.STRUCK, 501), (MovementKind.CHARGED, -1_501),
    ]  # fmt: skip
    assert account.movements[-1].by_organisation == {"P": 751, "Q": 750}
    assert account.balance_cents == 0
    assert [(one.costs_cents, one.charged_cents) for one in account.movements[:2]] == [
        (7_000, 6_000), (6_501, 6_000),
    ]  # fmt: skip


def test_places_are_accounts_of_their_own_and_nothing_is_no_movement() -> None:
    reserve = replace(_run("2026-Q1", "50.00"), goes_to=TariffResult.RESERVE)
    even = _run("2026-Q2", "60.00")
    (account,) = accounts([reserve, even])
    assert (account.goes_to, account.balance_cents) == (TariffResult.RESERVE, -1_000)
    assert accounts([even]) == ()


def test_what_opens_a_year_is_taken_from_what_was_carried_wherever_the_new_result_goes() -> None:
    last_year = replace(_run("2025-Q3", "70.00"), goes_to=TariffResult.CARRIED)
    this_year = replace(_run("2026-Q1", "75.00"), carried_cents=1_000, goes_to=TariffResult.RESERVE)
    carried, reserve = accounts([last_year, this_year])
    assert [(one.kind, one.amount_cents) for one in carried.movements] == [
        (MovementKind.STRUCK, 1_000), (MovementKind.OPENED, -1_000),
    ]  # fmt: skip
    assert (carried.balance_cents, reserve.balance_cents) == (0, 1_500)
    assert [one.area.code for one in (carried, reserve)] == ["X", "X"]


def test_a_correction_sends_a_result_where_the_policy_of_its_period_does() -> None:
    inputs = read_inputs({**WORLD, "period": "2026-Q1", "costs": ["X staff 70.00"]})
    (area,) = settle(inputs).areas
    around = replace(inputs, policies=(), corrected=(Corrected(inputs, (), ()),))
    assert goes_to(around, area) is TariffResult.DIVIDED


def test_accounts_stand_by_area_and_then_carried_reserve_and_divided() -> None:
    places = [TariffResult.DIVIDED, TariffResult.RESERVE, TariffResult.CARRIED]
    row = replace(_run("2026-Q1", "70.00"), charged={})
    rows = [replace(row, area=Named("Y", "Onderwijs"), goes_to=TariffResult.CARRIED)]
    rows += [replace(row, area=Named("X", "Jeugd"), goes_to=place) for place in places]
    assert [(one.area.name, one.goes_to) for one in accounts(rows)] == [
        ("Jeugd", TariffResult.CARRIED), ("Jeugd", TariffResult.RESERVE), ("Jeugd", TariffResult.DIVIDED),
        ("Onderwijs", TariffResult.CARRIED),
    ]  # fmt: skip
