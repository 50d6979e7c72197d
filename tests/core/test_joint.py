"""Minutes that stand added up: by the share of each, and over a stretch of days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.assignments.core.principals import Principal, ShareRule
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.gathering import Gathering, Work, gathered, opened
from app.features.settlement.core.inputs import Gathered
from app.features.settlement.core.joint import Sharing, Together, with_gathered
from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settle import settle
from app.kernel.explain import Unit, check, leaves
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


HOURS = {"hours": ["X P 1:00", "X P=1/3,Q=2/3 0:50", "X Q 0:10"]}
DAY = date(2026, 1, 1)


def _draft() -> tuple[Settlement, Work]:
    """A settlement of minutes that stand added up, and the work that they were added from."""
    whole = read_inputs(WORLD | HOURS)
    added = (
        Gathered("X", "P", "", DAY, DAY, Fraction(230, 3), 2),
        Gathered("X", "Q", "", DAY, DAY, Fraction(130, 3), 2),
    )
    draft = replace(whole, worked=(), assignments=(), gathered=added)
    return settle(draft), gathered(Facts(whole))


def test_minutes_that_stand_added_up_are_opened_to_the_assignments_that_they_are_made_of() -> None:
    settlement, work = _draft()
    line = settlement.lines[0]
    assert [part.owner for part in leaves(line.derivation)][-2:] == ["P", "Q"]
    assert [part.what for part in leaves(line.derivation)][-2:] == ["twee opdrachten samen"] * 2
    found = opened(line.derivation, "X", work)
    check(found)
    assert found.value == line.derivation.value
    names = [part.what for part in leaves(found) if part.unit is Unit.MINUTES]
    assert names == [
        "2026-X-0001 Opdracht", "2026-X-0002 Opdracht", "2026-X-0002 Opdracht", "2026-X-0003 Opdracht",
    ]  # fmt: skip
    own, total = found.operands[1:]
    assert own is total.operands[0]
    assert found.operands[0] is line.derivation.operands[0]


def test_minutes_that_changed_since_or_lie_elsewhere_stay_as_they_were() -> None:
    settlement, work = _draft()
    line = settlement.lines[0]
    assert opened(line.derivation, "Y", work) is line.derivation
    assert opened(line.derivation, "X", {}) is line.derivation
    later = read_inputs(WORLD | {"hours": ["X P 1:01", "X P=1/3,Q=2/3 0:50", "X Q 0:11"]})
    assert opened(line.derivation, "X", gathered(Facts(later))) is line.derivation


def test_work_of_several_tariffs_counts_together() -> None:
    inputs = read_inputs(
        WORLD
        | {"hours": ["X P=1/3,Q=2/3 1:00 at a", "X P=1/2,Q=1/2 1:00 at b on 2026-02-03", "X P 0:10 at a"]}
    )
    work = gathered(Facts(inputs))
    assert {key: {tariff: part.minutes for tariff, part in parts.items()} for key, parts in work.items()} == {
        ("X", "P"): {"a": 30, "b": 30},
        ("X", "Q"): {"a": 40, "b": 30},
    }
    both = Gathering.together(Facts(inputs), work["X", "P"].values())
    assert (both.minutes, both.count) == (60, 3)
    later = date(2026, 2, 3)
    assert both.spans == {(DAY, DAY), (later, later)}
    assert [row.what for row in both.rows] == [f"opdracht 2026-X-000{place}" for place in (1, 2, 3)]
    only = both.only(lambda row: row.worked.tariff == "a")
    assert (only.minutes, only.count) == (30, 2)


def test_shares_that_do_not_fit_are_those_of_an_assignment_whose_name_is_not_known() -> None:
    third = Sharing(ShareRule.FIXED, "", (Principal("P", Fraction(1, 3)), Principal("Q", Fraction(1, 3))))
    with pytest.raises(Unsettled) as refused:
        with_gathered(read_inputs(WORLD), {third: [_together(60, 1, date(2026, 1, 2))]})
    assert str(refused.value).startswith("Een opdracht ")
