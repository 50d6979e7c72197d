"""The quarter of domain §1 in a real browser: asked by API, worked on, booked, settled, on paper."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.timeout(600)]
OpenFor = Callable[[str], Page]
Look = Callable[[Page], None]


def test_a_first_quarter_from_request_to_paper(town: Town, log_in: OpenFor, look: Look) -> None:
    town.at(2026, 1, 7, 8, 0)
    with httpx2.Client(base_url=f"{town.address}/api/v1", headers=_key(town, "VLI")) as vlist:
        _play(town, vlist, log_in, look)


def _play(town: Town, vlist: httpx2.Client, log_in: OpenFor, look: Look) -> None:
    place = _ask(vlist)
    office = log_in("anna.verduin@vlist.example")
    manager = log_in(town.people["ssc-manager"][0])
    _returned_and_answered(town, manager, office, place, look)
    _taken_on(town, manager, place, look)
    employee = log_in(_employee_of_ict(town))
    _worked_on(town, employee, manager, place, look)
    _delivered_and_approved(town, manager, vlist, place)
    first, second = (log_in(email) for email in town.people["financien"][:2])
    _closed(town, first, look)
    _settled(town, (first, second), office, look)
    town.draw_papers()
    _on_paper(second, look)
    _only_read(town, log_in(town.people["controller"][0]), look)


def _ask(vlist: httpx2.Client) -> str:
    """Post with things missing, see field by field what is missing, complete it, hand it in."""
    draft = vlist.post("/opdrachten", json={"titel": "Koppeling met het zaaksysteem", "taakgebied": "IT"})
    assert draft.status_code == 201, draft.text
    missing = {finding["veld"] for finding in draft.json()["ontbreekt"]}
    assert {"product", "gewenstResultaat", "gewensteDatum"} <= missing
    place = f"/opdrachten/{draft.json()['id']}"
    refused = vlist.post(f"{place}/stappen", json={"stap": "indienen"})
    assert refused.status_code == 400
    assert {finding["veld"] for finding in refused.json()["bevindingen"]} == missing
    complete = vlist.patch(
        place,
        headers={"If-Match": draft.headers["etag"]},
        json={
            "product": "koppeling",
            "gewenstResultaat": "Adressen komen vanzelf goed in elke zaak",
            "acceptatiecriteria": ["Honderd proefzaken zonder fout"],
            "contactpersoon": "A. Verduin",
            "kader": "Programmabegroting 2026",
            "gewensteDatum": "2026-03-02",
            "gewensteDatumReden": "Dan begint het nieuwe zaaksysteem",
            "plafond": {"inzetMinuten": 6000},
        },
    )
    assert complete.status_code == 200, complete.text
    assert complete.json()["ontbreekt"] == []
    handed_in = vlist.post(f"{place}/stappen", json={"stap": "indienen"})
    assert handed_in.status_code == 201, handed_in.text
    assert handed_in.json()["nummer"] == "2026-IT-0001"
    return "/k5/opdrachten/2026-IT-0001"


def _returned_and_answered(town: Town, manager: Page, office: Page, place: str, look: Look) -> None:
    manager.goto(town.address + "/k5/werkvoorraad")
    look(manager)
    manager.goto(town.address + place)
    look(manager)
    _step(manager, "terugsturen", {"reden": "Welk zaaksysteem bedoelt u?"})
    office.goto(town.address + place)
    expect(office.locator("main")).to_contain_text("Welk zaaksysteem bedoelt u?")
    look(office)
    office.click("main a:has-text('Aanvullen en opnieuw indienen')")
    look(office)
    office.fill("[name=antwoord]", "Het zaaksysteem van Vlist zelf.")
    office.click("button:has-text('Opnieuw indienen')")
    expect(office.locator("main")).to_contain_text("Ingediend")


def _taken_on(town: Town, manager: Page, place: str, look: Look) -> None:
    town.at(2026, 1, 8, 9, 0)
    manager.goto(town.address + place)
    _step(manager, "accepteren", {"ramingMinuten": "40", "afgesprokenDatum": "2026-02-27"})
    for step in ("rangschikken", "plannen", "starten"):
        _step(manager, step, {})
    expect(manager.locator("main")).to_contain_text("In uitvoering")
    look(manager)


def _worked_on(town: Town, employee: Page, manager: Page, place: str, look: Look) -> None:
    town.at(2026, 1, 16, 15, 0)
    employee.goto(town.address + "/k5/mijn-week/2026-W03")
    if employee.locator("tr", has_text="2026-IT-0001").count() == 0:
        option = employee.locator("#regel option", has_text="2026-IT-0001").get_attribute("value")
        employee.select_option("#regel", option)
        employee.click("button:has-text('Regel toevoegen')")
    row = employee.locator("tr", has_text="2026-IT-0001")
    for day, hours in enumerate(("7:30", "7,5", "90m")):
        row.locator("input").nth(day).fill(hours)
    look(employee)
    employee.click("button:has-text('Bewaren') >> nth=-1")
    expect(employee.locator("tr", has_text="2026-IT-0001")).to_contain_text("16:30")
    employee.click("button:has-text('Week indienen')")
    expect(employee.locator("main")).to_contain_text("Ingediend")
    town.at(2026, 1, 19, 9, 0)
    manager.goto(town.address + "/k5/uren-goedkeuren/2026-W03")
    look(manager)
    manager.click("button:has-text('Week goedkeuren')")
    manager.goto(town.address + place)
    expect(manager.locator("main")).to_contain_text("16:30")


def _delivered_and_approved(town: Town, manager: Page, vlist: httpx2.Client, place: str) -> None:
    town.at(2026, 2, 20, 9, 0)
    manager.goto(town.address + place)
    _step(manager, "opleveren", {})
    approved = vlist.post("/opdrachten/2026-IT-0001/stappen", json={"stap": "goedkeuren"})
    assert approved.status_code == 201, approved.text
    manager.goto(town.address + place)
    _step(manager, "sluiten", {})
    expect(manager.locator("main")).to_contain_text("Gesloten")


def _closed(town: Town, finance: Page, look: Look) -> None:
    town.at(2026, 4, 8, 9, 0)
    finance.goto(town.address + "/k5/kosten?periode=2026-Q1")
    look(finance)
    for month in ("2026-01", "2026-02", "2026-03"):
        finance.goto(f"{town.address}/k5/maand-sluiten/{month}")
        look(finance)
        finance.click("main button:has-text('sluiten')")
        expect(finance.locator("main")).to_contain_text("Gesloten op")


def _settled(town: Town, finance: tuple[Page, Page], office: Page, look: Look) -> None:
    first, second = finance
    first.goto(town.address + "/k5/afrekeningen")
    look(first)
    first.click("main button:has-text('Afrekening starten')")
    expect(first.locator("h1")).to_contain_text("1e kwartaal 2026")
    look(first)
    run = first.url
    _confirmed(town, office, run, look)
    first.goto(run)
    assert "Houdt tegen" not in first.inner_text("main"), first.inner_text("main")
    first.click("main table a.why >> nth=0")
    look(first)
    expect(first.locator("main")).to_contain_text("Samen")
    first.goto(run)
    first.click("main button:has-text('Naar controle sturen')")
    second.goto(run)
    second.click("main button:has-text('Goedkeuren')")
    look(second)
    second.click("main button:has-text('Definitief maken')")
    expect(second.locator("main")).to_contain_text("OUD-2026-0001")
    second.goto(run)
    expect(second.locator("main")).to_contain_text("Rapport (pdf)")
    look(second)


def _confirmed(town: Town, office: Page, run: str, look: Look) -> None:
    """Vlist confirms its figures on screen, the case systems of the others through the API."""
    office.goto(town.address + "/k5/gegevens-bevestigen")
    look(office)
    office.click("main button:has-text('Bevestigen')")
    expect(office.locator("main")).to_contain_text("Bevestigd")
    answers = f"{town.address}/api/v1/afrekenruns/{run.rpartition('/')[2]}/bevestigingen"
    for organisation in sorted(town.keys.keys() - {"VLI"}):
        answer = httpx2.post(answers, headers=_key(town, organisation), json={"antwoord": "bevestigd"})
        assert answer.status_code in (201, 404), answer.text  # who takes no part has nothing to confirm


def _on_paper(finance: Page, look: Look) -> None:
    origin = finance.url.split("/k5/")[0]
    finance.goto(origin + "/k5/facturen")
    look(finance)
    with finance.expect_download() as got:
        finance.click("main a:has-text('(zip)'), main a:has-text('Alles downloaden')")
    papers = _papers(Path(got.value.path()))
    (ict,) = (text for name, text in papers.items() if name.startswith("OUD-2026") and "2026-IT-0001" in text)
    assert "Factuur ICT" in ict
    assert "Vlist" in ict
    assert "16:30" in ict
    assert len(papers) >= 12
    finance.click("main table a >> nth=0")
    look(finance)


def _papers(archive: Path) -> dict[str, str]:
    """The text of every PDF in the ZIP."""
    found = {}
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            reader = PdfReader(io.BytesIO(opened.read(name)))
            found[name] = "\n".join(page.extract_text() for page in reader.pages)
    return found


def _only_read(town: Town, controller: Page, look: Look) -> None:
    for path in ("afrekeningen", "facturen", "opdrachten", "deelnemers", "logboek", "kosten", "mensen"):
        answer = controller.goto(f"{town.address}/k5/{path}")
        assert answer is not None
        assert answer.status == 200, path
        look(controller)
        assert controller.locator("main form[method=post] button").count() == 0, path


def _key(town: Town, organisation: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {town.keys[organisation]}"}


def _employee_of_ict(town: Town) -> str:
    """An employee of the area ICT of the case."""
    return next(email for email in town.people["medewerker"] if email.startswith("ivo.ijsseldijk"))


def _step(page: Page, step: str, fields: dict[str, str]) -> None:
    """Take a step in the panel, opening its fold when it is not the main one."""
    form = page.locator(f"form:has(input[name=stap][value={step}])")
    if not form.locator("button").is_visible():
        page.locator("details", has=form).locator("summary").click()
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        form.locator("button").click()
