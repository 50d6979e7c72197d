"""The keys of one's own organisation on the wire: never a secret."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.features.access.core.values import Application
from app.kernel.glossary import wire


class _Wire(BaseModel):
    model_config = ConfigDict(
        alias_generator=wire, populate_by_name=True, serialize_by_alias=True, frozen=True
    )


class ApplicationOut(_Wire):
    """A system that comes in through the API."""

    id: UUID = Field(
        description="Kenmerk van de toepassing", examples=["0196a1c2-0000-7000-8000-000000000001"]
    )
    name: str = Field(description="Naam van de toepassing", examples=["Zaaksysteem Vlist"])


class KeyOut(_Wire):
    """A key without its secret."""

    id: UUID = Field(description="Kenmerk van de sleutel", examples=["0196a1c2-0000-7000-8000-000000000002"])
    application: ApplicationOut = Field(description="De toepassing waarvan de sleutel is")
    prefix: str = Field(description="Het openbare begin van de sleutel, na ssc_", examples=["k4h2q7aa"])
    created_at: datetime = Field(
        description="Wanneer de sleutel is gemaakt", examples=["2026-01-05T09:00:00Z"]
    )
    last_used_at: datetime | None = Field(
        description="Wanneer de sleutel het laatst is gebruikt, op een minuut na",
        examples=["2026-04-01T08:00:00Z"],
    )
    revoked_at: datetime | None = Field(
        description="Sinds wanneer de sleutel niet meer geldt", examples=[None]
    )


class KeysOut(_Wire):
    """All keys of one's own organisation."""

    keys: list[KeyOut] = Field(description="De sleutels, per toepassing op volgorde van maken")


class LogLineOut(_Wire):
    """One entry of the log."""

    seq: int = Field(description="Volgnummer in het logboek", examples=[1042])
    happened_at: datetime = Field(description="Moment van de wijziging", examples=["2026-04-02T14:00:00Z"])
    by: str = Field(description="Wie het deed", examples=["Fenna Oomen"])
    via: str = Field(description="Langs welke weg", examples=["scherm"])
    use_case: str = Field(description="Wat er gebeurde", examples=["rol geven"])
    subject_kind: str = Field(description="Waarover het gaat", examples=["rol"])
    subject_id: str = Field(description="Kenmerk daarvan", examples=["0196a1c2-0000-7000-8000-000000000003"])


class LogOut(_Wire):
    """A part of the log, newest first."""

    lines: list[LogLineOut] = Field(description="De regels, de nieuwste eerst")
    next_cursor: str | None = Field(
        description="Geef dit mee als `cursor` om verder terug te gaan; leeg aan het einde", examples=["942"]
    )


def keys_out(applications: list[Application]) -> KeysOut:
    """The keys of these applications as they go over the wire."""
    return KeysOut(
        keys=[
            KeyOut(
                id=key.id,
                application=ApplicationOut(id=one.id, name=one.name),
                prefix=key.prefix,
                created_at=key.created_at,
                last_used_at=key.last_used_at,
                revoked_at=key.revoked_at,
            )
            for one in applications
            for key in one.keys
        ]
    )
