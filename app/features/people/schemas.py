"""The shapes of people on the wire. Names by the glossary; no rules."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.features.people.core import Listed
from app.kernel.glossary import wire


class EmployeeOut(BaseModel):
    """Een medewerker, met het dienstverband van vandaag."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, frozen=True)

    id: UUID = Field(description="Kenmerk", examples=["0196a1c2-7d40-7000-8000-5f0c2a6d1e11"])
    code: str = Field(description="Code waarmee u naar de medewerker verwijst", examples=["M01"])
    name: str = Field(description="Naam", examples=["Anna Proefpersoon"])
    employer: str | None = Field(description="Naam van de werkgever", examples=["Nederlek"])
    area: str | None = Field(description="Code van het taakgebied van het team", examples=["SZ"])
    function_code: str | None = Field(description="Functie, waaraan het tarief hangt", examples=["adviseur"])
    contract_minutes: int | None = Field(description="Contracttijd in minuten per week", examples=[1920])
    has_account: bool = Field(description="Of deze medewerker kan inloggen", examples=[True])


class EmployeeList(BaseModel):
    """Alle medewerkers, op naam."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, frozen=True)

    employees: list[EmployeeOut] = Field(description="Medewerkers op naam")


def employee_out(one: Listed) -> EmployeeOut:
    """A line of the list."""
    return EmployeeOut(
        id=one.id,
        code=one.code,
        name=one.name,
        employer=one.employer,
        area=one.area_code,
        function_code=one.function_code,
        contract_minutes=one.contract_minutes,
        has_account=one.has_account,
    )
