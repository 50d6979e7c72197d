"""Agreements that come and end: what hours and settlements used stays, for every role and every way in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.partnership.core.rows import ParticipationRow, StatisticRow, TariffRow, Term
from app.features.partnership.core.views import Selection
from app.features.partnership.core.words import TariffKind, VatCategory
from app.features.partnership.service.reading import list_page
from app.features.people.core import EmploymentRow, PeopleRows
from app.features.people.service import add_people
from app.features.settlement import service as settlement
from app.features.settlement.service.changing import figures, versions
from app.features.settlement.service.changing.versions import Ending
from app.infra.clock import FixedClock
from app.infra.db import Database, UnitOfWork
from app.kernel.errors import Invalid, NotAllowed, Refused, Stale
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, approved, book, build, refusal, until_it_waits

Q1 = Period.quarter(2026, 1)
APRIL = date(2026, 4, 1)
LAST_OF_MARCH = date(2026, 3, 31)


@pytest.fixture
def world(database: Database, clock: FixedClock) -> World:
    """The collaboration with its first quarter booked and one open entry in April, on 20 April."""
    made = build(database)
    clock.set(datetime(2026, 4, 20, 9, tzinfo=UTC))
    with database.unit_of_work(made.system) as work:
        employed = EmploymentRow("wur", "BER", "PE", "adviseur", 2160, Term(date(2025, 1, 1)))
        add_people(work, PeopleRows(employments=(employed,)))
        at = datetime(2026, 4, 14, 9, tzinfo=UTC)
        book(work, made, "2026-PE-0001", date(2026, 4, 14), 120, approved=False, at=at)
    return made


def _final(world: World) -> None:
    run_id = approved(world, Q1)
    with world.database.unit_of_work(world.finance) as work:
        settlement.make_final(work, run_id)


def _tariff(first_on: date, cents: int = 9_000, last_on: date | None = None) -> TariffRow:
    return TariffRow("PE", TariffKind.HOUR, "adviseur", "Adviseur personeel", cents, Term(first_on, last_on))


def _open_rate(work: UnitOfWork) -> int | None:
    statement = "SELECT rate_cents FROM hour_entry WHERE approved_at IS NULL"
    found: int | None = work.session.execute(text(statement)).scalar_one()
    return found


def _id_of(work: UnitOfWork, table: str, **wanted: str) -> UUID:
    rows = list_page(work, table, Selection(limit=100)).rows
    return next(
        one.id for one in rows if all(getattr(one.row, name) == value for name, value in wanted.items())
    )


def test_a_new_tariff_ends_the_one_before_it_and_open_hours_follow(world: World) -> None:
    with world.database.unit_of_work(world.finance) as work:
        shown = versions.preview_new(work, "tariffs", _tariff(APRIL))
        assert [one.row.term.last_on for one in list_page(work, "tariffs", Selection()).rows] == [None]
    said = " ".join(shown.touches).replace("\u00a0", " ")
    assert "Adviseur personeel kost nu € 82,50 per uur. Die prijs geldt tot en met 31 maart 2026." in said
    assert "2:00 uren op 1 opdracht zijn nog niet goedgekeurd en krijgen deze prijs." in said
    assert "Over deze dagen is nog geen afrekening gemaakt." in said
    with world.database.unit_of_work(world.finance) as work:
        versions.add_new(work, "tariffs", _tariff(APRIL))
        assert _open_rate(work) == 9_000
        kept = [(one.row.price_cents, one.row.term) for one in list_page(work, "tariffs", Selection()).rows]
    assert kept == [
        (8_250, Term(date(2025, 1, 1), LAST_OF_MARCH)),
        (9_000, Term(APRIL)),
    ]


def test_a_tariff_that_approved_hours_have_does_not_end_before_them(world: World) -> None:
    with (
        pytest.raises(Refused, match=r"laat de wijziging ingaan op 6 maart 2026"),
        world.database.unit_of_work(world.finance) as work,
    ):
        versions.add_new(work, "tariffs", _tariff(date(2026, 2, 1)))
    statement = "UPDATE tariff SET valid_until = '2026-01-31'"
    with (
        pytest.raises(DBAPIError, match="approved hours have this tariff"),
        world.database.unit_of_work(world.system) as work,
    ):
        work.session.execute(text(statement))


def test_a_version_that_nothing_used_is_withdrawn_and_the_one_before_it_goes_on(world: World) -> None:
    with world.database.unit_of_work(world.finance) as work:
        made = versions.add_new(work, "tariffs", _tariff(APRIL))
    with world.database.unit_of_work(world.finance) as work:
        shown = versions.preview_withdrawal(work, "tariffs", made)
        assert "De versie van 1 januari 2025 geldt dan door." in shown.touches
        versions.withdraw(work, "tariffs", made)
        assert _open_rate(work) == 8_250
        assert [one.row.term for one in list_page(work, "tariffs", Selection()).rows] == [
            Term(date(2025, 1, 1))
        ]


def test_days_that_are_settled_finally_keep_their_tariff_and_policy(world: World, owner: Engine) -> None:
    _final(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        tariff = _id_of(work, "tariffs", area="PE")
        policy = _id_of(work, "policies", area="SZ")
    for table, identity in (("tariffs", tariff), ("policies", policy)):
        early = Ending(table, identity, "open", date(2025, 12, 31))
        with (
            pytest.raises(Refused, match=r"tot en met 31 maart 2026 definitief afgerekend") as refused,
            world.database.unit_of_work(world.finance) as work,
        ):
            versions.preview_end(work, early)
        assert "1 april 2026 of later" in refused.value.message
        with pytest.raises(Refused, match="definitief"), world.database.unit_of_work(world.finance) as work:
            versions.withdraw(work, table, identity)
        with world.database.unit_of_work(world.finance) as work:
            versions.change_end(work, Ending(table, identity, "open", LAST_OF_MARCH))
    for statement in (
        "UPDATE policy SET valid_until = '2026-02-28'",
        "UPDATE policy SET valid_until = '2025-12-31'",
        "DELETE FROM settlement_line; DELETE FROM tariff",
        "DELETE FROM policy",
        "DELETE FROM policy_component",
        "DELETE FROM participation",
    ):
        with (
            pytest.raises(DBAPIError, match=r"sealed|settled finally|never changed|violates foreign key"),
            owner.begin() as connection,
        ):
            connection.execute(text("SELECT set_config('app.collaboration', '1', true)"))
            for one in statement.split("; "):
                connection.execute(text(one))


def _end_policy(work: UnitOfWork) -> None:
    versions.change_end(
        work, Ending("policies", _id_of(work, "policies", area="SZ"), "open", date(2025, 12, 31))
    )


def test_a_policy_that_is_ended_while_a_run_becomes_final_waits_and_is_refused(
    world: World, owner: Engine
) -> None:
    run_id = approved(world, Q1)
    with ThreadPoolExecutor(1) as other:
        with world.database.unit_of_work(world.finance) as work:
            settlement.make_final(work, run_id)
            ending = other.submit(refusal, world, _end_policy)
            until_it_waits(owner)
        assert "tot en met 31 maart 2026 definitief afgerekend" in ending.result()


def test_a_run_that_becomes_final_while_its_policy_is_ended_waits_and_is_refused(
    world: World, owner: Engine
) -> None:
    run_id = approved(world, Q1)
    with ThreadPoolExecutor(1) as other:
        with world.database.unit_of_work(world.finance) as work:
            _end_policy(work)
            finalising = other.submit(refusal, world, lambda mine: settlement.make_final(mine, run_id))
            until_it_waits(owner)
        said = finalising.result()
    assert "een verdeelafspraak of tarief gewijzigd op dagen van 1e kwartaal 2026" in said
    with world.database.unit_of_work(world.finance) as work:
        assert settlement.get_run(work, run_id).run.final_at is None
        settlement.send_back(work, run_id, "De verdeelafspraak is beëindigd.")


def test_an_agreement_that_goes_on_otherwise_after_the_quarter_holds_no_run_back(world: World) -> None:
    run_id = approved(world, Q1)
    with world.database.unit_of_work(world.finance) as work:
        ending = Ending("policies", _id_of(work, "policies", area="SZ"), "open", LAST_OF_MARCH)
        assert not any("definitief" in said for said in versions.preview_end(work, ending).touches)
        versions.change_end(work, ending)
    with world.database.unit_of_work(world.finance) as work:
        settlement.make_final(work, run_id)


def test_who_ends_a_policy_hears_which_run_cannot_become_final_with_it(world: World) -> None:
    approved(world, Q1)
    with world.database.unit_of_work(world.finance) as work:
        policy = _id_of(work, "policies", area="SZ")
        shown = versions.preview_end(work, Ending("policies", policy, "open", date(2025, 12, 31)))
    assert any("is al goedgekeurd, maar wordt zo niet definitief" in said for said in shown.touches)


def test_a_partner_that_left_is_settled_again_by_a_correction(world: World) -> None:
    _final(world)
    with world.database.unit_of_work(world.finance) as work:
        taking = _id_of(work, "participations", area="SZ", organisation="VLI")
        shown = versions.preview_end(work, Ending("participations", taking, "open", date(2026, 2, 28)))
        said = " ".join(shown.touches)
        assert (
            "over het 1e kwartaal 2026 is definitief en verandert niet. Een verschil komt in een correctie."
            in said
        )
        versions.change_end(work, Ending("participations", taking, "open", date(2026, 2, 28)))
    with pytest.raises(Stale), world.database.unit_of_work(world.finance) as work:
        versions.change_end(work, Ending("participations", taking, "open", date(2026, 3, 31)))
    with world.database.unit_of_work(world.finance) as work:
        versions.change_end(work, Ending("participations", taking, "2026-02-28", None))


_TAKING = ParticipationRow("SZ", "VLI", Term(date(2026, 7, 1)), VatCategory.OUTSIDE)


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (replace(_TAKING, area="XX"), ["taakgebied"]),
        (replace(_TAKING, organisation="XXX"), ["organisatie", "geldigVanafDatum"]),
        (replace(_TAKING, term=Term(date(2024, 1, 1), date(2024, 12, 31))), ["geldigVanafDatum"]),
        (replace(_TAKING, term=Term(date(2026, 7, 2), date(2026, 7, 1))), ["geldigTotEnMetDatum"]),
        (replace(_TAKING, term=Term(date(2026, 8, 1))), ["geldigVanafDatum"]),
        (replace(_TAKING, package="PLUS"), ["pakket"]),
        (replace(_TAKING, vat_category=VatCategory.TAXED), ["btwBasispunten"]),
        (replace(_TAKING, vat_category=VatCategory.EXEMPT, is_transparent=True), ["transparantiemethode"]),
        (replace(_TAKING, term=Term(date(2025, 1, 1))), ["geldigVanafDatum"]),
    ],
)
def test_what_is_wrong_with_a_participation_stands_at_its_field(
    world: World, row: ParticipationRow, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused, world.database.unit_of_work(world.finance) as work:
        versions.preview_new(work, "participations", row)
    assert [finding.field for finding in refused.value.findings] == fields


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (TariffRow("PE", TariffKind.PRODUCT, "geen", "Geen", 1, Term(APRIL)), ["waarvan"]),
        (TariffRow("PE", TariffKind.STATISTIC, "geen", "Geen", 1, Term(APRIL)), ["waarvan"]),
        (TariffRow("PE", TariffKind.HOUR, "", "", -1, Term(APRIL)), ["waarvan", "naam", "prijsCenten"]),
        (
            TariffRow("XX", TariffKind.HOUR, "adviseur", "A", 10**10, Term(APRIL)),
            ["taakgebied", "prijsCenten"],
        ),
        (_tariff(date(2025, 1, 1)), ["geldigVanafDatum"]),
    ],
)
def test_what_is_wrong_with_a_tariff_stands_at_its_field(
    world: World, row: TariffRow, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused, world.database.unit_of_work(world.finance) as work:
        versions.add_new(work, "tariffs", row)
    assert [finding.field for finding in refused.value.findings] == fields


def test_a_later_version_stands_in_the_way_of_one_without_an_end(world: World) -> None:
    with world.database.unit_of_work(world.finance) as work:
        versions.add_new(work, "tariffs", _tariff(date(2027, 1, 1)))
    with pytest.raises(Invalid, match="31 december 2026"), world.database.unit_of_work(world.finance) as work:
        versions.add_new(work, "tariffs", _tariff(APRIL))
    with world.database.unit_of_work(world.finance) as work:
        versions.add_new(work, "tariffs", _tariff(APRIL, last_on=date(2026, 12, 31)))


def test_a_figure_says_how_many_joint_assignments_divide_their_hours_by_it(
    world: World, owner: Engine
) -> None:
    with owner.begin() as database:
        shared = "UPDATE assignment_principal SET share_rule = 'statistic', share_statistic = 'inhabitants'"
        database.execute(text("ALTER TABLE assignment_principal DISABLE TRIGGER USER"))
        joint = "SELECT id FROM assignment WHERE number = ANY(:numbers)"
        numbers = ["2026-SZ-0002", "2026-PE-0002"]
        database.execute(text(f"{shared} WHERE assignment_id IN ({joint})"), {"numbers": numbers})
        database.execute(text("ALTER TABLE assignment_principal ENABLE TRIGGER USER"))
    with world.database.unit_of_work(world.finance) as work:
        row = StatisticRow("VLI", "inhabitants", date(2026, 1, 1), Decimal(9_500), "CBS")
        said = figures.preview_statistic(work, row).touches
    assert said[-1] == "In 2026 en 2027 delen 2 gezamenlijke opdrachten hun uren naar dit kengetal."


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CONTROLLER, Role.EMPLOYEE, Role.BOARD])
def test_who_may_not_change_agreements_is_refused(world: World, role: Role) -> None:
    actor = world.actor(role, "VLI")
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        tariff = _id_of(work, "tariffs", area="PE")
    tries: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda work: versions.preview_new(work, "tariffs", _tariff(APRIL)),
        lambda work: versions.add_new(work, "tariffs", _tariff(APRIL)),
        lambda work: versions.change_end(work, Ending("tariffs", tariff, "open", LAST_OF_MARCH)),
        lambda work: versions.withdraw(work, "tariffs", tariff),
    )
    for one in tries:
        with pytest.raises(NotAllowed), world.database.unit_of_work(actor) as work:
            one(work)
