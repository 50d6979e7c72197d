"""The pages of invoices: the list, one invoice, their PDFs, the ZIP, and making a run final."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.features.invoices import service
from app.features.invoices.core.billing import DocumentKind
from app.features.invoices.core.summary import quantity_words, vat_words
from app.features.invoices.core.views import Filter, InvoiceDetail, InvoiceRow
from app.infra.downloads import download, zip_download
from app.infra.http import PageRoute, PageWork, house
from app.infra.web import render
from app.kernel.dutch import euro, plain_day
from app.kernel.errors import Finding, Invalid
from app.kernel.glossary import INVOICE_STATE_LABELS

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_LOOKS = {"open": "live", "overdue": "warn", "to_refund": "still"}
FINAL = "Definitief. De facturen hebben een nummer; hun stukken worden nu gemaakt. Ververs over een minuut."
Text = Annotated[str, Query(max_length=80)]


@router.get("/{code}/facturen")
def invoices_page(
    work: PageWork,
    request: Request,
    code: str,
    van: Text = "",
    aan: Text = "",
    soort: Text = "",
    run: Text = "",
    termijn: Text = "",
    zoek: Text = "",
    cursor: Text = "",
    gedaan: Text = "",
) -> Response:
    """The invoices that one may see, with filters that have an address."""
    asked = {"van": van, "aan": aan, "soort": soort, "run": run, "termijn": termijn, "zoek": zoek}
    chosen = {name: value for name, value in asked.items() if value}
    listing = service.list_invoices(work, _filter(asked, cursor))
    here = f"/{code}/facturen"
    parties = service.list_parties(work)
    next_url = (
        f"{here}?{urlencode({**chosen, 'cursor': listing.next_cursor})}" if listing.next_cursor else None
    )
    return render(
        request,
        work,
        "invoices/list.html",
        asked=asked,
        is_narrowed=bool(chosen),
        rows=[_line(work, row, here) for row in listing.rows],
        count=listing.count,
        total_cents=listing.total_cents,
        more=next_url,
        here_path=here,
        zip_url=f"{here}.zip" + (f"?{urlencode(chosen)}" if chosen else ""),
        providers=[(party.code, party.name) for party in parties.providers],
        clients=[(party.code, party.name) for party in parties.clients],
        done=FINAL if gedaan == "definitief" else None,
        kinds=[(kind.value, kind.value.capitalize()) for kind in DocumentKind],
    )


@router.get("/{code}/facturen.zip")
def zip_page(
    work: PageWork, request: Request, van: Text = "", aan: Text = "", soort: Text = "", run: Text = "",
    termijn: Text = "", zoek: Text = "",
) -> Response:  # fmt: skip
    """The PDFs of the list as it stands on the page."""
    asked = {"van": van, "aan": aan, "soort": soort, "run": run, "termijn": termijn, "zoek": zoek}
    with service.all_pdfs(work, house(request).storage, _filter(asked, "")) as files:
        return zip_download([(file.document.file_name, file.content) for file in files], "facturen.zip")


@router.get("/{code}/facturen/{number}")
def invoice_page(work: PageWork, request: Request, code: str, number: str) -> Response:
    """One invoice with its lines, and where each amount is explained."""
    found = service.get_invoice(work, number)
    here = f"/{code}/facturen"
    return render(
        request,
        work,
        "invoices/one.html",
        found=found,
        row=_line(work, found.row, here),
        here_path=here,
        lines=[
            {
                "line": line,
                "quantity": quantity_words(line),
                "url": f"/{code}/afrekeningen/{found.row.run_id}/regels/{line.settlement_line}/uitleg",
            }
            for line in found.lines
        ],
        vat_facts=[(euro(part.vat_cents), vat_words(part)) for part in found.vat],
        detail_facts=_facts(found),
        run_url=f"/{code}/afrekeningen/{found.row.run_id}",
    )


@router.get("/{code}/facturen/{number}/pdf")
def pdf_page(work: PageWork, request: Request, number: str) -> Response:
    """The PDF of one invoice."""
    file = service.open_pdf(work, house(request).storage, number)
    return download(file.content, file.document.media_type, file.document.file_name)


@router.get("/{code}/afrekeningen/{run_id}/rapport")
def report_page(work: PageWork, request: Request, run_id: UUID) -> Response:
    """The report of a final run."""
    file = service.open_report(work, house(request).storage, run_id)
    return download(file.content, file.document.media_type, file.document.file_name)


@router.get("/{code}/afrekeningen/{run_id}/uitleg.pdf")
def explanation_page(
    work: PageWork,
    run_id: UUID,
    taakgebied: Text = "",
    organisatie: Text = "",
    regel: Annotated[int | None, Query()] = None,
) -> Response:
    """Why an amount is what it is, on paper."""
    name, content = service.draw_explanation(work, run_id, taakgebied, organisatie, regel)
    return download(content, "application/pdf", name)


@router.post("/{code}/afrekeningen/{run_id}/definitief")
def make_final(work: PageWork, code: str, run_id: UUID) -> Response:
    """Make the run final and go to its invoices."""
    service.make_final(work, run_id)
    return RedirectResponse(f"/{code}/facturen?run={run_id}&gedaan=definitief", status_code=303)


def _facts(found: InvoiceDetail) -> list[tuple[str, str]]:
    """With which details it was sent, as they were when it got its number."""
    wanted = (
        ("Van", ", ".join((found.seller.name, *found.seller.address))),
        ("Aan", ", ".join((found.buyer.name, *found.buyer.address))),
        ("Kenmerk van de afnemer", found.buyer.buyer_reference),
        ("Rekening", found.seller.iban),
        ("Factuurdatum", plain_day(found.row.dated_on)),
    )
    return [(label, value) for label, value in wanted if value]


def _filter(asked: dict[str, str], cursor: str) -> Filter:
    kind = asked["soort"]
    try:
        run_id = UUID(asked["run"]) if asked["run"] else None
    except ValueError as error:
        raise Invalid([Finding("run", "Deze afrekening bestaat niet. Kies er een uit de lijst.")]) from error
    return Filter(
        provider=asked["van"] or None,
        client=asked["aan"] or None,
        run_id=run_id,
        kind=DocumentKind(kind) if kind in set(DocumentKind) else None,
        is_overdue=asked["termijn"] == "voorbij",
        number=asked["zoek"] or None,
        cursor=cursor or None,
    )


def _line(work: PageWork, row: InvoiceRow, here: str) -> dict[str, object]:
    state = row.state(work.today).value
    return {
        "row": row,
        "url": f"{here}/{row.number}",
        "pdf_url": f"{here}/{row.number}/pdf",
        "look": _LOOKS[state],
        "state": INVOICE_STATE_LABELS[state],
        "is_credit": row.kind is DocumentKind.CREDIT,
    }
