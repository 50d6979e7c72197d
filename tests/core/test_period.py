"""Days, months, quarters and years, their overlap and their Dutch names."""

from datetime import date

import pytest

from app.kernel.period import Period, common, together


@pytest.mark.parametrize(
    ("code", "label", "in_full", "days"),
    [
        ("2026-Q1", "1e kwartaal 2026", "1 januari t/m 31 maart 2026", 90),
        ("2028-Q1", "1e kwartaal 2028", "1 januari t/m 31 maart 2028", 91),
        ("2026-Q4", "4e kwartaal 2026", "1 oktober t/m 31 december 2026", 92),
        ("2026-02", "februari 2026", "1 t/m 28 februari 2026", 28),
        ("2026-12", "december 2026", "1 t/m 31 december 2026", 31),
        ("2026", "2026", "1 januari t/m 31 december 2026", 365),
    ],
)
def test_a_period_reads_and_writes_its_names(code: str, label: str, in_full: str, days: int) -> None:
    found = Period.parse(code)
    assert (found.code, found.label, found.in_full, found.days) == (code, label, in_full, days)


@pytest.mark.parametrize("text", ["", "26", "2026-Q5", "2026-13", "2026-1", "2026-", "2026-00", "20٢6"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        Period.parse(text)


def test_half_a_quarter_has_no_name_but_its_days() -> None:
    half = Period(date(2026, 2, 10), date(2026, 3, 31))
    assert (half.code, half.label) == ("2026-02-10/2026-03-31", "10 februari t/m 31 maart 2026")
    assert Period(date(2026, 2, 10), date(2026, 2, 10)).label == "10 februari 2026"


def test_a_partner_that_leaves_on_15_february_takes_part_for_46_days() -> None:
    stay = Period(date(2001, 1, 1), date(2026, 2, 15))
    days = Period.quarter(2026, 1).overlap(stay)
    assert days is not None
    assert days.days == 46
    assert Period.quarter(2026, 2).overlap(stay) is None


def test_stints_add_up_and_a_shared_day_counts_once() -> None:
    quarter = Period.quarter(2026, 1)
    stints = [Period(date(2026, 1, 1), date(2026, 1, 10)), Period(date(2026, 3, 31), date(2026, 5, 1))]
    assert [days.days for days in common(stints, [quarter])] == [10, 1]
    twice = [Period(date(2026, 1, 1), date(2026, 1, 10)), Period(date(2026, 1, 10), date(2026, 1, 12))]
    assert [days.days for days in together(twice)] == [12]
    inner = [Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 1, 5), date(2026, 1, 6))]
    assert [days.days for days in together(inner)] == [31]


def test_a_year_splits_into_whole_periods_only() -> None:
    assert len(Period.year(2026).split(1)) == 12
    with pytest.raises(ValueError, match="does not divide"):
        Period.year(2026).split(5)
    with pytest.raises(ValueError, match="does not divide"):
        Period(date(2026, 1, 2), date(2026, 1, 31)).split(1)


def test_days_and_quarters_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="no quarter 5"):
        Period.quarter(2026, 5)
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_a_period_knows_its_days() -> None:
    month = Period.month(2026, 2)
    assert list(month.each_day())[-1] == date(2026, 2, 28)
    assert date(2026, 2, 28) in month
    assert date(2026, 3, 1) not in month
    assert Period.quarter(2026, 1).covers(month)
    assert not month.covers(Period.quarter(2026, 1))
