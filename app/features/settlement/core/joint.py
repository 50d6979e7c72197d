"""The exact share of each principal in the hours of an assignment (domain §4, settlement.md 13).

By rule: equal, fixed fractions, or a statistic at 1 January of the year of the hours. Shares total one.
For a draft minutes come gathered over all assignments that are shared in one way, so that each way is worked
out once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from app.features.assignments.core.principals import Principal, ShareRule, shares
from app.features.settlement.core.errors import SettlementError, Unsettled, WrongFacts
from app.features.settlement.core.facts import Facts
from app.features.settlement.core.figures import Figures
from app.features.settlement.core.gathering import added
from app.features.settlement.core.inputs import Assignment, Gathered, Inputs, Share
from app.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who share in hours, and how."""

    rule: ShareRule
    statistic: str
    principals: tuple[Principal, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment, as it is kept; who asked it and how its hours are shared stand beside it."""

    id: str
    number: str
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class Together:
    """Minutes by one tariff, within one stretch, of all assignments of an area that are shared in one way."""

    area: str
    tariff: str
    first_on: date
    last_on: date
    minutes: int
    assignments: int


def with_assignments(inputs: Inputs, asked: Mapping[Sharing, Sequence[Asked]]) -> Inputs:
    """The inputs with these assignments and the exact share of each principal.

    `Unsettled` names every assignment whose shares cannot be found, and every missing figure.
    """
    find = _Finder(replace(inputs, worked=()))
    found: list[Assignment] = []
    refusals: list[SettlementError] = []
    for sharing, rows in asked.items():
        for row in rows:
            try:
                parts = find.shares(sharing, f"Opdracht {row.number}")
            except SettlementError as error:
                refusals.append(error)
            else:
                found.append(Assignment(row.id, row.number, row.title, row.area, parts))
    if refusals:
        raise Unsettled(refusals)
    return replace(inputs, assignments=tuple(found))


def with_gathered(inputs: Inputs, work: Mapping[Sharing, Sequence[Together]]) -> Inputs:
    """The inputs with these minutes by organisation: the same amounts as from each assignment by itself.

    `Unsettled` when a share cannot be found; which assignment it is, only `with_assignments` can say.
    """
    find = _Finder(inputs)
    found: dict[tuple[str, str, str, date, date], _Sum] = defaultdict(_Sum)
    for sharing, rows in work.items():
        try:
            parts = [
                (share.of, *share.value.as_integer_ratio())
                for share in find.shares(sharing, "Een opdracht")
                if share.value
            ]
        except SettlementError as error:
            raise Unsettled([error]) from error
        for row in rows:
            for code, above, below in parts:
                mine = found[row.area, code, row.tariff, row.first_on, row.last_on]
                mine.minutes[below] = mine.minutes.get(below, 0) + above * row.minutes
                mine.assignments += row.assignments
    return replace(
        inputs,
        gathered=tuple(
            Gathered(*key, Fraction(added(one.minutes)), one.assignments) for key, one in found.items()
        ),
    )


@dataclass(slots=True)
class _Sum:
    """Minutes by denominator, and over how many assignments."""

    minutes: dict[int, int] = field(default_factory=dict)
    assignments: int = 0


class _Finder:
    """The share of each principal; assignments that are shared in one way come together, and have it in common."""

    def __init__(self, inputs: Inputs) -> None:
        self._year_start = date(inputs.period.first_on.year, 1, 1)
        self._last: Sharing | None = None
        self._shares: tuple[Share, ...] = ()
        try:
            self._figures = Figures(Facts(inputs))
        except SettlementError as error:
            raise Unsettled([error]) from error

    def shares(self, sharing: Sharing, what: str) -> tuple[Share, ...]:
        """By code; `WrongFacts` names `what` when its shares do not fit, else the missing figure is named."""
        if sharing is not self._last:
            self._last, self._shares = sharing, self._found(sharing, what)
        return self._shares

    def _found(self, sharing: Sharing, what: str) -> tuple[Share, ...]:
        principals = sharing.principals
        if len(principals) == 1:
            return (Share(principals[0].code, Fraction(1)),)
        figures: Mapping[str, Fraction] = {}
        if sharing.rule is ShareRule.STATISTIC:
            kind, day = sharing.statistic, self._year_start
            figures = {one.code: self._figures.on(one.code, kind, day).value for one in principals}
        try:
            found = shares(sharing.rule, principals, figures)
        except Invalid as refusal:
            raise WrongFacts(f"{what} kan niet worden verdeeld. {refusal.message}") from refusal
        return tuple(Share(code, part) for code, part in sorted(found.items()))
