"""How assignments come in and end: the steps of one life until it may begin, and after it was delivered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from app.features.assignments.core.periods import PeriodChange
from app.features.simulation.core import days
from app.features.simulation.core.acts import Act, ChangePeriod, Draft, TakeStep
from app.features.simulation.core.cast import AreaCast, Cast, Story, Worker
from app.features.sla.core.extending import allowance_of

_NINE = 9 * 60
_WEEKLY_PACE = 10 * 60

QUESTIONS = (
    "Voor wie is het resultaat bedoeld?",
    "Welke cijfers mogen wij gebruiken?",
    "Waaraan ziet u dat het goed is?",
    "Wie beslist bij u over de inhoud?",
)
WAITS = (
    "Wacht op cijfers van de opdrachtgever",
    "Wacht op een besluit van het college",
    "Wacht op akkoord van de ondernemingsraad",
    "Wacht op reactie van de contactpersoon",
)
REWORK = (
    "De samenvatting is nog te lang.",
    "Eén bijlage ontbreekt nog.",
    "De kosten per gemeente staan er niet in.",
)


@dataclass(slots=True)
class Life:
    """One assignment on its way: what is left to do, and by when it may begin."""

    key: str
    story: Story
    principals: tuple[str, ...]
    ready_on: date
    left_minutes: int
    waits_until: date | None = None
    has_waited: bool = False
    was_reworked: bool = False
    booked_minutes: int = field(default=0)


def standing(area: AreaCast, cast: Cast) -> list[Act]:
    """The task of the year of an area, asked by all who take part, begun on the first working day."""
    key = f"{area.code}-vast"
    story = Story(
        area.code,
        f"Vaste taken {area.name} 2026",
        f"De dagelijkse taken van {area.name} voor alle deelnemers",
        "Wat in de dienstverleningsovereenkomst staat",
        60 * 60 * 100,
        False,
        area.standing_product,
    )
    day = days.after(cast.first_on, 0, cast.closed_days)
    end = date(cast.first_on.year, 12, 31)
    acts: list[Act] = [
        Draft(days.at(day, _NINE - 60), key, story, area.participants, end, True, cast.standing_statistic)
    ]
    for minute, step in enumerate(("indienen", "accepteren", "rangschikken", "plannen", "starten")):
        accepted = step == "accepteren"
        acts.append(
            TakeStep(
                days.at(day, _NINE - 50 + minute),
                key,
                step,
                estimate_minutes=story.estimate_minutes if accepted else None,
                agreed_on=end if accepted else None,
            )
        )
    return acts


def opening(
    key: str, story: Story, asked_on: date, area: AreaCast, cast: Cast, random: Random
) -> tuple[Life, list[Act]]:
    """From draft to planned; one in five is returned with a question first."""
    principals = _principals(area, random)
    day = days.after(asked_on, 0, cast.closed_days)
    wished = days.after(day, random.randint(20, 60), cast.closed_days)
    minute = _NINE + random.randint(0, 300)
    acts: list[Act] = [
        Draft(days.at(day, minute), key, story, principals, wished),
        TakeStep(days.at(day, minute + random.randint(5, 90)), key, "indienen"),
    ]
    if random.random() < 0.2:
        day = days.after(day, random.randint(1, 3), cast.closed_days)
        acts.append(TakeStep(days.at(day, _NINE + 75), key, "terugsturen", reason=random.choice(QUESTIONS)))
        day = days.after(day, random.randint(1, 5), cast.closed_days)
        acts.append(TakeStep(days.at(day, _NINE + 200), key, "indienen"))
    day = days.after(day, random.randint(1, 4), cast.closed_days)
    weeks = -(-story.estimate_minutes // _WEEKLY_PACE)
    # Some dates are promised too early: then there is something late to look at.
    slack = random.randint(10, 40) if random.random() < 0.85 else -5 * weeks + random.randint(6, 9)
    agreed = days.after(day, 5 * weeks + slack, cast.closed_days)
    acts.append(
        TakeStep(
            days.at(day, _NINE + random.randint(0, 200)),
            key,
            "accepteren",
            estimate_minutes=story.estimate_minutes,
            agreed_on=agreed,
        )
    )
    for step in ("rangschikken", "plannen"):
        day = days.after(day, random.randint(1, 3), cast.closed_days)
        acts.append(TakeStep(days.at(day, _NINE + random.randint(0, 400)), key, step))
    quarter_hours = story.estimate_minutes * random.randint(80, 122) // 100 // 15
    return Life(key, story, principals, days.after(day, 1, cast.closed_days), quarter_hours * 15), acts


def statutory(key: str, law: str, accepted_at: datetime, place: int, cast: Cast) -> list[Act]:
    """What happens to a statutory period: by turns it stands still for an answer, or it is extended."""
    day = days.after(accepted_at.date(), 1, cast.closed_days)
    allowance = allowance_of(law)
    if place % 2 and allowance is not None:
        weeks = min(allowance.at_most.amount, 4) if allowance.at_most else 4
        reason = "Stukken van een andere afdeling komen later"
        return [
            ChangePeriod(
                days.at(day, _NINE), key, PeriodChange.EXTEND, reason, allowance.article, weeks=weeks
            )
        ]
    article = "Awb 7:10 lid 2" if law.startswith("Awb 7:10") else "Awb 4:15 lid 1"
    answered = days.at(days.after(day, 5, cast.closed_days), _NINE)
    return [
        ChangePeriod(
            days.at(day, _NINE), key, PeriodChange.SUSPEND, "Gegevens gevraagd aan de indiener", article
        ),
        ChangePeriod(answered, key, PeriodChange.RESUME, "Gegevens ontvangen", refers_seq=1),
    ]


def closing(life: Life, worker: Worker, delivered_on: date, cast: Cast, random: Random) -> list[Act]:
    """From delivered to closed; one in ten must be mended first, and then has work left again."""
    acts: list[Act] = [
        TakeStep(days.at(delivered_on, 15 * 60 + 30), life.key, "opleveren", worker=worker.code)
    ]
    day = days.after(delivered_on, random.randint(1, 2), cast.closed_days)
    if random.random() < 0.1 and not life.was_reworked:
        acts.append(TakeStep(days.at(day, _NINE + 30), life.key, "herstellen", reason=random.choice(REWORK)))
        life.was_reworked = True
        life.left_minutes = 180
        return acts
    day = days.after(day, random.randint(1, 6), cast.closed_days)
    acts.append(TakeStep(days.at(day, _NINE + random.randint(0, 400)), life.key, "goedkeuren"))
    day = days.after(day, 1, cast.closed_days)
    acts.append(TakeStep(days.at(day, _NINE + 15), life.key, "sluiten"))
    return acts


def _principals(area: AreaCast, random: Random) -> tuple[str, ...]:
    """One municipality, or in one of five cases some of them together; the first leads."""
    shuffled = list(area.participants)
    random.shuffle(shuffled)
    together = random.random() < 0.2 and len(shuffled) > 1
    return tuple(shuffled[: random.randint(2, len(shuffled)) if together else 1])
