"""The base of the fields that an act takes and that a form or a file sends."""

from pydantic import BaseModel, ConfigDict


class Fields(BaseModel):
    """Fields, checked on arrival. An undeclared field is refused by name."""

    model_config = ConfigDict(extra="forbid")
