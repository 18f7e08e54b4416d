"""A council's own Word template: read from its folder, and what is missing in it (§5)."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from store.papers.word_styles import missing_styles, read_template
from store.vocabulary.errors import Invalid


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template that was found: its bytes without text, the styles it lacks, and its logo."""

    content: bytes
    lacks: tuple[str, ...]
    has_logo: bool


def own_template(folder: Path, name: str) -> OwnTemplate:
    """The template of that name. Raises `Invalid` where it is not there or Word cannot open it."""
    try:
        given = (folder / name).read_bytes()
    except OSError as error:
        raise Invalid(
            f"The template {name} cannot be read from the folder {folder}: {error.strerror}. Put "
            "it there, or take `papers.template` out of the profile.",
            {"papers.template": "cannot be read"},
        ) from error
    content = read_template(name, given)
    return OwnTemplate(content, missing_styles(content), _has_logo(content))


def usable_template(folder: Path | None, name: str) -> bytes | None:
    """The template's bytes; None where none is named or it cannot be used.

    A paper that somebody waits for is then made in Sightline's own styles; `doctor` says why.
    """
    if folder is None or not name:
        return None
    try:
        return own_template(folder, name).content
    except Invalid:
        return None


def _has_logo(template: bytes) -> bool:
    """Whether a head or foot of its pages holds a picture; pictures in the text are taken out."""
    document = Document(BytesIO(template))
    return any(
        relation.reltype == RELATIONSHIP_TYPE.IMAGE
        for section in document.sections
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
        )
        if not part.is_linked_to_previous
        for relation in part.part.rels.values()
    )  # fmt: skip
