"""Cost pools and cascades are added, tried, ended and withdrawn: what it touches first, on screen and on the wire."""

import re

import pytest

from app.kernel.roles import Role
from tests.agreements_doors import Browse

pytestmark = pytest.mark.k5

POOL = {"code": "kl", "naam": "Klimaat", "soort": "overhead", "geldigVanafDatum": "01-07-2026"}
HEAD = {"overheadMethode": "direct", "geldigVanafDatum": "01-07-2026"}
CASCADE = HEAD | {
    "kostenplaatsen.HV.verdeelmaatstaf": "fixed",
    "kostenplaatsen.HV.delen.SZ": "75",
    "kostenplaatsen.HV.delen.OW": "25",
    "kostenplaatsen.LD.verdeelmaatstaf": "direct_costs",
}
LONG_AGO = {"geldigVanafDatum": "01-01-1990"}  # before there were pools
WIRE_POOL = {"code": "KL", "naam": "Klimaat", "soort": "overhead", "geldigVanafDatum": "2026-07-01"}
WIRE_CASCADE = {
    "overheadMethode": "trapsgewijs",
    "geldigVanafDatum": "2026-07-01",
    "kostenplaatsen": [
        {
            "kostenplaats": "HV",
            "verdeelmaatstaf": "vast",
            "delen": [{"code": "SZ", "deel": {"teller": 2, "noemer": 3}}],
            "delenKostenplaatsen": [{"code": "LD", "deel": {"teller": 1, "noemer": 3}}],
            "trede": 1,
        },
        {"kostenplaats": "LD", "verdeelmaatstaf": "eigen-kosten", "fte": "1.5", "trede": 2},
    ],
}


def _plain(page: str) -> str:
    return page.replace("\u00a0", " ")


def test_a_pool_is_added_and_waits_for_a_cascade(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    assert "vaste percentages" not in finance.get("/k5/kostenplaatsen").text
    asked = finance.post("/k5/kostenplaatsen/nieuw", data=POOL)
    assert asked.status_code == 200, asked.text
    assert "Zij staat nog in geen doorbelasting" in asked.text
    done = finance.post("/k5/kostenplaatsen/nieuw", data=POOL | {"bewaren": "ja"})
    assert done.headers["location"] == "/k5/kostenplaatsen?gedaan=kostenplaats"
    page = finance.get(done.headers["location"]).text
    assert "De kostenplaats is toegevoegd." in page
    assert "nog in geen doorbelasting" in page
    form = finance.get("/k5/doorbelastingen/nieuw").text
    assert "Klimaat (KL)" in form
    missing = finance.post("/k5/doorbelastingen/nieuw", data=CASCADE)
    assert missing.status_code == 400
    assert "Klimaat heeft geen maatstaf" in missing.text
    both = {"kostenplaatsen.LD.verdeelmaatstaf": ""}
    left = _plain(finance.post("/k5/doorbelastingen/nieuw", data=CASCADE | both).text)
    assert "Klimaat en Leiding en bedrijfsvoering hebben geen maatstaf" in left
    wrong = finance.post("/k5/kostenplaatsen/nieuw", data=POOL | {"soort": "area"})
    assert wrong.status_code == 400
    assert 'href="#taakgebied"' in wrong.text


def test_a_cascade_is_tried_at_once_and_saved_after_it_said_what_it_touches(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    form = finance.get("/k5/doorbelastingen/nieuw")
    assert 'value="01-07-2026"' in form.text  # the first day of the next quarter
    assert '<option value="">Kies waarnaar</option>' in form.text
    assert "Doet niet mee" not in form.text  # every pool holds on all its days
    before = finance.post("/k5/doorbelastingen/proef?deel=kostenplaatsen", data=CASCADE | LONG_AGO).text
    assert before.count('<option value="">Doet niet mee</option>') == 2
    assert "De overhead gaat rechtstreeks" in form.text
    tried = _plain(finance.post("/k5/doorbelastingen/proef", data=CASCADE).text)
    assert "Sociale zaken 75 %" in tried
    assert "<html" not in tried
    asked = _plain(finance.post("/k5/doorbelastingen/nieuw", data=CASCADE).text)
    assert "geldt (rechtstreeks), eindigt op 30 juni 2026." in asked
    assert "Er is nog niets bewaard." in asked
    done = finance.post("/k5/doorbelastingen/nieuw", data=CASCADE | {"bewaren": "ja"})
    assert done.status_code == 303, done.text
    page = _plain(finance.get(done.headers["location"]).text)
    assert "Huisvesting: Onderwijs 25 % en Sociale zaken 75 %" in page
    assert "gaat nog in" in page
    one = re.findall(r"/k5/doorbelastingen/[0-9a-f-]{36}", page)[0]
    assert "1 januari 2025 t/m 30 juni 2026" in _plain(finance.get(one).text)
    again = finance.get(f"/k5/doorbelastingen/nieuw?van={one.rpartition('/')[2]}").text
    assert 'name="kostenplaatsen.HV.delen.SZ" value="75"' in again


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kostenplaatsen.HV.delen.SZ": "80"}, "samen 105 %, meer dan 100 %"),
        ({"kostenplaatsen.HV.delen.SZ": "veel"}, "is geen percentage"),
        (
            {"kostenplaatsen.HV.delen.SZ": "", "kostenplaatsen.HV.delen.OW": ""},
            "Huisvesting heeft geen vaste percentages",
        ),
        ({"overheadMethode": "step_down"}, "Huisvesting heeft geen plaats in de volgorde"),
        (
            {
                "overheadMethode": "step_down",
                "kostenplaatsen.HV.trede": "1",
                "kostenplaatsen.LD.trede": "1",
            },
            "Meer kostenplaatsen hebben plaats 1",
        ),
        (
            {
                "overheadMethode": "reciprocal",
                "kostenplaatsen.HV.delen.SZ": "",
                "kostenplaatsen.HV.delen.OW": "",
                "kostenplaatsen.HV.delenKostenplaatsen.LD": "100",
                "kostenplaatsen.LD.verdeelmaatstaf": "fixed",
                "kostenplaatsen.LD.delenKostenplaatsen.HV": "100",
            },
            "geven alleen aan elkaar door",
        ),
        (
            {
                "kostenplaatsen.HV.delen.SZ": "",
                "kostenplaatsen.HV.delen.OW": "",
                "kostenplaatsen.HV.delenKostenplaatsen.LD": "100",
            },
            "die slaat de methode rechtstreeks over",
        ),
        ({"geldigVanafDatum": "01-08-2026"}, "eerste dag van een kwartaal"),
    ],
)
def test_a_cascade_that_cannot_be_is_refused_by_name(
    browse: Browse, change: dict[str, str], words: str
) -> None:
    finance = browse(Role.FINANCE)
    refused = finance.post("/k5/doorbelastingen/nieuw", data=CASCADE | change)
    assert refused.status_code == 400
    assert words in _plain(refused.text)
    assert words in _plain(finance.post("/k5/doorbelastingen/proef", data=CASCADE | change).text)


@pytest.mark.parametrize(("path", "body"), [("kostenplaatsen", WIRE_POOL), ("doorbelastingen", WIRE_CASCADE)])
def test_a_version_on_the_wire_is_tried_made_ended_and_withdrawn(
    browse: Browse, path: str, body: dict[str, object]
) -> None:
    client = browse(Role.FINANCE)
    base = f"/api/v1/{path}"
    before = client.get(base).json()
    trial = client.post(base, json=body | {"proef": True})
    assert trial.status_code == 200, trial.text
    assert trial.json()["raakt"]
    if path == "doorbelastingen":
        assert "trapsgewijs" in trial.json()["zinnen"][0]
    assert client.get(base).json() == before
    made = client.post(base, json=body)
    assert made.status_code == 201, made.text
    assert made.headers["etag"] == '"open"'
    one = made.headers["location"]
    assert client.get(one).json() == made.json()
    end = {"geldigTotEnMetDatum": "2026-12-31"}
    assert client.patch(one, json=end).status_code == 400
    tried = client.patch(one, json=end | {"proef": True}, headers={"If-Match": '"open"'})
    assert tried.status_code == 200, tried.text
    ended = client.patch(one, json=end, headers={"If-Match": '"open"'})
    assert ended.json()["geldigTotEnMetDatum"] == "2026-12-31"
    assert client.patch(one, json=end, headers={"If-Match": '"open"'}).status_code == 412
    tried = client.post(f"{one}/stappen", json={"stap": "intrekken", "proef": True})
    assert tried.status_code == 200, tried.text
    assert client.post(f"{one}/stappen", json={"stap": "intrekken"}).json() == tried.json()
    assert client.get(one).status_code == 404


def test_the_wire_names_the_field_that_is_wrong(browse: Browse) -> None:
    client = browse(Role.FINANCE)
    wrong = client.post("/api/v1/doorbelastingen", json=WIRE_CASCADE | {"kostenplaatsen": []})
    assert wrong.status_code == 400
    assert "kostenplaatsen" in wrong.text


def test_who_only_reads_sees_no_form(browse: Browse) -> None:
    controller = browse(Role.CONTROLLER)
    page = controller.get("/k5/kostenplaatsen")
    assert page.status_code == 200
    assert "/nieuw" not in page.text
    one = re.findall(r"/k5/doorbelastingen/[0-9a-f-]{36}", page.text)[0]
    assert "Intrekken" not in controller.get(one).text
