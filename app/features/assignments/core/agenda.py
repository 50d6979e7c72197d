"""Deadlines as a calendar that other programs read: iCalendar (RFC 5545), as text.

What ends with a day stands as that day, what ends at a moment as that moment. The UID of a deadline stays the same
while it moves, so that a program moves it too. No reminders: a program has its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from app.features.sla.core.words import METRIC_LABELS, Metric
from app.kernel import dutch

MOST: Final = 500
"""So many deadlines at most, the nearest first."""
ZONE: Final = ZoneInfo("Europe/Amsterdam")
_LINE: Final = 75
"""Octets of a line before it is folded (RFC 5545 §3.1)."""
_STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock that has not ended and has an end in sight, and the assignment that it is of."""

    assignment_id: UUID
    metric: Metric
    due_at: datetime
    number: str
    title: str
    area: str
    is_confidential: bool


def calendar_text(name: str, deadlines: Sequence[Deadline], now: datetime, assignments_url: str) -> str:
    """The calendar. A confidential assignment shows its number only: calendars are kept by others.

    `assignments_url` is the address below which each assignment has its page.

    >>> at = datetime(2026, 5, 8, 22, tzinfo=UTC)
    >>> one = Deadline(UUID(int=1), Metric.LEAD_TIME, at, "2026-SZ-0042", "Beleid", "Sociale zaken", False)
    >>> [line for line in calendar_text("Vlist", [one], at, "/k5/opdrachten").split() if line.startswith("DT")]
    ['DTSTAMP:20260508T220000Z', 'DTSTART;VALUE=DATE:20260508']
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//SSC//Termijnen//NL",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for one in deadlines[:MOST]:
        lines += _event(one, now, assignments_url)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def escaped(text: str) -> str:
    r"""A text as a value (RFC 5545 §3.3.11); other control characters fall out.

    >>> escaped("Beleid; minima, deel 1\nen\\of")
    'Beleid\\; minima\\, deel 1\\nen\\\\of'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def folded(line: str) -> Iterator[str]:
    """A line as parts of at most 75 octets, each but the first with a space in front; no sign is cut in two.

    >>> [len(part.encode()) for part in folded("SUMMARY:" + "é" * 60)]
    [74, 55]
    """
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part


def _event(one: Deadline, now: datetime, assignments_url: str) -> list[str]:
    what = METRIC_LABELS[one.metric].lower()
    title = "vertrouwelijke opdracht" if one.is_confidential else one.title or "opdracht zonder titel"
    summary = f"{'Te laat' if one.due_at < now else 'Uiterlijk'}: {title} ({one.number}), {what}"
    about = f"{METRIC_LABELS[one.metric]} van {one.number}, {one.area}: uiterlijk {_told(one.due_at)}."
    return [
        "BEGIN:VEVENT",
        f"UID:{one.assignment_id}-{one.metric.value}@termijnen.ssc",
        f"DTSTAMP:{now.astimezone(UTC).strftime(_STAMP)}",
        *_times(one.due_at),
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(about)}",
        f"URL:{assignments_url}/{one.number}",
        "TRANSP:TRANSPARENT",
        f"CATEGORIES:{escaped(METRIC_LABELS[one.metric])}",
        "END:VEVENT",
    ]


def _times(due_at: datetime) -> list[str]:
    """Midnight belongs to the day that it ends, so that day is the deadline; else the moment."""
    local = due_at.astimezone(ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return [f"DTSTART;VALUE=DATE:{(local.date() - timedelta(days=1)):%Y%m%d}"]
    return [f"DTSTART:{due_at.astimezone(UTC).strftime(_STAMP)}"]


def _told(due_at: datetime) -> str:
    local = due_at.astimezone(ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return dutch.long_day(local.date() - timedelta(days=1))
    return dutch.long_moment(local)
