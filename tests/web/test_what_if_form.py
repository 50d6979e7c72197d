"""The form of Wat als: what is half filled in is asked for, and what was filled in stands open."""

import re
from collections.abc import Callable
from uuid import UUID

from app.kernel.roles import Role
from tests.web.conftest import Visitor

Visit = Callable[[Role | None], Visitor]
NO_AREA = "Kies van welk taakgebied de sleutel anders wordt."
NO_DRIVER = "Kies waarnaar dit taakgebied dan wordt verdeeld."
NO_FIXED = "Kies “vaste percentages”, of laat het vaste percentage van iedere deelnemer leeg."
NO_FIGURE = "Schrijf een getal van nul of meer, bijvoorbeeld 9.420."
NO_COSTS = "Schrijf een percentage, bijvoorbeeld 5 of -5."
BOTH = "Kies een taakgebied of een kostenplaats, niet allebei."
NO_NEWCOMER = "Kies bij “Wie gaat meedoen” een nieuwe deelnemer, of kies hier iemand die al meedoet."
NO_REST = "Kies waarnaar de rest wordt verdeeld, of laat het percentage leeg."
KEY = {"sleutel_gebied": "SZ", "sleutel": "equal"}
HALF: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"sleutel_gebied": "SZ"}, {"sleutel": NO_DRIVER}),
    ({"sleutel": "equal"}, {"sleutel_gebied": NO_AREA}),
    ({"sleutel_ingroei": "25"}, {"sleutel_gebied": NO_AREA, "sleutel": NO_DRIVER}),
    ({"vast_VLI": "25"}, {"sleutel_gebied": NO_AREA, "sleutel": NO_DRIVER}),
    ({"sleutel_twee": "hours"}, {"sleutel_gebied": NO_AREA, "sleutel": NO_DRIVER}),
    ({**KEY, "sleutel_deel": "60"}, {"sleutel_twee": NO_REST}),
    ({**KEY, "sleutel_deel": "60", "sleutel_twee": "x"}, {"sleutel_twee": "Kies een maatstaf uit de lijst."}),
    ({**KEY, "vast_VLI": "25"}, {"sleutel": NO_FIXED}),
    ({"tarief_prijs": "90,00"}, {"tarief": "Kies welk tarief dit wordt."}),
    ({"kengetal": "clients", "kengetal_waarde": "100"}, {"kengetal_wie": "Kies van wie dit kengetal is."}),
    ({"kengetal_wie": "VLI", "kengetal_waarde": "100"}, {"kengetal": "Kies welk kengetal dit wordt."}),
    ({"kengetal_2": "clients", "kengetal_wie_2": "VLI"}, {"kengetal_waarde_2": NO_FIGURE}),
    ({"kengetal": "clients", "kengetal_wie": "VLI", "kengetal_waarde": "-1"}, {"kengetal_waarde": NO_FIGURE}),
    ({"kengetal": "clients", "kengetal_wie": "NIEUW", "kengetal_waarde": "1"}, {"kengetal_wie": NO_NEWCOMER}),
    ({"kosten_gebied": "SZ"}, {"kosten_procent": NO_COSTS}),
    ({"kosten_plaats": "SZ"}, {"kosten_procent": NO_COSTS}),
    ({"kosten_procent": "5", "kosten_gebied": "SZ", "kosten_plaats": "ALG"}, {"kosten_plaats": BOTH}),
    ({"toetreden_naam": "Krimpen"}, {"toetreden": "Kies wie gaat meedoen."}),
    ({"toetreden_gebied": "SZ"}, {"toetreden": "Kies wie gaat meedoen."}),
    (
        {"toetreden": "NLK", "toetreden_gebied": "VR", "toetreden_naam": "Krimpen"},
        {"toetreden_naam": "Laat de naam leeg, of kies bij “Wie gaat meedoen” een nieuwe deelnemer."},
    ),
    ({"uittreden_gebied": "SZ"}, {"uittreden": "Kies wie niet meer meedoet."}),
)  # fmt: skip


def test_what_is_half_filled_in_is_asked_for_at_its_field_and_nothing_is_reckoned(
    visit: Visit, run_id: UUID
) -> None:
    finance = visit(Role.FINANCE)
    for typed, said in HALF:
        page = finance.post("/k5/wat-als", afrekening=str(run_id), doe="rekenen", **typed)
        found = dict(re.findall(r'id="e-(\w+)">.*?<span>(.*?)</span>', page.text))
        assert (page.status_code, found) == (400, said), typed
        assert "Wat ieder dan betaalt" not in page.text
        assert "Dit kan nog niet worden berekend" in page.text
    unknown = finance.post("/k5/wat-als", afrekening="nooit")
    assert "<span>Kies een afrekening om op te rekenen.</span>" in unknown.text


def test_fixed_percentages_stand_open_where_they_are_chosen_or_filled_in(visit: Visit, run_id: UUID) -> None:
    finance = visit(Role.FINANCE)
    opened = '<details class="more" open><summary>'
    assert opened not in finance.get("/k5/wat-als").text
    for typed in (
        {"vast_VLI": "veel"},
        {"sleutel_gebied": "SZ", "sleutel": "fixed"},
        {"sleutel_gebied": "SZ", "sleutel": "hours", "sleutel_deel": "60", "sleutel_twee": "fixed"},
    ):
        page = finance.post("/k5/wat-als", afrekening=str(run_id), doe="rekenen", **typed)
        assert page.status_code in (400, 409)
        assert opened in page.text, typed


def test_a_driver_stands_in_the_list_once(visit: Visit, run_id: UUID) -> None:
    page = visit(Role.FINANCE).get("/k5/wat-als").text
    assert 'value="statistic:alien_cases"' in page
    assert 'value="statistic:inhabitants"' not in page
    assert 'value="statistic:clients"' not in page
