"""The names of the files in an evidence pack (programme.md §5)."""

import re
from typing import Literal

from pydantic import Field, field_validator

from store.programme.section import Section

Filed = Literal["pack", "timetable"]
"""What is filed in the library by itself: a cycle's pack, a version of the timetable."""

NEEDED = frozenset({"part", "month", "service"})
LONGEST = 120
"""In characters. SharePoint allows 400 for the whole path with its folders."""


class EvidenceRule(Section):
    """The pattern for the file names of a cycle's evidence pack, as the records team agreed (§5).

    `{programme}`, `{service}`, `{month}` (2026-12) and `{part}` are filled in. `files` says what
    Sightline files in the council's library by itself; a profile without it files nothing.
    """

    name: str = Field(default="{service} {month} {part}", max_length=LONGEST)
    files: tuple[Filed, ...] = ()

    @field_validator("name")
    @classmethod
    def fits_sharepoint(cls, name: str) -> str:
        """Refuse a pattern that names two files alike or that SharePoint does not accept."""
        named = set(re.findall(r"\{(\w*)\}", name))
        rest = re.sub(r"\{\w*\}", "", name)
        if "{" in rest or "}" in rest or not NEEDED <= named <= NEEDED | {"programme"}:
            raise ValueError(
                "must contain {part}, {month} and {service}, and may also contain {programme}"
            )
        if set(rest) & set('"*:<>?/\\|') or name != name.strip(" ."):
            raise ValueError(
                'must not contain " * : < > ? / \\ or |, or begin or end with a space or a dot'
            )
        return name

    def named(self, programme: str, service: str, month: str, part: str) -> str:
        """The name of a file without its ending, by the authority's own convention."""
        said = self.name.format(programme=programme, service=service, month=month, part=part)
        return re.sub(r'["*:<>?/\\|]', "-", said)
