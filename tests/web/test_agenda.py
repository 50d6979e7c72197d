"""Calendars of deadlines by a secret address: who can have one, what it shows, and that it ends when it is ended."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import text, update

from app.features.access.models import RoleGrant
from app.features.assignments.models import Assignment
from app.features.assignments.pages import agenda
from app.features.assignments.service import draft, submit
from app.features.partnership.core.rows import Term
from app.features.sla import service as sla
from app.features.sla.core.rows import CalendarRow, NormRow
from app.features.sla.core.targets import Unit
from app.features.sla.core.texts import WEEKEND_CLOSED, VersionText
from app.features.sla.core.words import Metric
from app.infra.http import House
from app.infra.pace import Pace
from app.kernel.actor import Grant
from app.kernel.roles import Role
from tests.assignment_world import complete
from tests.web.conftest import PEOPLE, START, Cast, Visitor

ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/agenda/[A-Za-z0-9_-]{43}\.ics)")
Visit = Callable[[Role | None], Visitor]


@pytest.fixture(autouse=True)
def asked(home: House, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, UUID]:
    """One assignment of each office and a confidential one, all with an intake of five working days."""
    monkeypatch.setattr(agenda, "PACE", Pace(most=30, within=300))
    with home.database.unit_of_work(cast.system) as work:
        version = VersionText(START, None, WEEKEND_CLOSED)
        sla.add_calendars(work, [CalendarRow("kantoor", "Kantoor", versions=(version,))])
        norm = NormRow("SZ", Metric.INTAKE, Term(START), amount=5, unit=Unit.WORKING_DAYS, calendar="kantoor")
        sla.add_norms(work, [norm])
    made = {}
    for name, code, is_confidential in (
        ("ours", "VLI", False),
        ("theirs", "OUD", False),
        ("secret", "VLI", True),
    ):
        office = replace(cast.system, grants=(Grant(Role.OFFICE, cast.organisations[code]),))
        with home.database.unit_of_work(office) as work:
            made[name] = draft(work, complete(title=f"Titel {name}", is_confidential=is_confidential)).id
            submit(work, made[name])
    return made


def address(visitor: Visitor, kind: str) -> str:
    """A new address of this kind, as the page shows it once."""
    answer = visitor.post("/k5/agenda", soort=kind)
    assert answer.status_code == 200
    found = ADDRESS.findall(answer.text)
    assert len(found) == 1
    assert ADDRESS.search(visitor.get("/k5/agenda").text) is None
    return str(found[0])


def summaries(visit: Visit, path: str) -> list[str]:
    """What a program without log-in reads there."""
    answer = visit(None).get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.text)
    return sorted(str(event["SUMMARY"]) for event in found.walk("VEVENT"))


def test_an_office_reads_its_own_deadlines_and_no_others(visit: Visit) -> None:
    found = summaries(visit, address(visit(Role.OFFICE), "organisatie"))
    assert [re.sub(r" \(.*\)", "", one) for one in found] == [
        "Uiterlijk: Titel ours, intake",
        "Uiterlijk: vertrouwelijke opdracht, intake",
    ]


def test_the_deadline_is_the_moment_of_the_clock_and_links_to_the_assignment(visit: Visit) -> None:
    text_of = visit(None).get(address(visit(Role.OFFICE), "organisatie")).text
    event = next(one for one in Calendar.from_ical(text_of).walk("VEVENT") if "ours" in str(one["SUMMARY"]))
    assert event.decoded("DTSTART").isoformat() == "2026-04-08T15:00:00+00:00"
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/k5/opdrachten/2026-SZ-\d{4}", str(event["URL"]))


def test_an_employee_reads_what_it_does_and_a_manager_everything(
    visit: Visit, home: House, cast: Cast, asked: dict[str, UUID]
) -> None:
    own = address(visit(Role.EMPLOYEE), "eigen-werk")
    assert summaries(visit, own) == []
    with home.database.unit_of_work(cast.system) as work:
        work.session.execute(
            update(Assignment)
            .where(Assignment.id == asked["theirs"])
            .values(handler=PEOPLE[Role.EMPLOYEE][0])
        )
    assert ["theirs" in one for one in summaries(visit, own)] == [True]
    assert len(summaries(visit, address(visit(Role.EMPLOYEE), "alles"))) == 3
    assert len(summaries(visit, address(visit(Role.MANAGER), "alles"))) == 3


@pytest.mark.parametrize("role", [Role.BOARD, Role.MANAGER, Role.EMPLOYEE])
def test_only_who_acts_for_an_organisation_has_its_calendar(visit: Visit, role: Role) -> None:
    assert visit(role).post("/k5/agenda", soort="organisatie").status_code == 403
    assert visit(Role.OFFICE).post("/k5/agenda", soort="alles").status_code == 403
    assert visit(role).post("/k5/agenda", soort="iets").status_code == 404


def test_a_new_address_ends_the_old_one_and_so_does_revoking(visit: Visit) -> None:
    office = visit(Role.OFFICE)
    first = address(office, "organisatie")
    second = address(office, "organisatie")
    assert visit(None).get(first).status_code == 404
    assert len(summaries(visit, second)) == 2
    assert office.post("/k5/agenda/intrekken", soort="organisatie").status_code == 303
    assert visit(None).get(second).status_code == 404
    assert office.post("/k5/agenda/intrekken", soort="organisatie").status_code == 404


def test_who_has_no_role_any_more_reads_nothing(visit: Visit, home: House, cast: Cast) -> None:
    path = address(visit(Role.EMPLOYEE), "alles")
    with home.database.unit_of_work(cast.system) as work:
        work.session.execute(
            update(RoleGrant)
            .where(RoleGrant.id == cast.grants[Role.EMPLOYEE])
            .values(valid_until=date(2026, 3, 31))
        )
    assert visit(None).get(path).status_code == 404


def test_the_secret_is_kept_as_digest_and_named_in_no_log(visit: Visit, home: House, cast: Cast) -> None:
    path = address(visit(Role.OFFICE), "organisatie")
    secret = path.removeprefix("/agenda/").removesuffix(".ics")
    with home.database.unit_of_work(cast.system, read_only=True) as work:
        rows = work.session.execute(text("SELECT calendar_feed::text FROM calendar_feed")).scalars().all()
        logged = work.session.execute(text("SELECT detail::text FROM audit_detail")).scalars().all()
    assert len(rows) == 1
    assert not any(secret in one for one in [*rows, *logged])
    assert any("agenda" in one for one in logged)


@pytest.mark.parametrize("secret", ["x", "A" * 43, "A" * 44, "%27", "é" * 43])
def test_what_is_no_address_is_not_found(visit: Visit, secret: str) -> None:
    assert visit(None).get(f"/agenda/{secret}.ics").status_code == 404


def test_who_asks_too_often_is_told_when_to_come_back(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    path = address(visit(Role.OFFICE), "organisatie")
    monkeypatch.setattr(agenda, "PACE", Pace(most=2, within=300))
    answers = [visit(None).get(path) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 300
