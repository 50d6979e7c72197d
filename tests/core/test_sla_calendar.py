"""Working calendars: what they refuse, which days they close, and the doctests of the room."""

import doctest
import importlib
from datetime import UTC, date, datetime, timedelta

import pytest

from app.features.sla.core.calendar import WorkCalendar, usual_week
from app.features.sla.core.clock import due, elapsed
from app.features.sla.core.opening import Interval, SpecialDay, Version, week_of
from app.features.sla.core.targets import Target, Unit
from app.infra.holiday_list import dutch_holidays
from app.kernel import law
from app.kernel.errors import Invalid, Refused

OFFICE = ["08:30-17:00"] * 5 + ["", ""]
ROOM = "app.features.sla.core."
MODULES = [
    "times",
    "opening",
    "grid",
    "timeline",
    "calendar",
    "targets",
    "clock",
    "reading",
    "statutory",
    "explanation",
]


@pytest.mark.parametrize(
    "name", ["app.kernel.law", "app.infra.holiday_list", *(ROOM + one for one in MODULES)]
)
def test_the_doctests_of_the_room_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0


@pytest.mark.parametrize(
    ("versions", "special", "why"),
    [
        ((Version(week_of([""] * 7)),), (), "geen dag waarop wordt gewerkt"),
        ((), (), "geen dag waarop wordt gewerkt"),
        (
            (Version(usual_week(), valid_from=date(2026, 1, 3), valid_until=date(2026, 1, 4)),),
            (),
            "geen dag waarop wordt gewerkt",
        ),
        (
            (Version(usual_week(), valid_from=date(2026, 1, 5), valid_until=date(2026, 1, 5)),),
            (SpecialDay(date(2026, 1, 5), "inventaris"),),
            "geen dag waarop wordt gewerkt",
        ),
        ((Version(usual_week(), frozenset({"Carnaval"})),), (), "“Carnaval” staat niet in de lijst"),
        ((Version(usual_week()), Version(usual_week())), (), "gelden op dezelfde dag"),
        ((Version(week_of(["08:00-12:00 11:00-17:00", *[""] * 6])),), (), "van maandag overlappen"),
        ((Version(week_of(["22:00-06:00", "05:00-09:00", *[""] * 5])),), (), "van maandag overlappen"),
        ((Version(week_of(["05:00-09:00", *[""] * 5, "22:00-06:00"])),), (), "van zondag overlappen"),
        (
            (Version(usual_week()),),
            (SpecialDay(date(2026, 1, 5), "a"), SpecialDay(date(2026, 1, 5), "b")),
            "staat tweemaal",
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_the_reason(
    versions: tuple[Version, ...], special: tuple[SpecialDay, ...], why: str
) -> None:
    with pytest.raises(Invalid) as refused:
        WorkCalendar("Kalender", versions, dutch_holidays, special)
    assert why in refused.value.message


@pytest.mark.parametrize("text", ["", "8", "08:30", "08:30-08:60", "25:00-26:00", "a:b-c:d", "08:30-24:01"])
def test_a_text_that_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Interval.parse(text)


def test_a_holiday_is_closed_only_where_the_calendar_keeps_it() -> None:
    keeps = WorkCalendar.of("Met", OFFICE, dutch_holidays, ["Goede vrijdag"])
    works = WorkCalendar.of("Zonder", OFFICE, dutch_holidays, ["Tweede paasdag"])
    assert keeps.plan(date(2026, 4, 3)).reason == "Goede vrijdag"
    assert works.plan(date(2026, 4, 3)).intervals == (Interval(510, 1020),)


def test_both_names_of_a_day_with_two_holidays_are_known() -> None:
    office = WorkCalendar.of("Kantoor", OFFICE, dutch_holidays, ["Hemelvaartsdag", "Bevrijdingsdag"])
    assert set(office.plan(date(2016, 5, 5)).reason.split(" en ")) == {"Hemelvaartsdag", "Bevrijdingsdag"}


def test_an_own_day_goes_before_holiday_and_week() -> None:
    own = (
        SpecialDay(date(2026, 4, 6), "paasdienst", (Interval.parse("10:00-12:00"),)),
        SpecialDay(date(2026, 4, 7), "personeelsdag"),
    )
    office = WorkCalendar.of("Kantoor", OFFICE, dutch_holidays, ["Tweede paasdag"], own)
    assert office.plan(date(2026, 4, 6)).intervals == (Interval(600, 720),)
    assert office.plan(date(2026, 4, 7)).reason == "personeelsdag"


def test_a_version_holds_on_its_first_and_last_day_and_not_beyond() -> None:
    short, long = Version(usual_week("09:00-12:00"), valid_until=date(2026, 6, 30)), usual_week()
    office = WorkCalendar(
        "Kantoor", (short, Version(long, valid_from=date(2026, 7, 1), valid_until=date(2026, 7, 31)))
    )
    opens = [office.plan(day).intervals for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31))]
    assert opens == [(Interval(540, 720),), (Interval(510, 1020),), (Interval(510, 1020),)]
    assert office.plan(date(2026, 8, 3)).reason == "op deze dag geldt geen versie van de kalender"
    with pytest.raises(Refused, match="niet genoeg openingstijd"):
        due(office, datetime(2026, 7, 31, 12, tzinfo=UTC), Target(8, Unit.WORKING_HOURS))


def test_a_year_outside_what_can_be_reckoned_is_refused() -> None:
    office = WorkCalendar.of("Kantoor", OFFICE)
    with pytest.raises(Refused, match="Controleer het jaartal"):
        elapsed(office, datetime(1700, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def test_asking_far_apart_and_back_gives_the_same_as_asking_at_once() -> None:
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    fresh, used = (
        WorkCalendar.of("Nieuw", OFFICE, dutch_holidays),
        WorkCalendar.of("Oud", OFFICE, dutch_holidays),
    )
    elapsed(used, start + timedelta(days=9000), start + timedelta(days=9100))
    elapsed(used, start - timedelta(days=4000), start - timedelta(days=3900))
    for days in (1, 30, 900):
        assert elapsed(fresh, start, start + timedelta(days=days)) == elapsed(
            used, start, start + timedelta(days=days)
        )


def test_the_laws_days_are_those_of_the_library_and_the_decrees() -> None:
    for year in sorted(law.DECREE_YEARS):
        ours = {day for day in law.holidays_of(year) if day not in law.DECREE_DAYS}
        theirs = {
            day
            for day, name in dutch_holidays(year).items()
            if not name.startswith(("Eerste paas", "Eerste pin"))
        }
        assert ours == theirs, year


def test_easter_is_where_it_was_and_will_be() -> None:
    known = [
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2019-04-21",
        "2024-03-31",
        "2025-04-20",
        "2027-03-28",
        "2049-04-18",
    ]
    assert [law.easter(int(day[:4])).isoformat() for day in known] == known
