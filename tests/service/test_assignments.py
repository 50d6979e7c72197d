"""The life of an assignment through its services, on PostgreSQL: steps, refusals, rights, numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.assignments import service
from app.features.assignments.core.completeness import Kind, Request
from app.features.assignments.core.life import State, Step
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.views import Filter, Tab
from app.infra.db import Database
from app.kernel.actor import Actor
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from app.kernel.roles import Role
from tests.assignment_world import World, build, complete
from tests.conftest import Server


@pytest.fixture
def world(database: Database) -> World:
    """A small collaboration."""
    return build(database)


def draft(world: World, actor: Actor, **changes: object) -> UUID:
    """A complete draft of an office."""
    with world.database.unit_of_work(actor) as work:
        return service.draft(work, complete(**changes)).id


def submitted(world: World, actor: Actor, **changes: object) -> UUID:
    """An assignment that was handed in."""
    identity = draft(world, actor, **changes)
    with world.database.unit_of_work(actor) as work:
        service.submit(work, identity)
    return identity


def test_the_whole_life_from_draft_to_closed(world: World) -> None:
    identity = submitted(world, world.vlist)
    with world.database.unit_of_work(world.manager) as work:
        service.return_to_principal(work, identity, "Welke doelgroep bedoelt u?")
    with world.database.unit_of_work(world.vlist) as work:
        service.edit(work, identity, {"desired_result": "Een verordening voor jongeren"}, None)
        assert service.submit(work, identity, "Jongeren tot 27 jaar.").number == "2026-SZ-0001"
    with world.database.unit_of_work(world.manager) as work:
        service.accept(work, identity, 2400, date(2026, 6, 1))
        service.order(work, identity)
        service.plan(work, identity, "J. Proefpersoon")
        service.start(work, identity)
        service.wait(work, identity, "Wat is de drempel?")
    with world.database.unit_of_work(world.vlist) as work:
        assert service.count_waiting(work) == 1
        service.resume(work, identity, "100 euro")
    with world.database.unit_of_work(world.manager) as work:
        service.deliver(work, identity)
    with world.database.unit_of_work(world.vlist) as work:
        taken = service.approve(work, identity)
    assert taken.allowed == ()
    with world.database.unit_of_work(world.manager) as work:
        service.close(work, "2026-SZ-0001")
    with world.database.unit_of_work(world.manager, read_only=True) as work:
        seen = service.get_assignment(work, identity)
    assert seen.state is State.CLOSED
    assert (seen.row.returns, seen.row.handler, seen.row.estimate_minutes) == (1, "J. Proefpersoon", 2400)
    assert [event.step for event in seen.events][:4] == [Step.DRAFT, Step.SUBMIT, Step.RETURN, Step.SUBMIT]
    with world.database.unit_of_work(world.system, read_only=True) as work:
        assert service.deviations(work) == []


def test_an_incomplete_draft_is_kept_but_not_handed_in(world: World) -> None:
    with world.database.unit_of_work(world.vlist) as work:
        identity = service.draft(work, Request(title="Verordening")).id
    with pytest.raises(Invalid) as refusal, world.database.unit_of_work(world.vlist) as work:
        service.submit(work, identity)
    fields = [finding.field for finding in refusal.value.findings]
    assert "acceptatiecriteria" in fields
    assert "kader" in fields
    assert len(fields) == len(set(fields))
    with world.database.unit_of_work(world.vlist, read_only=True) as work:
        assert service.get_assignment(work, identity).state is State.DRAFT


def test_a_refused_step_changes_nothing_and_names_what_is_allowed(world: World) -> None:
    identity = submitted(world, world.vlist)
    with pytest.raises(Refused) as refusal, world.database.unit_of_work(world.vlist) as work:
        service.submit(work, identity)
    assert refusal.value.allowed == ("intrekken",)
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.vlist) as work:
        service.accept(work, identity, 60, date(2026, 5, 1))
    with pytest.raises(Invalid) as missing, world.database.unit_of_work(world.manager) as work:
        service.accept(work, identity, 0, date(2026, 3, 31))
    assert [finding.field for finding in missing.value.findings] == ["ramingMinuten", "afgesprokenDatum"]
    with world.database.unit_of_work(world.manager, read_only=True) as work:
        assert len(service.get_assignment(work, identity).events) == 2


def test_a_draft_is_its_own_office_s_alone(world: World) -> None:
    identity = draft(world, world.vlist)
    for stranger in (world.manager, world.ouderkerk, world.actor(Role.CONTROLLER)):
        with pytest.raises(NotFound), world.database.unit_of_work(stranger, read_only=True) as work:
            service.get_assignment(work, identity)
        with world.database.unit_of_work(stranger, read_only=True) as work:
            assert service.list_assignments(work, Filter()).rows == ()


def test_another_office_sees_an_outline_and_nothing_more(world: World) -> None:
    identity = submitted(world, world.vlist)
    with world.database.unit_of_work(world.ouderkerk, read_only=True) as work:
        (row,) = service.list_assignments(work, Filter()).rows
        seen = service.get_assignment(work, "2026-SZ-0001")
        assert service.list_assignments(work, Filter(is_own=True)).rows == ()
        assert service.list_assignments(work, Filter(organisation="VLI")).rows == ()
        assert len(service.list_assignments(work, Filter(query="bijstand")).rows) == 1
        assert service.list_assignments(work, Filter(query="raad vaststellen")).rows == ()
    assert row.is_outline
    assert row.title == "Verordening bijzondere bijstand"
    assert (row.lead, row.principals, row.estimate_minutes, row.handler, row.kind) == (
        None,
        (),
        None,
        None,
        None,
    )
    assert seen.events == ()
    assert seen.request == Request(title=row.title)
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.ouderkerk) as work:
        service.withdraw(work, identity, "Zomaar")
    with world.database.unit_of_work(world.vlist) as work:
        service.withdraw(work, identity, "Niet meer nodig")
    with pytest.raises(NotFound), world.database.unit_of_work(world.ouderkerk, read_only=True) as work:
        service.get_assignment(work, identity)


def test_a_confidential_assignment_shows_nowhere_to_another_office(world: World) -> None:
    identity = submitted(world, world.vlist, is_confidential=True, title="Geheime reorganisatie")
    with world.database.unit_of_work(world.ouderkerk, read_only=True) as work:
        assert service.list_assignments(work, Filter()).rows == ()
        assert service.list_assignments(work, Filter(query="geheime")).rows == ()
        assert service.list_assignments(work, Filter(query="2026-SZ-0001")).rows == ()
        assert service.count_tabs(work, Filter()) == dict.fromkeys(Tab, 0)
        for key in (identity, "2026-SZ-0001"):
            with pytest.raises(NotFound):
                service.get_assignment(work, key)
    for insider in (world.vlist, world.manager, world.actor(Role.CONTROLLER), world.actor(Role.BOARD)):
        with world.database.unit_of_work(insider, read_only=True) as work:
            assert len(service.list_assignments(work, Filter(query="geheime")).rows) == 1


def test_a_principal_of_joint_work_sees_it_in_full_but_the_lead_takes_the_steps(world: World) -> None:
    identity = submitted(
        world, world.vlist, kind=Kind.JOINT, is_confidential=True,
        principals=(Principal("VLI"), Principal("OUD")), share_rule=ShareRule.EQUAL,
    )  # fmt: skip
    with world.database.unit_of_work(world.ouderkerk, read_only=True) as work:
        seen = service.get_assignment(work, identity)
        assert not seen.row.is_outline
        assert [one.code for one in seen.row.principals] == ["VLI", "OUD"]
        assert service.allowed_for(work, seen) == ()
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.ouderkerk) as work:
        service.withdraw(work, identity, "Wij doen niet mee")


def test_an_employee_sees_its_own_area_only(world: World) -> None:
    submitted(world, world.vlist)
    with world.database.unit_of_work(world.actor(Role.EMPLOYEE, "BER", "SZ"), read_only=True) as work:
        assert len(service.list_assignments(work, Filter()).rows) == 1
    with world.database.unit_of_work(world.actor(Role.EMPLOYEE, "BER", "OW"), read_only=True) as work:
        assert service.list_assignments(work, Filter()).rows == ()
        with pytest.raises(NotFound):
            service.get_assignment(work, "2026-SZ-0001")


def test_nobody_sees_another_collaboration(world: World) -> None:
    submitted(world, world.vlist)
    other = Actor.system(world.number + 1, "ander")
    with world.database.unit_of_work(other, read_only=True) as work:
        assert service.list_assignments(work, Filter()).rows == ()


def test_an_edit_on_an_old_version_is_refused(world: World) -> None:
    identity = draft(world, world.vlist)
    with world.database.unit_of_work(world.vlist) as work:
        assert service.edit(work, identity, {"title": "Een"}, 1).version == 2
    with pytest.raises(Stale) as refusal, world.database.unit_of_work(world.vlist) as work:
        service.edit(work, identity, {"title": "Twee"}, 1)
    assert refusal.value.current_version == 2


def test_what_was_handed_in_is_not_edited_and_its_area_is_fixed(world: World) -> None:
    identity = submitted(world, world.vlist)
    with pytest.raises(Refused), world.database.unit_of_work(world.vlist) as work:
        service.edit(work, identity, {"title": "Anders"}, None)
    with world.database.unit_of_work(world.manager) as work:
        service.return_to_principal(work, identity, "Welk gebied?")
    with pytest.raises(Invalid), world.database.unit_of_work(world.vlist) as work:
        service.edit(work, identity, {"area": "OW", "product": "onderzoek"}, None)


def test_an_office_writes_for_itself_only_and_codes_must_exist(world: World) -> None:
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.vlist) as work:
        service.draft(work, complete(principals=(Principal("OUD"),)))
    with pytest.raises(Invalid) as refusal, world.database.unit_of_work(world.vlist) as work:
        service.draft(work, complete(principals=(Principal("XXX"),), area="ZZ", year_contract="nooit"))
    assert {finding.field for finding in refusal.value.findings} == {
        "opdrachtgevers",
        "taakgebied",
        "jaarcontract",
    }
    with pytest.raises(NotAllowed), world.database.unit_of_work(world.manager) as work:
        service.draft(work, complete())


def test_who_does_not_take_part_in_an_area_cannot_ask_there(world: World) -> None:
    bergambacht = world.actor(Role.OFFICE, "BER")
    identity = draft(world, bergambacht, area="OW", product="onderzoek")
    with (
        pytest.raises(Invalid, match="Bergambacht neemt vandaag niet deel"),
        world.database.unit_of_work(bergambacht) as work,
    ):
        service.submit(work, identity)


def test_places_follow_the_order_of_the_queue_and_begun_work_stands_above(world: World) -> None:
    identities = [submitted(world, world.vlist, title=f"Opdracht {n}") for n in range(3)]
    with world.database.unit_of_work(world.manager) as work:
        for identity in identities:
            service.accept(work, identity, 60, date(2026, 5, 1))
        service.order(work, identities[0])
        service.order(work, identities[1])
        service.order(work, identities[2], place=1)
    with world.database.unit_of_work(world.manager, read_only=True) as work:
        assert [service.get_assignment(work, one).row.place for one in identities] == [2, 3, 1]
    with world.database.unit_of_work(world.manager) as work:
        service.plan(work, identities[1])
        service.start(work, identities[1])
    with world.database.unit_of_work(world.ouderkerk, read_only=True) as work:
        assert [service.get_assignment(work, one).row.place for one in identities] == [3, 1, 2]


NEW_EVENT = (
    "INSERT INTO assignment_event (collaboration_id, assignment_id, seq, step, from_state, to_state,"
    " happened_at, recorded_at, actor_name, via) VALUES "
)


def test_events_and_numbers_cannot_be_changed_by_anyone(world: World, owner: Engine) -> None:
    identity = submitted(world, world.vlist)
    event = f"({world.number}, '{identity}', 3, {{}}, now(), now(), 'x', 'api')"
    for statement in (
        "UPDATE assignment_event SET actor_name = 'x'",
        "DELETE FROM assignment_event",
        "UPDATE assignment SET number = '2026-SZ-0009'",
        "DELETE FROM assignment_principal",
        "UPDATE assignment_principal SET assignment_id = assignment_id",
        NEW_EVENT + event.format("'close', 'submitted', 'closed'"),
        NEW_EVENT + event.format("'submit', NULL, 'submitted'"),
    ):
        with pytest.raises(DBAPIError), owner.begin() as connection:
            connection.execute(text(statement))


def test_a_projection_that_was_tampered_with_is_found_and_made_again(world: World, owner: Engine) -> None:
    submitted(world, world.vlist)
    with owner.begin() as connection:
        connection.execute(text("UPDATE assignment SET state = 'accepted', returns = 4"))
    with world.database.unit_of_work(world.system) as work:
        assert service.deviations(work) == [
            "Opdracht 2026-SZ-0001 klopt niet met haar gebeurtenissen: returns, state."
        ]
        assert service.rebuild(work) == 1
        assert service.deviations(work) == []


def test_fifty_submitting_at_once_get_numbers_without_gaps(
    world: World, server: Server, database_name: str
) -> None:
    identities = [draft(world, world.vlist) for _ in range(50)]
    many = server.open(database_name, world.database.clock, pool_size=16)

    def hand_in(identity: UUID) -> str | None:
        with many.unit_of_work(world.vlist) as work:
            return service.submit(work, identity).number

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(hand_in, identities))
    many.close()
    assert sorted(str(number) for number in numbers) == [f"2026-SZ-{n:04d}" for n in range(1, 51)]


def test_two_at_once_take_a_step_once(world: World, server: Server, database_name: str) -> None:
    identity = draft(world, world.vlist)
    many = server.open(database_name, world.database.clock, pool_size=4)

    def hand_in(_: int) -> bool:
        try:
            with many.unit_of_work(world.vlist) as work:
                service.submit(work, identity)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(hand_in, range(4)))
    many.close()
    assert sorted(taken) == [False, False, False, True]


def test_a_failed_submission_takes_no_number(world: World) -> None:
    identity = draft(world, world.vlist)
    with pytest.raises(Refused), world.database.unit_of_work(world.vlist) as work:
        service.submit(work, service.submit(work, identity).assignment_id)
    other = submitted(world, world.vlist)
    assert _number(world, identity) is None
    assert _number(world, other) == "2026-SZ-0001"


def test_a_list_goes_on_where_it_stopped(world: World) -> None:
    identities = [submitted(world, world.vlist) for _ in range(5)]
    seen: list[UUID] = []
    cursor = None
    with world.database.unit_of_work(world.vlist, read_only=True) as work:
        while True:
            page = service.list_assignments(work, Filter(limit=2, cursor=cursor))
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert seen == list(reversed(identities))


def test_every_step_leaves_an_entry_in_the_log(world: World, owner: Engine) -> None:
    submitted(world, world.vlist)
    with owner.connect() as connection:
        cases = connection.execute(
            text("SELECT use_case, actor_name FROM audit_entry ORDER BY seq DESC LIMIT 2")
        ).all()
    assert [tuple(case) for case in cases] == [
        ("opdracht.indienen", "Office Proefpersoon"),
        ("opdracht.opstellen", "Office Proefpersoon"),
    ]


def _number(world: World, identity: UUID) -> str | None:
    with world.database.unit_of_work(world.vlist, read_only=True) as work:
        return service.get_assignment(work, identity).row.number
