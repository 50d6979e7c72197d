"""The calendar of deadlines as other programs read it: checked by a library that reads iCalendar."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from app.features.assignments.core.agenda import MOST, Deadline, calendar_text, escaped, folded
from app.features.sla.core.words import Metric

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
AT_CLOSING = datetime(2026, 5, 8, 15, tzinfo=UTC)
AT_MIDNIGHT = datetime(2026, 5, 8, 22, tzinfo=UTC)


def deadline(due_at: datetime = AT_CLOSING, title: str = "Beleid", is_confidential: bool = False) -> Deadline:
    number, area = "2026-SZ-0042", "Sociale zaken"
    return Deadline(UUID(int=7), Metric.LEAD_TIME, due_at, number, title, area, is_confidential)


def read(*deadlines: Deadline, now: datetime = NOW) -> list[Event]:
    """What a program makes of it."""
    text = calendar_text("Termijnen Vlist", deadlines, now, "https://ssc.example/k5/opdrachten")
    found = Calendar.from_ical(text)
    assert isinstance(found, Calendar)
    assert found["VERSION"] == "2.0"
    assert not found.errors
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    return [one for one in found.walk("VEVENT") if isinstance(one, Event)]


def test_a_deadline_is_read_as_it_was_meant() -> None:
    (event,) = read(deadline())
    assert event["UID"] == f"{UUID(int=7)}-doorlooptijd@termijnen.ssc"
    assert event.decoded("DTSTART") == AT_CLOSING
    assert event["SUMMARY"] == "Uiterlijk: Beleid (2026-SZ-0042), doorlooptijd"
    assert (
        event["DESCRIPTION"]
        == "Doorlooptijd van 2026-SZ-0042, Sociale zaken: uiterlijk vrijdag 8 mei 2026, 17:00."
    )
    assert event["URL"] == "https://ssc.example/k5/opdrachten/2026-SZ-0042"


def test_what_ends_with_a_day_stands_as_that_day() -> None:
    (event,) = read(deadline(AT_MIDNIGHT))
    assert event.decoded("DTSTART") == date(2026, 5, 8)
    assert str(event["DESCRIPTION"]).endswith("uiterlijk vrijdag 8 mei 2026.")


def test_the_uid_stays_when_the_deadline_moves_and_differs_by_metric() -> None:
    (before,), (after,) = read(deadline()), read(deadline(AT_MIDNIGHT))
    assert before["UID"] == after["UID"]
    intake = Deadline(
        UUID(int=7), Metric.INTAKE, AT_CLOSING, "2026-SZ-0042", "Beleid", "Sociale zaken", False
    )
    assert read(intake)[0]["UID"] != before["UID"]


def test_late_is_said_and_a_confidential_title_is_not() -> None:
    (event,) = read(
        deadline(title="Geheim onderzoek", is_confidential=True), now=datetime(2026, 6, 1, tzinfo=UTC)
    )
    assert event["SUMMARY"] == "Te laat: vertrouwelijke opdracht (2026-SZ-0042), doorlooptijd"
    assert "Geheim" not in calendar_text("Vlist", [deadline(title="Geheim", is_confidential=True)], NOW, "/")


def test_no_more_than_a_bounded_number_is_given() -> None:
    assert len(read(*[deadline()] * (MOST + 1))) == MOST
    assert read() == []


@given(st.text(max_size=120))
def test_any_title_comes_through_whole_and_cannot_add_a_line(title: str) -> None:
    events = read(deadline(title=f"x{title}"))
    assert len(events) == 1
    kept = "".join(
        sign for sign in title.replace("\r\n", "\n") if (sign >= " " and sign != "\x7f") or sign == "\n"
    )
    assert str(events[0]["SUMMARY"]) == f"Uiterlijk: x{kept} (2026-SZ-0042), doorlooptijd"


@given(st.text(max_size=400))
def test_folding_takes_nothing_and_adds_only_a_space(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    first, *rest = folded(line)
    assert first + "".join(part[1:] for part in rest) == line
    assert all(part.startswith(" ") for part in rest)
