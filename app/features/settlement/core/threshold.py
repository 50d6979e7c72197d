"""From where a difference must be explained before a run is approved: a percentage, an amount, or both.

No document of the field names a figure: the council sets its own in the ordinance of article 212 Gemeentewet.
`USUAL` is our choice until a collaboration has set one. A threshold holds from a day until the next; a run takes
the one of the last day of its period and keeps it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from app.kernel.dutch import euro, listing
from app.kernel.quantities import exact_number


@dataclass(frozen=True, slots=True)
class Threshold:
    """A difference is explained when it is over all that is stated; at least one of the two is."""

    basis_points: int | None
    cents: int | None

    def __post_init__(self) -> None:
        stated = [one for one in (self.basis_points, self.cents) if one is not None]
        if not stated or min(stated) < 0:
            raise ValueError("a threshold has a percentage or an amount, of nought or more")

    def is_passed(self, now: int, then: int) -> bool:
        """Whether an amount differs from another by more than this.

        >>> both = Threshold(1_000, 100_000)
        >>> both.is_passed(1_200_000, 1_000_000), both.is_passed(1_100_000, 1_000_000)
        (True, False)
        >>> both.is_passed(150_000, 100_000), Threshold(1_000, None).is_passed(150_000, 100_000)
        (False, True)
        >>> Threshold(None, 100_000).is_passed(1_100_000, 1_000_000)
        False
        """
        difference = abs(now - then)
        part = Fraction(self.basis_points or 0, 10_000) * abs(then)
        return difference > (self.cents or 0) and difference > part

    @property
    def words(self) -> str:
        """The threshold in a sentence.

        >>> Threshold(1_000, 100_000).words.replace("\N{NO-BREAK SPACE}", " ")
        'meer dan 10 % en meer dan € 1.000,00'
        >>> Threshold(None, 0).words.replace("\N{NO-BREAK SPACE}", " ")
        'meer dan € 0,00'
        """
        said = []
        if self.basis_points is not None:
            said.append(f"meer dan {exact_number(Fraction(self.basis_points, 100))}\N{NO-BREAK SPACE}%")
        if self.cents is not None:
            said.append(f"meer dan {euro(self.cents)}")
        return listing(said)


def read_threshold(basis_points: int | None, cents: int | None) -> Threshold | None:
    """A threshold as it is kept; None when neither is stated, as with what is compared with nothing."""
    return None if basis_points is None and cents is None else Threshold(basis_points, cents)


USUAL = Threshold(basis_points=1_000, cents=100_000)
"""Ten per cent and € 1,000, both: a few euros on a small amount ask nobody's time, nor a small part of a large one."""


@dataclass(frozen=True, slots=True)
class ThresholdSet:
    """A threshold as a collaboration set it: from which day, why, by whom, when."""

    valid_from: date
    threshold: Threshold
    reason: str
    by: str
    at: datetime
