"""A run and what came out of it: what may be done with it in each state, and its lines by number."""

import pytest

from app.features.settlement.core.run import RunState, allowed
from app.features.settlement.core.settle import settle
from tests.golden.paper_case import inputs


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (RunState.DRAFT, ["calculate", "check", "withdraw"]),
        (RunState.CHECKED, ["return", "approve"]),
        (RunState.APPROVED, ["return", "finalise"]),
        (RunState.FINAL, []),
        (RunState.WITHDRAWN, []),
    ],
)
def test_a_run_goes_on_from_where_it_stands(state: RunState, steps: list[str]) -> None:
    assert [step.value for step in allowed(state)] == steps


def test_a_line_is_found_by_its_number_and_no_other_number_has_one() -> None:
    settlement = settle(inputs())
    assert all(settlement.line(line.number) is line for line in settlement.lines)
    for number in (0, -1, len(settlement.lines) + 1):
        with pytest.raises(KeyError, match=f"^{number}$"):
            settlement.line(number)
