"""Minutes that stand added up: by the share of each, and over a stretch of days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.assignments.core.principals import Principal, ShareRule
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.joint import Sharing, Together, with_gathered
from app.features.settlement.core.settle import settle
from tests.golden.settlement_reader import read_inputs

WORLD = {
    "period": "2026-Q1",
    "partners": {"P": "", "Q": ""},
    "areas": {
        "X": {
            "name": "Onderwijs",
            "policy": ["whole by hours"],
            "participants": {"P": "2026-01-01..2026-01-10, 2026-01-12..", "Q": ""},
        }
    },
    "costs": ["X staff 150.00"],
}
THIRDS = Sharing(ShareRule.FIXED, "", (Principal("P", Fraction(1, 3)), Principal("Q", Fraction(2, 3))))
P_ALONE = Sharing(ShareRule.EQUAL, "", (Principal("P", None),))


def _together(minutes: int, assignments: int, first_on: date, last_on: date | None = None) -> Together:
    return Together("X", "", first_on, last_on or first_on, minutes, assignments)


def test_minutes_are_added_up_by_the_share_of_each() -> None:
    first = date(2026, 1, 2)
    work = {THIRDS: [_together(100, 2, first), _together(50, 1, first)], P_ALONE: [_together(25, 1, first)]}
    inputs = with_gathered(read_inputs(WORLD), work)
    assert {row.organisation: (int(row.minutes), row.assignments) for row in inputs.gathered} == {
        "P": (75, 4),
        "Q": (100, 3),
    }
    # 150.00 by 75 : 100
    assert settle(inputs).totals.by_organisation == {"P": 64_29, "Q": 85_71}


def test_minutes_over_days_without_participation_are_refused_by_the_first_of_them() -> None:
    stretch = {P_ALONE: [_together(60, 1, date(2026, 1, 5), date(2026, 1, 20))]}
    with pytest.raises(Unsettled) as refused:
        settle(with_gathered(read_inputs(WORLD), stretch))
    assert [error.message.partition(", maar")[0] for error in refused.value.errors] == [
        "P doet op 11 januari 2026 niet mee aan Onderwijs"
    ]
    later = replace(read_inputs(WORLD), gathered=())
    after = {P_ALONE: [_together(60, 1, date(2026, 1, 12), date(2026, 1, 20))]}
    assert settle(with_gathered(later, after)).totals.by_organisation == {"P": 150_00, "Q": 0}
