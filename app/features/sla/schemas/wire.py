"""What every shape of the room shares."""

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.kernel.glossary import wire

YEARS: Final = (1950, 2200)
"""Within these a day can be reckoned from and to."""


class Wire(BaseModel):
    """Names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)


def _storable(text: str) -> str:
    """Text as PostgreSQL can keep it."""
    if "\x00" in text:
        raise ValueError("Deze tekst bevat een teken dat niet te bewaren is (NUL). Haal het weg.")
    return text


def _near(day: date) -> date:
    """A day from and to which can be reckoned."""
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(f"Geef een dag in de jaren {YEARS[0]} tot en met {YEARS[1]}.")
    return day


Line = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
"""A line of text that is kept."""
Day = Annotated[date, AfterValidator(_near)]
"""A day that is kept."""
