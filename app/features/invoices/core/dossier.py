"""Everything that the papers of one final settlement are made from, as values.

The settlement and its inputs come from the snapshot, the rest from what the run recorded: who confirmed, who
approved, with which details each organisation is billed. Only the budget is reckoned here, by the same rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from app.features.invoices.core.billing import Bill, BillingDetails
from app.features.settlement.core.budget import on_budget
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import AreaResult, Settlement
from app.features.settlement.core.run import RunKind
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import from_snapshot
from app.kernel.money import allocate
from app.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Signature:
    """A step of the run: what, by whom, on which day."""

    step: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who answered for an organisation about its figures; `by` empty is by silence."""

    organisation: str
    by: str
    on: date
    is_objection: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding of the run with its explanation: by whom, on which day."""

    about: str
    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an assignment, for those that the client may see: both days in local time."""

    number: str
    delivered_on: date | None
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One final settlement with what stands around it; `checksum` is the snapshot's, in hexadecimals.

    Of a correction `inputs` are those of a closed period, so that its rule can be read.
    """

    inputs: Inputs
    settlement: Settlement
    budget: Settlement | None
    details: Mapping[str, BillingDetails]
    confirmed: tuple[Confirmed, ...]
    signed: tuple[Signature, ...]
    deliveries: Mapping[str, Delivery]
    checksum: str
    explained: tuple[Explained, ...] = ()
    kind: RunKind = RunKind.SETTLEMENT

    def name(self, organisation: str) -> str:
        """The name of an organisation as it is called in sentences."""
        return self.settlement.organisations[organisation]

    def area(self, code: str) -> AreaResult:
        """The result of an area."""
        return next(area for area in self.settlement.areas if area.area.code == code)

    def budget_of(self, code: str) -> AreaResult | None:
        """The same area on its budget; None when there is none."""
        if self.budget is None:
            return None
        return next((area for area in self.budget.areas if area.area.code == code), None)

    @property
    def checksum_words(self) -> str:
        """The first part of the digest of the snapshot, in groups of four for who compares it."""
        return " ".join(self.checksum[place : place + 4] for place in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A bill that has its number; `refers` are those of the earlier invoices that it puts right."""

    bill: Bill
    number: str
    dated_on: date
    due_on: date
    refers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment of a client in the period: its own share of the minutes, whole minutes that total."""

    area: str
    number: str
    title: str
    minutes: int
    delivery: Delivery | None


def budgeted(inputs: Inputs) -> Settlement | None:
    """The settlement on its budget, when every area can be settled on it; a part would be no comparison."""
    planned = on_budget(inputs)
    wanted = sum(area.is_settled for area in inputs.areas)
    return planned if planned is not None and len(planned.areas) == wanted else None


def work_of(inputs: Inputs, organisation: str, deliveries: Mapping[str, Delivery]) -> tuple[Work, ...]:
    """The assignments of an organisation in the period with its exact share, cut to minutes that total."""
    exact: dict[str, Fraction] = {}
    shares = {
        row.id: next((share.value for share in row.shares if share.of == organisation), Fraction(0))
        for row in inputs.assignments
    }
    for worked in inputs.worked:
        minutes = worked.minutes * shares[worked.assignment]
        exact[worked.assignment] = exact.get(worked.assignment, Fraction(0)) + minutes
    wanted = {key: value for key, value in exact.items() if value > 0}
    whole = allocate(int(sum(wanted.values(), Fraction(0))), wanted) if wanted else {}
    found = [
        Work(row.area, row.number, row.title, whole[row.id], deliveries.get(row.number))
        for row in inputs.assignments
        if row.id in whole
    ]
    return tuple(sorted(found, key=lambda work: (work.area, work.number)))


@lru_cache(maxsize=4)
def settled(body: bytes) -> tuple[Inputs, Settlement, Settlement | None]:
    """Inputs, settlement and settled budget of a snapshot; kept, because all papers of a run ask for it."""
    inputs = from_snapshot(body)
    return inputs, settle(inputs), budgeted(inputs) if kind_of(inputs) is RunKind.SETTLEMENT else None


def kind_of(inputs: Inputs) -> RunKind:
    """What the inputs settle."""
    if inputs.corrected:
        return RunKind.CORRECTION
    return RunKind.SETTLEMENT if inputs.advance is None else RunKind.ADVANCE


def about(inputs: Inputs, period: Period | None) -> Inputs:
    """The inputs whose rules hold for a document: those of its closed period, else the last one corrected."""
    if not inputs.corrected:
        return inputs
    found = [one.inputs for one in inputs.corrected if one.inputs.period == period]
    return found[0] if found else inputs.corrected[-1].inputs
