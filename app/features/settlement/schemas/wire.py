"""What every shape of settlement shares."""

from pydantic import BaseModel, ConfigDict

from app.kernel.glossary import wire


class Wire(BaseModel):
    """What every shape shares: names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)
