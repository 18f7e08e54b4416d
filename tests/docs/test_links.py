"""Every link of every page leads to a file and a heading; what is an example says so."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PAGES = sorted(
    {*Path().glob("*.md"), *Path("docs").rglob("*.md"), *Path(".github").rglob("*.md")}
    | set(Path("infra").rglob("*.md"))
)

LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
ADDRESS = re.compile(r"https?://([\w.-]*[\w-])|\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
OURS_TO_CALL = re.compile(
    r"localhost|127\.0\.0\.1|(?:[\w-]+\.)*(?:microsoftonline|microsoft|botframework)\.(?:com|us)"
)
"""Hosts that Sightline really calls, as teams.md and permissions.md list them."""
EXAMPLE = re.compile(r"(?:[\w-]+\.)*example|(?:[\w.-]+\.)?[A-Z_-]{4,}(?:[\w.-]*)")
"""The names that are reserved for examples, and words in capitals that the reader replaces."""


def prose(page: Path) -> str:
    """A page without its blocks of code, where brackets are no links."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


@cache
def anchors(page: Path) -> frozenset[str]:
    """The fragments by which a public host links the headings of `page`."""
    heads = re.findall(r"^#{1,6} (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", head) for head in heads)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in plain)


def lead_nowhere(page: Path, text: str) -> Iterator[str]:
    """The relative links of `text` on `page` that lead to no file, or to no heading in it."""
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        where, _, fragment = link.partition("#")
        target = (page.parent / where) if where else page
        if not target.exists() or (fragment and fragment not in anchors(target)):
            yield link


def not_ours(text: str) -> list[str]:
    """Hosts of addresses that are neither called by Sightline nor marked as examples."""
    hosts = [link or mail for link, mail in ADDRESS.findall(text)]
    return [h for h in hosts if not (OURS_TO_CALL.fullmatch(h) or EXAMPLE.fullmatch(h))]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert list(lead_nowhere(page, prose(page))) == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_address_is_called_by_sightline_or_marked_as_an_example(page: Path) -> None:
    assert not_ours(page.read_text("utf-8")) == []


def test_a_link_that_leads_nowhere_and_an_address_of_somebody_elses_are_found() -> None:
    page = Path("docs/trust.md")
    text = "[a](teams.md#2-limits) [b](teams.md#nine) [c](nowhere) [d](#1-what-a-send-tells-you)"
    assert list(lead_nowhere(page, text)) == ["teams.md#nine", "nowhere"]
    seen = "https://sightline.org/x https://council.example it@council.gov.uk https://HOST/readyz"
    assert not_ours(seen) == ["sightline.org", "council.gov.uk"]


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    reached, ahead = set[Path](), [Path("README.md")]
    while ahead:
        page = ahead.pop()
        for link in LINK.findall(prose(page)):
            target = page.parent / link.partition("#")[0]
            if target.suffix == ".md" and target.is_file():
                found = target.resolve().relative_to(Path.cwd())
                if found not in reached:
                    reached.add(found)
                    ahead.append(found)
    assert {page for page in PAGES if page.parts[0] != ".github"} - reached == {Path("README.md")}
