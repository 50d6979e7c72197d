"""The multi-year path on screen: a form that says what it touches, a page per baseline, a partner that answers."""

from collections.abc import Callable
from decimal import Decimal

from fastapi.testclient import TestClient

from app.features.settlement.core.baseline import Known, baseline
from app.features.settlement.core.baseline_rows import FactKind, FactRow
from app.features.settlement.pages.baselines import showing
from app.kernel.roles import Role
from tests.golden.test_baseline_cases import read_row
from tests.spreadsheet import Book
from tests.web.conftest import Visitor

Visit = Callable[[Role | None], Visitor]
Call = Callable[[str | None], TestClient]

FORM = {
    "volgtOp": "0",
    "code": "geheel",
    "titel": "Heel de samenwerking",
    "taakgebied.SZ": "ja",
    "basisjaar": "2024",
    "eersteJaar": "2025",
    "laatsteJaar": "2026",
    "pad": "lineair",
    "prijspeil": "lopend",
    "planSleutel": "nulmeting",
    "deelnemers.VLI.bedragCenten": "300.000,00",
    "deelnemers.VLI.bron": "Jaarrekening 2024 van Vlist",
    "deelnemers.OUD.bedragCenten": "500.000,00",
    "deelnemers.OUD.bron": "Jaarrekening 2024 van Ouderkerk",
    "jaren.2025.indexPercentage": "2,5",
    "jaren.2026.geplandCenten": "700.000,00",
}
PATH = "/k5/meerjarenpad/geheel"


def _set(finance: Visitor) -> None:
    answer = finance.post("/k5/meerjarenpad/nieuw", **FORM, vaststellen="ja")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{PATH}?gedaan=vastgesteld"


def test_a_baseline_is_tried_with_its_path_before_it_is_set(visit: Visit) -> None:
    finance = visit(Role.FINANCE)
    assert "Nog geen nulmeting." in finance.get("/k5/meerjarenpad").text
    tried = finance.post("/k5/meerjarenpad/nieuw", **FORM)
    assert tried.status_code == 200
    # halfway from 800,000.00 to 700,000.00; 800,000.00 × 1.025
    assert "750.000,00" in tried.text
    assert "820.000,00" in tried.text
    assert "Dit is de eerste versie." in tried.text
    assert "Nog geen nulmeting." in finance.get("/k5/meerjarenpad").text
    _set(finance)
    assert "Heel de samenwerking" in finance.get("/k5/meerjarenpad").text
    assert "Jaarrekening 2024 van Ouderkerk" in finance.get(PATH).text
    explained = finance.get(f"{PATH}/uitleg/2025/gepland").text
    assert "Wat is voor iedereen samen in 2025 gepland?" in explained
    assert "Afgesproken voor 2026" in explained


def test_the_goal_stands_beside_the_same_year_and_what_was_not_saved_has_another_word(visit: Visit) -> None:
    # 820,000.00 is what both would spend in 2026: −14.6 %
    tried = visit(Role.FINANCE).post("/k5/meerjarenpad/nieuw", **FORM).text.replace("\u00a0", " ")
    assert "−14,6 % tegenover zonder samenwerking in 2026" in tried
    raw = {
        "case": "Proef", "base": "2024", "path": "2025-2026", "kind": "linear", "prices": "current", "key": "equal",
        "spent": ["P 60.00", "Q 40.00"], "planned": {"2026": "70.00"},
    }  # fmt: skip
    row, labels = read_row(raw), []
    for cents in (45_00, 55_00):
        facts = tuple(FactRow(FactKind.PAID, code, 2025, cents, "bijdrage", "jaarrekening") for code in "PQ")
        path = baseline(row, Known({"P": "Polderdam", "Q": "Quadijk"}, facts=facts))
        shown = showing.figures(row, path)[-1]
        labels.append((shown["label"], shown["value"].replace("\u00a0", " ")))
    assert labels == [("Bespaard t/m 2025", "€ 10"), ("Meer uitgegeven t/m 2025", "€ 10")]


def test_a_form_that_is_wrong_keeps_what_was_typed_and_says_where(visit: Visit) -> None:
    finance = visit(Role.FINANCE)
    wrong = FORM | {"deelnemers.VLI.bron": "", "jaren.2026.geplandCenten": "", "titel": "Mijn naam"}
    answer = finance.post("/k5/meerjarenpad/nieuw", **wrong)
    assert answer.status_code == 400
    assert "Mijn naam" in answer.text
    assert "Noem waar het bedrag van VLI vandaan komt" in answer.text
    assert "Een lineair pad heeft één bedrag, dat van het laatste jaar (2026)." in answer.text
    assert 'id="e-deelnemers-VLI-bron"' in answer.text


def test_a_partner_answers_about_its_own_amount_and_sees_no_source_of_another(visit: Visit) -> None:
    _set(visit(Role.FINANCE))
    office = visit(Role.OFFICE)
    page = office.get(PATH).text
    assert "Klopt uw bedrag?" in page
    assert "500.000,00" in page
    assert "Jaarrekening 2024 van Ouderkerk" not in page
    bare = office.post(f"{PATH}/bevestigen", antwoord="bezwaar")
    assert bare.status_code == 400
    assert "Schrijf wat er niet klopt" in bare.text
    assert office.post(f"{PATH}/bevestigen", antwoord="bevestigd").status_code == 303
    assert "Klopt uw bedrag?" not in office.get(PATH).text


def test_a_next_version_starts_from_what_was_set(visit: Visit) -> None:
    finance = visit(Role.FINANCE)
    _set(finance)
    form = finance.get("/k5/meerjarenpad/nieuw?na=geheel").text
    for typed in ("300.000,00", "700.000,00", "2,5", "Jaarrekening 2024 van Vlist"):
        assert f'value="{typed}"' in form
    answer = finance.post(
        "/k5/meerjarenpad/nieuw", **FORM | {"volgtOp": "1", "reden": "Anders"}, vaststellen="ja"
    )
    assert answer.status_code == 303
    assert "Versie 1" in finance.get(PATH).text
    assert "Naar de laatste versie" in finance.get(f"{PATH}?versie=1").text


def test_a_figure_is_told_after_it_was_said_what_it_touches(visit: Visit) -> None:
    finance = visit(Role.FINANCE)
    _set(finance)
    form = {
        "soort": "betaald",
        "organisatie": "VLI",
        "jaar": "2025",
        "bedragCenten": "280.000,00",
        "omschrijving": "Bijdrage",
        "bron": "Jaarrekening 2025",
    }
    said = finance.post(f"{PATH}/cijfers", **form)
    assert said.status_code == 200
    assert "Het telt in 2025 mee voor Vlist" in said.text
    assert finance.post(f"{PATH}/cijfers", **form, bewaren="ja").status_code == 303
    assert "280.000,00" in finance.get(PATH).text


def test_a_path_is_kept_as_a_workbook_by_who_reads_it(visit: Visit) -> None:
    _set(visit(Role.FINANCE))
    office = visit(Role.OFFICE)
    assert f'href="{PATH}/werkmap"' in office.get(PATH).text
    answer = office.get(f"{PATH}/werkmap")
    assert "spreadsheetml" in answer.headers["content-type"]
    assert 'filename="meerjarenpad-geheel.xlsx"' in answer.headers["content-disposition"]
    book = Book(answer.content)
    assert [at for at in book.formulas() if book.kept(*at) != book.reckoned(*at)] == []
    # the plan of 2025, halfway from 800,000.00 to 700,000.00
    assert Decimal(750_000) in {book.reckoned("Pad", at) for at in book.sheets["Pad"]}
    assert visit(Role.EMPLOYEE).get(f"{PATH}/werkmap").status_code == 403


def test_the_api_gives_the_same_workbook(visit: Visit, call: Call) -> None:
    _set(visit(Role.FINANCE))
    answer = call("VLI").get("/nulmetingen/geheel/werkmap")
    assert answer.status_code == 200
    assert set(Book(answer.content).sheets) == {"Pad", "Deelnemers", "Nulmeting", "Uitleg"}
    (year, _) = call("VLI").get("/nulmetingen/geheel").json()["jarenVanHetPad"]
    assert [one["begrootCenten"] for one in year["deelnemers"]] == [None, None]
    assert (year["nietVerdeeldCenten"], year["begrotingNietVerdeeldReden"]) == (None, None)
