"""Who plays: offices, areas, employees and the stories that become assignments.

Values only; the player fills them from what a case has loaded. Keys are the codes of the case, so the
same seed plays the same rows whatever identities they get.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Story:
    """What an office could ask: the words and the size of one assignment."""

    area: str
    title: str
    desired_result: str
    acceptance_criteria: str
    estimate_minutes: int
    is_confidential: bool
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """An employee as the play needs one: a code, the area, minutes a week and who is the employer."""

    code: str
    area: str
    contract_minutes: int


@dataclass(frozen=True, slots=True)
class AreaCast:
    """An area: its code, its name and the codes of the municipalities that take part in it."""

    code: str
    name: str
    participants: tuple[str, ...]
    standing_product: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone and everything in the play. `closed_days` are days on which nobody books;
    `standing_statistic` is the kind of figure by which the tasks of the year are shared, None for equally;
    `laws` are of products with a statutory period, by area and product.
    """

    areas: tuple[AreaCast, ...]
    workers: tuple[Worker, ...]
    stories: tuple[Story, ...]
    first_on: date
    last_on: date
    closed_days: frozenset[date]
    standing_statistic: str | None = None
    laws: Mapping[tuple[str, str], str] = field(default_factory=dict)
