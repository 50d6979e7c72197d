"""What is said of a run, on the wire: answers about figures, and what it is compared with. No rules."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.features.settlement.core.comparing import Base, Cell
from app.features.settlement.core.confirming import Figure
from app.features.settlement.core.run import Confirmation
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.comparing import Compared
from app.features.settlement.service.confirming import OwnFigures
from app.kernel.glossary import ANSWERS, DRIVER_FIGURES, STANDINGS

AnswerWord = Literal["bevestigd", "bezwaar", "door-stilte"]
StandingWord = Literal["nog-niet", "bevestigd", "bezwaar", "door-stilte", "gewijzigd"]
FigureWord = Literal["kengetal", "levering", "uren"]


class AnswerIn(Wire):
    """Het antwoord van uw organisatie op haar gegevens."""

    answer: Literal["bevestigd", "bezwaar"] = Field(description="Wat u vindt", examples=["bevestigd"])
    reason: str = Field(
        default="", max_length=2000, description="Wat er niet klopt; verplicht bij bezwaar", examples=[""]
    )


class AnswerOut(Wire):
    """Wat een organisatie van haar gegevens zei."""

    organisation: str = Field(description="Code van de organisatie", examples=["VLI"])
    answer: AnswerWord = Field(description="Het antwoord", examples=["bevestigd"])
    happened_at: datetime = Field(description="Wanneer", examples=["2026-04-14T09:10:00Z"])
    by: str = Field(description="Door wie; leeg bij stilte", examples=["Annette Verduinstra"])
    reason: str | None = Field(description="Wat er niet klopt", examples=[None])


class FigureOut(Wire):
    """Een cijfer van uw organisatie waarmee wordt gerekend."""

    kind: FigureWord = Field(description="Soort gegeven", examples=["kengetal"])
    area: str | None = Field(description="Code van het taakgebied", examples=[None])
    code: str = Field(description="Code van kengetal of product", examples=["inhabitants"])
    name: str = Field(description="Naam", examples=["Inwoners"])
    reference_on: date | None = Field(description="Peildatum van een kengetal", examples=["2026-01-01"])
    num: int = Field(description="Teller van de waarde; uren in minuten", examples=[9410])
    den: int = Field(description="Noemer van de waarde", examples=[1])
    source: str | None = Field(description="Bron", examples=["CBS, bevolking per gemeente"])


class OwnFiguresOut(Wire):
    """De gegevens van uw organisatie in deze afrekening."""

    standing: StandingWord = Field(description="Hoe uw organisatie er nu voor staat", examples=["nog-niet"])
    figures: list[FigureOut] = Field(description="Zoals ze nu meetellen", examples=[[]])
    earlier_figures: list[FigureOut] | None = Field(
        description="Dezelfde gegevens in de vorige definitieve periode; leeg als die er niet is",
        examples=[None],
    )


class AnswersOut(Wire):
    """Wie de gegevens heeft bevestigd. Een gemeente ziet alleen haar eigen antwoord en gegevens."""

    confirm_by_on: date | None = Field(
        description="Tot en met wanneer antwoorden kan", examples=["2026-04-22"]
    )
    answers: list[AnswerOut] = Field(description="Het laatste antwoord per organisatie", examples=[[]])
    own: OwnFiguresOut | None = Field(
        description="Uw eigen gegevens, als uw organisatie meedoet", examples=[None]
    )


class BesideOut(Wire):
    """Waarmee een bedrag wordt vergeleken; leeg waar niets is afgerekend of begroot."""

    budget: int | None = Field(description="Begroot, in centen", examples=[2600000])
    earlier: int | None = Field(description="Vorige periode, in centen", examples=[None])
    year_ago: int | None = Field(description="Zelfde periode vorig jaar, in centen", examples=[None])


class CellOut(Wire):
    """Een bedrag naast begroting, vorige periode en vorig jaar."""

    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    organisation: str = Field(description="Code van de organisatie", examples=["SHV"])
    amount_cents: int = Field(description="Nu, zonder btw", examples=[2648604])
    beside: BesideOut = Field(description="Waarmee vergeleken", examples=[{}])
    must_be_explained: bool = Field(description="Of het verschil om een toelichting vraagt", examples=[False])


class ComparisonOut(Wire):
    """Elk bedrag van een afrekening naast wat ervan bekend is."""

    earlier_period: str = Field(description="Code van de vorige periode", examples=["2025-Q4"])
    year_ago_period: str = Field(description="Code van dezelfde periode vorig jaar", examples=["2025-Q1"])
    cells: list[CellOut] = Field(description="Per taakgebied en organisatie", examples=[[]])


def answers_out(until: date | None, given: Sequence[Confirmation], own: OwnFigures | None) -> AnswersOut:
    """The answers that the reader may see, with its own figures when it has some."""
    return AnswersOut(
        confirm_by_on=until,
        answers=[
            AnswerOut(
                organisation=one.organisation,
                answer=ANSWERS[one.answer.value],
                happened_at=one.at,
                by=one.by,
                reason=one.remark,
            )
            for one in given
        ],
        own=None if own is None else _own(own),
    )


def _own(own: OwnFigures) -> OwnFiguresOut:
    then = None if own.before is None else [_figure(figure) for figure in own.before.values()]
    return OwnFiguresOut(
        standing=STANDINGS[own.standing.value],
        figures=[_figure(figure) for figure in own.figures],
        earlier_figures=then,
    )


def _figure(figure: Figure) -> FigureOut:
    return FigureOut(
        kind=DRIVER_FIGURES[figure.kind.value],
        area=figure.area or None,
        code=figure.code,
        name=figure.name,
        reference_on=figure.on,
        num=figure.value.numerator,
        den=figure.value.denominator,
        source=figure.source or None,
    )


def comparison_out(found: Compared) -> ComparisonOut:
    """The comparison for the wire."""
    return ComparisonOut(
        earlier_period=found.earlier.code,
        year_ago_period=found.year_ago.code,
        cells=[_cell(cell) for cell in found.cells],
    )


def _cell(cell: Cell) -> CellOut:
    return CellOut(
        area=cell.area,
        organisation=cell.organisation,
        amount_cents=cell.cents,
        beside=BesideOut(
            budget=cell.beside[Base.BUDGET],
            earlier=cell.beside[Base.EARLIER],
            year_ago=cell.beside[Base.YEAR_AGO],
        ),
        must_be_explained=bool(cell.too_far),
    )
