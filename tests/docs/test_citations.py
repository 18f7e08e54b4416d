"""Every page and section that code, tests, profiles and pages cite is there to be read.

How citations are spelt stands at the head of docs/programme.md.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

DOCS = Path("docs")
ROOMS = ("bot", "store", "infra", "tests", "docs")
READ = {".bicep", ".css", ".html", ".js", ".md", ".py", ".toml", ".yaml", ".yml"}
HOME = "programme.md"
"""What a section alone, such as (§2.8), is a section of."""
GUIDE = "guide"
"""The published guide of Tower Hamlets, whose sections docs/programme.md lists."""

SECTION = r"§\s?(\d+(?:\.\d+)*)"
CITED = re.compile(
    r"(?:(?P<page>[\w-]+\.md)[`)]*(?:'s)?|\b(?P<guide>[Gg]uide)|\b(?P<other>[a-z]+-[a-z]+))?[\s#]*"
    rf"(?P<sections>{SECTION}(?:(?:,|,? and| or| to)\s+{SECTION})*)"
)
READ_ALOUD = re.compile(r"\b[Gg]uide, section (\d+)")
PAGE = re.compile(r"(?<![\w./-])(?:[\w.-]+/)*[\w-]+\.md\b(?![\w-])")


def citations(text: str, home: str = HOME) -> Iterator[tuple[str, str]]:
    """(page or guide, section) of each citation in `text`; a section alone is one of `home`'s."""
    for found in CITED.finditer(text):
        source = found["page"] or (GUIDE if found["guide"] else found["other"] or home)
        for section in re.findall(SECTION, found["sections"]):
            yield source, section
    yield from ((GUIDE, section) for section in READ_ALOUD.findall(text))


def lead_nowhere(text: str, home: str = HOME) -> list[str]:
    """The citations of `text` that no heading and no published source answers."""
    return [
        f"{source} §{section}"
        for source, section in citations(text, home)
        if section not in sections_of(source)
    ]


@cache
def sections_of(source: str) -> frozenset[str]:
    """The numbers of a page's headings, or of the guide's sections; none of what is not there."""
    if source == GUIDE:
        table = (DOCS / HOME).read_text("utf-8").partition("<!-- guide:begin -->")[2]
        return frozenset(re.findall(r"^\| guide §(\d+) \|", table, re.MULTILINE))
    page = DOCS / source
    headings = page.read_text("utf-8") if page.is_file() else ""
    return frozenset(re.findall(r"^#{2,4} (\d+(?:\.\d+)*)\.? ", headings, re.MULTILINE))


def sources() -> Iterator[Path]:
    """Every file that somebody wrote and that may cite a page, but for this one."""
    for room in ROOMS:
        yield from (file for file in sorted(Path(room).rglob("*")) if file.suffix in READ)
    yield from (file for file in sorted(Path().glob("*")) if file.suffix in READ)
    yield Path("Makefile")


SOURCES = [file for file in sources() if file.name != Path(__file__).name]


def test_every_section_that_is_cited_is_a_heading_or_a_published_guides() -> None:
    wrong, cited = {}, 0
    for file in SOURCES:
        text = file.read_text("utf-8")
        own = file.name if file.parent == DOCS and sections_of(file.name) else HOME
        cited += sum(1 for _ in citations(text, own))
        if found := lead_nowhere(text, own):
            wrong[str(file)] = found
    assert wrong == {}
    assert cited > 500, "the citations themselves are no longer found"


def test_every_page_that_is_named_is_in_the_project() -> None:
    wrong = {}
    for file in SOURCES:
        places = (Path(), DOCS, DOCS / "decisions", file.parent)
        named = set(PAGE.findall(file.read_text("utf-8")))
        if found := {page for page in named if not any((at / page).is_file() for at in places)}:
            wrong[str(file)] = found
    assert wrong == {}


def test_what_each_profile_follows_is_among_the_sources() -> None:
    listed = (DOCS / HOME).read_text("utf-8").partition("\n## Sources\n")[2]
    profiles = [tomllib.loads(f.read_text("utf-8")) for f in SOURCES if f.parent.name == "profiles"]
    published = [
        p["programme"]["published"] for p in profiles if "published" in p.get("programme", {})
    ]
    assert len(published) >= 5
    said = " ".join(listed.split())
    assert [name for name in published if name not in said] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as asked (programme.md §9).", ["programme.md §9"]),
        ("as asked (programme.md §2.7 and §2.16).", ["programme.md §2.16"]),
        ("whoever moved (§2.3, §2.99)", ["programme.md §2.99"]),
        ("a line that breaks (trust.md\n    # §6)", ["trust.md §6"]),
        ('source = "Tower Hamlets guide §10 and §17"', ["guide §17"]),
        ("(§3, guide §20)", ["guide §20"]),
        ('"(Tower Hamlets guide, section 18)"', ["guide §18"]),
        ("a page that is not here (house-plan.md §1)", ["house-plan.md §1"]),
        ("nor is this one (house-plan §1)", ["house-plan §1"]),
        ("all is well: programme.md §2.15, (§7), guide §16, [trust.md](trust.md) §4", []),
    ],
)
def test_a_citation_that_leads_nowhere_is_found(text: str, found: list[str]) -> None:
    assert lead_nowhere(text) == found


def test_a_page_that_is_not_there_is_found_by_its_name() -> None:
    assert PAGE.findall("see house-plan.md, docs/operating.md and x.mdx") == [
        "house-plan.md",
        "docs/operating.md",
    ]
