"""Closing the costs of a month on screen: offered to who may, once, and not while the month runs."""

from collections.abc import Callable
from datetime import date

from app.features.costs import service as costs
from app.features.costs.core import Category, PoolKind
from app.features.costs.core.rows import CostEntryRow, PoolRow
from app.infra.http import House
from app.kernel.roles import Role
from tests.web.conftest import Cast, Visitor

BUTTON = 'name="sluiten" value="2026-03"'
PAGE = "/k5/kosten?periode=2026-Q1"


def test_finance_closes_the_costs_of_a_month_that_is_over(
    visit: Callable[[Role | None], Visitor], home: House, cast: Cast
) -> None:
    with home.database.unit_of_work(cast.system) as work:
        costs.add_pools(work, [PoolRow("SZ", "Sociale zaken", PoolKind.AREA, area="SZ")])
        costs.add_entry(
            work, CostEntryRow("SZ", date(2026, 3, 20), Category.HIRED, 100, 0, "1", "Bureau Vaart", "Inhuur")
        )
    assert [BUTTON in visit(role).get(PAGE).text for role in (Role.FINANCE, Role.CONTROLLER)] == [True, False]
    finance = visit(Role.FINANCE)
    running = finance.post("/k5/kosten", sluiten="2026-12")
    assert running.status_code == 409
    assert "December 2026 loopt nog" in running.text
    assert finance.post("/k5/kosten", sluiten="2026-Q1").status_code == 404
    assert visit(Role.CONTROLLER).post("/k5/kosten", sluiten="2026-03").status_code == 403
    done = finance.post("/k5/kosten", sluiten="2026-03")
    assert done.status_code == 303
    page = finance.get(done.headers["location"])
    assert "een correctie met een reden" in page.text
    assert BUTTON not in page.text
