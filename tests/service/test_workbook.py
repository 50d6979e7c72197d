"""A whole collaboration in, all or nothing, and out again: the K5 case of the seed."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from sqlalchemy import Engine, text

from app.features.settlement.core.inputs import CascadeMethod, Share
from app.features.settlement.service.facts import read_inputs
from app.features.workbook.core.checks import read_workbook
from app.features.workbook.core.reading import Grid
from app.features.workbook.service import export_grids, load_grids, read_grids
from app.infra.db import Database
from app.infra.sheets import read_xlsx, write_xlsx
from app.infra.tenancy import list_collaborations
from app.kernel.actor import Actor
from app.kernel.errors import Invalid, Refused
from app.kernel.period import Period
from tests.workbook_world import k5_grids, load_k5


def _load(database: Database, grids: Mapping[str, Grid]) -> None:
    with database.unit_of_work(Actor.system(0)) as work:
        load_grids(work, grids)


def test_the_case_comes_in_whole(database: Database) -> None:
    k5 = load_k5(database)
    with database.unit_of_work(k5, read_only=True) as work:
        counts = {
            table: work.session.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            for table in (
                "organisation",
                "participation",
                "policy",
                "employee",
                "role_grant",
                "cost_entry",
                "month",
                "calendar",
                "calendar_version",
                "norm",
            )
        }
    assert counts == {
        "organisation": 5,
        "participation": 26,
        "policy": 7,
        "employee": 24,
        "role_grant": 42,
        "cost_entry": 226,
        "month": 36,
        "calendar": 6,
        "calendar_version": 6,
        "norm": 34,
    }


def test_what_goes_out_comes_in_the_same(database: Database) -> None:
    grids = k5_grids()
    k5 = load_k5(database)
    with database.unit_of_work(k5, read_only=True) as work:
        written = write_xlsx(export_grids(work))
    again, findings = read_workbook(read_xlsx(written))
    assert findings == ()
    assert again == read_grids(grids)


def test_pools_that_serve_each_other_come_in_and_go_out(database: Database) -> None:
    grids = k5_grids()
    grids["doorbelastingen"] = [
        ["overhead_methode", "kostenplaats", "verdeelmaatstaf", "vaste_delen", "vaste_delen_kostenplaatsen",
         "fte", "trede", "geldig_vanaf"],
        ["trapsgewijs", "HV", "vast", "OW 25 %; SZ 50 %", "LD 25 %", "1,5", "1", "2025-01-01"],
        ["trapsgewijs", "LD", "eigen-kosten", "", "", "", "2", "2025-01-01"],
    ]  # fmt: skip
    with database.unit_of_work(Actor.system(0)) as work:
        k5 = load_grids(work, grids)
    with database.unit_of_work(k5, read_only=True) as work:
        again, findings = read_workbook(read_xlsx(write_xlsx(export_grids(work))))
        inputs = read_inputs(work, Period.quarter(2026, 1), work.now, is_cut_off=False)
    assert findings == ()
    assert again == read_grids(grids)
    assert inputs.cascade is CascadeMethod.STEP_DOWN
    housing = next(pool for pool in inputs.pools if pool.code == "HV")
    assert housing.shares == (Share("OW", Fraction(25)), Share("SZ", Fraction(50)))
    assert (housing.pool_shares, housing.fte, housing.step) == (
        (Share("LD", Fraction(25)),),
        Fraction(3, 2),
        1,
    )


def test_figures_of_earlier_years_come_in_and_go_out(database: Database) -> None:
    grids = k5_grids()
    product = next(str(row[1]) for row in grids["producten"][1:] if row[0] == "SZ")
    grids["jaarcijfers"] = [
        ["taakgebied", "organisatie", "product", "jaar", "uren", "aantal", "bron"],
        ["SZ", "VLI", "", "2024", "1200:30", "", "Jaarrekening"],
        ["SZ", "VLI", product, "2024", "", "12", "Eigen lijst"],
    ]
    with database.unit_of_work(Actor.system(0)) as work:
        k5 = load_grids(work, grids)
    with database.unit_of_work(k5, read_only=True) as work:
        again, findings = read_workbook(read_xlsx(write_xlsx(export_grids(work))))
    assert again is not None
    assert findings == ()
    assert [(row.minutes, row.taken_count) for row in again.partnership.year_figures] == [
        (72_030, None), (None, 12),
    ]  # fmt: skip
    grids.pop("opdrachten-spel")
    grids["jaarcijfers"][2][4:6] = ["1:00", ""]
    _, findings = read_workbook(grids)
    assert {one.place for one in findings} == {
        "jaarcijfers, rij 3, kolom aantal", "jaarcijfers, rij 3, kolom uren",
    }  # fmt: skip


def test_a_wrong_cell_is_named_and_nothing_is_left(database: Database) -> None:
    grids = k5_grids()
    grids["kostenregels"][3][3] = "12,345"
    grids["tarieven"][1][5] = "1 januari"
    with pytest.raises(Invalid) as refused:
        _load(database, grids)
    assert [finding.field for finding in refused.value.findings] == [
        "tarieven, rij 2, kolom geldig_vanaf",
        "kostenregels, rij 4, kolom bedrag",
    ]
    assert "12,345" in refused.value.findings[1].message
    _nothing_is_there(database)


def test_what_only_the_database_sees_leaves_nothing_either(database: Database, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE budget_line ADD CONSTRAINT none CHECK (amount_cents < 0)"))
    with pytest.raises(Exception, match="budget_line"):
        _load(database, k5_grids())
    _nothing_is_there(database)


def _nothing_is_there(database: Database) -> None:
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        assert list_collaborations(work.session) == []
        assert work.session.execute(text("SELECT count(*) FROM account")).scalar() == 0


def test_a_code_that_is_taken_is_refused(database: Database) -> None:
    load_k5(database)
    with pytest.raises(Refused, match="bestaat al"):
        _load(database, k5_grids())


def test_two_cases_stand_beside_each_other_and_share_accounts(database: Database) -> None:
    load_k5(database)
    grids = k5_grids()
    grids["samenwerkingsverband"][1][0] = "k6"
    with database.unit_of_work(Actor.system(0)) as work:
        k6 = load_grids(work, grids)
    with database.unit_of_work(k6, read_only=True) as work:
        assert work.session.execute(text("SELECT count(*) FROM organisation")).scalar() == 5
        assert len(export_grids(work)["accounts"]) == len(grids["accounts"])


def test_loading_costs_the_same_number_of_statements_whatever_the_number_of_rows(
    database: Database, count_statements: Callable[[Engine], list[str]]
) -> None:
    costs = []
    for code, kept in (("k5", 226), ("k6", 20)):
        grids = k5_grids()
        grids["samenwerkingsverband"][1][0] = code
        grids["kostenregels"] = grids["kostenregels"][: kept + 1]
        grids["jaarcontracten"] = grids["jaarcontracten"][:3]
        grids["accounts"] = grids["accounts"][:1]
        grids["rollen"] = grids["rollen"][:1]
        for row in grids["medewerkers"][1:]:
            row[2] = ""
        statements = count_statements(database.engine)
        _load(database, grids)
        costs.append(len(statements))
    assert costs[0] == costs[1]
