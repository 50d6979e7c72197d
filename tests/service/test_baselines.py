"""Baselines against the database: versions, the path beside budget and settlements, answers, who may what."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.features.invoices import service as invoices
from app.features.settlement import service as settlement
from app.features.settlement.core.baseline import PathFigure, PathStanding
from app.features.settlement.core.baseline_rows import (
    BaselineRow,
    FactKind,
    FactRow,
    OwnPlan,
    PathKind,
    PathYear,
    PlanKey,
    PriceLevel,
    SpentRow,
)
from app.features.settlement.core.run import Answer, Run
from app.features.settlement.service.baselines import reading, setting, telling
from app.infra.db import Database
from app.kernel.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from app.kernel.explain import check, leaves
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.settlement_world import World, build, confirm_all, explain_all

Q1 = Period.quarter(2026, 1)
ROW = BaselineRow(
    code="geheel",
    title="Heel het samenwerkingsverband",
    areas=("PE", "SZ"),
    base_year=2024,
    first_year=2025,
    last_year=2027,
    kind=PathKind.LINEAR,
    prices=PriceLevel.CURRENT,
    key=PlanKey.SPENT,
    spent=(
        SpentRow("BER", 600_000_00, "Jaarrekening 2024", "zonder huisvesting"),
        SpentRow("NLK", 900_000_00, "Jaarrekening 2024"),
        SpentRow("VLI", 500_000_00, "Jaarrekening 2024"),
    ),
    years=(
        PathYear(2025, Fraction(2), "CPB"),
        PathYear(2026, Fraction(5, 2)),
        PathYear(2027, planned_cents=1_700_000_00),
    ),
)


@pytest.fixture
def world(database: Database) -> World:
    """The collaboration with its first quarter booked."""
    return build(database)


def set_row(world: World, row: BaselineRow, follows: int = 0) -> None:
    """A version as finance sets it."""
    with world.database.unit_of_work(world.finance) as work:
        setting.set_version(work, row, follows)


def _tell(world: World, **given: Any) -> None:
    fact = FactRow(FactKind.PAID, "BER", 2025, 1, "bijdrage", "jaarrekening 2025")
    with world.database.unit_of_work(world.finance) as work:
        telling.add_fact(work, "geheel", replace(fact, **given))


def test_a_baseline_is_kept_as_it_was_set_and_its_path_is_explained(world: World) -> None:
    set_row(world, ROW)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        shown = reading.show(work, "geheel")
        assert reading.list_baselines(work)[0].version == shown.version
    row = shown.row
    assert [one.amount_cents for one in row.spent] == [one.amount_cents for one in ROW.spent]
    assert (row.areas, row.years, row.kind, row.key) == (ROW.areas, ROW.years, ROW.kind, ROW.key)
    assert row.spent[0].note == "zonder huisvesting"
    # from 2,000,000 to 1,700,000 in three equal steps
    assert [one.planned.value for one in shown.path] == [1_900_000_00, 1_800_000_00, 1_700_000_00]
    # 2,000,000 × 1.02, × 1.025 and the same again
    assert [one.before.value for one in shown.path] == [2_040_000_00, 2_091_000_00, 2_091_000_00]
    for one in shown.path:
        check(one.planned)
        check(one.before)


def test_a_next_version_needs_a_reason_and_the_number_that_was_read(world: World) -> None:
    set_row(world, ROW)
    other = replace(ROW, title="Zonder personeel", areas=("SZ",))
    with pytest.raises(Invalid) as refused:
        set_row(world, other, 1)
    assert [one.field for one in refused.value.findings] == ["reden"]
    with pytest.raises(Invalid, match="Er is al een nulmeting geheel"):
        set_row(world, other)
    set_row(world, replace(other, reason="Personeel is eruit gegaan"), 1)
    with pytest.raises(Stale) as stale:
        set_row(world, replace(other, reason="Nog eens"), 1)
    assert stale.value.current_version == 2
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        assert [one.seq for one in reading.get_versions(work, "geheel")] == [2, 1]
        assert reading.show(work, "geheel").row.areas == ("SZ",)
        assert reading.show(work, "geheel", 1).row.areas == ("PE", "SZ")
        with pytest.raises(NotFound):
            reading.show(work, "geheel", 3)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (replace(ROW, code="Geheel!"), "code"),
        (replace(ROW, base_year=2025), "basisjaar"),
        (replace(ROW, areas=("XX",)), "taakgebieden"),
        (replace(ROW, years=ROW.years[1:]), "jaren"),
        (replace(ROW, years=(*ROW.years[:2], PathYear(2027))), "jaren"),
        (replace(ROW, spent=(replace(ROW.spent[0], source=" "),)), "deelnemers.0.bron"),
        (replace(ROW, spent=(replace(ROW.spent[0], organisation="XX"),)), "deelnemers.0.organisatie"),
        (replace(ROW, spent=(replace(ROW.spent[0], year=2025),)), "deelnemers.0.jaar"),
        (replace(ROW, spent=(replace(ROW.spent[0], weight=3),)), "deelnemers.0.gewicht"),
        (replace(ROW, spent=(replace(ROW.spent[0], from_year=2031),)), "deelnemers.0.vanafJaar"),
        (replace(ROW, key=PlanKey.WEIGHT), "gewichtNaam"),
        (replace(ROW, own=(OwnPlan(2027, "BER", 1),)), "eigenBedragen"),
        (replace(ROW, spent=(replace(ROW.spent[0], amount_cents=0),)), "sleutel"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_does_not_hold_together_is_refused_at_its_field(
    world: World, row: BaselineRow, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        set_row(world, row)
    assert field in {one.field for one in refused.value.findings}
    assert all(one.message for one in refused.value.findings)


def test_a_year_that_is_told_of_every_partner_is_judged_against_its_plan(world: World) -> None:
    set_row(world, ROW)
    for code, cents in (("BER", 560_000_00), ("NLK", 850_000_00)):
        _tell(world, organisation=code, amount_cents=cents)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        year = reading.show(work, "geheel").path[0]
        assert not year.is_whole
        assert year.standing is PathStanding.UNKNOWN
    _tell(world, organisation="VLI", amount_cents=470_000_00)
    _tell(world, kind=FactKind.GAIN, amount_cents=10_000_00, what="hogere opbrengst")
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        year = reading.show(work, "geheel").path[0]
        assert year.paid.value == 1_880_000_00
        assert year.over_cents == -20_000_00
        assert year.standing is PathStanding.ON_TRACK
        assert year.gain is not None
        assert year.saved is not None
        # 2,040,000 − 1,880,000 + 10,000
        assert year.gain.value == year.saved.value == 170_000_00
        check(year.gain)
    _tell(world, organisation="VLI", amount_cents=490_000_01)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        shown = reading.show(work, "geheel")
        assert shown.path[0].over_cents == 1
        assert shown.path[0].standing is PathStanding.BEHIND
        assert [one.holds for one in shown.facts if one.row.organisation == "VLI"] == [False, True]


def test_a_fact_is_about_who_counts_in_a_year_of_the_path(world: World) -> None:
    set_row(world, ROW)
    for given, field in (
        ({"year": 2028}, "jaar"),
        ({"organisation": "XX"}, "organisatie"),
        ({"amount_cents": -1}, "bedragCenten"),
        ({"source": ""}, "bron"),
        ({"what": " "}, "omschrijving"),
    ):
        with pytest.raises(Invalid) as refused:
            _tell(world, **given)
        assert [one.field for one in refused.value.findings] == [field]


def test_the_budget_of_a_year_stands_beside_its_plan_with_overhead(world: World) -> None:
    set_row(world, ROW)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        shown = reading.show(work, "geheel")
        budget = shown.path[1].budget
        assert shown.refused_budgets == {}
        assert budget is not None
        check(budget)
        whole = work.session.execute(
            text("SELECT sum(amount_cents) FROM budget_line WHERE year = 2026")
        ).scalar_one()
        assert {leaf.source.kind for leaf in leaves(budget) if leaf.source} >= {"cost_entry"}
        assert budget.value == whole


def test_a_partner_sees_every_amount_and_the_sources_of_its_own(world: World) -> None:
    set_row(world, ROW)
    with world.database.unit_of_work(world.actor(Role.OFFICE, "VLI"), read_only=True) as work:
        shown, node = reading.explain(work, "geheel", None, 2025, PathFigure.BEFORE)
        assert shown.reader == "VLI"
        assert (shown.may_see("VLI"), shown.may_see("BER")) == (True, False)
        told = {leaf.source.label for leaf in leaves(node) if leaf.source and leaf.source.kind == "baseline"}
        assert told == {"Jaarrekening 2024"}
        _, mine = reading.explain(work, "geheel", None, 2025, PathFigure.BEFORE, "VLI")
        assert mine.value == 510_000_00
        with pytest.raises(NotFound):
            reading.explain(work, "geheel", None, 2025, PathFigure.GAIN)
        with pytest.raises(NotAllowed):
            setting.set_version(work, ROW, 1)
        with pytest.raises(NotAllowed):
            telling.add_fact(work, "geheel", FactRow(FactKind.PAID, "VLI", 2025, 1, "a", "b"))


def test_a_partner_confirms_its_own_amount_and_is_asked_anew_for_a_next_version(world: World) -> None:
    set_row(world, ROW)
    office = world.actor(Role.OFFICE, "VLI")
    with world.database.unit_of_work(office) as work:
        telling.answer(work, "geheel", "VLI", Answer.CONFIRMED)
        with pytest.raises(Refused):
            telling.answer(work, "geheel", "VLI", Answer.CONFIRMED)
        with pytest.raises(NotAllowed):
            telling.answer(work, "geheel", "BER", Answer.CONFIRMED)
        with pytest.raises(Invalid):
            telling.answer(work, "geheel", "VLI", Answer.OBJECTED, " ")
        telling.answer(work, "geheel", "VLI", Answer.OBJECTED, "Het was 510.000")
        said = reading.show(work, "geheel").answer_of("VLI")
        assert said is not None
        assert said.answer is Answer.OBJECTED
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        row = replace(ROW, reason="Bedrag van Vlist verbeterd")
        said_before = setting.preview(work, row, 1).touches
        assert any("1 deelnemer heeft op de vorige versie geantwoord" in one for one in said_before)
    set_row(world, row, 1)
    with world.database.unit_of_work(office, read_only=True) as work:
        assert reading.show(work, "geheel").answer_of("VLI") is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE baseline_version SET title = 'anders'",
        "DELETE FROM baseline_fact",
        "UPDATE baseline_spent SET amount_cents = 1",
    ],
)
def test_nobody_changes_what_was_set(world: World, statement: str) -> None:
    set_row(world, ROW)
    _tell(world)
    with pytest.raises(DBAPIError), world.database.unit_of_work(world.finance) as work:
        work.session.execute(text(statement))


def test_a_version_is_written_whole_and_at_once(world: World) -> None:
    set_row(world, ROW)

    def later(statement: str, **values: object) -> Callable[[], None]:
        def run() -> None:
            with world.database.unit_of_work(world.finance) as work:
                work.session.execute(text(statement), values)

        return run

    insert_year = (
        "INSERT INTO baseline_year SELECT collaboration_id, version_id, 2030, 0 FROM baseline_year LIMIT 1"
    )
    bare = (
        "INSERT INTO baseline_version SELECT collaboration_id, :id, baseline_id, 9, title, base_year, first_year,"
        " last_year, kind, prices, plan_key, weight_name, note, 'r', 0, app_now(), recorded_by, recorded_by_name"
        " FROM baseline_version LIMIT 1"
    )
    for attempt in (later(insert_year), later(bare, id=UUID(int=7))):
        with pytest.raises(DBAPIError):
            attempt()


def final_quarter(world: World) -> Run:
    """The first quarter, settled finally."""
    with world.database.unit_of_work(world.finance) as work:
        run = settlement.start(work, Q1)
    confirm_all(world, run.id)
    with world.database.unit_of_work(world.finance) as work:
        settlement.check(work, run.id)
    explain_all(world, run.id)
    with world.database.unit_of_work(world.second) as work:
        settlement.approve(work, run.id)
    with world.database.unit_of_work(world.finance) as work:
        invoices.make_final(work, run.id)
    return run


def test_what_a_final_run_settled_counts_in_its_year_which_is_not_whole_yet(world: World) -> None:
    set_row(world, ROW)
    run = final_quarter(world)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        shown, node = reading.explain(work, "geheel", None, 2026, PathFigure.PAID)
        settled = settlement.get_settlement(work, run.id)[0]
        assert node.value == settled.totals.divided_cents
        assert {leaf.source.kind for leaf in leaves(node) if leaf.source} == {"cell"}
        year = shown.path[1]
        assert (year.is_whole, year.outside_cents) == (False, 0)
        assert year.standing in (PathStanding.BUDGET_ON_TRACK, PathStanding.BUDGET_BEHIND)
        assert shown.settled_until == {2026: Q1.last_on}
        check(node)
    set_row(world, replace(ROW, spent=ROW.spent[:2], reason="Vlist telt niet meer mee"), 1)
    with world.database.unit_of_work(world.finance, read_only=True) as work:
        year = reading.show(work, "geheel").path[1]
        assert year.paid.value + year.outside_cents == settled.totals.divided_cents
        assert year.outside_cents == settled.totals.by_organisation["VLI"]
