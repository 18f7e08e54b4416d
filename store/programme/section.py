"""The base of every table of a profile, and the parts that tables share."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that people read. It is never empty."""


class Section(BaseModel):
    """A table of the profile. An unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Domain(Section):
    """One domain of the audit tool; a placeholder where the published text gives no name."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Words
    placeholder: bool = False


def by_case(value: Any) -> Any:
    """A plain value is the case `otherwise`; a table gives a value for each named case."""
    return value if isinstance(value, dict) else {"otherwise": value}
