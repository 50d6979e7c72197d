"""What a calculation found, and how it was explained, on the wire. Names by the glossary; no rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from app.features.settlement.core.result import Finding
from app.features.settlement.core.run import Comment
from app.features.settlement.schemas.wire import Wire
from app.kernel.glossary import FINDING_WEIGHTS


class CommentIn(Wire):
    """Een toelichting op een bevinding."""

    code: str = Field(max_length=40, description="Soort bevinding", examples=["deviation"])
    subject_kind: str = Field(max_length=40, description="Soort onderwerp", examples=["cell"])
    subject: str = Field(max_length=80, description="Onderwerp, als code", examples=["SZ/SHV"])
    text: str = Field(
        max_length=2000, description="Waardoor het komt", examples=["Zeventien cliënten erbij."]
    )


class CommentOut(Wire):
    """Een toelichting; zij geldt voor de zin waarover zij gaat."""

    seq: int = Field(description="Volgnummer", examples=[1])
    code: str = Field(description="Soort bevinding", examples=["deviation"])
    subject_kind: str = Field(description="Soort onderwerp", examples=["cell"])
    subject: str = Field(description="Onderwerp, als code", examples=["SZ/SHV"])
    message: str = Field(description="Waarover", examples=["Schoonhoven betaalt voor Sociale zaken meer."])
    text: str = Field(description="De toelichting", examples=["Zeventien cliënten erbij."])
    happened_at: datetime = Field(description="Wanneer", examples=["2026-04-14T09:10:00Z"])
    by: str = Field(description="Door wie", examples=["Centina Boekelaar"])


class CommentList(Wire):
    """De toelichtingen van een afrekening, oudste eerst."""

    comments: list[CommentOut] = Field(description="De toelichtingen", examples=[[]])


class FindingOut(Wire):
    """Iets om op te lossen of te weten voordat de afrekening verder gaat."""

    weight: Literal["houdt-tegen", "let-op"] = Field(description="Hoe zwaar", examples=["houdt-tegen"])
    code: str = Field(description="Soort bevinding", examples=["unapproved-hours"])
    message: str = Field(
        description="Wat er is", examples=["14 urenregels van Personeel zijn niet goedgekeurd."]
    )
    detail: str = Field(description="Waar, en wat u kunt doen", examples=["De SSC-manager keurt ze goed."])
    subject_kind: str = Field(description="Soort onderwerp", examples=["hours"])
    subject: str = Field(description="Onderwerp, als code", examples=["PE"])
    is_explained: bool = Field(description="Of iemand haar heeft toegelicht", examples=[False])
    comments: list[CommentOut] = Field(
        description="Wat ervan is gezegd; alleen voor wie de hele afrekening mag lezen", examples=[[]]
    )


def finding_out(found: Finding, comments: Sequence[Comment], *, shows_words: bool) -> FindingOut:
    """A finding for the wire, with what was said of this very sentence when the reader may know."""
    said = [comment_out(one) for one in comments if one.about == found.message]
    return FindingOut(
        weight=FINDING_WEIGHTS[found.weight.value],
        code=found.code,
        message=found.message,
        detail=found.detail,
        subject_kind=found.subject[0],
        subject=found.subject[1],
        is_explained=bool(said),
        comments=said if shows_words else [],
    )


def comment_out(said: Comment) -> CommentOut:
    """One explanation for the wire."""
    return CommentOut(
        seq=said.seq,
        code=said.code,
        subject_kind=said.subject[0],
        subject=said.subject[1],
        message=said.about,
        text=said.text,
        happened_at=said.at,
        by=said.by,
    )
