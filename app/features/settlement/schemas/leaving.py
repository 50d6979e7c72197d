"""The shapes of what a leaving partner owes on the wire. Names by the glossary; no rules."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.features.settlement.core.leaving import Damage, ExitRule, ExitSum
from app.features.settlement.schemas.runs import NodeOut, node_out
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.leaving import Leaving
from app.kernel.glossary import EXIT_RULES

ExitRuleWord = Literal["aflopende-bijdrage", "werkelijke-schade", "afgesproken"]
RULES_IN = {word: ExitRule(code) for code, word in EXIT_RULES.items()}


class DamageIn(Wire):
    """Een schade die het vertrek in een jaar doet."""

    year: int = Field(ge=2000, le=2200, description="In welk jaar", examples=[2027])
    description: str = Field(min_length=1, max_length=200, description="Wat", examples=["huur"])
    amount_cents: int = Field(ge=0, le=10**13, description="Hoeveel", examples=[1200000])


class LeavingIn(Wire):
    """Wie vertrekt, wanneer, en hoe de som wordt bepaald."""

    organisation: str = Field(
        min_length=1, max_length=10, description="Code van wie vertrekt", examples=["VLI"]
    )
    last_on: date = Field(description="Laatste dag van de deelneming", examples=["2026-12-31"])
    rule: ExitRuleWord = Field(
        default="aflopende-bijdrage",
        description="Aflopend is 100, 80, 60, 40 en 20 % van het laatste afgerekende jaar",
        examples=["werkelijke-schade"],
    )
    damages: list[DamageIn] = Field(
        default=[], max_length=100, description="Bij werkelijke schade: elke schade", examples=[[]]
    )
    amount_cents: int = Field(
        default=0, ge=0, le=10**13, description="Bij een afgesproken som: het bedrag", examples=[0]
    )
    agreement_clause: str = Field(
        default="",
        max_length=200,
        description="Bij een afgesproken som: waar dat staat",
        examples=["artikel 3"],
    )


class ExitYearOut(Wire):
    """Wat over een jaar na het vertrek moet worden betaald."""

    year: int = Field(description="Jaar", examples=[2027])
    amount_cents: int = Field(description="Bedrag zonder btw", examples=[1200000])


class ExitSumOut(Wire):
    """De uittreedsom, per jaar en samen, met haar uitleg. Er is niets bewaard."""

    organisation: str = Field(description="Code van wie vertrekt", examples=["VLI"])
    last_on: date = Field(description="Laatste dag van de deelneming", examples=["2026-12-31"])
    rule: ExitRuleWord = Field(description="Hoe de som is bepaald", examples=["werkelijke-schade"])
    total_cents: int = Field(description="De som zonder btw", examples=[4200050])
    years: list[ExitYearOut] = Field(description="Per jaar", examples=[[]])
    reasons: NodeOut = Field(description="Waarom de som dit bedrag is, stap voor stap")


def leaving_of(body: LeavingIn) -> Leaving:
    """What was asked on the wire."""
    damages = tuple(Damage(one.year, one.description, one.amount_cents) for one in body.damages)
    return Leaving(
        body.organisation,
        body.last_on,
        RULES_IN[body.rule],
        damages,
        body.amount_cents,
        body.agreement_clause,
    )


def exit_sum_out(asked: Leaving, found: ExitSum) -> ExitSumOut:
    """What is owed, for the wire."""
    return ExitSumOut(
        organisation=asked.organisation,
        last_on=asked.exit_on,
        rule=EXIT_RULES[found.rule.value],
        total_cents=int(found.total.value),
        years=[ExitYearOut(year=year, amount_cents=int(node.value)) for year, node in found.years],
        reasons=node_out(found.total),
    )
