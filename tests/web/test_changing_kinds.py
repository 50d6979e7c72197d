"""Kinds of statistic are added, ended and withdrawn; what looks at them holds them."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.kernel.roles import Role
from tests.agreements_doors import Browse

pytestmark = pytest.mark.k5

KIND = {"code": "woz-objecten", "naam": "WOZ-objecten", "geldigVanafDatum": "01-01-2025"}
WIRE_KIND = {"code": "woz-objecten", "naam": "WOZ-objecten", "geldigVanafDatum": "2025-01-01"}
FIGURE = {
    "organisatie": "VLI",
    "soort": "woz-objecten",
    "peildatum": "2026-01-01",
    "waarde": "4100",
    "bron": "Waarderingskamer",
}
TARIFF = {
    "taakgebied": "HR",
    "soort": "kengetal",
    "waarvan": "woz-objecten",
    "naam": "Per object",
    "prijsCenten": 150,
    "geldigVanafDatum": "2026-07-01",
}


def test_a_kind_is_added_on_screen_and_figures_of_it_follow(browse: Browse) -> None:
    finance = browse(Role.FINANCE)
    asked = finance.post("/k5/soorten-kengetallen/nieuw", data=KIND)
    assert asked.status_code == 200, asked.text
    assert "Nog geen verdeelafspraak of tarief rekent hiermee." in asked.text
    done = finance.post("/k5/soorten-kengetallen/nieuw", data=KIND | {"bewaren": "ja"})
    assert done.status_code == 303
    page = finance.get(done.headers["location"]).text
    assert "WOZ-objecten" in page
    assert "vanaf 1 januari 2025" in page
    assert "De soort kengetal is toegevoegd." in page
    assert "WOZ-objecten" in finance.get("/k5/kengetallen").text
    wrong = finance.post("/k5/soorten-kengetallen/nieuw", data=KIND | {"code": "WOZ", "naam": ""})
    assert wrong.status_code == 400
    assert "Een code heeft kleine letters" in wrong.text
    twice = finance.post("/k5/soorten-kengetallen/nieuw", data=KIND)
    assert "Soort woz-objecten is er al (WOZ-objecten)." in twice.text


def test_a_kind_on_the_wire_is_tried_made_ended_and_withdrawn(browse: Browse) -> None:
    client = browse(Role.FINANCE)
    base = "/api/v1/soorten-kengetallen"
    assert [one["code"] for one in client.get(base).json()["soortenKengetallen"]] == ["clienten", "inwoners"]
    assert client.post(base, json=WIRE_KIND | {"proef": True}).status_code == 200
    made = client.post(base, json=WIRE_KIND)
    assert made.status_code == 201, made.text
    one = made.headers["location"]
    assert client.get(one).json() == made.json()
    end = {"geldigTotEnMetDatum": "2026-12-31"}
    tried = client.patch(one, json=end | {"proef": True}, headers={"If-Match": '"open"'})
    assert "geen cijfers van deze soort meer" in tried.json()["raakt"][0]
    assert (
        client.patch(one, json=end, headers={"If-Match": '"open"'}).json()["geldigTotEnMetDatum"]
        == "2026-12-31"
    )
    assert client.patch(one, json=end, headers={"If-Match": '"open"'}).status_code == 412
    assert client.post(f"{one}/stappen", json={"stap": "intrekken"}).status_code == 200
    assert client.get(one).status_code == 404


def test_what_looks_at_a_kind_holds_it_and_none_looks_after_its_end(browse: Browse, owner: Engine) -> None:
    client = browse(Role.FINANCE)
    base = "/api/v1/soorten-kengetallen"
    one = client.post(base, json=WIRE_KIND).headers["location"]
    assert client.post("/api/v1/kengetallen", json=FIGURE).status_code == 201
    refused = client.post(f"{one}/stappen", json={"stap": "intrekken"})
    assert refused.status_code == 409
    assert "Er is een cijfer van 1 januari 2026." in refused.text
    early = client.patch(one, json={"geldigTotEnMetDatum": "2025-12-31"}, headers={"If-Match": '"open"'})
    assert early.status_code == 400
    end = {"geldigTotEnMetDatum": "2026-06-30"}
    assert client.patch(one, json=end, headers={"If-Match": '"open"'}).status_code == 200
    late = client.post("/api/v1/tarieven", json=TARIFF)
    assert late.status_code == 400
    assert "niet op al deze dagen cijfers" in late.text
    inhabitants = next(
        row["id"] for row in client.get(base).json()["soortenKengetallen"] if row["code"] == "inwoners"
    )
    used = client.patch(f"{base}/{inhabitants}", json=end, headers={"If-Match": '"open"'})
    assert used.status_code == 400
    assert "rekent" in used.text
    for statement in (
        "UPDATE statistic_kind SET valid_until = '2025-12-31' WHERE code = 'woz-objecten'",
        "UPDATE statistic_kind SET valid_until = '2026-06-30' WHERE code = 'inhabitants'",
        (
            "INSERT INTO statistic (collaboration_id, id, organisation_id, kind, reference_on, value, source, "
            "recorded_at) "
            "SELECT collaboration_id, gen_random_uuid(), organisation_id, kind, '2026-07-01', 1, 'X', recorded_at "
            "FROM statistic WHERE kind = 'woz-objecten'"
        ),
    ):
        with pytest.raises(DBAPIError, match="kind"), owner.begin() as connection:
            connection.execute(text("SELECT set_config('app.collaboration', '1', true)"))
            connection.execute(text(statement))
