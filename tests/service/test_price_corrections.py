"""A price that was wrong on days that are settled finally: said beside it, settled by a correction, never over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.partnership.core.rows import Term
from app.features.partnership.service.prices import Correcting, list_corrections
from app.features.settlement import service as settlement
from app.features.settlement.core.result import Line
from app.features.settlement.core.settle import settle
from app.features.settlement.service.changing import prices, versions
from app.features.settlement.service.frozen import inputs_of
from app.features.settlement.service.verifying import deviations
from app.features.settlement.store.runs import find_body
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.kernel.errors import Invalid, NotAllowed, Refused
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, approved, book, build, explain_all

Q1 = Period.quarter(2026, 1)
JANUARY, LAST_OF_MARCH = date(2026, 1, 1), date(2026, 3, 31)
UPON = "Wat hieronder verschuift, komt bovenop de eerdere correctie van deze dagen."
WHY = "Tarievenblad 2026 was niet verwerkt"


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The first quarter settled finally at € 82.50 an hour on 20 April, and a day later."""
    made = build(database)
    clock.set(datetime(2026, 4, 20, 9, tzinfo=UTC))
    run_id = approved(made, Q1)
    with database.unit_of_work(made.finance) as work:
        settlement.make_final(work, run_id)
    clock.set(datetime(2026, 4, 21, 9, tzinfo=UTC))
    return made


@contextmanager
def _finance(world: World) -> Iterator[UnitOfWork]:
    with world.database.unit_of_work(world.finance) as work:
        yield work


def _asked(
    world: World, cents: int = 8_500, first_on: date = JANUARY, last_on: date | None = None
) -> Correcting:
    return Correcting(world.tariff, cents, Term(first_on, last_on), WHY)


def _corrected(world: World) -> tuple[UUID, list[Line]]:
    """The first quarter corrected with what is known now, finally."""
    with _finance(world) as work:
        run = settlement.start_correction(work, [Q1])
    with _finance(world) as work:
        settlement.check(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        settlement.approve(work, run.id)
    with _finance(world) as work:
        found, _ = settlement.make_final(work, run.id)
    return run.id, list(found.lines)


def _by_partner(lines: list[Line]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.organisation] = found.get(line.organisation, 0) + line.amount_cents
    return found


def _frozen(world: World) -> list[tuple[object, ...]]:
    """Everything that the first run keeps."""
    with _finance(world) as work:
        rows = work.session.execute(
            text(
                "SELECT r.id, s.sha256, s.lines_sha256, s.body FROM run r JOIN snapshot s ON s.run_id = r.id"
                " WHERE r.kind = 'settlement'"
            )
        ).all()
    return [tuple(row) for row in rows]


def test_before_it_is_saved_it_is_said_what_each_partner_would_pay_more(world: World) -> None:
    with _finance(world) as work:
        shown = prices.preview(work, _asked(world))
        assert list_corrections(work, world.tariff) == ()
    said = " ".join(shown.touches).replace("\u00a0", " ")
    # 183 1/3 min at 82.50 = 252.08, at 85.00 = 259.72; 33 1/3 min: 45.83 and 47.22
    assert [(one.period, one.organisation, one.name, one.amount_cents) for one in shown.shifts] == [
        (Q1, "BER", "Bergambacht", 139),
        (Q1, "NLK", "Nederlek", 139),
        (Q1, "VLI", "Vlist", 764),
    ]
    assert (
        "over het 1e kwartaal 2026 is definitief en verandert niet. Een verschil komt in een correctie."
        in said
    )
    assert "Dagen vanaf 1 april 2026 zijn nog niet definitief afgerekend en rekenen met deze prijs." in said
    assert ("Was", "€\u00a082,50 per uur") in shown.facts
    assert ("Reden", WHY) in shown.facts
    assert UPON not in shown.touches


def test_a_correction_brings_the_difference_and_a_correction_of_that_returns_to_the_first(
    world: World, clock: FixedClock
) -> None:
    before = _frozen(world)
    with _finance(world) as work:
        prices.correct(work, _asked(world, last_on=LAST_OF_MARCH))
    assert _frozen(world) == before
    _, lines = _corrected(world)
    assert _by_partner(lines) == {"BER": 139, "NLK": 139, "VLI": 764}
    with _finance(world) as work:
        again = settlement.start_correction(work, [Q1])
        assert [found.code for found in again.findings] == ["nothing-to-correct"]
        settlement.withdraw(work, again.id, "Niets te corrigeren.")
    clock.set(datetime(2026, 4, 22, 9, tzinfo=UTC))
    with _finance(world) as work:
        back = prices.preview(work, _asked(world, 8_250))
        assert [one.amount_cents for one in back.shifts] == [-139, -139, -764]
        assert ("Was, na de eerdere correctie", "€\u00a085,00 per uur en €\u00a082,50 per uur") in back.facts
        assert UPON in back.touches
        prices.correct(work, _asked(world, 8_250))
    run_id, lines = _corrected(world)
    assert _by_partner(lines) == {"BER": -139, "NLK": -139, "VLI": -764}
    assert _frozen(world) == before
    with _finance(world) as work:
        body, first = find_body(work.session, work.actor, run_id), before[0][3]
        assert body is not None
        assert isinstance(first, bytes)
        now, then = (inputs_of(one) for one in (body, first))
        assert settle(replace(now.corrected[0].inputs)).lines == settle(then).lines
        assert [(one.price_cents, one.recorded_by) for one in list_corrections(work, world.tariff)] == [
            (8_500, "Centina Boekelaar"),
            (8_250, "Centina Boekelaar"),
        ]
    with world.database.unit_of_work(world.system, read_only=True) as work:
        assert deviations(work) == []


def test_part_of_the_days_moves_the_hours_of_those_days_only(world: World) -> None:
    march = _asked(world, first_on=date(2026, 3, 1), last_on=LAST_OF_MARCH)
    with _finance(world) as work:
        shown = prices.preview(work, march)
        prices.correct(work, march)
    assert {one.organisation: one.amount_cents for one in shown.shifts} == {
        "BER": 139,
        "NLK": 139,
        "VLI": 139,
    }
    _, lines = _corrected(world)
    assert _by_partner(lines) == {"BER": 139, "NLK": 139, "VLI": 139}
    details = {line.organisation: line.detail.replace("\u00a0", " ") for line in lines}
    assert details["NLK"] == "was € 45,83, wordt € 47,22"
    assert details["VLI"] == "was € 252,08, wordt € 253,47"  # 206.25 at 82.50 and 47.22 at 85.00


def test_open_hours_and_later_ones_have_the_right_price(world: World) -> None:
    with world.database.unit_of_work(world.system) as work:
        at = datetime(2026, 4, 14, 9, tzinfo=UTC)
        work.session.execute(
            text(
                "INSERT INTO employment (collaboration_id, id, employee_id, employer_id, area_id, function_code,"
                " contract_minutes, valid_from)"
                " SELECT :t, gen_random_uuid(), :e, :o, :a, 'adviseur', 2160, '2025-01-01'"
            ),
            {
                "t": world.number,
                "e": world.employee,
                "o": world.organisations["BER"],
                "a": world.areas["PE"],
            },
        )
        book(work, world, "2026-PE-0001", date(2026, 4, 14), 120, approved=False, at=at)
    with _finance(world) as work:
        said = " ".join(prices.preview(work, _asked(world)).touches)
        assert "2:00 uren op 1 opdracht zijn nog niet goedgekeurd en krijgen deze prijs." in said
        prices.correct(work, _asked(world))
        statement = "SELECT rate_cents, approved_at IS NULL FROM hour_entry WHERE area_id = :a"
        found = work.session.execute(text(statement), {"a": world.areas["PE"]}).all()
    assert {(cents, is_open) for cents, is_open in found} == {(8_250, False), (8_500, True)}


def test_what_was_corrected_is_not_withdrawn_and_keeps_its_days(world: World) -> None:
    with _finance(world) as work:
        prices.correct(work, _asked(world))
    with pytest.raises(Refused), _finance(world) as work:
        versions.preview_withdrawal(work, "tariffs", world.tariff)


_DAYS = Term(JANUARY, LAST_OF_MARCH)


@pytest.mark.parametrize(
    ("cents", "term", "reason", "fields"),
    [
        (8_250, _DAYS, WHY, ["prijsCenten"]),
        (-1, _DAYS, WHY, ["prijsCenten"]),
        (8_500, _DAYS, " ", ["reden"]),
        (8_500, Term(date(2024, 12, 31)), WHY, ["geldigVanafDatum"]),
        (8_500, Term(LAST_OF_MARCH, JANUARY), WHY, ["geldigTotEnMetDatum"]),
    ],
)
def test_what_is_wrong_with_a_correction_stands_at_its_field(
    world: World, cents: int, term: Term, reason: str, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused, _finance(world) as work:
        prices.correct(work, Correcting(world.tariff, cents, term, reason))
    assert [finding.field for finding in refused.value.findings] == fields


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CONTROLLER, Role.EMPLOYEE, Role.BOARD])
def test_who_may_not_end_a_tariff_may_not_correct_it(world: World, role: Role) -> None:
    for use in (prices.preview, prices.correct):
        with pytest.raises(NotAllowed), world.database.unit_of_work(world.actor(role, "VLI")) as work:
            use(work, _asked(world))


def test_the_database_holds_a_correction_to_its_tariff_its_reason_and_the_cut_off(
    world: World, owner: Engine
) -> None:
    insert = (
        "INSERT INTO tariff_correction (collaboration_id, id, tariff_id, valid_from, valid_until, price_cents, reason,"
        " recorded_at, recorded_by) VALUES (:tenant, gen_random_uuid(), :tariff, {}, {}, {}, {}, {}, 'C. Boekelaar')"
    )
    good = ("'2026-01-01'", "'2026-03-31'", "8500", "'Fout'", "'2026-04-21 09:00+00'")
    wrong = {
        "days of its tariff": (0, "'2024-12-31'"),
        "in_order": (1, "'2025-12-31'"),
        "price_cents": (2, "-1"),
        "ck_tariff_correction_reason": (3, "''"),
        "cut-off": (4, "'2026-04-20 09:00+00'"),
    }
    values = {"tenant": world.number, "tariff": world.tariff}
    for why, (place, value) in wrong.items():
        typed = [value if at == place else one for at, one in enumerate(good)]
        with pytest.raises(DBAPIError, match=why), owner.begin() as connection:
            connection.execute(text(insert.format(*typed)), values)
    with owner.begin() as connection:
        connection.execute(text(insert.format(*good)), values)
    for statement in ("UPDATE tariff_correction SET price_cents = 1", "DELETE FROM tariff_correction"):
        with pytest.raises(DBAPIError, match="append-only"), owner.begin() as connection:
            connection.execute(text(statement))
