"""The life of a run: draft, checked, approved by another person, final; what may follow what.

Pure: who may do it is the service's question, what a database must never hold the model's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.features.settlement.core.result import Finding
from app.features.settlement.core.threshold import Threshold
from app.kernel.period import Period


class RunKind(StrEnum):
    """What a run settles: a period, an advance on a year, or closed periods again."""

    SETTLEMENT = "settlement"
    ADVANCE = "advance"
    CORRECTION = "correction"


class RunState(StrEnum):
    """Where a run stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class RunStep(StrEnum):
    """What is done with a run. `finalise` is a use case of the room invoices, which numbers what follows."""

    START = "start"
    CALCULATE = "calculate"
    CHECK = "check"
    RETURN = "return"
    APPROVE = "approve"
    FINALISE = "finalise"
    WITHDRAW = "withdraw"


class Answer(StrEnum):
    """What an organisation says of its figures; silence after the stated date is an answer too."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    SILENT = "silent"


MOVES: dict[RunStep, tuple[tuple[RunState, ...], RunState]] = {
    RunStep.CALCULATE: ((RunState.DRAFT,), RunState.DRAFT),
    RunStep.CHECK: ((RunState.DRAFT,), RunState.CHECKED),
    RunStep.RETURN: ((RunState.CHECKED, RunState.APPROVED), RunState.DRAFT),
    RunStep.APPROVE: ((RunState.CHECKED,), RunState.APPROVED),
    RunStep.FINALISE: ((RunState.APPROVED,), RunState.FINAL),
    RunStep.WITHDRAW: ((RunState.DRAFT,), RunState.WITHDRAWN),
}
"""Step → from which states it can be taken, and where it leads."""

OPEN = (RunState.DRAFT, RunState.CHECKED, RunState.APPROVED)
"""States in which a run is still under way."""


def allowed(state: RunState) -> tuple[RunStep, ...]:
    """The steps that can be taken now.

    >>> [step.value for step in allowed(RunState.CHECKED)]
    ['return', 'approve']
    """
    return tuple(step for step, (origins, _) in MOVES.items() if state in origins)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as it was taken."""

    seq: int
    step: RunStep
    from_state: RunState | None
    to_state: RunState
    at: datetime
    by: str
    by_key: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What an organisation answered about its figures, and about which; silent when nobody answered in time."""

    organisation: str
    at: datetime
    by: str
    answer: Answer
    remark: str | None
    figures: tuple[tuple[str, ...], ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nobody answered in time."""
        return self.answer is Answer.SILENT


@dataclass(frozen=True, slots=True)
class Comment:
    """An explanation of a finding. It holds for the sentence it was written about, and for no other."""

    seq: int
    code: str
    subject: tuple[str, str]
    about: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands: its period, state, when it was last calculated and by whom, and what was found.

    `threshold` is the one of its last calculation: from where a settlement's difference must be explained.
    """

    id: UUID
    first_on: date
    last_on: date
    state: RunState
    calculations: int
    calculated_at: datetime
    calculated_by: str
    cut_off_at: datetime | None
    final_at: datetime | None
    version: int
    findings: tuple[Finding, ...]
    sha256: str
    lines_sha256: str
    confirm_by_on: date | None = None
    kind: RunKind = RunKind.SETTLEMENT
    threshold: Threshold | None = None

    @property
    def period(self) -> Period:
        """The period that is settled."""
        return Period(self.first_on, self.last_on)

    @property
    def holding(self) -> int:
        """How many findings hold it back."""
        return sum(finding.weight.value == "holds_back" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class RunDetails:
    """A run with the steps that were taken, the answers and the explanations that were given, oldest first."""

    run: Run
    steps: tuple[StepTaken, ...]
    answers: tuple[Confirmation, ...]
    comments: tuple[Comment, ...] = ()

    @property
    def confirmations(self) -> tuple[Confirmation, ...]:
        """The last answer of each organisation, in the order of their codes."""
        last = {one.organisation: one for one in self.answers}
        return tuple(last[code] for code in sorted(last))

    @property
    def explained(self) -> frozenset[str]:
        """The sentences that got an explanation."""
        return frozenset(comment.about for comment in self.comments)
