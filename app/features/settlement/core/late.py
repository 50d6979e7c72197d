"""What became known of a period after the run that settled it finally: counted, and said in a sentence.

What counts is decided where it is read (`store.late`); a correction settles it (settlement.md 6, 28).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.features.settlement.core.touching import about
from app.kernel.dutch import count, euro, hours, listing
from app.kernel.period import Period
from app.kernel.quantities import counted


class LateKind(StrEnum):
    """What can become known later, in the order in which it is told."""

    HOURS = "hours"
    COSTS = "costs"
    DELIVERIES = "deliveries"
    STATISTICS = "statistics"
    YEAR_FIGURES = "year_figures"
    PRICES = "prices"


_NOUNS = {
    LateKind.HOURS: ("urenregel", "urenregels"),
    LateKind.COSTS: ("kostenregel", "kostenregels"),
    LateKind.DELIVERIES: ("levering", "leveringen"),
    LateKind.STATISTICS: ("kengetal", "kengetallen"),
    LateKind.YEAR_FIGURES: ("jaarcijfer", "jaarcijfers"),
    LateKind.PRICES: ("verbeterde prijs", "verbeterde prijzen"),
}


@dataclass(frozen=True, slots=True)
class Late:
    """Facts of one kind: how many, since when, and together how many minutes (hours) or cents (costs)."""

    kind: LateKind
    number: int
    since_at: datetime
    minutes: int | None = None
    amount_cents: int | None = None

    @property
    def words(self) -> str:
        """How many of what, with what they are together.

        >>> from datetime import UTC
        >>> at = datetime(2026, 4, 20, tzinfo=UTC)
        >>> Late(LateKind.HOURS, 12, at, minutes=2250).words
        '12 urenregels (37:30 uur)'
        >>> Late(LateKind.COSTS, 1, at, amount_cents=-5).words.replace("\\u00a0", " ")
        '1 kostenregel (−€ 0,05)'
        >>> Late(LateKind.PRICES, 2, at).words
        '2 verbeterde prijzen'
        """
        together = ""
        if self.minutes is not None:
            together = f" ({hours(self.minutes)} uur)"
        elif self.amount_cents is not None:
            together = f" ({euro(self.amount_cents)})"
        return count(self.number, *_NOUNS[self.kind]) + together


@dataclass(frozen=True, slots=True)
class LateOfRun:
    """What a final run could not know, by kind; there is something. `correction` is the one under way, if any."""

    run_id: UUID
    period: Period
    facts: tuple[Late, ...]
    correction: UUID | None = None

    @property
    def since_at(self) -> datetime:
        """When the first of it was recorded."""
        return min(one.since_at for one in self.facts)

    @property
    def sentence(self) -> str:
        """What came in, in a sentence."""
        return late_sentence(self.period, self.facts)


def late_sentence(period: Period, facts: Sequence[Late]) -> str:
    """What came in after the settlement of a period.

    >>> from datetime import UTC
    >>> at = datetime(2026, 4, 20, tzinfo=UTC)
    >>> facts = [Late(LateKind.HOURS, 12, at, minutes=2250), Late(LateKind.COSTS, 2, at, amount_cents=120450)]
    >>> late_sentence(Period.quarter(2026, 1), facts).replace("\\u00a0", " ")
    'Na de afrekening over het 1e kwartaal 2026 kwamen nog 12 urenregels (37:30 uur) en 2 kostenregels \
(€ 1.204,50) binnen.'
    >>> late_sentence(Period.year(2025), [Late(LateKind.STATISTICS, 1, at)])
    'Na de afrekening over 2025 kwam nog 1 kengetal binnen.'
    """
    came = "kwam" if [one.number for one in facts] == [1] else "kwamen"
    told = listing([one.words for one in facts])
    return f"Na de afrekening over {about(period)} {came} nog {told} binnen."


def told_together(found: Sequence[LateOfRun]) -> str:
    """What came in after one settlement, or that something did after several.

    >>> from datetime import UTC
    >>> one = Late(LateKind.STATISTICS, 1, datetime(2026, 4, 20, tzinfo=UTC))
    >>> first, second = (LateOfRun(UUID(int=number), Period.quarter(2026, number), (one,)) for number in (1, 2))
    >>> told_together([first])
    'Na de afrekening over het 1e kwartaal 2026 kwam nog 1 kengetal binnen.'
    >>> told_together([second, first])
    'Na twee afrekeningen kwamen nog gegevens binnen.'
    """
    if len(found) == 1:
        return found[0].sentence
    return f"Na {counted(len(found), 'afrekening', 'afrekeningen')} kwamen nog gegevens binnen."


def next_sentence(*, is_under_way: bool, may_correct: bool) -> str:
    """What is to be done about it.

    >>> next_sentence(is_under_way=False, may_correct=True)
    'Maak een correctie.'
    >>> next_sentence(is_under_way=False, may_correct=False)
    'Financiën verrekent dit met een correctie.'
    >>> next_sentence(is_under_way=True, may_correct=True)
    'Er loopt al een correctie.'
    """
    if is_under_way:
        return "Er loopt al een correctie."
    return "Maak een correctie." if may_correct else "Financiën verrekent dit met een correctie."
