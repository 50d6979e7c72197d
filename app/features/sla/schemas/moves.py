"""What every change of norms and calendars shares on the wire: the trial, and which clocks it moves."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.features.sla.core.move_words import told
from app.features.sla.core.moving import Move
from app.features.sla.schemas.calculating import StateWord
from app.features.sla.schemas.wire import Wire

MetricWord = Literal["reactie", "intake", "oplevering", "doorlooptijd", "wettelijk", "aantal"]
ID = "0196a1c2-7d40-7000-8000-5f0c2a6d1e11"


class TrialIn(Wire):
    """Wat eerst als proef kan."""

    is_trial: bool = Field(
        default=False,
        description="Alleen zeggen welke klokken verplaatsen; dan wordt niets bewaard (antwoord 200)",
        examples=[False],
    )


class MoveOut(Wire):
    """Een klok die door de wijziging anders uitkomt."""

    number: str = Field(description="Nummer van de opdracht", examples=["2026-SZ-0042"])
    metric: MetricWord = Field(description="Wat de klok meet", examples=["doorlooptijd"])
    due_from_at: datetime | None = Field(
        description="Wanneer hij nu uiterlijk afloopt; leeg als hij stilstaat of niet wordt gemeten",
        examples=["2026-05-06T15:00:00Z"],
    )
    due_to_at: datetime | None = Field(
        description="Wanneer hij dan uiterlijk afloopt; leeg als hij stilstaat of niet meer wordt gemeten",
        examples=["2026-04-21T15:00:00Z"],
    )
    from_state: StateWord | Literal["vervallen"] | None = Field(
        description="Hoe hij nu staat; leeg als hij niet wordt gemeten", examples=["loopt"]
    )
    to_state: StateWord | Literal["vervallen"] | None = Field(
        description="Hoe hij dan staat; leeg als hij niet meer wordt gemeten", examples=["loopt"]
    )
    explanation: str = Field(
        description="Wat er verandert, in woorden",
        examples=["wo 6 mei 2026 wordt di 21 apr 2026"],
    )
    is_going: bool = Field(
        description="Of de klok nog niet is geëindigd; anders wijzigt een uitkomst van toen", examples=[True]
    )


class MovesOut(Wire):
    """Welke klokken een wijziging verplaatst; er is niets bewaard."""

    moves: list[MoveOut] = Field(description="De klokken: eerst wat nog loopt, dan uitkomsten van toen")


class NamedOut(Wire):
    """Een code met haar naam."""

    code: str = Field(description="Code waarmee u ernaar verwijst", examples=["SZ"])
    name: str = Field(description="Naam voor mensen", examples=["Sociale zaken"])


def named(code: str | None, name: str | None) -> NamedOut | None:
    """A code with its name, or nothing."""
    return None if code is None else NamedOut(code=code, name=name or code)


def moves_out(moves: tuple[Move, ...]) -> MovesOut:
    """What moves, for the wire."""
    return MovesOut(moves=[_move_out(one) for one in moves])


def _move_out(one: Move) -> MoveOut:
    return MoveOut(
        number=one.label,
        metric=one.metric.value,
        due_from_at=one.from_at,
        due_to_at=one.to_at,
        from_state=one.before.state.value if one.before else None,
        to_state=one.after.state.value if one.after else None,
        explanation=" wordt ".join(told(one)),
        is_going=one.is_open,
    )
