"""Inviting people, first passwords, and who may change who comes in."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app.features.access import service
from app.features.access.service import AccessDoors, people
from app.features.access.service import log_in as logging_in
from app.infra.db import Database
from app.kernel.actor import Actor, Grant
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from app.kernel.roles import Role
from tests.access_world import PASSWORD, START, VLIST, collaboration, enter, log_in, manager


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


def test_an_invited_person_sets_a_password_once(database: Database, k5: Actor) -> None:
    with database.unit_of_work(k5) as work:
        invited = service.invite(
            work, "Nieuwe Noor", "noor@k5.example", Role.CONTROLLER, None, None, START, b"geheim"
        )
    assert isinstance(log_in(database, email="noor@k5.example", password=""), logging_in.LogInRefused)
    link = invited.link or ""
    with pytest.raises(Invalid), database.unit_of_work(Actor.nobody()) as work:
        logging_in.set_password(work, link, "kort", "kort", b"geheim", None)
    with database.unit_of_work(Actor.nobody()) as work:
        opened = logging_in.set_password(work, link, PASSWORD, PASSWORD, b"geheim", None)
    assert enter(database, AccessDoors(), opened.cookie).name == "Nieuwe Noor"
    with pytest.raises(NotFound), database.unit_of_work(Actor.nobody()) as work:
        logging_in.set_password(work, link, PASSWORD, PASSWORD, b"geheim", None)
    with pytest.raises(Refused), database.unit_of_work(k5) as work:
        people.invite_again(work, invited.account_id, b"geheim")


def test_who_is_known_elsewhere_gets_a_role_but_no_link(database: Database, k5: Actor, reik: Actor) -> None:
    with database.unit_of_work(reik) as work:
        first = service.invite(
            work, "Nieuwe Noor", "noor@k5.example", Role.CONTROLLER, None, None, START, b"geheim"
        )
    with database.unit_of_work(k5) as work:
        second = service.invite(
            work, "Noor", "Noor@K5.example", Role.CONTROLLER, None, None, START, b"geheim"
        )
    assert (second.account_id, second.link) == (first.account_id, None)


def test_a_first_password_is_given_once_and_only_to_ones_own_people(
    database: Database, k5: Actor, reik: Actor
) -> None:
    with database.unit_of_work(k5) as work:
        account_id = service.create_account(work, "Nieuwe Noor", "noor@k5.example")
    with pytest.raises(NotFound), database.unit_of_work(k5) as work:
        service.give_first_password(work, account_id, PASSWORD)
    with database.unit_of_work(k5) as work:
        service.grant_role(work, account_id, Role.CONTROLLER, None, None, START, None)
    with pytest.raises(NotFound), database.unit_of_work(reik) as work:
        service.give_first_password(work, account_id, PASSWORD)
    with pytest.raises(Invalid), database.unit_of_work(k5) as work:
        service.give_first_password(work, account_id, "kort")
    with database.unit_of_work(k5) as work:
        service.give_first_password(work, account_id, PASSWORD)
    with pytest.raises(Refused), database.unit_of_work(k5) as work:
        service.give_first_password(work, account_id, PASSWORD)
    assert isinstance(log_in(database, email="noor@k5.example"), logging_in.LoggedIn)


def test_only_who_may_changes_access(database: Database, k5: Actor, fenna: UUID) -> None:
    controller = replace(k5, grants=(Grant(Role.CONTROLLER, None),))
    finance = replace(k5, grants=(Grant(Role.FINANCE, None),))
    with database.unit_of_work(controller, read_only=True) as work:
        assert len(service.list_people(work)) == 1
    for actor in (controller, finance):
        with pytest.raises(NotAllowed), database.unit_of_work(actor) as work:
            service.grant_role(work, fenna, Role.BOARD, None, None, START, None)
        with pytest.raises(NotAllowed), database.unit_of_work(actor) as work:
            service.create_application(work, VLIST, "Zaken")
    with pytest.raises(NotAllowed), database.unit_of_work(finance, read_only=True) as work:
        service.list_people(work)
