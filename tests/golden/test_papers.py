"""Invoices and the settlement report as they are printed: text, pages, and columns that add up as a reader adds."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from app.features.invoices.core.billing import bills, due_on, number_text
from app.features.invoices.core.comparison import Past
from app.features.invoices.core.dossier import Dossier, Explained, Numbered
from app.features.invoices.core.invoice_paper import invoice_paper
from app.features.invoices.core.papers import InvoicePaper
from app.features.invoices.core.settlement_paper import settlement_paper
from app.features.settlement.core.settle import settle
from app.infra import render
from app.kernel.period import Period
from tests.golden.paper_case import dossier

ON = date(2026, 4, 17)
MONEY = re.compile(r"^[+−]?(€ )?[+−]?[\d.]+,\d\d$")


@pytest.fixture(scope="module")
def case() -> Dossier:
    return dossier()


def numbered(case: Dossier) -> list[Numbered]:
    last: dict[str, int] = {}
    made = []
    for bill in bills(case.settlement):
        last[bill.provider] = last.get(bill.provider, 0) + 1
        made.append(Numbered(bill, number_text(bill.provider, 2026, last[bill.provider]), ON, due_on(ON)))
    return made


def paper_of(
    case: Dossier, provider: str, client: str, area: str, past: tuple[Past, ...] = ()
) -> InvoicePaper:
    [found] = [
        document
        for document in numbered(case)
        if (document.bill.provider, document.bill.client) == (provider, client)
        and area in document.bill.areas
    ]
    return invoice_paper(found, case, past)


def drawn(paper: InvoicePaper) -> bytes:
    return render.pdf("invoice/invoice.html", ON, paper.title, author=paper.seller.name, paper=paper)


def text_of(content: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(content)).pages
    return [" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages]


def test_the_invoice_of_social_affairs_reads_as_agreed(case: Dossier) -> None:
    pages = text_of(drawn(paper_of(case, "NLK", "SHV", "SZ")))
    assert len(pages) == 4
    first, specification, explanation, rule = pages
    for words in (
        "Gemeente Nederlek uitvoerder Sociale zaken, Samenwerking K5",
        "Factuurnummer NLK-2026-0003",
        "Uw kenmerk SHV-2026",
        "Schoonhoven betaalt over het 1e kwartaal 2026 € 82.295,18.",
        "Uw deel in de kosten van Sociale zaken 30 % inwoners en 70 % cliënten; zie de uitleg € 100.474,69",
        "−€ 18.179,51",
        "Te betalen uiterlijk 17 mei 2026",
        "NL98 BNGH 0285 0193 16",
        "Bladzijde 1 van 4",
    ):
        assert words in first
    assert "Samen, vrijgesteld van btw 82.295,18" in specification
    assert "2026-SZ-0004 Folder minimaregelingen 18 maart 5 dagen te laat 22:15" in specification
    assert "€ 114.600,07 (stap 3) × 11.560 ÷ 52.000" in explanation
    assert "Bevestigd door I. Muller, 10 april 2026." in explanation
    assert "8 Te betalen: stappen 4, 6 en 7 samen € 82.295,18" in explanation
    assert "Van het totaal verdelen wij 70 % naar cliënten." in rule
    assert "Vlist door stilte 10 april 2026" in rule
    assert "Niet eens met deze factuur?" in rule
    assert "Controlegetal van de vastgelegde gegevens: 7c41 09e2 b5d8 3fa6." in rule


def test_a_taxed_invoice_states_rate_base_and_tax(case: Dossier) -> None:
    pages = text_of(drawn(paper_of(case, "OUD", "NLK", "IT")))
    assert "Btw 21 % over € 75.357,39 € 15.825,05" in pages[0]
    assert "Te betalen € 91.182,44" in pages[0]
    assert "Btw: 21 % van € 75.357,39" in pages[2]


def test_an_invoice_outside_the_scope_of_vat_bears_no_vat_number(case: Dossier) -> None:
    pages = text_of(drawn(paper_of(case, "VLI", "SHV", "VR")))
    assert "btw NL" not in pages[0]
    assert "buiten de btw: werk als overheid" in pages[0]
    assert "transparantiemethode" in pages[1]


def test_a_credit_note_gives_back_what_its_steps_total_below_zero(case: Dossier) -> None:
    facts = case.inputs
    refunds = tuple(
        replace(entry, amount_cents=-entry.amount_cents, vat_cents=-entry.vat_cents)
        for entry in facts.entries
        if entry.pool != "ALG"
    )
    refunded = replace(facts, entries=refunds, secondments=(), budget=())
    turned = replace(case, inputs=refunded, settlement=settle(refunded), budget=None)
    pages = text_of(drawn(paper_of(turned, "OUD", "NLK", "IT")))
    assert "Creditfactuur ICT" in pages[0]
    assert "U krijgt terug € 82.469,29" in pages[0]
    assert "Btw: 21 % van −€ 68.156,44 −€ 14.312,85" in pages[2]
    assert "Terug te krijgen: stappen 3, 5 en 6 samen, met omgekeerd teken € 82.469,29" in pages[2]
    shown = [("−€ 15.838,34"), ("−€ 52.318,10"), ("−€ 14.312,85")]
    assert all(amount in pages[2] for amount in shown)
    assert sum(map(cents, shown)) == -8_246_929


def test_work_by_tariff_is_priced_per_hour(case: Dossier) -> None:
    pages = text_of(drawn(paper_of(case, "SHV", "NLK", "PZ")))
    assert "81:30 uur 82,50 6.723,75" in pages[1]
    assert "De tarieven brachten € 12.113,76 op" in pages[2]
    assert "gaat binnen het jaar mee; aan het eind van het jaar naar het volgende." in pages[2].replace(
        "\n", " "
    )


def test_earlier_quarters_stand_beside_this_one(case: Dossier) -> None:
    past = (Past(Period.quarter(2025, 4), 9_900_000, 10_000_000),)
    paper = paper_of(case, "NLK", "SHV", "SZ", past)
    assert paper.comparison is not None
    assert paper.comparison.heading == "Hoger dan de vorige periode"
    assert [bar.bar.label for bar in paper.comparison.chart.bars] == ["4e kw 25", "1e kw 26"]
    assert "4e kw 25" in text_of(drawn(paper))[0]


def test_an_invoice_of_two_areas_keeps_its_chart_on_the_first_page(case: Dossier) -> None:
    facts = case.inputs
    exempt = next(row for row in facts.vat_treatments if row.area == "OO")
    treatments = tuple(
        replace(exempt, area=row.area, organisation=row.organisation, term=row.term)
        if row.area == "VR"
        else row
        for row in facts.vat_treatments
    )
    facts = replace(facts, vat_treatments=treatments)
    two = replace(case, inputs=facts, settlement=settle(facts))
    paper = next(
        invoice_paper(document, two) for document in numbered(two) if document.bill.areas == ("OO", "VR")
    )
    assert paper.comparison is not None
    pages = text_of(drawn(paper))
    assert [paper.comparison.heading in page for page in pages].index(True) == 0


def test_the_same_values_give_the_same_bytes(case: Dossier) -> None:
    paper = paper_of(case, "BER", "VLI", "ON")
    assert drawn(paper) == drawn(paper)


def test_letters_beyond_western_europe_are_of_the_same_family(case: Dossier) -> None:
    seller = replace(case.details["NLK"], name="Gemeente Łódź aan de Lek")
    paper = paper_of(replace(case, details={**case.details, "NLK": seller}), "NLK", "SHV", "SZ")
    content = drawn(paper)
    assert "Gemeente Łódź aan de Lek" in text_of(content)[0]
    assert_own_fonts(PdfReader(io.BytesIO(content)))


def test_the_paper_is_tagged_dutch_and_made_to_archive(case: Dossier) -> None:
    reader = PdfReader(io.BytesIO(drawn(paper_of(case, "BER", "VLI", "ON"))))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    xmp = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3" in xmp
    assert 'pdfuaid:part="1"' in xmp
    assert xmp.count("<rdf:RDF") == 1
    assert_own_fonts(reader)


def assert_own_fonts(reader: PdfReader) -> None:
    """Every font is ours and is in the file."""
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for found in resources for font in found["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "Fira" in descriptor["/FontName"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("address", ["https://elders.example/logo.png", "file:///etc/hostname"])
def test_a_paper_reads_nothing_outside_the_project(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f'<img src="{address}">', url_fetcher=render.ProjectFiles()).write_pdf()


def test_a_chart_starts_with_words_that_say_the_same(case: Dossier) -> None:
    paper = paper_of(case, "NLK", "SHV", "SZ")
    page = render.page("invoice/invoice.html", ON, paper.title, author="x", paper=paper)
    [svg] = html.document_fromstring(page).iter("svg")
    assert svg[0].tag == "title"
    assert "Schoonhoven € 100.475" in (svg[0].text or "").replace("\xa0", " ")


def _report(case: Dossier) -> str:
    paper = settlement_paper(case, numbered(case), ON)
    return render.page("settlement/settlement.html", ON, paper.title, author=paper.sender, paper=paper)


def test_the_report_keeps_what_was_explained_and_who_objected(case: Dossier) -> None:
    about = "Vlist betaalt voor ICT € 19.195,19: € 2.000,00 (11,6 %) meer dan begroot."
    said = Explained(about, "Inhuur voor het zaaksysteem.", "R. Vermaat", ON)
    objecting = replace(case.confirmed[0], is_objection=True)
    told = replace(case, explained=(said,), confirmed=(objecting, *case.confirmed[1:]))
    page = _report(told)
    assert "Toegelichte verschillen" in page
    assert "Inhuur voor het zaaksysteem." in page
    assert "N. Quist, met bezwaar" in page
    plain = _report(case)
    assert "Toegelichte verschillen" not in plain


def test_the_report_tells_the_whole_settlement(case: Dossier) -> None:
    paper = settlement_paper(case, numbered(case), ON)
    pages = text_of(
        render.pdf("settlement/settlement.html", ON, paper.title, author=paper.sender, paper=paper)
    )
    whole = " ".join(pages)
    assert "Zes taakgebieden kostten samen € 755.864,49." in pages[0]
    assert "Samen 166.412,44 56.378,45 65.519,78 12.113,76 382.000,24 23.240,87 705.665,54" in pages[0]
    assert "Samen 563.135,72 563.135,72 0,00 0,00" in pages[1]
    assert "OUD-2026-0002" in whole
    assert whole.count("wat overblijft gaat cent voor cent") == 1
    assert 8 <= len(pages) <= 11


@pytest.mark.parametrize("place", range(20))
def test_every_printed_column_of_an_invoice_adds_up_to_its_printed_total(case: Dossier, place: int) -> None:
    paper = invoice_paper(numbered(case)[place], case)
    assert columns_added(render.page("invoice/invoice.html", ON, paper.title, author="x", paper=paper)) > 3


def test_every_printed_column_of_the_report_adds_up_to_its_printed_total(case: Dossier) -> None:
    paper = settlement_paper(case, numbered(case), ON)
    page = render.page("settlement/settlement.html", ON, paper.title, author="x", paper=paper)
    assert columns_added(page) > 40


def columns_added(page: str) -> int:
    """Adds the amounts of each column as printed; gives how many columns had a printed total."""
    added = 0
    tables: Any = html.document_fromstring(page).iter("table")
    for table in tables:
        for foot in table.iterfind("tfoot/tr"):
            span = int(foot[0].get("colspan", 1))
            for place, cell in enumerate(foot[1:], start=span):
                total = cell.text_content()
                if MONEY.match(total.replace("\xa0", " ")):
                    printed = [row[place].text_content() for row in table.iterfind("tbody/tr")]
                    assert sum(map(cents, printed)) == cents(total), table.get("title")
                    added += 1
    return added


def cents(text: str) -> int:
    if text.strip() in ("–", ""):
        return 0
    digits = re.sub(r"[^0-9−]", "", text)
    return -int(digits.replace("−", "")) if "−" in digits else int(digits)
