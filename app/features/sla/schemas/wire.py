"""What every shape of the room shares."""

from pydantic import BaseModel, ConfigDict

from app.kernel.glossary import wire


class Wire(BaseModel):
    """Names of the glossary, nothing unknown."""

    model_config = ConfigDict(alias_generator=wire, populate_by_name=True, extra="forbid", frozen=True)
