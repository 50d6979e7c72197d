"""What employees do week by week: begin work, book it, wait, deliver; and hand their week in.

Each employee has about two assignments in hand; what is left of a week goes to the standing task
of the area and a little to overhead. Minutes are booked in quarters of an hour, day by day.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from app.features.simulation.core import days
from app.features.simulation.core.acts import Act, ApproveWeek, FillWeek, TakeStep
from app.features.simulation.core.cast import AreaCast, Cast, Worker
from app.features.simulation.core.lives import WAITS, Life, closing

IN_HAND = 2
FULL_HAND = 8 * 60
ACTIVITIES = ("overhead", "training")


@dataclass(slots=True)
class Bench:
    """The work of one area: what waits to begin, and who has what in hand."""

    area: AreaCast
    queue: deque[Life]
    in_hand: dict[str, list[Life]] = field(default_factory=dict)


def play_week(bench: Bench, workers: list[Worker], monday: date, cast: Cast, random: Random) -> list[Act]:
    """Everything that the employees of an area do in one week."""
    acts: list[Act] = []
    open_days = [day for n in range(5) if days.is_open(day := monday + timedelta(days=n), cast.closed_days)]
    for worker in workers:
        away = random.random() < 0.04
        present = [] if away else open_days
        hand = bench.in_hand.setdefault(worker.code, [])
        acts += _take_up(bench, worker, hand, days.after(monday, 0, cast.closed_days), random)
        rows, done = _book(worker, hand, present, bench.area, random)
        acts.append(FillWeek(_friday(monday, worker), worker.code, monday, rows, is_submitted=True))
        acts.append(ApproveWeek(_approval(monday, cast), worker.code, monday))
        for life in done:
            acts += closing(life, worker, present[-1], cast, random)
            if not life.left_minutes:
                hand.remove(life)
        acts += _pause(worker, hand, monday, cast, random)
    return acts


def _take_up(bench: Bench, worker: Worker, hand: list[Life], day: date, random: Random) -> list[Act]:
    acts: list[Act] = []
    for life in hand:
        if life.waits_until and life.waits_until <= day:
            life.waits_until = None
            acts.append(TakeStep(days.at(day, 8 * 60 + 40), life.key, "hervatten", worker=worker.code))
    # Small cases go by the handful: who has less than a day in hand takes another.
    while len(hand) < IN_HAND or sum(life.left_minutes for life in hand) < FULL_HAND:
        ready = next((life for life in bench.queue if life.ready_on <= day), None)
        if ready is None:
            break
        bench.queue.remove(ready)
        hand.append(ready)
        began_at = days.at(day, 8 * 60 + random.randint(45, 59))
        acts.append(TakeStep(began_at, ready.key, "starten", worker=worker.code))
    return acts


def _book(
    worker: Worker, hand: list[Life], present: list[date], area: AreaCast, random: Random
) -> tuple[tuple[tuple[str, date, int], ...], list[Life]]:
    """The rows of a week, and which assignments came to their end in it."""
    capacity = worker.contract_minutes * len(present) // 5 // 15 * 15
    wanted: list[tuple[str, int]] = []
    done: list[Life] = []
    busy = [life for life in hand if life.waits_until is None]
    for life in busy if present else []:
        minutes = capacity * random.randint(35, 60) // 100 // len(busy) // 15 * 15
        minutes = min(max(minutes, 15), life.left_minutes)
        life.left_minutes -= minutes
        life.booked_minutes += minutes
        wanted.append((life.key, minutes))
        if not life.left_minutes:
            done.append(life)
    side = capacity * random.randint(4, 9) // 100 // 15 * 15
    wanted.append((ACTIVITIES[0] if random.random() < 0.85 else ACTIVITIES[1], side))
    wanted.append((f"{area.code}-vast", max(capacity - sum(minutes for _, minutes in wanted), 0)))
    return _spread(wanted, present, worker.contract_minutes // 5 // 15 * 15), done


def _spread(
    wanted: list[tuple[str, int]], present: list[date], a_day: int
) -> tuple[tuple[str, date, int], ...]:
    """Minutes over days, no day over its length except the last one."""
    rows: list[tuple[str, date, int]] = []
    free = dict.fromkeys(present, a_day)
    for subject, minutes in wanted:
        for day in present:
            part = minutes if day == present[-1] else min(minutes, free[day])
            if part > 0:
                rows.append((subject, day, part))
                free[day] -= part
                minutes -= part
    return tuple(rows)


def _pause(worker: Worker, hand: list[Life], monday: date, cast: Cast, random: Random) -> list[Act]:
    """Now and then work waits for its principal; towards the end more often, so that lists are not empty."""
    chance = 0.6 if monday + timedelta(days=21) > cast.last_on else 0.1
    for life in hand:
        may_wait = life.waits_until is None and not (life.has_waited or life.was_reworked)
        if may_wait and life.booked_minutes and life.left_minutes and random.random() < chance:
            life.has_waited = True
            life.waits_until = monday + timedelta(days=7 * random.randint(2, 4))
            asked_at = days.at(days.after(monday, 3, cast.closed_days), 15 * 60)
            return [TakeStep(asked_at, life.key, "wachten", random.choice(WAITS), worker=worker.code)]
    return []


def _friday(monday: date, worker: Worker) -> datetime:
    """Friday afternoon, everyone at a minute of their own."""
    return days.at(monday + timedelta(days=4), 16 * 60 + sum(worker.code.encode()) % 60)


def _approval(monday: date, cast: Cast) -> datetime:
    """The first working day of the next week."""
    return days.at(days.after(monday + timedelta(days=7), 0, cast.closed_days), 10 * 60)
