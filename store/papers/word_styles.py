"""The styles of a Word paper: Sightline's own, or those of a council's template."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from store.vocabulary.errors import Invalid

FONT = "Arial"
INK, MUTED, ACCENT = "1A1A1A", "474747", "1F3A5F"
"""Text, notes, and headings; each on white has a contrast of 7 to 1 or more (WCAG AAA)."""
TABLE, CAPTION, NOTE, BULLET = "Sightline Table", "Caption", "Sightline Note", "List Bullet"
CELL, HEAD_CELL, CONTENTS = "Sightline Cell", "Sightline Head Cell", "Sightline Contents Heading"
TITLE, SUBTITLE = "Title", "Subtitle"
CONTENTS_LINES = ("TOC 1", "TOC 2")


@dataclass(frozen=True, slots=True)
class StyleOf:
    """One paragraph style: sizes and spaces are in points; a heading stays with what follows."""

    name: str
    size: float
    before: float = 0
    after: float = 6
    bold: bool = False
    colour: str = INK
    stays: bool = False
    indent: float = 0


STYLES = (
    StyleOf("Normal", 11, after=8),
    StyleOf(TITLE, 28, before=150, after=12, bold=True, colour=ACCENT),
    StyleOf(SUBTITLE, 13, after=4, colour=MUTED),
    StyleOf(CONTENTS, 18, after=12, bold=True, colour=ACCENT, stays=True),
    StyleOf("Heading 1", 18, before=22, after=8, bold=True, colour=ACCENT, stays=True),
    StyleOf("Heading 2", 13, before=14, after=5, bold=True, colour=ACCENT, stays=True),
    StyleOf(BULLET, 11, after=4),
    StyleOf(CAPTION, 10, before=8, after=4, bold=True, colour=INK, stays=True),
    StyleOf(NOTE, 10, after=8, colour=MUTED),
    StyleOf(CELL, 9.5, before=2, after=2),
    StyleOf(HEAD_CELL, 9.5, before=2, after=2, bold=True, colour="FFFFFF"),
    StyleOf("Header", 9, after=0, colour=MUTED),
    StyleOf("Footer", 9, after=0, colour=MUTED),
    StyleOf(CONTENTS_LINES[0], 11, before=4, after=2),
    StyleOf(CONTENTS_LINES[1], 10, after=1, colour=MUTED, indent=0.6),
)

_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="SightlineTable">
<w:name w:val="{TABLE}"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="8" w:color="{ACCENT}"/>
<w:bottom w:val="single" w:sz="8" w:color="{ACCENT}"/>
<w:insideH w:val="single" w:sz="4" w:color="B8C2CC"/></w:tblBorders>
<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>
</w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{ACCENT}"/>
</w:tcPr></w:tblStylePr>
</w:style>"""


def blank_paper(template: bytes | None = None) -> Any:
    """A document without text, with every style that a paper uses.

    A council's `template` keeps its page, logo, header and styles; only styles that it lacks are
    added. Without one the page is A4 and the styles are ours.
    """
    document = Document() if template is None else Document(BytesIO(template))
    own = template is None
    there = {style.name for style in document.styles}
    for style in STYLES:
        if own or style.name not in there:
            _define(document, style, known=style.name in there)
    if TABLE not in there:
        document.styles.element.append(parse_xml(_TABLE))
    if own:
        page = document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        page.top_margin = page.bottom_margin = Cm(2.4)
    _in_english(document)
    return document


def read_template(name: str, content: bytes) -> bytes:
    """A council's template, if Word can open it; its text is taken out. Raises `Invalid`."""
    try:
        document = Document(BytesIO(content))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError) as error:
        raise Invalid(
            f"{name} is no Word document. Save the council's template as .docx and give that.",
            {"template": "is no Word document"},
        ) from error
    body = document.element.body
    for part in [part for part in body if part.tag != qn("w:sectPr")]:
        body.remove(part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def missing_styles(template: bytes) -> tuple[str, ...]:
    """The styles that a council's template lacks, which Sightline's own then stand in for."""
    there = {style.name for style in Document(BytesIO(template)).styles}
    return tuple(name for name in (*(style.name for style in STYLES), TABLE) if name not in there)


def _define(document: Any, of: StyleOf, *, known: bool) -> None:
    kind = WD_STYLE_TYPE.PARAGRAPH
    style = document.styles[of.name] if known else document.styles.add_style(of.name, kind)
    font, space = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(of.size), of.bold, False
    font.color.rgb = RGBColor.from_string(of.colour)
    for link in style.element.findall(qn("w:link")):
        style.element.remove(link)
    run = style.element.get_or_add_rPr()
    for inherited in run.findall(qn("w:iCs")):
        run.remove(inherited)
    fonts = run.get_or_add_rFonts()
    for of_theme in (fonts, run.find(qn("w:color"))):
        for name in [name for name in of_theme.attrib if "heme" in name]:
            del of_theme.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    space.space_before, space.space_after = Pt(of.before), Pt(of.after)
    space.keep_with_next = of.stays
    if of.indent:
        space.left_indent = Cm(of.indent)
    if of.name == TITLE:
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break


def _in_english(document: Any) -> None:
    """The language of the text, so that screen readers say it as British English."""
    for languages in document.styles.element.iter(qn("w:lang")):
        languages.set(qn("w:val"), "en-GB")
        return
    run = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    run.append(language)
