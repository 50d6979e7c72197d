"""What a settlement refuses, each by its own name, with a Dutch sentence: what, where and what to do.

Nothing is divided silently: what cannot be reckoned is one of these.
"""

from collections.abc import Sequence


class SettlementError(Exception):
    """Why an amount cannot be settled. `message` is Dutch and complete."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def name(self) -> str:
        """The name of the refusal, for files and tests."""
        return type(self).__name__


class ZeroWeight(SettlementError):
    """An amount, but nobody has weight: names the driver, the area and the period."""


class WeightBelowZero(SettlementError):
    """A weight below zero: names the partner."""


class InfeasibleBounds(SettlementError):
    """Minima or maxima that the amount cannot meet: names the component, both amounts and the period."""


class MissingStatistic(SettlementError):
    """No figure, or one that is too old: names partner, statistic and date (settlement.md 10)."""


class NotParticipating(SettlementError):
    """Hours, counts or a secondment of who does not take part that day (settlement.md 12)."""


class NoParticipants(SettlementError):
    """An area in which nobody takes part in the period."""


class NoPolicy(SettlementError):
    """An area and day without a policy, or with more than one (settlement.md 8)."""


class NoProvider(SettlementError):
    """An area and day without a provider, or with more than one."""


class ChangesMidPeriod(SettlementError):
    """A policy, provider or VAT treatment that changes inside a settlement period (settlement.md 8)."""


class WrongPeriod(SettlementError):
    """A period that is not the settlement period of the policy (settlement.md 7)."""


class WrongPolicy(SettlementError):
    """A policy that contradicts itself: percentages that do not total 100, a rest that is not last."""


class NothingTakes(SettlementError):
    """Costs that no component takes: names amount and category (settlement.md 16)."""


class MissingYear(SettlementError):
    """A whole year without hours or counts in an average of years: names partner and year (settlement.md 10)."""


class NoTariff(SettlementError):
    """Work or products in a tariff area without a tariff on that day."""


class NoStandard(SettlementError):
    """A product without standard hours in a key by products (settlement.md 9)."""


class NoVatTreatment(SettlementError):
    """A charge whose VAT nobody has stated."""


class OverheadError(SettlementError):
    """Overhead that cannot reach the areas: names the pool."""


class NoOutlet(SettlementError):
    """Overhead pools that serve only each other, or nobody who still receives: names the ring (settlement.md 24)."""


class WrongFacts(SettlementError):
    """Facts that contradict each other: two rows for one thing, a reference to nothing."""


class NoPlan(SettlementError):
    """An advance without a budget, or without planned hours or counts (settlement.md 25)."""


class Unsettled(Exception):
    """A settlement that could not be made; `errors` are all reasons that were found."""

    def __init__(self, errors: Sequence[SettlementError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.name, error.message)))
        super().__init__(" ".join(error.message for error in self.errors))
