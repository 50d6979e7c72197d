"""Partners answer about their figures: confirm, object, stay silent; and what differs much must be explained."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.costs import service as costs
from app.features.costs.core import Category
from app.features.costs.core.rows import CostEntryRow
from app.features.settlement import jobs, service
from app.features.settlement.core.confirming import FigureKind, Standing
from app.features.settlement.core.run import Answer, Run, RunState
from app.features.settlement.service.viewing import show_run
from app.infra import jobs as infra_jobs
from app.infra.clock import FixedClock
from app.infra.db import Database
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, book, build, confirm_all, explain_all

Q1 = Period.quarter(2026, 1)


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def _start(world: World, until: date | None = None) -> Run:
    with world.database.unit_of_work(world.finance) as work:
        return service.start(work, Q1, until)


def _codes(world: World, run_id: UUID) -> list[tuple[str, str, str]]:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        found = service.get_run(work, run_id).run.findings
    return [(one.weight.value, one.code, one.subject[1]) for one in found if one.subject[0] == "confirmation"]


def test_a_partner_is_asked_about_its_own_figures_only(world: World) -> None:
    _start(world)
    with world.database.unit_of_work(world.office("VLI"), read_only=True) as work:
        (own,) = service.list_own_figures(work)
        assert service.count_asked(work) == 1
    assert (own.organisation, own.standing, own.before) == ("VLI", Standing.UNANSWERED, None)
    assert [(row.kind, row.area, row.value) for row in own.figures] == [
        (FigureKind.STATISTIC, "", 9_410),
        (FigureKind.HOURS, "PE", 150 + Fraction(100, 3)),
        (FigureKind.HOURS, "SZ", 150),
    ]
    for other in (world.finance, world.actor(Role.CONTROLLER), world.actor(Role.BOARD)):
        with world.database.unit_of_work(other, read_only=True) as work, pytest.raises(NotAllowed):
            service.list_own_figures(work)


def test_who_has_not_answered_holds_the_run_back(world: World) -> None:
    run = _start(world)
    assert _codes(world, run.id) == [("holds_back", "unconfirmed", "BER,NLK,VLI")]
    with world.database.unit_of_work(world.office("VLI")) as work:
        service.confirm(work, run.id, "VLI")
    assert _codes(world, run.id) == [("holds_back", "unconfirmed", "BER,NLK")]
    with world.database.unit_of_work(world.office("VLI"), read_only=True) as work:
        assert service.count_asked(work) == 0
    with (
        pytest.raises(Refused, match="Bergambacht en Nederlek hebben de gegevens nog niet bevestigd"),
        world.database.unit_of_work(world.finance) as work,
    ):
        service.check(work, run.id)
    confirm_all_but(world, run.id, "VLI")
    assert _codes(world, run.id) == []
    with world.database.unit_of_work(world.finance) as work:
        assert service.check(work, run.id).state is RunState.CHECKED


def confirm_all_but(world: World, run_id: UUID, *done: str) -> None:
    """The offices that have not answered yet confirm."""
    for code in sorted({"BER", "NLK", "VLI"} - set(done)):
        with world.database.unit_of_work(world.office(code)) as work:
            service.confirm(work, run_id, code)


def test_an_answer_holds_for_the_figures_it_was_about(world: World) -> None:
    run = _start(world)
    confirm_all(world, run.id)
    with world.database.unit_of_work(world.system) as work:
        book(work, world, "2026-SZ-0001", date(2026, 3, 3), 60)
    with world.database.unit_of_work(world.finance) as work:
        service.calculate(work, run.id)
    (again,) = _codes(world, run.id)
    assert again[:2] == ("holds_back", "unconfirmed")
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        (finding,) = (one for one in service.get_run(work, run.id).run.findings if one.code == "unconfirmed")
    assert "Gewijzigd: Uren Sociale zaken." in finding.message
    with world.database.unit_of_work(world.office(again[2])) as work:
        service.confirm(work, run.id, again[2])
    assert _codes(world, run.id) == []


def test_an_objection_needs_a_reason_and_does_not_fade(world: World, clock: FixedClock) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.office("VLI")) as work, pytest.raises(Invalid, match="niet klopt"):
        service.object_to(work, run.id, "VLI", "  ")
    with world.database.unit_of_work(world.office("VLI")) as work:
        service.object_to(work, run.id, "VLI", "Wij hebben 9.310 inwoners.")
    assert _codes(world, run.id) == [
        ("holds_back", "unconfirmed", "BER,NLK"),
        ("holds_back", "objection", "VLI"),
    ]
    clock.set(clock.now() + timedelta(days=30))
    with world.database.unit_of_work(world.system) as work:
        assert service.note_silence(work) == 2
    assert _codes(world, run.id) == [
        ("holds_back", "objection", "VLI"),
        ("note", "silence", "BER"),
        ("note", "silence", "NLK"),
    ]
    with world.database.unit_of_work(world.finance) as work:
        service.comment(work, run.id, "objection", ("confirmation", "VLI"), "Het CBS zegt 9.410.")
    assert ("note", "objection", "VLI") in _codes(world, run.id)
    with world.database.unit_of_work(world.office("VLI")) as work:
        service.confirm(work, run.id, "VLI")
    assert [code for code in _codes(world, run.id) if code[2] == "VLI"] == []


def test_silence_is_noted_once_by_the_job_and_shown_as_silence(
    world: World, clock: FixedClock, tmp_path: Path
) -> None:
    run = _start(world)
    with world.database.unit_of_work(world.office("BER")) as work:
        service.confirm(work, run.id, "BER")
    infra_jobs.open_workshop(infra_jobs.Workshop(Settings(), world.database, FolderStorage(tmp_path)))
    jobs.note_silence(world.number, "k5")
    assert len(_answers(world, run.id)) == 1
    assert run.confirm_by_on is not None
    clock.set(clock.now() + timedelta(days=15))
    for _ in range(2):
        jobs.note_silence(world.number, "k5")
    given = _answers(world, run.id)
    assert given == [("BER", Answer.CONFIRMED), ("NLK", Answer.SILENT), ("VLI", Answer.SILENT)]
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        noted = work.session.execute(
            text("SELECT count(*) FROM audit_entry WHERE use_case = 'afrekening.stilte'")
        ).scalar()
    assert noted == 1
    with world.database.unit_of_work(world.finance) as work:
        assert service.check(work, run.id).state is RunState.CHECKED


def _answers(world: World, run_id: UUID) -> list[tuple[str, Answer]]:
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        return [(one.organisation, one.answer) for one in service.get_run(work, run_id).answers]


def test_checking_after_the_date_notes_the_silence_itself(world: World, clock: FixedClock) -> None:
    run = _start(world)
    clock.set(clock.now() + timedelta(days=15))
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    assert [answer for _, answer in _answers(world, run.id)] == [Answer.SILENT] * 3


def test_the_date_can_be_moved_but_not_to_the_past(world: World, clock: FixedClock) -> None:
    run = _start(world)
    today = clock.now().date()
    with world.database.unit_of_work(world.finance) as work, pytest.raises(Invalid, match="al voorbij"):
        service.move_date(work, run.id, today - timedelta(days=1))
    with world.database.unit_of_work(world.finance) as work:
        service.move_date(work, run.id, today + timedelta(days=20))
    with world.database.unit_of_work(world.office("VLI")) as work, pytest.raises(NotAllowed):
        service.move_date(work, run.id, today + timedelta(days=30))
    clock.set(clock.now() + timedelta(days=15))
    with world.database.unit_of_work(world.system) as work:
        assert service.note_silence(work) == 0


def test_an_answer_after_the_check_is_refused(world: World) -> None:
    run = _start(world)
    confirm_all(world, run.id)
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
    with (
        pytest.raises(Refused, match="zolang de afrekening een concept is"),
        world.database.unit_of_work(world.office("VLI")) as work,
    ):
        service.object_to(work, run.id, "VLI", "Toch niet.")


def _dearer(world: World) -> None:
    """A cost that no budget foresaw: 10,000.00, so that every amount of the area is over the threshold."""
    entry = CostEntryRow("SZ", date(2026, 3, 31), Category.OTHER, 1_000_000, 0, "L1", "Bureau Vaart", "Extra")
    with world.database.unit_of_work(world.finance) as work:
        costs.add_entry(work, entry)


def test_what_differs_much_holds_approval_until_it_is_explained(world: World, owner: Engine) -> None:
    _dearer(world)
    run = _start(world)
    confirm_all(world, run.id)
    with world.database.unit_of_work(world.finance) as work:
        service.check(work, run.id)
        shown = show_run(work, run.id)
    # 20,300.00 against 9,000.00 budgeted
    assert [one.subject for one in shown.unexplained] == [
        ("cell", "SZ/BER"),
        ("cell", "SZ/NLK"),
        ("cell", "SZ/VLI"),
    ]
    # 40 % by 9,420 of 32,510 and 60 % by 480 of 780 minutes: 2,352.83 + 7,495.38, then 1,043.12 + 3,323.08
    assert shown.unexplained[0].message.replace("\u00a0", " ") == (
        "Bergambacht betaalt voor Sociale zaken € 9.848,21: € 5.482,01 (125,6 %) meer dan begroot."
    )
    with (
        pytest.raises(Refused, match="Licht eerst toe"),
        world.database.unit_of_work(world.second) as work,
    ):
        service.approve(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        assert service.approve(work, run.id).state is RunState.APPROVED
        (said, *_) = service.get_run(work, run.id).comments
    assert (said.by, said.text) == ("Centina Boekelaar", "Zo was het afgesproken.")
    with owner.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("UPDATE finding_comment SET text = 'anders'"))


def test_an_explanation_needs_words_and_a_finding_that_is_there(world: World) -> None:
    _dearer(world)
    run = _start(world)
    with world.database.unit_of_work(world.finance) as work:
        (found, *_) = show_run(work, run.id).unexplained
        with pytest.raises(Invalid, match="waardoor"):
            service.comment(work, run.id, found.code, found.subject, " ")
        with pytest.raises(NotFound):
            service.comment(work, run.id, found.code, ("cell", "SZ/XXX"), "Zomaar.")
    with world.database.unit_of_work(world.office("VLI")) as work, pytest.raises(NotAllowed):
        service.comment(work, run.id, found.code, found.subject, "Van een ander.")


def test_the_page_asks_as_many_statements_with_more_hours(
    world: World, count_statements: Callable[[Engine], list[str]]
) -> None:
    run = _start(world)
    confirm_all(world, run.id)
    statements = count_statements(world.database.engine)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        show_run(work, run.id)
    few = len(statements)
    with world.database.unit_of_work(world.system) as work:
        for place in range(30):
            book(work, world, "2026-SZ-0001", date(2026, 1, 13) + timedelta(days=place), 10)
    with world.database.unit_of_work(world.finance) as work:
        service.calculate(work, run.id)
    del statements[:]
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        show_run(work, run.id)
    assert len(statements) == few < 14
