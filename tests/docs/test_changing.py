"""The page for newcomers names files that there are, and its three examples apply and pass."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path("docs/changing.md").read_text("utf-8")
PATCHES = Path("docs/changing")
MOST = {"new-act": 10, "new-duty": 15, "own-duty": 1}
"""Each example, with the most files that such a change may touch, tests and pages included."""

ALWAYS = ("tests/store/vocabulary", "tests/docs/test_contract_and_trust.py")
RUNS = {
    "new-act": (*ALWAYS, "tests/store/registry", "-k", "not registry_matrix or take_back or table"),
    "new-duty": (*ALWAYS, "tests/bot/cards/test_cards_keep_the_rules.py", "tests/store/registry",
                 "-k", "not registry_matrix or learning or table"),
    "own-duty": ("tests/rehearsal/test_other_councils.py", "-k", "no_moderation"),
}  # fmt: skip
"""What runs after each example besides the tests that it brings."""
COPIED = ("bot", "store", "tests", "docs", "infra")
OUTSIDE = ("__pycache__", "node_modules")


def touched(name: str) -> list[str]:
    """The files that a patch touches, in its order."""
    text = (PATCHES / f"{name}.patch").read_text("utf-8")
    return re.findall(r"^diff --git a/\S+ b/(\S+)$", text, re.MULTILINE)


def brought(name: str) -> list[str]:
    """The test modules among them."""
    return [file for file in touched(name) if Path(file).name.startswith("test_")]


def listed(name: str) -> list[str]:
    """The files in the example's table on the page."""
    part = PAGE.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")[0]
    return re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)


def new_files() -> set[str]:
    """What the examples add to the tree, which is not there by day."""
    texts = [file.read_text("utf-8") for file in sorted(PATCHES.glob("*.patch"))]
    added = r"^--- /dev/null\n\+\+\+ b/(\S+)$"
    return {name for text in texts for name in re.findall(added, text, re.MULTILINE)}


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:bot|store|tests|docs|infra)/[\w./-]+)`", PAGE))
    assert len(named) > 60
    assert [name for name in sorted(named - new_files()) if not Path(name).exists()] == []


def test_every_chapter_is_named() -> None:
    chapters = {init.parent.name for init in Path("store/acts").glob("*/__init__.py")}
    said = PAGE.partition("The chapters are ")[2].partition("(")[0]
    assert set(re.findall(r"`(\w+)`", said)) == chapters


def test_every_patch_is_told_on_the_page() -> None:
    assert {file.stem for file in PATCHES.iterdir()} == MOST.keys()


@pytest.mark.parametrize("name", MOST)
def test_an_example_touches_no_more_files_than_it_may(name: str) -> None:
    assert 1 <= len(touched(name)) <= MOST[name]
    assert len(set(touched(name))) == len(touched(name))


@pytest.mark.parametrize("name", MOST)
def test_the_page_lists_and_counts_the_files_of_the_patch(name: str) -> None:
    assert sorted(listed(name)) == sorted(touched(name))
    heading = PAGE.partition(f"<!-- {name}:begin -->")[0].rpartition("\n### ")[2].splitlines()[0]
    counted = re.search(r": (\d+) files?$", heading)
    assert counted is not None
    assert int(counted[1]) == len(touched(name))


def test_a_councils_own_duty_is_one_block() -> None:
    text = (PATCHES / "own-duty.patch").read_text("utf-8")
    added = [line[1:] for line in text.splitlines() if re.match(r"\+(?!\+\+ )", line)]
    assert [line for line in added if line.startswith("[")] == ['[duty."duty.team_talk"]']
    assert not re.search(r"^-(?!-- )", text, re.MULTILINE)


def _copy(into: Path) -> None:
    for name in COPIED:
        shutil.copytree(name, into / name, ignore=shutil.ignore_patterns(*OUTSIDE))
    for file in Path().iterdir():
        if file.is_file():
            shutil.copy(file, into / file.name)
    for link in (".venv", "node_modules", ".cache"):
        if Path(link).exists():
            (into / link).symlink_to(Path(link).resolve())


def _run(at: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # What the test's own run sets for its workers is not for another run.
    own = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(  # noqa: S603 - this interpreter, and git
        command, cwd=at, env=own | {"PYTHONPATH": str(at)}, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", MOST)
def test_an_example_applies_to_the_tree(name: str) -> None:
    patch = PATCHES / f"{name}.patch"
    applied = _run(Path(), "git", "apply", "--check", str(patch))
    assert applied.returncode == 0, (
        f"docs/changing.md says how to write {patch} anew\n{applied.stderr}"
    )


@pytest.mark.nightly
@pytest.mark.parametrize("name", MOST)
def test_an_example_applies_to_the_tree_and_its_tests_pass(name: str, tmp_path: Path) -> None:
    patch = (PATCHES / f"{name}.patch").resolve()
    tree = tmp_path / "sightline"
    tree.mkdir()
    _copy(tree)
    applied = _run(tree, "git", "apply", str(patch))
    assert applied.returncode == 0, applied.stderr
    for tests in (brought(name), RUNS[name]):
        if tests:
            ran = _run(
                tree, sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests
            )
            assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
