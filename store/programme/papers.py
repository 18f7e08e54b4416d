"""How a council's papers are marked, and the template that gives them their look (§5)."""

from pydantic import Field

from store.programme.section import Section

CLASSIFICATION = "OFFICIAL-SENSITIVE"
"""The protective marking: the Government Security Classifications' own word."""


class PapersRule(Section):
    """The classification on each page, and the council's own Word template.

    `template` is the name of a .docx in the folder of `SIGHTLINE_TEMPLATES`. Without one, papers
    have Sightline's own styles, as all had before there was a choice.
    """

    classification: str = Field(default=CLASSIFICATION, pattern=r"^\S[^\n\r\t]*$", max_length=60)
    template: str = Field(default="", pattern=r"^$|^[^/\\:\n\r\t.][^/\\:\n\r\t]*\.docx$")
