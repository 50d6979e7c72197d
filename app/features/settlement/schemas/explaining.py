"""The explanation of an amount on the wire: its steps, and why it is not what it was. Names by the glossary."""

from typing import Literal

from pydantic import Field

from app.features.settlement.core.differing import Change
from app.features.settlement.schemas.runs import NodeOut, node_out
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.viewing import Difference, Explained

CauseWord = Literal["prijs", "sleutel", "volume", "anderen", "resultaat"]


class CauseOut(Wire):
    """Eén oorzaak van een verschil."""

    kind: CauseWord = Field(description="Soort oorzaak", examples=["volume"])
    text: str = Field(description="De oorzaak in woorden", examples=["Eigen cliënten, 17 meer"])
    difference_cents: int = Field(description="Wat zij uitmaakt", examples=[132430])


class DifferenceOut(Wire):
    """Waarom een bedrag anders is dan in een eerdere, definitieve periode. De oorzaken zijn samen het verschil."""

    period: str = Field(description="Code van de eerdere periode", examples=["2025-Q4"])
    before_cents: int = Field(description="Wat het toen was, zonder btw", examples=[2516174])
    difference_cents: int = Field(description="Het verschil", examples=[132430])
    causes: list[CauseOut] = Field(description="De oorzaken", examples=[[]])


class ExplainedOut(Wire):
    """Waarom een bedrag is wat het is, en waarom het anders is dan eerder."""

    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    organisation: str | None = Field(
        description="Code van wie betaalt; leeg bij de kosten zelf", examples=["SCH"]
    )
    amount_cents: int = Field(description="Het bedrag zonder btw", examples=[2648604])
    reasons: NodeOut = Field(description="De stappen")
    differences: list[DifferenceOut] = Field(
        description="Tegenover de vorige periode en een jaar eerder, voor zover definitief", examples=[[]]
    )
    sentences: list[str] = Field(
        description="De regel in gewone woorden",
        examples=[["Van het totaal verdelen wij 30 % naar inwoners."]],
    )


def explained_out(found: Explained) -> ExplainedOut:
    """An explanation for the wire."""
    return ExplainedOut(
        area=found.area,
        organisation=found.organisation or None,
        amount_cents=int(found.top.value),
        reasons=node_out(found.top),
        differences=[_difference(one) for one in found.differences],
        sentences=list(found.words),
    )


def _difference(found: Difference) -> DifferenceOut:
    return DifferenceOut(
        period=found.period.code,
        before_cents=found.then_cents,
        difference_cents=sum(one.cents for one in found.changes),
        causes=[_cause(one) for one in found.changes],
    )


def _cause(found: Change) -> CauseOut:
    return CauseOut(kind=found.cause.value, text=found.text, difference_cents=found.cents)
