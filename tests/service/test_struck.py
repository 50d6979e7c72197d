"""What is kept of tariffs with a final run: the cents that its inputs give, read without settling, never wrong."""

from collections.abc import Callable
from time import process_time

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.settlement import service
from app.features.settlement.core.balances import Account, Struck, accounts, goes_to
from app.features.settlement.core.result import LineKind
from app.features.settlement.core.settle import settle
from app.features.settlement.service import frozen
from app.features.settlement.service.balances import list_balances
from app.infra.db import Database
from app.kernel.actor import Actor
from tests.service.approved_run import approved_run, partnership, quarter


@pytest.fixture
def k5(database: Database) -> Actor:
    """The collaboration of the case, without runs."""
    return partnership(database)


def _final(database: Database, k5: Actor, number: int) -> str:
    run_id = approved_run(database, k5, quarter(number))
    with database.unit_of_work(k5) as work:
        service.make_final(work, run_id)
    return str(run_id)


def _asked(database: Database, k5: Actor) -> tuple[Account, ...]:
    with database.unit_of_work(k5, read_only=True) as work:
        return list_balances(work).accounts


def _reckoned(run: str, number: int) -> list[Struck]:
    """What the inputs of a quarter give, settled here."""
    inputs = quarter(number)
    settlement = settle(inputs)
    found = []
    for one in settlement.areas:
        charged = {
            line.organisation: line.amount_cents
            for line in settlement.lines
            if line.area == one.area.code and line.kind is LineKind.RESULT
        }
        label = f"afrekening {inputs.period.label}"
        where = goes_to(inputs, one)
        found.append(
            Struck(
                run,
                label,
                2026,
                one.area,
                where,
                one.costs_cents,
                one.result_cents,
                one.carried_cents,
                charged,
            )
        )
    return found


def test_what_was_kept_is_what_the_inputs_give_to_the_cent(database: Database, k5: Actor) -> None:
    runs = [(_final(database, k5, number), number) for number in (1, 2)]
    expected = accounts(row for run, number in runs for row in _reckoned(run, number))
    assert any(one.balance_cents for one in expected)
    assert _asked(database, k5) == expected


def test_nothing_is_settled_again_and_more_runs_ask_no_more(
    database: Database,
    k5: Actor,
    count_statements: Callable[[Engine], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _final(database, k5, 1)
    statements = count_statements(database.engine)
    _asked(database, k5)
    of_one, asked_once = len(statements), _seconds(database, k5)
    for number in (2, 3, 4):
        _final(database, k5, number)
    frozen.forget_all()

    def never(*_: object) -> None:
        raise AssertionError("settled again")

    monkeypatch.setattr(frozen, "from_snapshot", never)
    statements.clear()
    found = _asked(database, k5)
    assert len({one.run for account in found for one in account.movements}) == 4
    assert len(statements) == of_one == 4
    # settling four quarters takes four times as long as one; reading four rows of each area does not
    assert _seconds(database, k5) < 2 * asked_once


def _seconds(database: Database, k5: Actor) -> float:
    """The least of several times, so that what else runs here does not count."""
    found = []
    for _ in range(9):
        frozen.forget_all()
        begun = process_time()
        _asked(database, k5)
        found.append(process_time() - begun)
    return min(found)


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE run_area SET costs_cents = costs_cents + 1",
        "UPDATE run_area SET result_cents = result_cents - 1",
        "UPDATE settlement_line SET amount_cents = amount_cents + 1 WHERE number = 1",
    ],
)
def test_a_run_whose_areas_do_not_add_up_is_never_final(
    database: Database, k5: Actor, owner: Engine, wrong: str
) -> None:
    run_id = approved_run(database, k5, quarter(1))
    with owner.begin() as connection:
        connection.execute(text(wrong))
    with (
        pytest.raises(DBAPIError, match="what its lines charge and its result"),
        database.unit_of_work(k5) as work,
    ):
        service.make_final(work, run_id)
