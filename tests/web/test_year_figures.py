"""Hours and products of years from before the system: entered on page and wire, read by a key that averages them."""

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.features.partnership.core.rows import YearFigureRow
from app.features.partnership.service.reading import everything
from app.features.settlement.service.facts import read_gathered
from app.infra.db import Database
from app.kernel.period import Period
from app.kernel.roles import Role
from tests.agreements_doors import Browse, k5_actor
from tests.conftest import NOW

pytestmark = pytest.mark.k5

ADDRESS = "/api/v1/jaarcijfers"
FORM = {
    "organisatie": "VLI",
    "taakgebied": "SZ",
    "jaar": "2024",
    "uren": "1200:30",
    "product": "",
    "aantal": "",
    "bron": "Jaarrekening 2024",
}


def _body(**values: Any) -> dict[str, Any]:
    hours = {
        "taakgebied": "SZ",
        "organisatie": "VLI",
        "jaar": 2024,
        "minuten": 72_000,
        "bron": "Jaarrekening",
    }
    return hours | values


def test_a_figure_is_tried_added_and_replaced_on_the_wire(database: Database, browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    trial = finance.post(ADDRESS, json=_body(proef=True))
    assert trial.json()["raakt"] == ["Geen taakgebied rekent met een gemiddelde waarin 2024 telt."]
    assert finance.get(ADDRESS).json()["jaarcijfers"] == []
    made = finance.post(ADDRESS, json=_body())
    assert made.status_code == 201, made.text
    assert finance.get(made.headers["location"]).json() == made.json()
    assert (made.json()["minuten"], made.json()["taakgebied"]["code"]) == (72_000, "SZ")
    again = finance.post(ADDRESS, json=_body(minuten=60, proef=True)).json()["raakt"]
    assert again[0] == "Dit vervangt 1.200:00 uur (Jaarrekening). Het oude cijfer blijft bewaard."
    finance.post(ADDRESS, json=_body(minuten=60))
    found = finance.get(f"{ADDRESS}?organisatie=VLI&taakgebied=SZ").json()["jaarcijfers"]
    assert [one["minuten"] for one in found] == [72_000, 60]
    assert finance.get(f"{ADDRESS}?organisatie=OUD").json()["jaarcijfers"] == []
    assert browse(Role.OFFICE).post(ADDRESS, json=_body()).status_code == 403
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        assert YearFigureRow("SZ", "VLI", 2024, "Jaarrekening", None, 60) in everything(work).year_figures


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"jaar": 2026}, ["jaar"]),
        ({"jaar": 1889}, ["jaar"]),
        ({"minuten": None}, ["minuten"]),
        ({"minuten": -1}, ["minuten"]),
        ({"afgenomenAantal": 3}, ["afgenomenAantal"]),
        ({"product": "bestaat-niet", "minuten": None, "afgenomenAantal": 3}, ["product"]),
        ({"taakgebied": "X", "organisatie": "X"}, ["taakgebied", "organisatie"]),
        ({"bron": " "}, ["bron"]),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    browse: Browse, wrong: dict[str, Any], fields: list[str]
) -> None:
    answer = browse(Role.FINANCE).post(ADDRESS, json=_body(**wrong))
    assert answer.status_code == 400
    assert [one["veld"] for one in answer.json()["bevindingen"]] == fields


def test_the_page_says_what_it_touches_and_then_keeps_it(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    assert "Nog geen jaarcijfers." in finance.get("/k5/jaarcijfers").text
    assert "“veel” is geen getal" in finance.post("/k5/jaarcijfers", data=FORM | {"uren": "veel"}).text
    for typed, words in (
        ("1200:75", "“1200:75” is geen tijd, want een uur heeft 60 minuten. Bedoelt u 1200:45 of 1201:15?"),
        ("0:61", "“0:61” is geen tijd, want een uur heeft 60 minuten. Bedoelt u 1:01?"),
    ):
        assert words in finance.post("/k5/jaarcijfers", data=FORM | {"uren": typed}).text
    asked = finance.post("/k5/jaarcijfers", data=FORM)
    assert "1.200:30 uur" in asked.text
    done = finance.post("/k5/jaarcijfers", data=FORM | {"bewaren": "ja"})
    assert done.status_code == 303
    finance.post("/k5/jaarcijfers", data=FORM | {"uren": "0", "bewaren": "ja"})
    page = finance.get(done.headers["location"]).text
    assert page.count("Jaarrekening 2024") == 2
    assert "later vervangen" in page


def test_a_key_that_averages_years_reads_what_was_entered(database: Database, browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    for year, minutes in ((2024, 600), (2025, 1_200), (2025, 900)):
        assert finance.post(ADDRESS, json=_body(jaar=year, minuten=minutes)).status_code == 201
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        known = read_gathered(work, Period.quarter(2026, 1), work.now)
    assert known.year_quantities == ()
    body = {
        "taakgebied": "SZ", "maandenPerAfrekening": 3, "geldigVanafDatum": "2026-04-01",
        "onderdelen": [
            {"neemt": "geheel", "verdeelmaatstaf": "uren", "peildatumRegel": "gemiddelde-jaren",
             "gemiddeldOverJaren": 2, "geldtJaren": 3},
        ],
    }  # fmt: skip
    made = finance.post("/api/v1/verdeelafspraken", json=body)
    assert made.status_code == 201, made.text
    with database.unit_of_work(k5_actor(database), read_only=True) as work:
        known = read_gathered(work, Period.quarter(2026, 2), work.now)
        before = read_gathered(work, Period.quarter(2026, 2), NOW)
    mine = [row for row in known.year_quantities if (row.area, row.organisation) == ("SZ", "VLI")]
    assert [(row.year, row.quantity, row.source) for row in mine if not row.product] == [
        (2024, Fraction(600), "Jaarrekening"), (2025, Fraction(900), "Jaarrekening"),
    ]  # fmt: skip
    assert not [row for row in before.year_quantities if row.source == "Jaarrekening"]


def test_the_database_holds_no_half_figure_and_changes_none(browse: Browse, owner: Engine) -> None:
    assert browse(Role.FINANCE).post(ADDRESS, json=_body()).status_code == 201
    columns = "collaboration_id, id, area_id, organisation_id, product_id, year, source, recorded_at"
    for minutes, count, year in (
        ("NULL", "NULL", 2024),
        ("1", "1", 2024),
        ("-1", "NULL", 2024),
        ("1", "NULL", 1),
    ):
        statement = (
            f"INSERT INTO year_figure ({columns}, minutes, taken_count) "
            "SELECT collaboration_id, gen_random_uuid(), area_id, organisation_id, product_id, "
            f"{year}, source, recorded_at, {minutes}, {count} FROM year_figure"
        )
        with pytest.raises(DBAPIError), owner.begin() as connection:
            connection.execute(text(statement))
    with pytest.raises(DBAPIError), owner.begin() as connection:
        connection.execute(text("UPDATE year_figure SET minutes = 1"))
