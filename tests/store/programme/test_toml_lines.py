"""Where a key stands in a TOML text."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.programme.shipped import shelf, shipped, shipped_names
from store.programme.toml_lines import Path, key_of, line_of, lines_of

TEXT = """\
# a comment = 1
title = "one" # [not.a.table]
due.reallocated = "later"
due."other.wise" = 'plain'
[duty."return.submit"]
owner = { RI = "auditor", Inadequate = "post:audit_manager" }
met_by = [
  "return.submit", # the return
  # nothing here
  "return.recall",
]
[[scale]]
name = \"\"\"
two
lines = 3\"\"\"
[[scale]]
name = "Good"
[[scale.points]]
n = 1
[[scale.points]]
n = -2.5
[tool] # the last
day = 2026-12-21
nested = [[1, 2], [
  3]]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("due",), 3),
        (("due", "reallocated"), 3),
        (("due", "other.wise"), 4),
        (("duty",), 5),
        (("duty", "return.submit"), 5),
        (("duty", "return.submit", "owner", "Inadequate"), 6),
        (("duty", "return.submit", "met_by"), 7),
        (("duty", "return.submit", "met_by", 0), 8),
        (("duty", "return.submit", "met_by", 1), 10),
        (("scale", 0), 12),
        (("scale", 0, "name"), 13),
        (("scale", 1), 16),
        (("scale", 1, "name"), 17),
        (("scale", 1, "points", 0, "n"), 19),
        (("scale", 1, "points", 1, "n"), 21),
        (("tool", "day"), 23),
        (("tool", "nested", 1, 0), 25),
    ],
)
def test_a_key_is_found_on_the_line_where_it_is_written(path: Path, line: int) -> None:
    assert lines_of(TEXT)[path] == line
    assert lines_of(TEXT.replace("\n", "\r\n"))[path] == line


def test_what_is_missing_is_told_where_it_would_be() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, ("duty", "return.submit", "ladder")) == 5
    assert line_of(lines, ("scale", 1, "definition")) == 16
    assert line_of(lines, ("digest",)) == 1


def test_a_key_is_written_as_one_types_it() -> None:
    assert (
        key_of(("duty", "return.submit", "due", "otherwise"))
        == 'duty."return.submit".due.otherwise'
    )
    assert key_of(("scale", 2, "name")) == "scale[3].name"


def every_path(value: Any, path: Path = ()) -> list[Path]:
    """Each key and entry of what was read."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found = [path] if path else []
    return found + [each for key, item in inner for each in every_path(item, (*path, key))]


@pytest.mark.parametrize("text", [*shelf().values(), *map(shipped, shipped_names())])
def test_every_key_of_a_shipped_profile_has_a_line_that_names_it(text: str) -> None:
    lines, source = lines_of(text), text.splitlines()
    for path in every_path(tomllib.loads(text)):
        assert path in lines
        if isinstance(path[-1], str):
            assert path[-1] in source[lines[path] - 1]


@given(
    st.dictionaries(
        st.text("abc-_.\"'# =[]{}é", min_size=1, max_size=8),
        st.text("abc\"'#\\\n]},=", max_size=12),
        max_size=6,
    )
)
def test_whatever_stands_in_quotation_marks_confuses_nothing(table: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'

    text = "".join(f"{quoted(key)} = [{quoted(value)}]\n" for key, value in table.items())
    assert tomllib.loads(text) == {key: [value] for key, value in table.items()}
    lines = lines_of(text)
    assert [lines[key,] for key in table] == list(range(1, len(table) + 1))
