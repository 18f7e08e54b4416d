"""How an authority calls the files of an evidence pack (programme.md §5)."""

import re

from pydantic import Field, field_validator

from store.programme.section import Section

NEEDED = frozenset({"part", "month", "service"})
LONGEST = 120
"""Characters; SharePoint takes 400 with all its folders."""


class EvidenceRule(Section):
    """What the files of a cycle's evidence pack are called, as agreed with whoever keeps them (§5).

    `{programme}`, `{service}`, `{month}` (2026-12) and `{part}` stand for what they say.
    """

    name: str = Field(default="{service} {month} {part}", max_length=LONGEST)

    @field_validator("name")
    @classmethod
    def fits_sharepoint(cls, name: str) -> str:
        """Refuse what would give two files one name, or one that SharePoint does not take."""
        named = set(re.findall(r"\{(\w*)\}", name))
        rest = re.sub(r"\{\w*\}", "", name)
        if "{" in rest or "}" in rest or not NEEDED <= named <= NEEDED | {"programme"}:
            raise ValueError(
                "needs {part}, {month} and {service}, may have {programme}, and no other"
            )
        if set(rest) & set('"*:<>?/\\|') or name != name.strip(" ."):
            raise ValueError(
                'may not hold any of " * : < > ? / \\ |, nor begin or end with a space or dot'
            )
        return name
