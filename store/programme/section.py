"""What every table of a profile is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""What people read: never empty."""


class Section(BaseModel):
    """A table of the profile. A key nobody knows is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Domain(Section):
    """One domain of the audit tool. A placeholder is a name the published text does not give."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Words
    placeholder: bool = False
