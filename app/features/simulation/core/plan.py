"""The whole play, from a seed: the same cast and the same seed give the same acts.

By area: offices ask, the centre opens, employees work week by week; and for everyone: months end and
the first quarter is settled. What would happen after the last day does not happen.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.features.settlement.core.confirming import DAYS_TO_ANSWER
from app.features.simulation.core import days
from app.features.simulation.core.acts import (
    Act,
    ApproveWeek,
    EndMonth,
    FillWeek,
    SettleQuarter,
    SettleStep,
    TakeStep,
)
from app.features.simulation.core.cast import AreaCast, Cast, Story
from app.features.simulation.core.lives import Life, opening, standing, statutory
from app.features.simulation.core.weeks import Bench, play_week

LATE = 4
"""At least so many assignments are late when the play ends, when so many are under way."""
SOON = 3
"""So many more are about to be."""
FORGOTTEN = 2
"""So many employees have not handed in their last week, so that the list of who has not shows something."""


def plan(cast: Cast, seed: int) -> tuple[Act, ...]:
    """All acts of the play in order of time."""
    acts: list[Act] = []
    for area in cast.areas:
        acts += _play_area(area, cast, Random(f"{seed}:{area.code}"))
    acts += _finance(cast)
    ended = days.at(cast.last_on, 24 * 60 - 1)
    acts = sorted((act for act in acts if act.at <= ended), key=lambda act: act.at)
    return tuple(_forget(_promise_too_early(acts, cast), cast))


def _play_area(area: AreaCast, cast: Cast, random: Random) -> list[Act]:
    acts = standing(area, cast)
    stories = [story for story in cast.stories if story.area == area.code]
    random.shuffle(stories)
    lives = []
    for number, (story, asked_on) in enumerate(
        zip(stories, _spread_days(len(stories), cast), strict=True), 1
    ):
        life, opened = opening(f"{area.code}-{number:03}", story, asked_on, area, cast, random)
        lives.append(life)
        acts += opened
    acts += _statutory(acts, lives, cast)
    bench = Bench(area, deque(sorted(lives, key=lambda life: (life.ready_on, life.key))))
    workers = [worker for worker in cast.workers if worker.area == area.code]
    for monday in days.mondays(cast.first_on, cast.last_on):
        acts += play_week(bench, workers, monday, cast, random)
    return acts


def _statutory(acts: Sequence[Act], lives: Sequence[Life], cast: Cast) -> list[Act]:
    """What happens to the statutory periods of an area, after each was accepted."""
    accepted = {act.key: act.at for act in acts if isinstance(act, TakeStep) and act.step == "accepteren"}
    under_law = [
        (life.key, cast.laws[life.story.area, life.story.product])
        for life in lives
        if life.story.product and (life.story.area, life.story.product) in cast.laws
    ]
    return [
        act
        for place, (key, law) in enumerate(under_law)
        for act in statutory(key, law, accepted[key], place, cast)
    ]


def _spread_days(count: int, cast: Cast) -> list[date]:
    """Days on which something is asked, evenly over the play, with a few in the last week."""
    length = (cast.last_on - cast.first_on).days - 5
    return [cast.first_on + timedelta(days=4 + length * n // max(count, 1)) for n in range(count)]


def _finance(cast: Cast) -> list[Act]:
    """Costs are booked per month; a month closes when its hours are in; the first quarter is settled."""
    acts: list[Act] = []
    month = cast.first_on.replace(day=1)
    while month <= cast.last_on:
        following = (month + timedelta(days=32)).replace(day=1)
        booked_on = days.after(following - timedelta(days=4), 0, cast.closed_days)
        acts.append(EndMonth(days.at(min(booked_on, cast.last_on), 11 * 60), month, is_closed=False))
        acts.append(
            EndMonth(days.at(days.after(following, 7, cast.closed_days), 14 * 60), month, is_closed=True)
        )
        month = following
    return acts + _settlement(cast)


def _settlement(cast: Cast) -> list[Act]:
    """The first quarter: calculated, confirmed by all offices but the last, checked, approved, made final."""
    first_on = cast.first_on.replace(month=1, day=1)
    day = days.after(cast.first_on + timedelta(days=102), 0, cast.closed_days)
    acts: list[Act] = [SettleQuarter(days.at(day, 10 * 60), first_on, SettleStep.START)]
    offices = sorted({code for area in cast.areas for code in area.participants})
    for place, office in enumerate(offices[:-1], 1):
        confirmed_on = days.after(day, place, cast.closed_days)
        acts.append(
            SettleQuarter(days.at(confirmed_on, 11 * 60 + 7 * place), first_on, SettleStep.CONFIRM, office)
        )
    checked_on = day + timedelta(days=DAYS_TO_ANSWER + 1)  # who has said nothing by then, is silent
    for later, step in (
        (0, SettleStep.CHECK),
        (1, SettleStep.EXPLAIN),
        (2, SettleStep.APPROVE),
        (3, SettleStep.FINALISE),
    ):
        taken_on = days.after(checked_on, later, cast.closed_days)
        acts.append(SettleQuarter(days.at(taken_on, 14 * 60), first_on, step))
    return acts


def _promise_too_early(acts: Sequence[Act], cast: Cast) -> list[Act]:
    """Some of what is not done at the end was promised too early: a few are late, a few about to be.

    Of what never waited, for a pause moves the end of a term.
    """
    steps = [act for act in acts if isinstance(act, TakeStep)]
    out = {act.key for act in steps if act.step in ("opleveren", "wachten")}
    promised = sorted(
        (
            act
            for act in steps
            if act.agreed_on and act.agreed_on.year == cast.last_on.year and act.key not in out
        ),
        key=lambda act: (act.agreed_on, act.key),
    )
    late_on, soon_on = cast.last_on - timedelta(days=6), cast.last_on + timedelta(days=3)
    late = [act for act in promised if act.agreed_on and act.agreed_on < cast.last_on]
    early = [act for act in promised if act not in late and act.at.date() < late_on]
    moved = {act.key: late_on for act in early[: max(LATE - len(late), 0)]}
    others = [act for act in promised if act not in late and act.key not in moved]
    moved |= {act.key: soon_on for act in others[:SOON]}
    return [
        replace(act, agreed_on=moved[act.key])
        if isinstance(act, TakeStep) and act.agreed_on and act.key in moved
        else act
        for act in acts
    ]


def _forget(acts: Sequence[Act], cast: Cast) -> list[Act]:
    """Two employees have not handed in their last week."""
    last = max((act.monday for act in acts if isinstance(act, FillWeek)), default=None)
    forgetful = {
        worker.code for worker in cast.workers[:: max(len(cast.workers) // FORGOTTEN, 1)][:FORGOTTEN]
    }
    kept: list[Act] = []
    for act in acts:
        if isinstance(act, FillWeek | ApproveWeek) and act.monday == last and act.worker in forgetful:
            if isinstance(act, ApproveWeek):
                continue
            act = replace(act, is_submitted=False)
        kept.append(act)
    return kept


def stories_of(rows: Sequence[dict[str, str]]) -> tuple[Story, ...]:
    """The stories from the rows of `opdrachten-spel.csv`."""
    return tuple(
        Story(
            row["taakgebied"],
            row["titel"],
            row["gewenst_resultaat"],
            row["acceptatiecriteria"],
            int(row["raming_uren"]) * 60,
            row["vertrouwelijk"] == "ja",
            row["product"] or None,
        )
        for row in rows
    )
