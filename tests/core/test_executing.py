"""A policy as it was written, as one that can be run; and tried on the figures of a period."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.features.partnership.core.rows import ComponentRow, PolicyRow, ShareRow, Term
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind, TariffResult
from app.features.settlement.core.executing import OLD, TRIAL, Divided, divided, executable, only, tried
from app.features.settlement.core.inputs import Bound, Inputs, Share
from app.features.settlement.core.inputs import Term as Days
from tests.golden.settlement_reader import read_inputs

ALWAYS = Term(date(2026, 1, 1))


def _row(*parts: ComponentRow, phase: Fraction | None = None) -> PolicyRow:
    return PolicyRow("X", 3, ALWAYS, 3, parts, phase=phase)


def _inputs() -> Inputs:
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "areas": {"X": {"policy": ["whole by hours"]}, "Y": {"policy": ["whole by hours"]}},
            "statistics": {"inhabitants": {"P": "3", "Q": "1"}},
            "costs": ["X staff 100.00", "Y staff 50.00"],
        }
    )


def test_every_field_of_a_policy_is_taken_over() -> None:
    row = PolicyRow(
        "X", 3, ALWAYS, 12, (), True, TariffResult.DIVIDED, "artikel 4", Fraction(1, 4), 2, DriverKind.EQUAL
    )
    found = executable(row, "p", Days(date(2026, 1, 1)), "oud")
    assert (found.id, found.area, found.term, found.period_months) == ("p", "X", Days(date(2026, 1, 1)), 12)
    assert (found.version, found.agreement, found.has_advances) == (3, "artikel 4", True)
    assert (found.result, found.phase, found.result_driver, found.old_key) == (
        TariffResult.DIVIDED,
        Fraction(1, 4),
        DriverKind.EQUAL,
        "oud",
    )


def test_what_a_component_leaves_open_is_nothing() -> None:
    found = executable(_row(ComponentRow(1, Takes.WHOLE)), "p", Days(date(2026, 1, 1)))
    assert found.old_key == ""
    (part,) = found.components
    assert (part.percent, part.category, part.fixed_cents, part.statistic, part.product, part.package) == (
        None,
        "",
        None,
        "",
        "",
        "",
    )
    assert (part.average_years, part.kept_years, part.shares, part.bounds) == (0, 0, (), ())


def test_every_field_of_a_component_is_taken_over() -> None:
    row = ComponentRow(
        2, Takes.PERCENT, DriverKind.STATISTIC, Fraction(3, 10), "ict", 500, TariffKind.HOUR, "woningen",
        "folder", "plus", Reference.YEARS_AVERAGE, 3, 2, "Deel",
    )  # fmt: skip
    (part,) = executable(_row(row), "p", Days(date(2026, 1, 1))).components
    assert (part.position, part.takes, part.driver) == (2, Takes.PERCENT, DriverKind.STATISTIC)
    assert part.percent == 30
    assert (part.category, part.fixed_cents, part.tariff, part.statistic) == (
        "ict",
        500,
        TariffKind.HOUR,
        "woningen",
    )
    assert (part.product, part.package, part.reference) == ("folder", "plus", Reference.YEARS_AVERAGE)
    assert (part.average_years, part.kept_years, part.label) == (3, 2, "Deel")


def test_shares_are_per_cent_or_cents_by_the_driver_and_bounds_stand_apart() -> None:
    given = (
        ShareRow("P", Fraction(3, 5), 600_00, 0, None),
        ShareRow("Q", Fraction(2, 5), 400_00, None, 900_00),
        ShareRow("R"),
    )
    by = {
        driver: executable(
            _row(ComponentRow(1, Takes.WHOLE, driver, shares=given)), "p", Days(date(2026, 1, 1))
        )
        for driver in (DriverKind.FIXED, DriverKind.BROUGHT_IN, DriverKind.EQUAL)
    }
    shares = {driver: policy.components[0].shares for driver, policy in by.items()}
    assert shares == {
        DriverKind.FIXED: (Share("P", Fraction(60)), Share("Q", Fraction(40))),
        DriverKind.BROUGHT_IN: (Share("P", Fraction(600_00)), Share("Q", Fraction(400_00))),
        DriverKind.EQUAL: (),
    }
    assert by[DriverKind.EQUAL].components[0].bounds == (Bound("P", 0, None), Bound("Q", None, 900_00))


def test_a_policy_is_tried_in_the_place_of_what_holds() -> None:
    found = divided(tried(_inputs(), _row(ComponentRow(1, Takes.WHOLE, DriverKind.INHABITANTS)), None), "X")
    assert (found.by_organisation, found.costs_cents, found.errors) == ({"P": 75_00, "Q": 25_00}, 100_00, ())


def test_a_key_that_grows_in_is_tried_with_the_key_that_it_grows_out_of() -> None:
    new = _row(ComponentRow(1, Takes.WHOLE, DriverKind.INHABITANTS), phase=Fraction(1, 2))
    inputs = tried(_inputs(), new, _row(ComponentRow(1, Takes.WHOLE, DriverKind.EQUAL)))
    # half by 3 : 1 and half in equal parts
    assert divided(inputs, "X").by_organisation == {"P": 62_50, "Q": 37_50}
    mine = {policy.id: policy.term for policy in inputs.policies if policy.area == "X"}
    assert mine == {TRIAL: Days(date(2026, 1, 1)), OLD: Days(date(1900, 1, 1), date(2025, 12, 31))}
    assert [area.code for area in inputs.areas if area.is_settled] == ["X"]
    assert [policy.area for policy in inputs.policies].count("Y") == 1


def test_what_stands_in_the_way_is_said_and_nothing_is_divided() -> None:
    by_hours = divided(only(_inputs(), "X"), "X")
    assert (by_hours.by_organisation, by_hours.costs_cents) == ({}, 0)
    (said,) = by_hours.errors
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "Er is € 100,00 van X te verdelen naar uren, maar geen deelnemer heeft uren in 1e kwartaal 2026. Vul de "
        "gegevens aan of kies een andere verdeelmaatstaf."
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"pools": {"HV": {"name": "Huisvesting"}}, "costs": ["HV housing 1.00", "X staff 1.00"]},
            "Kostenplaats Huisvesting is overhead zonder maatstaf. Kies waarnaar zij wordt verdeeld.",
        ),
        (
            {"costs": ["X staff 1.00 on 2025-12-31"]},
            (
                "Kostenregel kostenregel 1 van 31 december 2025 valt niet in 1e kwartaal 2026. Neem alleen kosten "
                "van de periode op."
            ),
        ),
    ],
)
def test_what_stands_in_the_way_of_every_area_is_said_and_nothing_is_divided(
    wrong: dict[str, Any], said: str
) -> None:
    world = {"period": "2026-Q1", "partners": {"P": ""}, "areas": {"X": {"policy": ["whole by equal"]}}}
    assert divided(read_inputs({**world, **wrong}), "X") == Divided({}, 0, (said,))
