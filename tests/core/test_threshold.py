"""From where a difference must be explained, as it is kept."""

import pytest

from app.features.settlement.core.threshold import Threshold, read_threshold


def test_a_threshold_is_read_as_it_was_stated_and_none_where_none_was() -> None:
    assert read_threshold(None, None) is None
    for stated in ((0, None), (None, 0), (1_000, None), (None, 100_000), (1_000, 100_000)):
        found = read_threshold(*stated)
        assert found is not None
        assert (found.basis_points, found.cents) == stated


@pytest.mark.parametrize("stated", [(None, None), (-1, None), (None, -1), (-1, 100_000), (1_000, -1)])
def test_a_threshold_states_something_and_nothing_below_nought(stated: tuple[int | None, int | None]) -> None:
    with pytest.raises(ValueError, match=r"^a threshold has a percentage or an amount, of nought or more$"):
        Threshold(*stated)
