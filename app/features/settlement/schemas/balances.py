"""Results of tariffs through the years on the wire. Names by the glossary; no rules."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.features.settlement.core.balances import Account, Movement
from app.features.settlement.schemas.wire import Wire
from app.features.settlement.service.balances import Balances
from app.kernel.glossary import MOVEMENT_KINDS, TARIFF_RESULTS


class ChargedOut(Wire):
    """Wat een organisatie van een verdeeld resultaat betaalde."""

    organisation: str = Field(description="Code van de organisatie", examples=["SCH"])
    amount_cents: int = Field(description="Bedrag zonder btw; min is teruggekregen", examples=[75000])


class MovementOut(Wire):
    """Eén mutatie, met de afrekening waaruit zij komt."""

    kind: Literal["ontstaan", "meegenomen", "verdeeld"] = Field(
        description="Wat er gebeurde", examples=["ontstaan"]
    )
    run_id: UUID = Field(
        description="Kenmerk van de afrekening", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"]
    )
    label: str = Field(description="Welke afrekening", examples=["afrekening 4e kwartaal 2025"])
    year: int = Field(description="Jaar waarin zij telt", examples=[2025])
    amount_cents: int = Field(description="Plus is tekort, min is overschot", examples=[5000])
    costs_cents: int = Field(description="Kosten, bij een resultaat dat ontstaat", examples=[35000])
    charged_cents: int = Field(description="Wat daarvan in rekening is gebracht", examples=[30000])
    charged_to: list[ChargedOut] = Field(
        description="Wie een verdeeld resultaat betaalde; een gemeente ziet haar eigen deel", examples=[[]]
    )


class AccountOut(Wire):
    """De resultaten van een taakgebied die dezelfde bestemming hebben."""

    area: str = Field(description="Code van het taakgebied", examples=["SZ"])
    result: Literal["meenemen", "reserve", "verdelen"] = Field(
        description="Waar het resultaat heen gaat", examples=["reserve"]
    )
    balance_cents: int = Field(description="Wat nu over is; plus is tekort", examples=[5000])
    movements: list[MovementOut] = Field(description="De mutaties, oudste eerst", examples=[[]])


class BalancesOut(Wire):
    """Wat tarieven meer of minder opbrachten dan de kosten, door de jaren heen."""

    total_cents: int = Field(description="Wat in alles over is; plus is tekort", examples=[5000])
    accounts: list[AccountOut] = Field(description="Per taakgebied en bestemming", examples=[[]])


def balances_out(found: Balances) -> BalancesOut:
    """The accounts for the wire."""
    return BalancesOut(total_cents=found.total_cents, accounts=[_account(one) for one in found.accounts])


def _account(found: Account) -> AccountOut:
    return AccountOut(
        area=found.area.code,
        result=TARIFF_RESULTS[found.goes_to.value],
        balance_cents=found.balance_cents,
        movements=[_movement(one) for one in found.movements],
    )


def _movement(found: Movement) -> MovementOut:
    return MovementOut(
        kind=MOVEMENT_KINDS[found.kind.value],
        run_id=UUID(found.run),
        label=found.label,
        year=found.year,
        amount_cents=found.amount_cents,
        costs_cents=found.costs_cents,
        charged_cents=found.charged_cents,
        charged_to=[
            ChargedOut(organisation=code, amount_cents=cents) for code, cents in found.by_organisation.items()
        ],
    )
