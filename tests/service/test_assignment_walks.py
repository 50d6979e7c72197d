"""Lives that go any way: what is stored is the fold of the events, and what is refused says what is allowed."""

from datetime import date
from random import Random
from uuid import UUID

import pytest

from app.features.assignments import service
from app.features.assignments.core.life import TRANSITIONS, Party, Step, allowed_steps, words
from app.features.assignments.core.views import Detail, StepDetails
from app.infra.db import Database
from app.kernel.errors import NotAllowed, Refused
from app.kernel.roles import Role
from tests.assignment_world import World, build, complete

SAID = StepDetails("Omdat het zo is.", 600, date(2026, 9, 1), None, "J. Proefpersoon")
ASKED = [step for step in Step if step is not Step.DRAFT]


@pytest.fixture
def world(database: Database) -> World:
    """A small collaboration."""
    return build(database)


def _seen(world: World, identity: UUID) -> Detail:
    with world.database.unit_of_work(world.vlist, read_only=True) as work:
        return service.get_assignment(work, identity)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_tried_the_row_follows_the_events(world: World, seed: int) -> None:
    random = Random(seed)
    people = {
        frozenset({Party.OFFICE}): world.vlist,
        frozenset({Party.MANAGER, Party.EMPLOYEE}): world.manager,
        frozenset({Party.EMPLOYEE}): world.actor(Role.EMPLOYEE, "BER", "SZ"),
    }
    with world.database.unit_of_work(world.vlist) as work:
        identity = service.draft(work, complete()).id
        service.submit(work, identity)
    for _ in range(40):
        state = _seen(world, identity).state
        parties, actor = random.choice(list(people.items()))
        # Ending steps are tried less, so that the walks get far.
        step = random.choice(
            [one for one in ASKED if random.random() < 0.2 or one not in (Step.WITHDRAW, Step.REJECT)]
        )
        allowed = allowed_steps(state, parties)
        if step in allowed:
            with world.database.unit_of_work(actor) as work:
                taken = service.take_step(work, identity, step, SAID)
            assert taken.event.to_state is TRANSITIONS[state, step].to
            continue
        with pytest.raises((Refused, NotAllowed)) as refusal, world.database.unit_of_work(actor) as work:
            service.take_step(work, identity, step, SAID)
        if isinstance(refusal.value, Refused):
            assert list(refusal.value.allowed) == words(allowed)
        assert _seen(world, identity).state is state
    with world.database.unit_of_work(world.system, read_only=True) as work:
        assert service.deviations(work) == []
