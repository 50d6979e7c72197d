"""Pages of agreements, costs and years send the same statements whatever they hold; each has its number."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.infra.db import Database
from app.kernel.roles import Role
from tests.agreements_doors import Browse
from tests.web.test_paths import FORM as PATH

pytestmark = pytest.mark.k5

PAGES = {
    "kostenplaatsen": 19,
    "kostenplaatsen/{pool}": 14,
    "doorbelastingen/{cascade}": 24,
    "soorten-kengetallen": 12,
    "soorten-kengetallen/{kind}": 12,
    "jaarcijfers": 13,
    "meerjarenpad": 22,
    "meerjarenpad/geheel": 48,
    "meerjarenpad/geheel/uitleg/2026/begroting": 48,
    "meerjarenpad/geheel/werkmap": 45,
    "tariefresultaten": 13,
}
FIGURE = {"soort": "betaald", "jaar": "2026", "omschrijving": "Bijdrage", "bron": "Jaarrekening"}


def test_each_page_sends_its_number_of_statements_however_much_it_holds(
    database: Database, owner: Engine, browse: Browse, count_statements: Callable[[Engine], list[str]]
) -> None:
    finance = browse(Role.FINANCE)
    ids = _ids(owner)
    statements = count_statements(database.engine)

    def counted() -> dict[str, int]:
        found = {}
        for page in PAGES:
            statements.clear()
            assert finance.get(f"/k5/{page.format(**ids)}").status_code == 200, page
            found[page] = len(statements)
        return found

    first = counted()
    _more(finance)
    assert counted() == first
    assert first == PAGES


def _ids(owner: Engine) -> dict[str, str]:
    """One of each that has a page of its own."""
    tables = {"pool": "cost_pool_version", "cascade": "cascade_version", "kind": "statistic_kind"}
    with owner.connect() as connection:
        return {
            name: str(connection.execute(text(f"SELECT min(id::text) FROM {table}")).scalar_one())
            for name, table in tables.items()
        }


def _more(finance: TestClient) -> None:
    """Pools, a cascade, kinds, figures of years, what was paid on a path, and another path."""
    for number in range(4):
        code = f"n{number}"
        pool = {
            "code": code,
            "naam": f"Nieuw {number}",
            "soort": "overhead",
            "geldigVanafDatum": "01-01-2027",
        }
        _sent(finance, "kostenplaatsen/nieuw", pool)
        kind = {"code": f"soort-{number}", "naam": f"Soort {number}", "geldigVanafDatum": "01-01-2025"}
        _sent(finance, "soorten-kengetallen/nieuw", kind)
        year = {"organisatie": "VLI", "taakgebied": "SZ", "jaar": str(2020 + number), "uren": "12:00"}
        _sent(finance, "jaarcijfers", year | {"product": "", "aantal": "", "bron": "Jaarrekening"})
        for who in ("VLI", "OUD"):
            paid = FIGURE | {"organisatie": who, "bedragCenten": str(number)}
            _sent(finance, "meerjarenpad/geheel/cijfers", paid | {"omschrijving": f"Bijdrage {number}"})
    head = {"overheadMethode": "direct", "geldigVanafDatum": "01-01-2027"}
    for code in ("HV", "LD", *(f"N{number}" for number in range(4))):
        head |= {f"kostenplaatsen.{code}.verdeelmaatstaf": "direct_costs"}
    _sent(finance, "doorbelastingen/nieuw", head)
    _sent(finance, "meerjarenpad/nieuw", PATH | {"code": "tweede", "vaststellen": "ja"})


def _sent(finance: TestClient, path: str, form: dict[str, str]) -> None:
    answer = finance.post(f"/k5/{path}", data=form | {"bewaren": "ja"}, follow_redirects=False)
    assert answer.status_code == 303, (path, answer.text)
