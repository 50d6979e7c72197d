"""The shapes of reports on the wire: what came of the norms. Names by the glossary; no rules."""

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.features.reporting.core.results import Counted, GroupBy, Result, Results, TimeIn
from app.kernel.glossary import HOLDERS, STATES, wire

Grouping = Literal["taakgebied", "product", "gemeente"]


class Wire(BaseModel):
    """What every shape shares: names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)


class ResultsQuery(Wire):
    """Welke resultaten."""

    period: str = Field(
        max_length=10, description="Maand, kwartaal of jaar: 2026-03, 2026-Q1 of 2026", examples=["2026-Q1"]
    )
    group_by: Grouping = Field(
        default="taakgebied", description="Waarnaar wordt uitgesplitst", examples=["product"]
    )
    area: str | None = Field(
        default=None, max_length=20, description="Alleen dit taakgebied", examples=["SZ"]
    )
    product: str | None = Field(
        default=None, max_length=60, description="Alleen dit product", examples=["verordening"]
    )
    organisation: str | None = Field(
        default=None, max_length=20, description="Alleen deze hoofdopdrachtgever", examples=["VLI"]
    )

    @property
    def grouping(self) -> GroupBy:
        """The grouping as the core knows it."""
        return GroupBy(self.group_by)


class CreditPartOut(Wire):
    """De korting van één gemeente."""

    organisation: str = Field(description="Naam van de gemeente", examples=["Vlist"])
    base_cents: int = Field(description="Wat haar in rekening is gebracht, zonder btw", examples=[1000000])
    credit_cents: int = Field(description="Wat zij terugkrijgt", examples=[25000])


class ResultOut(Wire):
    """De termijnen van één groep en norm die in de periode eindigden."""

    code: str = Field(description="Code van de groep", examples=["SZ"])
    name: str = Field(description="Naam van de groep", examples=["Sociale zaken"])
    metric: str = Field(description="Wat de norm meet", examples=["intake"])
    unit: str = Field(description="Eenheid van de norm", examples=["werkdagen"])
    count: int = Field(description="Hoeveel termijnen eindigden", examples=[40])
    within: int = Field(description="Hoeveel daarvan binnen de norm", examples=[37])
    median: int = Field(
        description="Mediaan van de verbruikte tijd: seconden werktijd bij werkuren en werkminuten, anders dagen",
        examples=[2],
    )
    p90: int = Field(description="90e percentiel van de verbruikte tijd, in dezelfde eenheid", examples=[4])
    objective_basis_points: int | None = Field(
        description="Streefwaarde in honderdsten van een procent", examples=[9000]
    )
    is_reached: bool | None = Field(description="Of de streefwaarde is gehaald", examples=[True])
    credit_basis_points: int | None = Field(
        description="Korting op het bedrag van het product omdat de streefwaarde niet is gehaald, in honderdsten"
        " van een procent",
        examples=[None],
    )
    credit_cents: int | None = Field(
        description="Die korting in centen; leeg als er geen is of het bedrag nog niet bekend is",
        examples=[None],
    )
    credit_explanation: str | None = Field(
        description="Welk percentage van welk bedrag, of waarom het bedrag niet bekend is", examples=[None]
    )
    credit_parts: list[CreditPartOut] = Field(description="De korting per gemeente", examples=[[]])


class CountedOut(Wire):
    """Een afgesproken aantal voor de periode, en wat is opgeleverd."""

    code: str = Field(description="Code van product of taakgebied", examples=["verordening"])
    name: str = Field(description="Naam", examples=["Verordening"])
    agreed: str = Field(description="Afgesproken aantal, als breuk", examples=["6/1"])
    delivered: int = Field(description="Opgeleverd in de periode", examples=[5])


class TimeInOut(Wire):
    """Hoe lang opdrachten in een stand waren, binnen de periode."""

    state: str = Field(description="Stand", examples=["in-uitvoering"])
    holder: str = Field(description="Bij wie de opdracht dan ligt", examples=["centrum"])
    count: int = Field(description="Hoeveel opdrachten", examples=[12])
    seconds: int = Field(description="Kalendertijd in seconden", examples=[86400])


class ResultsOut(Wire):
    """Wat er van de normen terechtkwam."""

    period: str = Field(description="Periode", examples=["2026-Q1"])
    group_by: Grouping = Field(description="Waarnaar is uitgesplitst", examples=["taakgebied"])
    results: list[ResultOut] = Field(description="Per groep en norm")
    quantities: list[CountedOut] = Field(description="Afgesproken aantallen")
    times: list[TimeInOut] = Field(description="Tijd per stand")


def results_out(found: Results) -> ResultsOut:
    """The results, as they go out."""
    return ResultsOut(
        period=found.period.code,
        group_by=found.group_by.value,
        results=[_result(one) for one in found.results],
        quantities=[_counted(one) for one in found.counted],
        times=[_time(one) for one in found.times],
    )


def _result(one: Result) -> ResultOut:
    money = one.money
    return ResultOut(
        code=one.code,
        name=one.name,
        metric=one.metric.value,
        unit=one.unit.value,
        count=one.count,
        within=one.within,
        median=one.median,
        p90=one.p90,
        objective_basis_points=one.objective,
        is_reached=one.is_reached,
        credit_basis_points=one.credit_due,
        credit_cents=money.amount_cents if money else None,
        credit_explanation=money.why if money else None,
        credit_parts=[
            CreditPartOut(
                organisation=part.organisation, base_cents=part.base_cents, credit_cents=part.credit_cents
            )
            for part in (money.parts if money else None) or ()
        ],
    )


def _counted(one: Counted) -> CountedOut:
    agreed: Fraction = one.agreed
    return CountedOut(
        code=one.code,
        name=one.name,
        agreed=f"{agreed.numerator}/{agreed.denominator}",
        delivered=one.delivered,
    )


def _time(one: TimeIn) -> TimeInOut:
    return TimeInOut(
        state=STATES[one.state], holder=HOLDERS[one.holder], count=one.count, seconds=one.seconds
    )
