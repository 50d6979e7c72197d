"""The shapes of settlement on the wire: runs with their steps, lines, the explanation of a line.

Names by the glossary; amounts in whole cents, exact values as fractions. No rules.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from pydantic import Field

from app.features.settlement.core.result import Finding, Line, Moved
from app.features.settlement.core.run import Comment, Run, RunDetails, StepTaken, allowed
from app.features.settlement.core.threshold import Threshold
from app.features.settlement.schemas.findings import FindingOut, finding_out
from app.features.settlement.schemas.wire import Wire
from app.kernel.explain import Node
from app.kernel.glossary import (
    LINE_KINDS,
    RUN_KINDS,
    RUN_STATES,
    RUN_STEPS,
    VAT_CATEGORIES,
)

StateWord = Literal["concept", "gecontroleerd", "goedgekeurd", "definitief", "ingetrokken"]
AnyStepWord = Literal[
    "starten", "berekenen", "controleren", "terugsturen", "goedkeuren", "definitief-maken", "intrekken"
]
RunKindWord = Literal["afrekening", "voorschot", "correctie"]
KindWord = Literal["aandeel", "tarief", "resultaat", "voorschot", "btw-op-kosten", "detachering"]


class RunIn(Wire):
    """Een nieuwe afrekening, een voorschot, of een correctie van perioden die definitief zijn afgerekend."""

    kind: RunKindWord = Field(default="afrekening", description="Wat u start", examples=["afrekening"])
    period: str = Field(
        default="",
        max_length=10,
        description="Maand, kwartaal of jaar: 2026-03, 2026-Q1 of 2026; niet bij een correctie",
        examples=["2026-Q1"],
    )
    periods: list[str] = Field(
        default=[], max_length=100, description="Bij een correctie: de afgerekende perioden", examples=[[]]
    )
    confirm_by_on: date | None = Field(
        default=None,
        description="Tot en met wanneer deelnemers hun gegevens bevestigen; leeg is over twee weken",
        examples=["2026-04-22"],
    )


class ThresholdOut(Wire):
    """Vanaf welk verschil een bedrag wordt toegelicht: als het boven alles is wat hier staat."""

    difference_basis_points: int | None = Field(
        description="Honderdsten van een procent; leeg is niet genoemd", examples=[1000]
    )
    difference_cents: int | None = Field(description="Centen; leeg is niet genoemd", examples=[100000])


class RunOut(Wire):
    """Een afrekening van een periode."""

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    kind: RunKindWord = Field(
        description="Afrekening, voorschot, of correctie van afgerekende perioden", examples=["afrekening"]
    )
    period: str = Field(description="Code van de periode", examples=["2026-Q1"])
    first_on: date = Field(description="Eerste dag", examples=["2026-01-01"])
    last_on: date = Field(description="Laatste dag", examples=["2026-03-31"])
    state: StateWord = Field(description="Status", examples=["concept"])
    calculations: int = Field(description="Hoe vaak berekend", examples=[7])
    calculated_at: datetime = Field(description="Laatst berekend", examples=["2026-04-08T07:31:00Z"])
    cut_off_at: datetime | None = Field(
        description="Meetmoment: wat later is vastgelegd, telt niet", examples=[None]
    )
    final_at: datetime | None = Field(description="Wanneer definitief gemaakt", examples=[None])
    confirm_by_on: date | None = Field(
        description="Tot en met wanneer deelnemers hun gegevens bevestigen", examples=["2026-04-22"]
    )
    threshold: ThresholdOut | None = Field(
        description="Vanaf welk verschil wordt toegelicht; leeg bij voorschot en correctie", examples=[None]
    )
    findings: list[FindingOut] = Field(description="Bevindingen, wat tegenhoudt eerst", examples=[[]])
    sha256: str = Field(description="Controlegetal van de vastlegging", examples=["7c4109e2b5d83fa6"])
    allowed: list[AnyStepWord] = Field(description="Wat nu kan", examples=[["berekenen", "controleren"]])


class RunList(Wire):
    """Afrekeningen, nieuwste periode eerst."""

    runs: list[RunOut] = Field(description="De afrekeningen", examples=[[]])


class StepOut(Wire):
    """Een stap die is gezet."""

    seq: int = Field(description="Volgnummer", examples=[1])
    step: AnyStepWord = Field(description="Wat er is gedaan", examples=["controleren"])
    from_state: StateWord | None = Field(description="Status ervoor", examples=["concept"])
    to_state: StateWord = Field(description="Status erna", examples=["gecontroleerd"])
    happened_at: datetime = Field(description="Wanneer", examples=["2026-04-08T07:31:00Z"])
    by: str = Field(description="Door wie", examples=["Centina Boekelaar"])
    reason: str | None = Field(description="Waarom", examples=[None])


class StepsOut(Wire):
    """De stappen van een afrekening en wat nu kan."""

    steps: list[StepOut] = Field(description="De stappen in volgorde", examples=[[]])
    allowed: list[AnyStepWord] = Field(description="Wat nu kan", examples=[["berekenen"]])


class LineOut(Wire):
    """Eén bedrag dat een uitvoerder een organisatie in rekening brengt of teruggeeft."""

    number: int = Field(description="Nummer van de regel", examples=[12])
    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    organisation: str = Field(description="Code van wie betaalt", examples=["SCH"])
    provider: str = Field(description="Code van de uitvoerder", examples=["NLK"])
    kind: KindWord = Field(description="Soort regel", examples=["aandeel"])
    title: str = Field(description="Omschrijving", examples=["Deel naar inwoners"])
    detail: str = Field(description="Toelichting", examples=["11.560 van 52.000 inwoners op 1 januari 2026"])
    amount_cents: int = Field(description="Bedrag zonder btw", examples=[2648604])
    vat_category: Literal["belast", "vrijgesteld", "buiten-btw"] | None = Field(
        description="Soort btw; leeg bij het eigen deel van de uitvoerder", examples=["vrijgesteld"]
    )
    vat_cents: int = Field(description="Deel in de btw van de factuur", examples=[0])
    is_own_share: bool = Field(
        description="Eigen deel van de uitvoerder, niet gefactureerd", examples=[False]
    )


class MovedOut(Wire):
    """Wat een organisatie over een afgerekende periode betaalde, en wat nu blijkt."""

    period: str = Field(description="Code van de afgerekende periode", examples=["2026-Q1"])
    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    organisation: str = Field(description="Code van wie betaalt", examples=["SCH"])
    before_cents: int = Field(description="Wat was afgerekend, zonder btw", examples=[60000])
    after_cents: int = Field(description="Wat het nu blijkt te zijn, zonder btw", examples=[40000])
    difference_cents: int = Field(description="Het verschil", examples=[-20000])
    vat_cents: int = Field(description="Verschil in btw op de documenten", examples=[0])


class MovedList(Wire):
    """Wat een correctie verandert; leeg bij een gewone afrekening."""

    moved: list[MovedOut] = Field(description="Per periode, taakgebied en organisatie", examples=[[]])


class LineList(Wire):
    """De regels van een afrekening."""

    lines: list[LineOut] = Field(
        description="De regels in volgorde van taakgebied en organisatie", examples=[[]]
    )


class SourceOut(Wire):
    """Waar een gegeven vandaan komt."""

    kind: str = Field(description="Soort rij", examples=["statistic"])
    id: str = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    name: str = Field(description="Naam voor mensen", examples=["CBS, bevolking per gemeente"])


class NodeOut(Wire):
    """Een stap van de uitleg, met waaruit hij volgt."""

    title: str = Field(description="Wat het is", examples=["Deel naar inwoners"])
    shown: str = Field(description="De waarde zoals u haar leest", examples=["€ 26.486,04"])
    num: int = Field(description="Teller van de exacte waarde", examples=[2648604])
    den: int = Field(description="Noemer van de exacte waarde", examples=[1])
    unit: str = Field(description="Wat de waarde telt", examples=["centen"])
    operation: str = Field(description="Hoe de waarde uit de delen volgt", examples=["verdelen"])
    formula: str = Field(description="De berekening in woorden", examples=["€ 119.141,38 × 11.560 ÷ 52.000"])
    source: SourceOut | None = Field(description="Herkomst", examples=[None])
    rule: str | None = Field(description="De afspraak die om de stap vraagt", examples=["artikel 7"])
    parts: list["NodeOut"] = Field(description="Waaruit de stap volgt", examples=[[]])
    step: int | None = Field(description="Nummer van een stap die uit andere volgt", examples=[2])
    same_step: int | None = Field(
        description="De stap hiervoor die dezelfde is; zijn delen staan daar", examples=[None]
    )


def run_out(
    run: Run,
    findings: Sequence[Finding] | None = None,
    comments: Sequence[Comment] = (),
    *,
    shows_words: bool = False,
) -> RunOut:
    """A run for the wire; with `findings` those, else what the calculation found; `comments` explain them."""
    found = run.findings if findings is None else findings
    return RunOut(
        id=run.id,
        kind=RUN_KINDS[run.kind.value],
        period=run.period.code,
        first_on=run.first_on,
        last_on=run.last_on,
        state=RUN_STATES[run.state.value],
        calculations=run.calculations,
        calculated_at=run.calculated_at,
        cut_off_at=run.cut_off_at,
        final_at=run.final_at,
        confirm_by_on=run.confirm_by_on,
        threshold=threshold_out(run.threshold) if run.threshold else None,
        findings=[finding_out(one, comments, shows_words=shows_words) for one in found],
        sha256=run.sha256,
        allowed=_allowed(run),
    )


def threshold_out(found: Threshold) -> ThresholdOut:
    """A threshold for the wire."""
    return ThresholdOut(difference_basis_points=found.basis_points, difference_cents=found.cents)


def _allowed(run: Run) -> list[AnyStepWord]:
    return cast("list[AnyStepWord]", [RUN_STEPS[step.value] for step in allowed(run.state)])


def steps_out(details: RunDetails) -> StepsOut:
    """The steps that were taken, and what can be done now."""
    return StepsOut(steps=[step_out(step) for step in details.steps], allowed=_allowed(details.run))


def step_out(step: StepTaken) -> StepOut:
    """One step for the wire."""
    return StepOut(
        seq=step.seq,
        step=RUN_STEPS[step.step.value],
        from_state=RUN_STATES[step.from_state.value] if step.from_state else None,
        to_state=RUN_STATES[step.to_state.value],
        happened_at=step.at,
        by=step.by,
        reason=step.reason,
    )


def moved_out(row: Moved) -> MovedOut:
    """What a correction moves, for the wire."""
    return MovedOut(
        period=row.period.code,
        area=row.area,
        organisation=row.organisation,
        before_cents=row.before_cents,
        after_cents=row.now_cents,
        difference_cents=row.difference_cents,
        vat_cents=row.vat_cents,
    )


def line_out(line: Line) -> LineOut:
    """A line for the wire, without its explanation."""
    return LineOut(
        number=line.number,
        area=line.area,
        organisation=line.organisation,
        provider=line.provider,
        kind=LINE_KINDS[line.kind.value],
        title=line.text,
        detail=line.detail,
        amount_cents=line.amount_cents,
        vat_category=VAT_CATEGORIES[line.vat_category.value] if line.vat_category else None,
        vat_cents=line.vat_cents,
        is_own_share=line.is_own_share,
    )


def node_out(node: Node, told: dict[int, int] | None = None) -> NodeOut:
    """A step of an explanation with everything below it.

    Amounts share steps: those before it stand in every pool after it. Such a step is told once and referred to
    from then on, else an explanation would double with every pool.
    """
    told = {} if told is None else told
    same = told.get(id(node))
    if same is None and node.operands:
        told[id(node)] = len(told) + 1
    source = (
        SourceOut(kind=node.source.kind, id=node.source.id, name=node.source.label) if node.source else None
    )
    return NodeOut(
        title=node.what,
        shown=node.shown,
        num=node.value.numerator,
        den=node.value.denominator,
        unit=node.unit.value,
        operation=node.operation.value,
        formula=node.formula,
        source=source,
        rule=node.rule.label if node.rule else None,
        step=None if same else told.get(id(node)),
        same_step=same,
        parts=[node_out(part, told) for part in node.operands] if same is None else [],
    )


class PolicyWordsOut(Wire):
    """Een verdeelafspraak in gewone woorden."""

    area: str = Field(description="Naam van het taakgebied", examples=["Sociale zaken"])
    version: int = Field(description="Versie van de afspraak", examples=[2])
    agreement_clause: str = Field(
        description="Waar het is afgesproken",
        examples=["dienstverleningsovereenkomst Sociale zaken 2025–2028, artikel 7"],
    )
    sentences: list[str] = Field(
        description="Een zin voor alles wat een bedrag bepaalt",
        examples=[["Van het totaal verdelen wij 30 % naar inwoners."]],
    )
