"""Invoices on the wire: Dutch names by the glossary, each with words and an example. No rules."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.features.invoices.core.billing import BillLine, BillVat
from app.features.invoices.core.views import (
    InvoiceDetail,
    InvoiceRow,
    KeptDocument,
    Listing,
    Named,
    RunDocuments,
)
from app.features.settlement.core.run import RunDetails, RunStep, allowed
from app.kernel.glossary import INVOICE_STATES, RUN_STATES, RUN_STEPS, VAT_CATEGORIES, wire

DocumentKind = Literal["factuur", "creditfactuur"]
VatGroup = Literal["binnen-btw", "buiten-btw"]
State = Literal["open", "vervallen", "terug-te-betalen"]
VatCategory = Literal["belast", "vrijgesteld", "buiten-btw"]


class _Wire(BaseModel):
    model_config = ConfigDict(
        alias_generator=wire, populate_by_name=True, serialize_by_alias=True, frozen=True, extra="forbid"
    )


class PartyOut(_Wire):
    """Een organisatie op de factuur."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    code: str = Field(description="Code", examples=["NLK"])
    name: str = Field(description="Naam", examples=["Nederlek"])


class FractionOut(_Wire):
    """Een exacte hoeveelheid als breuk."""

    num: int = Field(description="Teller", examples=[4890])
    den: int = Field(description="Noemer", examples=[1])


class PeriodOut(_Wire):
    """De periode die is afgerekend, beide dagen inbegrepen."""

    start_on: date = Field(description="Eerste dag", examples=["2026-01-01"])
    end_on: date = Field(description="Laatste dag", examples=["2026-03-31"])


class InvoiceRowOut(_Wire):
    """Een factuur of creditfactuur in de lijst."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    number: str = Field(description="Nummer, per uitvoerder en jaar zonder gaten", examples=["NLK-2026-0003"])
    kind: DocumentKind = Field(description="Factuur of creditfactuur", examples=["factuur"])
    title: str = Field(description="Waarvoor", examples=["Factuur Sociale zaken, 1e kwartaal 2026"])
    state: State = Field(
        description="Hoe zij staat op de dag van vragen; betalingen zijn hier niet bekend", examples=["open"]
    )
    provider: PartyOut = Field(description="Wie factureert")
    client: PartyOut = Field(description="Wie de factuur krijgt")
    run_id: UUID = Field(
        description="Kenmerk van de afrekenrun", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e12"]
    )
    period: PeriodOut = Field(description="De afgerekende periode")
    dated_on: date = Field(description="Dag van de factuur", examples=["2026-04-17"])
    due_on: date = Field(description="Laatste dag om te betalen", examples=["2026-05-17"])
    net_cents: int = Field(description="Bedrag zonder btw, in centen", examples=[8229518])
    vat_cents: int = Field(description="Btw, in centen", examples=[0])
    total_cents: int = Field(description="Bedrag met btw, in centen", examples=[8229518])
    has_pdf: bool = Field(description="Of de pdf al is gemaakt", examples=[True])


class InvoiceListOut(_Wire):
    """Een bladzijde van de lijst."""

    invoices: list[InvoiceRowOut] = Field(description="De facturen, nieuwste eerst")
    count: int = Field(description="Hoeveel facturen aan het filter voldoen", examples=[20])
    total_cents: int = Field(
        description="Hun bedrag samen, in centen; creditfacturen tellen af", examples=[51465703]
    )
    next_cursor: str | None = Field(description="Waar de volgende bladzijde begint", examples=[None])


class InvoiceLineOut(_Wire):
    """Een regel van de factuur."""

    seq: int = Field(description="Volgnummer op de factuur", examples=[1])
    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    settlement_line: int = Field(description="Nummer van de regel in de afrekenrun", examples=[12])
    description: str = Field(description="Omschrijving", examples=["Deel naar inwoners"])
    explanation: str = Field(description="Waaruit het bedrag volgt", examples=["11.560 van 52.000 inwoners"])
    quantity: FractionOut = Field(description="Hoeveelheid, in de eenheid")
    unit: str = Field(description="Eenheid van de hoeveelheid", examples=["stuk"])
    base_quantity: int = Field(description="De prijs geldt per zoveel eenheden", examples=[1])
    price_cents: int = Field(description="Prijs, in centen", examples=[2547648])
    line_amount_cents: int = Field(
        description="Bedrag van de regel zonder btw, in centen", examples=[2547648]
    )
    vat_category: VatCategory = Field(description="Hoe de regel voor de btw telt", examples=["vrijgesteld"])


class VatOut(_Wire):
    """De btw van een soort."""

    vat_category: VatCategory = Field(description="Soort", examples=["vrijgesteld"])
    rate: FractionOut = Field(description="Tarief als deel van een")
    base_cents: int = Field(description="Bedrag waarover, in centen", examples=[8229518])
    vat_cents: int = Field(description="Btw, in centen", examples=[0])


class InvoiceOut(InvoiceRowOut):
    """Een factuur met haar regels en btw."""

    buyer_reference: str = Field(description="Kenmerk van de afnemer", examples=["SHV-2026"])
    vat_group: VatGroup = Field(
        description="Regels buiten de btw staan op een eigen document", examples=["binnen-btw"]
    )
    lines: list[InvoiceLineOut] = Field(description="De regels")
    vat: list[VatOut] = Field(description="De btw per soort")
    refers: list[str] = Field(
        description="Nummers van de eerdere facturen die dit document herstelt", examples=[["NLK-2026-0003"]]
    )


class DocumentOut(_Wire):
    """Een bestand om te downloaden."""

    document_kind: str = Field(description="Wat het is", examples=["afrekening-pdf"])
    file_name: str = Field(description="Naam van het bestand", examples=["afrekening-2026-Q1.pdf"])
    size: int = Field(description="Grootte in bytes", examples=[64211])
    recorded_at: datetime = Field(description="Wanneer het is gemaakt", examples=["2026-04-17T09:30:00Z"])
    url: str = Field(
        description="Waar u het downloadt",
        examples=["/api/v1/afrekenruns/0196a1c2-7d40-7000-8000-5f0c2a6d1e12/documenten/rapport"],
    )


class RunDocumentsOut(_Wire):
    """De stukken van een afrekenrun."""

    run_id: UUID = Field(
        description="Kenmerk van de afrekenrun", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e12"]
    )
    is_final: bool = Field(
        description="Of de run definitief is; daarvoor zijn er geen stukken", examples=[True]
    )
    period: PeriodOut = Field(description="De afgerekende periode")
    report: DocumentOut | None = Field(description="Het rapport, als u dat mag zien en het is gemaakt")
    invoices: list[InvoiceRowOut] = Field(description="De facturen die u mag zien")


Step = Literal["berekenen", "controleren", "terugsturen", "goedkeuren", "definitief-maken", "intrekken"]
RunState = Literal["concept", "gecontroleerd", "goedgekeurd", "definitief", "ingetrokken"]


class RunStepIn(_Wire):
    """Een stap in het leven van een afrekenrun."""

    step: Step = Field(description="De stap", examples=["definitief-maken"])
    reason: str = Field(
        default="", max_length=2000, description="Waarom; nodig bij terugsturen en intrekken", examples=[""]
    )


class RunStepTaken(_Wire):
    """De stap die is gezet, en wat nu kan."""

    seq: int = Field(description="Volgnummer van de stap", examples=[4])
    step: Step = Field(description="De stap", examples=["definitief-maken"])
    from_state: RunState | None = Field(description="Stand ervoor", examples=["goedgekeurd"])
    to_state: RunState = Field(description="Stand erna", examples=["definitief"])
    happened_at: datetime = Field(description="Wanneer", examples=["2026-04-17T09:30:00Z"])
    by: str = Field(description="Wie de stap zette", examples=["Centina Boekelaar"])
    allowed: list[str] = Field(description="Welke stappen nu kunnen", examples=[[]])


STEPS_IN = {RUN_STEPS[step.value]: step for step in RunStep}
"""Step on the wire → in code."""


def step_out(details: RunDetails) -> RunStepTaken:
    """The last step of a run."""
    taken = details.steps[-1]
    return RunStepTaken(
        seq=taken.seq,
        step=RUN_STEPS[taken.step.value],
        from_state=RUN_STATES[taken.from_state.value] if taken.from_state else None,
        to_state=RUN_STATES[taken.to_state.value],
        happened_at=taken.at,
        by=taken.by,
        allowed=[RUN_STEPS[step.value] for step in allowed(details.run.state)],
    )


def list_out(found: Listing, today: date) -> InvoiceListOut:
    """A page of the list."""
    rows = [InvoiceRowOut(**_row(row, today)) for row in found.rows]
    return InvoiceListOut(
        invoices=rows, count=found.count, total_cents=found.total_cents, next_cursor=found.next_cursor
    )


def invoice_out(found: InvoiceDetail, today: date) -> InvoiceOut:
    """One invoice in full."""
    return InvoiceOut(
        **_row(found.row, today),
        buyer_reference=found.buyer.buyer_reference,
        vat_group=found.group.value,
        lines=[_line(seq, line) for seq, line in enumerate(found.lines, start=1)],
        vat=[_vat(part) for part in found.vat],
        refers=list(found.refers),
    )


def documents_out(found: RunDocuments, today: date) -> RunDocumentsOut:
    """The papers of a run."""
    return RunDocumentsOut(
        run_id=found.run_id,
        is_final=found.is_final,
        period=PeriodOut(start_on=found.period.first_on, end_on=found.period.last_on),
        report=_document(found.report, found.run_id),
        invoices=[InvoiceRowOut(**_row(row, today)) for row in found.invoices],
    )


def _row(row: InvoiceRow, today: date) -> dict[str, object]:
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind.value,
        "title": row.title,
        "state": INVOICE_STATES[row.state(today).value],
        "provider": _party(row.provider),
        "client": _party(row.client),
        "run_id": row.run_id,
        "period": PeriodOut(start_on=row.period.first_on, end_on=row.period.last_on),
        "dated_on": row.dated_on,
        "due_on": row.due_on,
        "net_cents": row.net_cents,
        "vat_cents": row.vat_cents,
        "total_cents": row.total_cents,
        "has_pdf": row.has_pdf,
    }


def _party(found: Named) -> PartyOut:
    return PartyOut(id=found.id, code=found.code, name=found.name)


def _line(seq: int, line: BillLine) -> InvoiceLineOut:
    return InvoiceLineOut(
        seq=seq,
        area=line.area,
        settlement_line=line.settlement_line,
        description=line.description,
        explanation=line.detail,
        quantity=FractionOut(num=line.quantity.numerator, den=line.quantity.denominator),
        unit=line.unit,
        base_quantity=line.base_quantity,
        price_cents=line.price_cents,
        line_amount_cents=line.amount_cents,
        vat_category=VAT_CATEGORIES[line.category.value],
    )


def _vat(part: BillVat) -> VatOut:
    return VatOut(
        vat_category=VAT_CATEGORIES[part.category.value],
        rate=FractionOut(num=part.rate.numerator, den=part.rate.denominator),
        base_cents=part.base_cents,
        vat_cents=part.vat_cents,
    )


def _document(found: KeptDocument | None, run_id: UUID) -> DocumentOut | None:
    if found is None:
        return None
    return DocumentOut(
        document_kind=found.kind,
        file_name=found.file_name,
        size=found.size,
        recorded_at=found.recorded_at,
        url=f"/api/v1/afrekenruns/{run_id}/documenten/rapport",
    )
