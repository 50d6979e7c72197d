"""A figure is added: what it touches is said first; a later one replaces an earlier one, which stays."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from app.features.partnership.core.views import Selection
from app.features.partnership.service.figures import history
from app.features.settlement import service as settlement
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import Browse, k5_actor

pytestmark = pytest.mark.k5

FIELDS = {
    "organisatie": "VLI",
    "soort": "inhabitants",
    "peildatum": "01-01-2026",
    "waarde": "9.455",
    "bron": "CBS, definitief",
}
BODY = {
    "organisatie": "VLI",
    "soort": "inwoners",
    "peildatum": "2026-01-01",
    "waarde": "9455",
    "bron": "CBS, definitief",
}


def _recorded(database: Database) -> int:
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        wanted = Selection(organisation="VLI", kind="inhabitants")
        return len(history(work, wanted).figures)


def test_the_page_says_what_a_figure_touches_before_it_is_saved(database: Database, browse: Browse) -> None:
    with database.unit_of_work(k5_actor(database)) as work:
        settlement.start(work, Period.quarter(2026, 1))
    finance = browse(Role.FINANCE)
    before = _recorded(database)
    asked = finance.post("/k5/kengetallen", data=FIELDS)
    assert asked.status_code == 200
    for words in (
        "Er is nog niets bewaard.",
        "Dit vervangt het cijfer 9.410 van 1 januari 2026",
        "Sociale zaken",
        "De afrekening over het 1e kwartaal 2026 is een concept.",
    ):
        assert words in asked.text, words
    assert _recorded(database) == before
    done = finance.post("/k5/kengetallen", data=FIELDS | {"bewaren": "ja"})
    assert done.status_code == 303
    page = finance.get(done.headers["location"])
    assert "9.455" in page.text
    assert "later vervangen" in page.text
    assert _recorded(database) == before + 1


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    wrong = finance.post("/k5/kengetallen", data=FIELDS | {"peildatum": "31-02-2026", "waarde": "veel"})
    assert wrong.status_code == 400
    assert "“veel” is geen getal." in wrong.text
    assert 'value="31-02-2026"' in wrong.text
    future = finance.post("/k5/kengetallen", data=FIELDS | {"peildatum": "01-01-2027", "bron": ""})
    assert "Deze dag moet nog komen." in future.text
    assert "Noem waar het cijfer vandaan komt" in future.text
    again = finance.post("/k5/kengetallen", data=FIELDS | {"aanpassen": "ja"})
    assert again.status_code == 200
    assert 'value="9.455"' in again.text


def test_a_figure_far_from_the_last_one_asks_to_be_looked_at(browse: Browse) -> None:
    asked = browse(Role.FINANCE).post(
        "/k5/kengetallen", data=FIELDS | {"peildatum": "01-04-2026", "waarde": "94100"}
    )
    assert "Dat is 1.000 % daarvan; kijk het getal na." in asked.text


def test_a_figure_on_the_wire_first_as_a_trial(database: Database, browse: Browse) -> None:
    client = browse(Role.FINANCE)
    before = _recorded(database)
    trial = client.post("/api/v1/kengetallen", json=BODY | {"proef": True})
    assert trial.status_code == 200, trial.text
    assert any("vervangt het cijfer 9.410" in sentence for sentence in trial.json()["raakt"])
    assert _recorded(database) == before
    made = client.post("/api/v1/kengetallen", json=BODY, headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201, made.text
    again = client.post("/api/v1/kengetallen", json=BODY, headers={"Idempotency-Key": "k1"})
    assert again.json() == made.json()
    assert _recorded(database) == before + 1
    assert client.get(made.headers["location"]).json() == made.json()
    same = client.post("/api/v1/kengetallen", json=BODY)
    assert same.status_code == 400, same.text
    assert [one["veld"] for one in same.json()["bevindingen"]] == ["waarde"]
    strange = client.post("/api/v1/kengetallen", json=BODY | {"organisatie": "XXX", "soort": "x"})
    assert [one["veld"] for one in strange.json()["bevindingen"]] == ["organisatie", "soort"]
    assert client.post("/api/v1/kengetallen", json=BODY | {"waarde": "1e5"}).status_code == 400


@pytest.mark.parametrize("role", [Role.OFFICE, Role.CONTROLLER])
def test_who_only_reads_cannot_add(browse: Browse, role: Role) -> None:
    client = browse(role)
    assert client.get("/k5/kengetallen").status_code == 200
    assert "Kengetal toevoegen" not in client.get("/k5/kengetallen").text
    assert client.post("/k5/kengetallen", data=FIELDS | {"bewaren": "ja"}).status_code == 403
    assert client.post("/api/v1/kengetallen", json=BODY).status_code == 403


def test_the_log_says_what_stood_there_and_what_came(database: Database, browse: Browse) -> None:
    browse(Role.FINANCE).post("/k5/kengetallen", data=FIELDS | {"bewaren": "ja"})
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        detail = work.session.execute(
            text("SELECT detail::text FROM audit_detail ORDER BY seq DESC LIMIT 1")
        ).scalar_one()
    assert "kengetal.toevoegen" in detail
    assert "9410" in detail
    assert "9455" in detail


def test_lists_cost_the_same_whatever_their_size(
    database: Database, browse: Browse, count_statements: Callable[[Engine], list[str]]
) -> None:
    finance = browse(Role.FINANCE)
    paths = ("kengetallen", "tarieven", "deelnames", "begroting")
    statements = count_statements(database.engine)

    def costs() -> dict[str, int]:
        found = {}
        for path in paths:
            before = len(statements)
            assert finance.get(f"/k5/{path}").status_code == 200
            found[path] = len(statements) - before
        return found

    first = costs()
    for day in ("02-01-2026", "03-01-2026", "04-01-2026"):
        finance.post("/k5/kengetallen", data=FIELDS | {"peildatum": day, "bewaren": "ja"})
    assert costs() == first
    assert max(first.values()) < 30
