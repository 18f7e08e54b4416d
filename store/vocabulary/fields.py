"""The base of the fields that an act takes, and of what a form or a file sends in."""

from pydantic import BaseModel, ConfigDict


class Fields(BaseModel):
    """Fields checked when they come in. A field that nobody declared is refused by its name."""

    model_config = ConfigDict(extra="forbid")
