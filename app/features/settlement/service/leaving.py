"""What a partner that leaves would owe, reckoned from what was settled finally; nothing is kept (settlement.md 31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.leaving import Damage, ExitRule, ExitSum, agreed, declining, real_damage
from app.features.settlement.core.settled import SettledLine
from app.features.settlement.service import year
from app.features.settlement.store import runs
from app.infra.db import UnitOfWork
from app.kernel.errors import Finding, Invalid, NotFound, Refused
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a partner leaves: its last day, the rule, and what the rule asks."""

    organisation: str
    exit_on: date
    rule: ExitRule
    damages: tuple[Damage, ...] = ()
    agreed_cents: int = 0
    clause: str = ""


def owed(work: UnitOfWork, asked: Leaving) -> ExitSum:
    """What is owed in each year after leaving; `Refused` when the rule cannot be followed.

    `Invalid` when real damage is asked and none is named.
    """
    work.actor.require(Permission.TRY_SCENARIOS)
    organisations, _ = runs.ids_by_code(work.session, work.actor)
    if asked.organisation not in organisations:
        raise NotFound("Deze organisatie")
    if asked.rule is ExitRule.REAL_DAMAGE and not asked.damages:
        raise Invalid([Finding("schades", "Noem ten minste één schade: jaar, wat en bedrag.")])
    try:
        match asked.rule:
            case ExitRule.DECLINING:
                return declining(asked.exit_on, _last_contribution(work, asked))
            case ExitRule.REAL_DAMAGE:
                return real_damage(asked.exit_on, asked.damages)
            case ExitRule.AGREED:
                return agreed(asked.exit_on, asked.agreed_cents, asked.clause.strip() or "afspraak")
    except SettlementError as error:
        raise Refused(error.message, kind="niet-te-berekenen") from error


def _last_contribution(work: UnitOfWork, asked: Leaving) -> Sequence[SettledLine]:
    """What the partner was charged for the last whole year that ended by its last day, corrections included."""
    lines = year.lines_of_last_year(work, asked.exit_on)
    return [row for row in lines if row.organisation == asked.organisation]
