"""Accounts, roles, keys and sessions against the database: who sees what, and what ends at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from app.features.access import service
from app.features.access.service import AccessDoors, people
from app.features.access.service import log_in as logging_in
from app.infra.clock import FixedClock, real_now
from app.infra.db import Database, UnitOfWork
from app.infra.http import NotLoggedIn
from app.kernel.actor import Actor, Grant, Via
from app.kernel.errors import Invalid, NotFound, Refused
from app.kernel.roles import Role
from tests.access_world import CALLER, PASSWORD, SOCIAL, START, VLIST, collaboration, enter, log_in, manager
from tests.access_world import cookie as new_cookie
from tests.conftest import NOW


@pytest.fixture
def k5(database: Database, owner: Engine) -> Actor:
    """The system in a collaboration with one organisation and one area."""
    return collaboration(database, owner, "k5")


@pytest.fixture
def reik(database: Database, owner: Engine, k5: Actor) -> Actor:
    """The same in another collaboration, made after the first."""
    return collaboration(database, owner, "reik")


@pytest.fixture
def fenna(database: Database, k5: Actor) -> UUID:
    """An account with a password that manages k5."""
    return manager(database, k5)


def test_a_person_comes_in_with_the_roles_of_today(
    database: Database, k5: Actor, fenna: UUID, clock: FixedClock
) -> None:
    with database.unit_of_work(k5) as work:
        service.grant_role(work, fenna, Role.EMPLOYEE, None, SOCIAL, date(2026, 5, 1), date(2026, 5, 31))
    cookie = new_cookie(database)
    actor = enter(database, AccessDoors(), cookie)
    assert actor == Actor(
        k5.collaboration_id, "k5", "Fenna Regelmans", (Grant(Role.MANAGER, VLIST),), account_id=fenna,
        request_id="vraag-1", via=Via.SCREEN, address="192.0.2.7",
    )  # fmt: skip
    clock.set(NOW + timedelta(days=60))
    assert enter(database, AccessDoors(), cookie).grants == (
        Grant(Role.MANAGER, VLIST),
        Grant(Role.EMPLOYEE, None, SOCIAL),
    )
    clock.set(NOW + timedelta(days=61))
    assert enter(database, AccessDoors(), cookie).roles == {Role.MANAGER}


def test_who_has_no_role_in_a_collaboration_does_not_find_it(
    database: Database, reik: Actor, fenna: UUID
) -> None:
    cookie = new_cookie(database)
    for code in ("reik", "bestaat-niet", ""):
        with pytest.raises(NotFound):
            enter(database, AccessDoors(), cookie, code)


def test_the_employee_is_asked_in_the_collaboration_and_of_who_can_be_one(
    database: Database, k5: Actor, fenna: UUID
) -> None:
    asked = []

    def find(work: UnitOfWork, account_id: UUID) -> UUID:
        asked.append((work.session.execute(text("SELECT app_collaboration()")).scalar(), account_id))
        return VLIST

    assert enter(database, AccessDoors(find), new_cookie(database)).employee_id == VLIST
    assert asked == [(k5.collaboration_id, fenna)]


@pytest.mark.parametrize(
    "change",
    [
        "revoked_at = now()",
        "expires_at = now()",
        "last_seen_at = now() - interval '2 hours 1 second'",
    ],
)
def test_a_session_ends_by_revocation_by_age_and_by_rest(
    database: Database, fenna: UUID, owner: Engine, change: str
) -> None:
    cookie = new_cookie(database)
    enter(database, AccessDoors(), cookie)
    with owner.begin() as connection:
        connection.execute(text(f"UPDATE sign_in SET {change}"))
    with pytest.raises(NotLoggedIn):
        enter(database, AccessDoors(), cookie)


def test_only_digests_are_kept(database: Database, k5: Actor, fenna: UUID, owner: Engine) -> None:
    cookie = new_cookie(database)
    with database.unit_of_work(k5) as work:
        _, key = service.create_application(work, VLIST, "Zaaksysteem")
    with owner.connect() as connection:
        kept = " ".join(
            str(row)
            for table in (
                "account",
                "credential",
                "sign_in",
                "application_key",
                "key_prefix",
                "audit_entry",
                "audit_detail",
            )
            for row in connection.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))
        )
    for secret in (cookie, key.split("_", 2)[2], PASSWORD):
        assert secret not in kept
    assert "$argon2id$" in kept


def test_the_application_role_cannot_read_a_hash(database: Database, fenna: UUID, k5: Actor) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), database.unit_of_work(k5) as work:
        work.session.execute(text("SELECT password_hash FROM credential"))


def test_a_key_opens_its_own_collaboration_as_office_until_it_is_revoked(
    database: Database, k5: Actor, reik: Actor, count_statements: Callable[[Engine], list[str]]
) -> None:
    doors = AccessDoors()
    with database.unit_of_work(reik) as work:
        application_id, key = service.create_application(work, VLIST, "Zaaksysteem Vlist")
    statements = count_statements(database.engine)
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        actor = doors.actor_of_key(work, key, CALLER)
    assert len(statements) == 2  # whose transaction, the key
    assert (actor.collaboration_id, actor.application_id, actor.via) == (
        reik.collaboration_id,
        application_id,
        Via.API,
    )
    assert actor.grants == (Grant(Role.OFFICE, VLIST),)
    with database.unit_of_work(reik) as work:
        [application] = service.list_applications(work)
        service.revoke_key(work, application.keys[0].id)
    for wrong in (key, key[:-1] + ("A" if key[-1] != "A" else "B"), "onzin", ""):
        with pytest.raises(NotLoggedIn), database.unit_of_work(Actor.nobody(), read_only=True) as work:
            doors.actor_of_key(work, wrong, CALLER)
    with pytest.raises(NotFound), database.unit_of_work(reik) as work:
        service.revoke_key(work, application.keys[0].id)


def test_a_key_with_the_right_prefix_and_a_wrong_secret_stays_out(database: Database, k5: Actor) -> None:
    with database.unit_of_work(k5) as work:
        application_id, key = service.create_application(work, VLIST, "Zaaksysteem")
        other = service.new_key(work, application_id)
    mixed = "_".join([*key.split("_")[:2], other.split("_", 2)[2]])
    with pytest.raises(NotLoggedIn), database.unit_of_work(Actor.nobody(), read_only=True) as work:
        AccessDoors().actor_of_key(work, mixed, CALLER)


def test_an_application_of_finance_comes_in_as_that_and_sees_all(database: Database, k5: Actor) -> None:
    with database.unit_of_work(k5) as work:
        _, key = service.create_application(work, VLIST, "Boekhouding", Role.FINANCE)
    with database.unit_of_work(None, read_only=True) as work:
        actor = AccessDoors().actor_of_key(work, key, CALLER)
        sees = work.session.execute(text("SELECT app_sees_all()")).scalar()
    assert (actor.grants, sees) == ((Grant(Role.FINANCE, VLIST),), True)
    with pytest.raises(Invalid, match="Kies als bestuursbureau"), database.unit_of_work(k5) as work:
        service.create_application(work, VLIST, "Alles", Role.MANAGER)


def test_the_cookie_costs_one_statement(
    database: Database, fenna: UUID, count_statements: Callable[[Engine], list[str]]
) -> None:
    cookie = new_cookie(database)
    statements = count_statements(database.engine)
    enter(database, AccessDoors(), cookie)
    assert len(statements) == 2  # whose transaction, the cookie


def test_last_use_is_gathered_and_written_later(
    database: Database, k5: Actor, fenna: UUID, owner: Engine
) -> None:
    doors, cookie = AccessDoors(), new_cookie(database)
    with database.unit_of_work(k5) as work:
        _, key = service.create_application(work, VLIST, "Zaaksysteem")
    with owner.begin() as connection:
        connection.execute(text("UPDATE sign_in SET last_seen_at = now() - interval '1 hour'"))
    started = real_now()
    enter(database, doors, cookie)
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        doors.actor_of_key(work, key, CALLER)
    doors.seen.write(database.engine)
    with owner.connect() as connection:
        assert connection.execute(text("SELECT last_seen_at FROM sign_in")).scalar_one() >= started
        assert connection.execute(text("SELECT last_used_at FROM key_prefix")).scalar_one() >= started


def test_failures_are_bounded_per_account_and_per_address(
    database: Database, fenna: UUID, owner: Engine
) -> None:
    for number in range(8):
        refused = log_in(database, "mis", address=f"192.0.2.{number}")
        assert isinstance(refused, logging_in.LogInRefused)
        assert refused.free_at is None
    closed = log_in(database, address="192.0.2.99")
    assert isinstance(closed, logging_in.LogInRefused)
    assert closed.free_at is not None
    assert "over 15 minuten" in closed.message
    with owner.begin() as connection:
        connection.execute(text("UPDATE failed_attempt SET at = at - interval '15 minutes'"))
    assert isinstance(log_in(database), logging_in.LoggedIn)
    for number in range(40):
        log_in(database, "mis", email=f"nummer-{number}@k5.example", address="198.51.100.1")
    elsewhere, same = log_in(database), log_in(database, address="198.51.100.1")
    assert isinstance(elsewhere, logging_in.LoggedIn)
    assert isinstance(same, logging_in.LogInRefused)


def test_failures_are_forgotten_after_a_day(database: Database, fenna: UUID, owner: Engine) -> None:
    log_in(database, "mis")
    with owner.begin() as connection:
        connection.execute(text("UPDATE failed_attempt SET at = at - interval '25 hours'"))
    log_in(database, "mis")
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM failed_attempt")).scalar_one() == 2


def test_a_hash_with_old_parameters_is_made_anew_at_log_in(
    database: Database, fenna: UUID, owner: Engine
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with owner.begin() as connection:
        connection.execute(text("UPDATE credential SET password_hash = :old"), {"old": old})
    assert isinstance(log_in(database), logging_in.LoggedIn)
    with owner.connect() as connection:
        assert (
            "m=19456,t=2,p=1" in connection.execute(text("SELECT password_hash FROM credential")).scalar_one()
        )
    assert isinstance(log_in(database), logging_in.LoggedIn)


def test_an_email_address_has_one_account_whatever_its_case(
    database: Database, k5: Actor, fenna: UUID
) -> None:
    with pytest.raises(Refused), database.unit_of_work(k5) as work:
        service.create_account(work, "Iemand Anders", "FENNA@k5.EXAMPLE")
    with database.unit_of_work(k5, read_only=True) as work:
        assert service.find_account(work, "FENNA@k5.example") == fenna


def test_a_role_is_held_once_at_a_time(database: Database, k5: Actor, fenna: UUID) -> None:
    with pytest.raises(IntegrityError, match="ex_role_grant"), database.unit_of_work(k5) as work:
        service.grant_role(work, fenna, Role.MANAGER, VLIST, None, date(2026, 3, 1), None)
    with database.unit_of_work(k5) as work:
        service.grant_role(work, fenna, Role.CONTROLLER, None, None, START, date(2026, 1, 31))
        service.grant_role(work, fenna, Role.CONTROLLER, None, None, date(2026, 2, 1), None)
        service.grant_role(work, fenna, Role.EMPLOYEE, VLIST, SOCIAL, START, None)
        service.grant_role(work, fenna, Role.EMPLOYEE, VLIST, None, START, None)
    with pytest.raises(IntegrityError, match="ex_role_grant"), database.unit_of_work(k5) as work:
        service.grant_role(work, fenna, Role.CONTROLLER, None, None, date(2026, 2, 10), date(2026, 2, 11))


@pytest.mark.parametrize(
    ("role", "organisation_id", "until", "field"),
    [
        (Role.OFFICE, None, None, "organisatie"),
        (Role.SYSTEM, VLIST, None, "rol"),
        (Role.BOARD, VLIST, date(2025, 12, 31), "tot"),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    database: Database,
    k5: Actor,
    fenna: UUID,
    role: Role,
    organisation_id: UUID | None,
    until: date | None,
    field: str,
) -> None:
    with pytest.raises(Invalid) as refused, database.unit_of_work(k5) as work:
        service.grant_role(work, fenna, role, organisation_id, None, START, until)
    assert [finding.field for finding in refused.value.findings] == [field]


def test_a_role_ends_after_its_last_day_and_what_was_stays(
    database: Database, k5: Actor, fenna: UUID
) -> None:
    with database.unit_of_work(k5) as work:
        grant_id = service.grant_role(work, fenna, Role.CONTROLLER, None, None, START, None)
    with pytest.raises(Invalid, match="31-03-2026"), database.unit_of_work(k5) as work:
        service.end_role(work, grant_id, date(2026, 3, 30))
    cookie = new_cookie(database)
    with database.unit_of_work(k5) as work:
        service.end_role(work, grant_id, date(2026, 3, 31))
    assert enter(database, AccessDoors(), cookie).roles == {Role.MANAGER}
    with pytest.raises(Refused), database.unit_of_work(k5) as work:
        service.end_role(work, grant_id, date(2026, 4, 30))


def test_the_last_manager_stays(database: Database, k5: Actor, fenna: UUID) -> None:
    with database.unit_of_work(k5, read_only=True) as work:
        [person] = service.list_people(work)
    with pytest.raises(Refused, match="laatste SSC-manager"), database.unit_of_work(k5) as work:
        service.end_role(work, person.roles[0].id, date(2026, 4, 30))


def test_one_collaboration_sees_nothing_of_another(
    database: Database, k5: Actor, reik: Actor, fenna: UUID
) -> None:
    with database.unit_of_work(reik) as work:
        other = service.create_account(work, "Zeger Elders", "zeger@reik.example", PASSWORD)
        grant_id = service.grant_role(work, other, Role.MANAGER, VLIST, None, START, None)
        application_id, _ = service.create_application(work, VLIST, "Zaken")
        [application] = service.list_applications(work)
    manager = replace(k5, account_id=fenna, grants=(Grant(Role.MANAGER, VLIST),))
    with database.unit_of_work(manager, read_only=True) as work:
        assert [person.name for person in service.list_people(work)] == ["Fenna Regelmans"]
        assert service.list_applications(work) == []
        assert work.session.execute(text("SELECT name FROM account")).scalars().all() == ["Fenna Regelmans"]
    for attempt in (
        lambda work: service.end_role(work, grant_id, date(2026, 4, 30)),
        lambda work: service.new_key(work, application_id),
        lambda work: service.revoke_key(work, application.keys[0].id),
        lambda work: people.invite_again(work, other, b"geheim"),
    ):
        with pytest.raises(NotFound), database.unit_of_work(manager) as work:
            attempt(work)
    with pytest.raises(DBAPIError, match="row-level security"), database.unit_of_work(manager) as work:
        work.session.execute(
            text(
                "INSERT INTO role_grant (collaboration_id, id, account_id, role, valid_from)"
                " VALUES (:c, :id, :a, 'ssc-manager', '2026-01-01')"
            ),
            {"c": reik.collaboration_id, "id": work.new_id(), "a": fenna},
        )


def test_ones_own_roles_elsewhere_show_for_choosing_but_not_in_the_list(
    database: Database, k5: Actor, reik: Actor, fenna: UUID
) -> None:
    with database.unit_of_work(reik) as work:
        service.grant_role(work, fenna, Role.CONTROLLER, None, None, START, None)
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        assert [choice.code for choice in logging_in.list_choices(work, fenna, "Fenna")] == ["k5", "reik"]
    manager = replace(k5, account_id=fenna, grants=(Grant(Role.MANAGER, VLIST),))
    with database.unit_of_work(manager, read_only=True) as work:
        [person] = service.list_people(work)
        assert [role.role for role in person.roles] == [Role.MANAGER]
    with database.unit_of_work(k5, read_only=True) as work:
        assert work.session.execute(text("SELECT count(*) FROM role_grant")).scalar() == 1
