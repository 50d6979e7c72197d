"""The policy editor: words and a trial division at once, then what it touches, then saved; the same on the wire."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.infra.clock import FixedClock
from app.infra.db import Database
from app.kernel.roles import Role
from tests.agreements_doors import Browse, doors_of

pytestmark = pytest.mark.k5

PARTNERS = ("BGA", "NLK", "OUD", "SHV", "VLI")
FORM = {
    "taakgebied": "SZ",
    "maandenPerAfrekening": "3",
    "resultaat": "carried",
    "afspraak": "artikel 7, nieuw",
    "geldigVanafDatum": "01-10-2026",
    "onderdelen.1.neemt": "percent",
    "onderdelen.1.deel": "40",
    "onderdelen.1.verdeelmaatstaf": "inhabitants",
    "onderdelen.1.peildatumRegel": "year_start",
    "onderdelen.2.neemt": "percent",
    "onderdelen.2.deel": "60",
    "onderdelen.2.verdeelmaatstaf": "fixed",
    **{f"onderdelen.2.delen.{code}.deel": "20" for code in PARTNERS},
}
BODY: dict[str, Any] = {
    "taakgebied": "SZ",
    "maandenPerAfrekening": 3,
    "afspraak": "artikel 7, nieuw",
    "geldigVanafDatum": "2026-10-01",
    "onderdelen": [
        {"neemt": "percentage", "deel": {"teller": 2, "noemer": 5}, "verdeelmaatstaf": "inwoners"},
        {
            "neemt": "percentage",
            "deel": {"teller": 3, "noemer": 5},
            "verdeelmaatstaf": "vast",
            "delen": [{"organisatie": code, "deel": {"teller": 1, "noemer": 5}} for code in PARTNERS],
        },
    ],
}


@pytest.fixture
def browse(database: Database, clock: FixedClock, tmp_path: Path) -> Browse:
    """A client for a role, on 1 July 2026: the second quarter is over."""
    clock.set(datetime(2026, 7, 1, 9, tzinfo=UTC))
    return doors_of(database, tmp_path)


def _policy(client: TestClient, area: str = "SZ") -> dict[str, Any]:
    rows = client.get(f"/api/v1/verdeelafspraken?taakgebied={area}").json()["verdeelafspraken"]
    found: dict[str, Any] = rows[-1]
    return found


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _cells(page: str) -> list[str]:
    """The amounts of the column “Zo” in the trial division, its total last."""
    table = page[page.index("Proefverdeling per deelnemer") :]
    return re.findall(r'data-label="Zo" class="num"><span class="cell">([^<]+)', table)


def _cents(shown: str) -> int:
    return int(shown.replace(".", "").replace(",", ""))


def test_the_editor_opens_with_the_policy_that_holds_and_divides_the_same(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    page = finance.get(f"/k5/verdeelafspraken/nieuw?van={_policy(finance)['id']}")
    assert page.status_code == 200
    said = _plain(page.text)
    assert 'value="01-10-2026"' in said
    assert "Proefverdeling 2e kwartaal 2026" in said
    assert "Van het totaal verdelen wij 30 % naar inwoners." in said
    *parts, total = [_cents(shown) for shown in _cells(said)]
    assert len(parts) == 5
    assert sum(parts) == total > 0
    assert set(re.findall(r'data-label="Verschil" class="num"><span class="cell">([^<]+)', said)) == {"0,00"}


def test_words_and_figures_move_along_while_one_writes(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    answer = finance.post("/k5/verdeelafspraken/proef", data=FORM)
    assert answer.status_code == 200
    said = _plain(answer.text)
    assert said.lstrip().startswith('<div id="proef">')
    assert "Van het totaal verdelen wij 40 % naar inwoners." in said
    assert "Bergambacht 20 %" in said
    *parts, total = [_cents(shown) for shown in _cells(said)]
    assert sum(parts) == total
    missing = finance.post("/k5/verdeelafspraken/proef", data=FORM | {"onderdelen.1.deel": "30"})
    assert "De percentages tellen op tot 90,00 %." in _plain(missing.text)
    unread = finance.post("/k5/verdeelafspraken/proef", data=FORM | {"geldigVanafDatum": "morgen"})
    assert "“morgen” is geen datum. Schrijf de eerste dag als 31-03-2026." in unread.text
    parts_only = finance.post("/k5/verdeelafspraken/proef?deel=onderdelen", data=FORM)
    assert parts_only.text.lstrip().startswith('<div id="onderdelen"')
    assert 'name="onderdelen.2.delen.VLI.deel" value="20"' in parts_only.text
    assert finance.post("/k5/verdeelafspraken/proef?deel=x", data=FORM).status_code == 404


def test_components_are_added_moved_and_taken_away_without_script(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    more = finance.post("/k5/verdeelafspraken/nieuw", data=FORM | {"erbij": "ja"})
    assert more.status_code == 200
    assert "Onderdeel 3" in more.text
    up = finance.post("/k5/verdeelafspraken/nieuw", data=FORM | {"omhoog": "2"})
    assert 'name="onderdelen.1.delen.VLI.deel" value="20"' in up.text
    less = finance.post("/k5/verdeelafspraken/nieuw", data=FORM | {"weg": "1"})
    assert "Onderdeel 2" not in less.text
    assert 'name="onderdelen.1.deel" value="60"' in less.text


def test_a_policy_is_looked_at_in_words_and_saved(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    asked = finance.post("/k5/verdeelafspraken/nieuw", data=FORM)
    assert asked.status_code == 200, asked.text
    said = _plain(asked.text)
    assert "Versie 2 eindigt op 30 september 2026." in said
    assert "Van het totaal verdelen wij 40 % naar inwoners." in said
    assert _policy(finance)["versie"] == 2
    done = finance.post("/k5/verdeelafspraken/nieuw", data=FORM | {"bewaren": "ja"})
    assert done.status_code == 303
    kept = _policy(finance)
    assert (kept["versie"], kept["geldigVanafDatum"]) == (3, "2026-10-01")
    assert [part["deel"] for part in kept["onderdelen"]] == [
        {"teller": 2, "noemer": 5},
        {"teller": 3, "noemer": 5},
    ]
    page = finance.get(f"/k5/verdeelafspraken/{kept['id']}")
    assert "Andere versies" in page.text
    gone = finance.post(f"/k5/verdeelafspraken/{kept['id']}", data={"stap": "intrekken", "bewaren": "ja"})
    assert gone.status_code == 303
    assert _policy(finance)["versie"] == 2
    assert _policy(finance)["geldigTotEnMetDatum"] is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"geldigVanafDatum": "01-11-2026"},
            "Een verdeelafspraak begint op de eerste dag van een afrekenperiode.",
        ),
        ({"onderdelen.1.deel": "veel"}, "“veel” is geen getal."),
        ({"onderdelen.2.delen.VLI.deel": "30"}, "De vaste delen tellen op tot 110,00 %."),
        (
            {"onderdelen.1.verdeelmaatstaf": ""},
            "Elk onderdeel noemt een verdeelmaatstaf, behalve een tarief.",
        ),
        ({"onderdelen.1.neemt": "fixed"}, "Vul het bedrag in, bijvoorbeeld 1.250,00."),
        ({"versieOudeSleutel": "2"}, "Vul in welk deel van de nieuwe sleutel geldt"),
        ({"maandenPerAfrekening": "2"}, "Kies hoe vaak u afrekent."),
    ],
)
def test_what_is_wrong_stands_at_its_field(browse: Browse, changed: dict[str, str], words: str) -> None:
    answer = browse(Role.FINANCE).post("/k5/verdeelafspraken/nieuw", data=FORM | changed | {"bewaren": "ja"})
    assert answer.status_code == 400
    assert words in _plain(answer.text)


def test_what_cannot_be_divided_is_said_before_it_is_saved(browse: Browse) -> None:
    form = FORM | {"onderdelen.2.delen.VLI.deel": "", "onderdelen.2.delen.OUD.deel": "40"}
    asked = browse(Role.FINANCE).post("/k5/verdeelafspraken/nieuw", data=form)
    said = _plain(asked.text)
    assert "Over het 2e kwartaal 2026 kan zo niet worden verdeeld:" in said
    assert "noemt geen deel van Vlist" in said


def test_a_key_grows_out_of_an_old_one(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    phased = FORM | {"versieOudeSleutel": "2", "deelNieuweSleutel": "25"}
    full = [_cents(one) for one in _cells(_plain(finance.post("/k5/verdeelafspraken/proef", data=FORM).text))]
    now = finance.get(f"/k5/verdeelafspraken/nieuw?van={_policy(finance)['id']}")
    old = [_cents(one) for one in _cells(_plain(now.text))]
    quarter = [
        _cents(one) for one in _cells(_plain(finance.post("/k5/verdeelafspraken/proef", data=phased).text))
    ]
    for before, after, between in zip(old, full, quarter, strict=True):
        assert abs(4 * between - (3 * before + after)) <= 8


def test_a_policy_on_the_wire_first_as_a_trial(browse: Browse) -> None:
    client = browse(Role.FINANCE)
    trial = client.post("/api/v1/verdeelafspraken", json=BODY | {"proef": True})
    assert trial.status_code == 200, trial.text
    found = trial.json()
    assert found["periode"] == "2026-Q2"
    assert any("40" in sentence and "inwoners" in sentence for sentence in found["zinnen"])
    assert len(found["proefverdeling"]) == 5
    assert "Versie 2 eindigt op 30 september 2026." in found["raakt"]
    assert _policy(client)["versie"] == 2
    made = client.post("/api/v1/verdeelafspraken", json=BODY)
    assert made.status_code == 201, made.text
    one = made.headers["location"]
    assert client.get(one).json() == made.json()
    assert made.json()["versie"] == 3
    wrong = client.patch(one, json={"geldigTotEnMetDatum": "2026-11-30"}, headers={"If-Match": '"open"'})
    assert wrong.json()["bevindingen"][0]["veld"] == "geldigTotEnMetDatum"
    ended = client.patch(one, json={"geldigTotEnMetDatum": "2026-12-31"}, headers={"If-Match": '"open"'})
    assert ended.json()["geldigTotEnMetDatum"] == "2026-12-31"
    assert client.post(f"{one}/stappen", json={"stap": "intrekken"}).status_code == 200
    broken = BODY | {"onderdelen": [{"neemt": "percentage", "verdeelmaatstaf": "kengetal", "kengetal": "x"}]}
    found = client.post("/api/v1/verdeelafspraken", json=broken).json()
    assert {one["veld"] for one in found["bevindingen"]} == {"onderdelen.1.deel", "onderdelen.1.kengetal"}


def test_a_manager_tries_and_saves_and_who_only_reads_does_not(browse: Browse) -> None:
    manager = browse(Role.MANAGER)
    assert "Proefverdeling" in manager.post("/k5/verdeelafspraken/proef", data=FORM).text
    assert manager.post("/k5/verdeelafspraken/nieuw", data=FORM).status_code == 200
    for role in (Role.OFFICE, Role.CONTROLLER, Role.BOARD):
        reader = browse(role)
        assert reader.post("/k5/verdeelafspraken/proef", data=FORM).status_code == 403
        assert reader.post("/k5/verdeelafspraken/nieuw", data=FORM | {"bewaren": "ja"}).status_code == 403
        assert reader.post("/api/v1/verdeelafspraken", json=BODY).status_code == 403
