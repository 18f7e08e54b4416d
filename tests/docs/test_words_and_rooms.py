"""Architecture, glossary, decisions and README name what is in the tree, all of it, and no more."""

import re
from pathlib import Path

import pytest

from store.acts.state_diagram import moves
from store.people.posts import POSTS
from store.tables import Audit, Cycle
from store.vocabulary.roles import ROLES

ARCHITECTURE = Path("docs/architecture.md").read_text("utf-8")
GLOSSARY = Path("docs/glossary.md").read_text("utf-8")
README = Path("README.md").read_text("utf-8")
DECISIONS = Path("docs/decisions")
CHAPTERED = ("store/acts", "store/views", "bot/cards", "bot/dialogs")
"""The rooms that have the chapters of the programme as folders."""
SHARED = {"parts"}
"""What several chapters share has a folder beside them."""


def between(page: str, name: str) -> str:
    """What stands between two marks of a page."""
    return page.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")[0]


def rows(page: str, name: str) -> list[list[str]]:
    """The rows of the table between two marks, cell by cell, without code marks or its head."""
    lines = [line for line in between(page, name).splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines[2:]]


def folders(under: str) -> set[str]:
    """The packages directly under a folder."""
    return {init.parent.name for init in Path(under).glob("*/__init__.py")}


ROOMS = {f"{root}/{room}" for root in ("bot", "store") for room in folders(root)}


def named_in(page: str) -> set[str]:
    """Modules and folders that a page names in code marks, as paths; patterns are left out."""
    dotted = re.findall(r"`((?:bot|store)(?:\.[a-z_0-9]+)+)`", page)
    slashed = re.findall(r"`((?:bot|store|tests|infra)/[\w./-]*)`", page)
    return {name.replace(".", "/") for name in dotted} | set(slashed)


def is_there(name: str) -> bool:
    """Whether a path is a file, a module or a folder."""
    return any(Path(place).exists() for place in (name, f"{name}.py"))


def is_in_a_module(name: str) -> bool:
    """Whether the last part names something that its module or room defines or exports."""
    inside, _, last = name.rpartition("/")
    sources = (Path(f"{inside}.py"), Path(inside) / "__init__.py")
    return any(re.search(rf"\b{last}\b", f.read_text("utf-8")) for f in sources if f.is_file())


PAGES = [
    *(Path("docs") / name for name in ("architecture.md", "glossary.md", "trust.md")),
    Path("CONTRIBUTING.md"),
    Path("SECURITY.md"),
    *sorted(DECISIONS.glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_module_that_a_page_names_is_in_the_tree(page: Path) -> None:
    named = named_in(page.read_text("utf-8"))
    assert {name for name in named if not (is_there(name) or is_in_a_module(name))} == set()


def test_a_module_that_is_not_there_is_found() -> None:
    assert named_in("`store.acts.nobody` and `store/acts` and `store/acts/<chapter>/`") == {
        "store/acts/nobody", "store/acts",
    }  # fmt: skip
    assert is_there("store/acts")
    assert is_there("store/duties/settle")
    assert is_in_a_module("store/registry/perform")
    assert not is_there("store/acts/nobody")
    assert not is_in_a_module("store/acts/nobody")


def test_the_press_goes_through_modules_that_are_there_one_by_one() -> None:
    traced = named_in(between(ARCHITECTURE, "press"))
    assert len(traced) > 20
    assert {name for name in traced if not is_there(name)} == set()


def test_the_picture_and_the_table_have_every_room_and_no_other() -> None:
    picture = between(ARCHITECTURE, "rooms")
    drawn = set[str]()
    for letter, root in (("b", "bot"), ("s", "store")):
        for label in re.findall(rf'^ +{letter}\d+\["(.+?)<br/>', picture, re.MULTILINE):
            drawn |= {f"{root}/{room}" for room in re.split(r" · | and ", label)}
    assert drawn - {"bot/app", "bot/serving"} == ROOMS
    table = ARCHITECTURE.partition("\n## 2. ")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z/_]+)` \|", table, re.MULTILINE)) == ROOMS


def test_the_tree_in_the_readme_has_every_room() -> None:
    tree = README.partition("## Where things are")[2].partition("\n## ")[0]
    named = set(re.findall(r"\b([a-z_]+)/(?= )", tree))
    roots = {"bot", "store", "infra", "docs", "tests"}
    assert named == {room.partition("/")[2] for room in ROOMS} | roots
    assert {name for name in named if not any(Path().glob(f"*/{name}"))} <= {
        "docs",
        "infra",
        "bot",
        "store",
        "tests",
    }


def test_the_chapters_are_folders_of_every_room_that_has_them() -> None:
    told = {row[0] for row in rows(ARCHITECTURE, "chapters")}
    assert len(told) == 10
    for room in CHAPTERED:
        assert folders(room) - SHARED == told, room


def test_the_glossary_has_every_role_and_post_and_no_other() -> None:
    told = [row[0] for row in rows(GLOSSARY, "roles")]
    assert sorted(told) == sorted({*ROLES, *POSTS})


def test_the_glossary_has_every_state_of_a_cycle_and_of_an_audit() -> None:
    told = [(row[0], row[1]) for row in rows(GLOSSARY, "states-of-words")]
    there = {
        (on.__name__.lower(), state)
        for on in (Cycle, Audit)
        for source, target, _ in moves(on)
        for state in (source, target)
    }
    assert sorted(told) == sorted(one for one in there if one[1] != "[*]")


def test_every_term_of_the_glossary_stands_once_in_its_section() -> None:
    for section in re.split(r"^## ", GLOSSARY, flags=re.MULTILINE)[1:]:
        terms = re.findall(r"^\| ([^|`]+) \| [^|]+ \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE)
        told = [term for term in terms if term not in {"term", "name"}]
        assert sorted(told) == sorted(set(told)), section.partition("\n")[0]


def test_the_words_of_the_readme_are_ten_and_in_the_glossary() -> None:
    table = README.partition("## Ten words")[2]
    words = re.findall(r"^\| ([a-z]+) \|", table, re.MULTILINE)[1:]
    assert len(words) == 10
    assert [word for word in words if f"| {word} |" not in GLOSSARY] == []


def test_every_decision_is_listed_and_every_missing_number_is_explained() -> None:
    readme = (DECISIONS / "README.md").read_text("utf-8")
    listed, _, explained = readme.partition("\n## Numbers\n")
    titles = {}
    for page in DECISIONS.glob("[0-9]*.md"):
        number, _, title = (
            page.read_text("utf-8").partition("\n")[0].removeprefix("# ").partition(" ")
        )
        assert page.name.startswith(f"{number}-")
        titles[number] = (page.name, title)
    shown = re.findall(r"^\| \[(\d\d)\]\(([\w-]+\.md)\) \| (.+) \|$", listed, re.MULTILINE)
    assert [number for number, *_ in shown] == sorted(titles)
    assert {number: (name, title) for number, name, title in shown} == titles
    missing = {f"{n:02}" for n in range(1, int(max(titles)) + 1)} - set(titles)
    assert {number for number in missing if f"**{number}**" not in explained} == set()
