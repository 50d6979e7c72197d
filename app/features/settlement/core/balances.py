"""What tariffs left over or short, through the years: an account per area and destination, every movement explained.

A result is struck by each final run. Carried, it is taken out again by the run that opens the next year with it;
divided, by the run of the year's last period that charges it; in the reserve it stays (settlement.md 27). Above
zero is a shortfall, below zero a surplus, as in the settlement itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.features.settlement.core.inputs import Inputs, Named, TariffResult
from app.features.settlement.core.result import AreaResult


class MovementKind(StrEnum):
    """What a movement does to an account."""

    STRUCK = "struck"
    OPENED = "opened"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: by which run, in which year it counts, and what it is made of.

    `costs_cents` and `charged_cents` are the two that a struck result is the difference of; `by_organisation` is
    who was charged a divided one.
    """

    kind: MovementKind
    run: str
    label: str
    year: int
    amount_cents: int
    costs_cents: int = 0
    charged_cents: int = 0
    by_organisation: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """The results of one area that go to one place."""

    area: Named
    goes_to: TariffResult
    movements: tuple[Movement, ...]

    @property
    def balance_cents(self) -> int:
        """What is left of it now: above zero a shortfall, below zero a surplus."""
        return sum(one.amount_cents for one in self.movements)


@dataclass(frozen=True, slots=True)
class Struck:
    """What a final settlement or correction struck of an area, as it was kept with the run.

    `carried_cents` is the result that opened it, a part of the costs; `result_cents` what is left after a divided
    result was charged, `charged` to whom.
    """

    run: str
    label: str
    year: int
    area: Named
    goes_to: TariffResult
    costs_cents: int
    result_cents: int
    carried_cents: int = 0
    charged: Mapping[str, int] = field(default_factory=dict)


def goes_to(inputs: Inputs, area: AreaResult) -> TariffResult:
    """Where the policy that settled an area, of a correction the last of them, sends its result."""
    all_inputs = (inputs, *(one.inputs for one in inputs.corrected))
    return next(row.result for one in all_inputs for row in one.policies if row.id == area.policy)


def accounts(rows: Iterable[Struck]) -> tuple[Account, ...]:
    """Every account with a movement, by area and destination; movements in the order of the rows."""
    found: dict[tuple[str, TariffResult], list[Movement]] = {}
    names: dict[str, Named] = {}
    for row in rows:
        names[row.area.code] = row.area
        for place, movement in _movements(row):
            if movement.amount_cents:
                found.setdefault((row.area.code, place), []).append(movement)
    order = list(TariffResult)
    keys = sorted(found, key=lambda key: (key[0], order.index(key[1])))
    return tuple(Account(names[area], goes_to, tuple(found[area, goes_to])) for area, goes_to in keys)


def _movements(row: Struck) -> Iterator[tuple[TariffResult, Movement]]:
    of = (row.run, row.label, row.year)
    yield TariffResult.CARRIED, Movement(MovementKind.OPENED, *of, -row.carried_cents)
    divided = sum(row.charged.values())
    struck = row.result_cents + divided
    costs = row.costs_cents
    yield row.goes_to, Movement(MovementKind.STRUCK, *of, struck, costs, costs - struck)
    yield row.goes_to, Movement(MovementKind.CHARGED, *of, -divided, by_organisation=row.charged)
