"""What templates may call: the words of `kernel.dutch`, moments in Amsterdam, states with their look.

Every filter answers nothing with a dash that a screen reader says as a word. Filters only format;
what is late or allowed is decided by a core.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup

from app.infra.clock import AMSTERDAM
from app.kernel import dutch

EMPTY: Final = Markup('<span aria-hidden="true">–</span><span class="visually-hidden">geen</span>')
"""What an empty cell shows (screens.md, “Tables”)."""

STATE_LOOKS: Final = {
    # assignments
    "draft": "open", "awaiting_mandate": "still", "submitted": "live", "returned": "warn", "accepted": "open",
    "ordered": "open", "planned": "open", "in_progress": "live", "waiting": "still", "delivered": "live",
    "approved": "good", "closed": "still", "withdrawn": "still", "rejected": "still",
    # settlement runs, weeks, invoices
    "confirming": "live", "checked": "good", "final": "good", "superseded": "still", "cancelled": "still",
    "paid": "good", "overdue": "late",
}  # fmt: skip
"""State in code → the look of its mark: open, live, good, still, warn or late."""


def local(at: datetime) -> datetime:
    """A moment in Amsterdam wall time."""
    return at.astimezone(AMSTERDAM)


def iso(at: date | datetime) -> str:
    """A date or moment for the `datetime` attribute of `time`."""
    return at.isoformat()


def as_day(at: date | datetime) -> date:
    """The day of a date, or of a moment in Amsterdam."""
    return local(at).date() if isinstance(at, datetime) else at


def state_look(state: str) -> str:
    """The look of a state's mark; `open` for a state without one of its own."""
    return STATE_LOOKS.get(str(state), "open")


def or_nothing(words: Callable[..., Any]) -> Callable[..., Any]:
    """The same filter, which answers nothing with the dash of an empty cell."""

    def filtered(value: Any, *args: Any, **named: Any) -> Any:
        return EMPTY if value is None else words(value, *args, **named)

    return filtered


def _day(value: date | datetime, year: bool = False) -> str:
    return dutch.day(as_day(value), year)


_OF_VALUES: Final = (
    dutch.amount, dutch.euro, dutch.hours, dutch.number, dutch.percent, dutch.signed_amount,
    dutch.signed_euro, dutch.signed_hours, dutch.signed_number, dutch.signed_percent, dutch.whole_euro,
)  # fmt: skip
_OF_DAYS: Final = (
    dutch.field_day, dutch.long_day, dutch.month, dutch.plain_day, dutch.quarter, dutch.week,
)  # fmt: skip
_OF_MOMENTS: Final = (dutch.clock_time, dutch.long_moment, dutch.moment)


def _of_day(words: Callable[[date], str]) -> Callable[..., Any]:
    return or_nothing(lambda value: words(as_day(value)))


def _of_moment(words: Callable[[datetime], str]) -> Callable[..., Any]:
    return or_nothing(lambda value: words(local(value)))


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "counted": or_nothing(dutch.count),
    "day": or_nothing(_day),
    "iso": iso,
    "listing": dutch.listing,
    "or_nothing": or_nothing(lambda value: value),
    "state_look": state_look,
    **{words.__name__: or_nothing(words) for words in _OF_VALUES},
    **{words.__name__: _of_day(words) for words in _OF_DAYS},
    **{words.__name__: _of_moment(words) for words in _OF_MOMENTS},
}
"""Name in a template → filter."""

WORDS: Final[dict[str, Callable[..., Any]]] = {
    "is_late": dutch.is_late,
    "on_time": dutch.on_time,
    "part_of": dutch.part_of,
    "period": dutch.period,
    "since": dutch.since,
    "will_be_late": dutch.will_be_late,
    "workdays_away": dutch.workdays_away,
}
"""Functions of several values, called by their name in a template."""
