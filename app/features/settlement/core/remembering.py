"""What a later run needs to know of a final one: its lines with the documents on which they stand, its areas."""

from dataclasses import replace

from app.features.settlement.core.result import Settlement
from app.features.settlement.core.settled import LineKind, SettledArea, SettledLine


def document_key(run: str, place: int) -> str:
    """The name of the document at a place, from 1 on, among those of a run."""
    return f"{run}/{place}"


def settled_lines(run: str, label: str, settlement: Settlement) -> tuple[SettledLine, ...]:
    """The lines of a final run as facts; of a correction each is about its own closed period."""
    places = {
        number: place
        for place, document in enumerate(settlement.documents, start=1)
        for number in document.lines
    }
    return tuple(
        SettledLine(
            run=run,
            number=line.number,
            label=label,
            period=line.about or settlement.period,
            document=document_key(run, places[line.number]) if line.number in places else "",
            area=line.area,
            provider=line.provider,
            organisation=line.organisation,
            kind=line.kind,
            component=line.component,
            tariff=line.tariff,
            text=line.text,
            amount_cents=line.amount_cents,
            vat_category=line.vat_category,
            vat_rate=line.vat_rate,
            vat_cents=line.vat_cents,
            reverses=line.reverses,
        )
        for line in settlement.lines
    )


def settled_areas(run: str, label: str, settlement: Settlement) -> tuple[SettledArea, ...]:
    """What a final run found of its areas; of a correction a row for each closed period that it moved."""
    if settlement.moved_areas:
        return tuple(replace(row, run=run, label=label) for row in settlement.moved_areas)
    return tuple(
        SettledArea(run, label, settlement.period, one.area.code, one.costs_cents, one.result_cents)
        for one in settlement.areas
    )


def advances_of(run: str, label: str, settlement: Settlement) -> tuple[SettledLine, ...]:
    """The lines that charged in advance."""
    return tuple(
        row
        for row in settled_lines(run, label, settlement)
        if row.kind is LineKind.ADVANCE and not row.tariff
    )
