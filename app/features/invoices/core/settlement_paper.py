"""The report of a settlement as a paper: for the whole collaboration, from the same dossier as its invoices.

First page what it cost and who pays what; then who pays whom, each area with its derivation and its rule in
words, and who confirmed and approved. What of one partner only it may read, stands here as a total per partner.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.features.invoices.core.area_tables import control_table, costs_table, result_note
from app.features.invoices.core.chart import Bar, draw
from app.features.invoices.core.dossier import Dossier, Numbered
from app.features.invoices.core.money_tables import (
    NETTING_NOTE,
    documents_table,
    ending,
    netting_table,
    positions_table,
    short,
)
from app.features.invoices.core.papers import AreaPaper, Comparison, Fact, Figure, SettlementPaper, Step
from app.features.invoices.core.signing import (
    approved_table,
    common_sentences,
    confirmed_table,
    explained_table,
    rule_words,
)
from app.features.invoices.core.steps import Telling
from app.features.invoices.core.tables import Cell, Column, Kind, Row, Table
from app.features.invoices.core.year_paper import year_paper
from app.features.settlement.core.result import AreaResult
from app.features.settlement.core.run import RunKind
from app.kernel.dutch import count, euro, listing, plain_day, signed_euro, signed_percent, whole_euro
from app.kernel.quantities import counted

MATRIX_NOTE = (
    "In euro’s, zonder btw. Grijs is het eigen deel van de uitvoerder; dat wordt niet gefactureerd. "
    "Een streep betekent dat de deelnemer niet meedoet."
)


def settlement_paper(dossier: Dossier, documents: Sequence[Numbered], dated_on: date) -> SettlementPaper:
    """The report; `documents` are the numbered invoices and credit notes of the run, in order of number."""
    if dossier.kind is not RunKind.SETTLEMENT:
        return year_paper(dossier, documents, dated_on)
    settlement = dossier.settlement
    label = settlement.period.label
    common = common_sentences(dossier, [area.area.code for area in settlement.areas])
    return SettlementPaper(
        title=f"Afrekening {label}",
        document_line=f"{settlement.collaboration.name} · afrekening {label}",
        dated_on=dated_on,
        sender=settlement.collaboration.name,
        sender_line="Verdeling van de kosten over de deelnemers",
        facts=(Fact("Periode", settlement.period.in_full), Fact("Definitief op", plain_day(dated_on))),
        lead=_lead(dossier, documents),
        figures=_figures(dossier, documents),
        matrix=_matrix(dossier),
        matrix_note=MATRIX_NOTE,
        comparison=_comparison(dossier),
        areas=tuple(_area(dossier, area, common) for area in settlement.areas),
        common=common,
        netting=netting_table(dossier),
        positions=positions_table(dossier),
        netting_note=NETTING_NOTE,
        documents=documents_table(dossier, documents) if documents else None,
        confirmed=confirmed_table(dossier),
        approved=approved_table(dossier),
        explained=explained_table(dossier),
        ending=ending(dossier),
    )


def _lead(dossier: Dossier, documents: Sequence[Numbered]) -> str:
    settlement = dossier.settlement
    totals = settlement.totals
    areas = counted(len(settlement.areas), "taakgebied", "taakgebieden")
    partners = counted(len(totals.by_organisation), "deelnemer", "deelnemers")
    cost = "kostte" if len(settlement.areas) == 1 else "kostten samen"
    text = f"{areas.capitalize()} {cost} {euro(totals.costs_cents)}. Dat is verdeeld over {partners}"
    if not totals.result_cents:
        return f"{text}, in {count(len(documents), 'factuur', 'facturen')}."
    kind = "tekort" if totals.result_cents > 0 else "overschot"
    left = f"een {kind} van {euro(abs(totals.result_cents))} op tarieven"
    return f"{text}; {left} gaat binnen het jaar mee."


def _figures(dossier: Dossier, documents: Sequence[Numbered]) -> tuple[Figure, ...]:
    totals = dossier.settlement.totals
    areas = count(len(dossier.settlement.areas), "taakgebied", "taakgebieden")
    result = (
        f"{euro(abs(totals.result_cents))} {'tekort' if totals.result_cents > 0 else 'overschot'}"
        if totals.result_cents
        else "alle kosten zijn verdeeld"
    )
    figures = [
        Figure("Kosten", whole_euro(totals.costs_cents), f"{areas}, met overhead"),
        Figure("Verdeeld", whole_euro(totals.divided_cents), result),
    ]
    # What is divided, as on the page of the settlement: one name, one figure.
    planned = None if dossier.budget is None else dossier.budget.totals.divided_cents
    if planned:
        over = totals.divided_cents - planned
        share = signed_percent(Fraction(over, planned))
        figures.append(Figure("Tegenover begroting", share, signed_euro(over, same="precies als begroot")))
    billed = sum(document.bill.total_cents for document in documents if document.bill.kind.value == "factuur")
    figures.append(Figure("Facturen", str(len(documents)), f"samen {euro(billed)} met btw"))
    return tuple(figures)


def _partners(dossier: Dossier) -> list[str]:
    return sorted(dossier.settlement.totals.by_organisation, key=dossier.name)


def _matrix(dossier: Dossier) -> Table:
    """Partner × area without VAT; both ways it totals what was divided."""
    areas = dossier.settlement.areas
    columns = [Column("Deelnemer")]
    columns += [Column(area.area.name, Kind.MONEY, sub=short(dossier.name(area.provider))) for area in areas]
    columns.append(Column("Samen", Kind.MONEY))
    rows = []
    for code in _partners(dossier):
        cells: list[Cell] = [short(dossier.name(code))]
        cells += [area.by_organisation.get(code) for area in areas]
        cells.append(dossier.settlement.totals.by_organisation[code])
        own = tuple(place for place, area in enumerate(areas, start=1) if area.provider == code)
        rows.append(Row(tuple(cells), marked=own))
    made = Table.summed("Wie betaalt wat", columns, rows)
    divided = (*(area.divided_cents for area in areas), dossier.settlement.totals.divided_cents)
    return Table(made.caption, made.columns, made.rows, ("Samen", *divided))


def _comparison(dossier: Dossier) -> Comparison | None:
    """Costs per area beside their budget."""
    areas = dossier.settlement.areas
    if len(areas) < 2:
        return None
    bars = []
    for area in areas:
        planned = dossier.budget_of(area.area.code)
        budget = None if planned is None else planned.costs_cents
        bars.append(Bar(area.area.code, area.costs_cents, budget, is_own=True))
    told = ", ".join(
        f"{area.area.name} {whole_euro(bar.amount_cents)}" for area, bar in zip(areas, bars, strict=True)
    )
    chart = draw(
        f"Kosten per taakgebied: {told}.", "In hele euro’s, en in % boven of onder de begroting", bars
    )
    return Comparison(chart, "Kosten per taakgebied", _names(areas))


def _names(areas: Sequence[AreaResult]) -> str:
    return listing([f"{area.area.code} is {area.area.name}" for area in areas]) + "."


def _area(dossier: Dossier, area: AreaResult, common: Sequence[str]) -> AreaPaper:
    name = area.area.name
    provider = dossier.name(area.provider)
    partners = counted(len(area.participants), "deelnemer", "deelnemers")
    lead = (
        f"{name} wordt uitgevoerd door {provider} voor {partners}. Het kostte {euro(area.costs_cents)}, "
        f"waarvan {euro(area.overhead_cents)} overhead. Verdeelmaatstaf: {listing(area.key)}."
    )
    if area.result_cents:
        lead += f" {result_note(dossier, area)}"
    control, words = control_table(dossier, area), rule_words(dossier, area.area.code)
    return AreaPaper(
        heading=name,
        lead=lead,
        costs=costs_table(dossier, area),
        shares=None
        if control is None
        else Table(f"Verdeling van {name}", control.columns, control.rows, control.total),
        steps=_steps(area),
        words=replace(words, sentences=tuple(said for said in words.sentences if said not in common)),
    )


def _steps(area: AreaResult) -> tuple[Step, ...]:
    """What the costs consist of; how each part was divided stands in the table and in each invoice."""
    return Telling("").tell(area.costs)
