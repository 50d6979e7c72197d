"""The play: the same seed gives the same acts, in order, on days on which people work."""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.features.assignments.core.life import Party, State, Step, possible_steps, take
from app.features.assignments.core.periods import PeriodChange
from app.features.simulation.core.acts import Act, ApproveWeek, ChangePeriod, Draft, FillWeek, TakeStep
from app.features.simulation.core.cast import AreaCast, Cast, Worker
from app.features.simulation.core.days import AMSTERDAM, mondays
from app.features.simulation.core.plan import plan, stories_of
from app.kernel.glossary import STEPS

CLOSED = frozenset(
    {date(2026, 1, 1), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 14), date(2026, 5, 25)}
)
AREAS = ("SZ", "OW", "IT", "OV", "VR", "HR")


@pytest.fixture(scope="module")
def cast(project: Path) -> Cast:
    with (project / "seed" / "k5" / "opdrachten-spel.csv").open(encoding="utf-8", newline="") as file:
        stories = stories_of(list(csv.DictReader(file, delimiter=";")))
    areas = tuple(AreaCast(code, code, ("BGA", "NLK", "OUD", "SHV", "VLI")) for code in AREAS)
    workers = tuple(Worker(f"{area}{n}", area, 36 * 60) for area in AREAS for n in range(4))
    laws = {("SZ", "bezwaren"): "Awb 7:10 lid 1"}
    return Cast(areas, workers, stories, date(2026, 1, 1), date(2026, 6, 30), CLOSED, None, laws)


@pytest.fixture(scope="module")
def acts(cast: Cast) -> tuple[Act, ...]:
    return plan(cast, 7)


def test_the_same_seed_plays_the_same(cast: Cast, acts: tuple[Act, ...]) -> None:
    assert plan(cast, 7) == acts
    assert plan(cast, 8) != acts


def test_acts_stand_in_order_and_within_the_play(cast: Cast, acts: tuple[Act, ...]) -> None:
    moments = [act.at for act in acts]
    assert moments == sorted(moments)
    assert moments[-1].astimezone(AMSTERDAM).date() <= cast.last_on


def test_every_life_takes_only_steps_that_exist(acts: tuple[Act, ...]) -> None:
    by_word = {word: step for step, word in STEPS.items()}
    states: dict[str, State] = {}
    for act in acts:
        if isinstance(act, Draft):
            states[act.key] = State.DRAFT
        elif isinstance(act, TakeStep):
            step = Step(by_word[act.step])
            assert step in possible_steps(states[act.key]), (act, states[act.key])
            states[act.key] = take(states[act.key], step, frozenset(Party)).to


def test_a_day_holds_no_more_than_the_contract_and_a_half(acts: tuple[Act, ...]) -> None:
    for act in acts:
        if isinstance(act, FillWeek):
            a_day: Counter[date] = Counter()
            for _, day, minutes in act.minutes:
                assert day.weekday() < 5
                assert day not in CLOSED
                assert minutes > 0
                assert minutes % 15 == 0
                a_day[day] += minutes
            assert all(minutes <= 12 * 60 for minutes in a_day.values())


def test_every_whole_week_of_everyone_is_filled_once(cast: Cast, acts: tuple[Act, ...]) -> None:
    filled = Counter((act.worker, act.monday) for act in acts if isinstance(act, FillWeek))
    weeks = list(mondays(cast.first_on, cast.last_on))
    assert set(filled) == {(worker.code, monday) for worker in cast.workers for monday in weeks}
    assert set(filled.values()) == {1}


def test_two_weeks_are_not_handed_in_and_so_not_approved(acts: tuple[Act, ...]) -> None:
    open_ = {(act.worker, act.monday) for act in acts if isinstance(act, FillWeek) and not act.is_submitted}
    approved = {(act.worker, act.monday) for act in acts if isinstance(act, ApproveWeek)}
    assert len(open_) == 2
    assert not open_ & approved


def test_at_the_end_something_is_late_and_something_waits(cast: Cast, acts: tuple[Act, ...]) -> None:
    agreed = {act.key: act.agreed_on for act in acts if isinstance(act, TakeStep) and act.agreed_on}
    last = {act.key: act.step for act in acts if isinstance(act, TakeStep)}
    done = {act.key for act in acts if isinstance(act, TakeStep) and act.step == "opleveren"}
    waited = {act.key for act in acts if isinstance(act, TakeStep) and act.step == "wachten"}
    open_ = agreed.keys() - done - waited
    assert sum(agreed[key] < cast.last_on for key in open_) >= 3
    assert sum(cast.last_on < agreed[key] < cast.last_on + timedelta(days=7) for key in open_) >= 2
    assert sum(step == "wachten" for step in last.values()) >= 5


def test_nothing_is_booked_before_it_was_accepted_or_after_it_closed(acts: tuple[Act, ...]) -> None:
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    booked: dict[str, list[date]] = defaultdict(list)
    for act in acts:
        if isinstance(act, TakeStep) and act.step == "accepteren":
            first[act.key] = act.at.astimezone(AMSTERDAM).date()
        elif isinstance(act, TakeStep) and act.step == "sluiten":
            last[act.key] = act.at.astimezone(AMSTERDAM).date()
        elif isinstance(act, FillWeek):
            for subject, day, _ in act.minutes:
                booked[subject].append(day)
    for key, accepted_on in first.items():
        assert all(accepted_on <= day <= last.get(key, day) for day in booked[key])
    assert max(day for days in booked.values() for day in days) - date(2026, 1, 1) > timedelta(days=170)


def test_statutory_periods_are_suspended_and_answered_or_extended_while_the_work_goes_on(
    acts: tuple[Act, ...],
) -> None:
    changed = [act for act in acts if isinstance(act, ChangePeriod)]
    assert {act.kind for act in changed} == set(PeriodChange) - {PeriodChange.REVOKE}
    for act in changed:
        steps = {one.step: one.at for one in acts if isinstance(one, TakeStep) and one.key == act.key}
        assert steps["accepteren"] < act.at
        assert all(act.at < steps[step] for step in ("opleveren", "goedkeuren") if step in steps)
