"""What is written as TOML is read again as it was, whatever signs stand in it."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.programme.whole_text import WIDTH, written

SIGNS = st.text(st.characters(codec="utf-8"), max_size=20)
PLAIN = st.one_of(SIGNS, st.integers(-(2**63), 2**63 - 1), st.booleans())
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(SIGNS, inner, max_size=4)),
    max_leaves=12,
)


def in_order(value: Any) -> Any:
    """Dictionaries as lists of pairs, so that their order is compared too."""
    if isinstance(value, dict):
        return [(key, in_order(item)) for key, item in value.items()]
    return [in_order(item) for item in value] if isinstance(value, list) else value


@given(st.dictionaries(SIGNS, VALUES, max_size=6))
def test_what_is_written_is_read_as_it_was(data: dict[str, Any]) -> None:
    read = tomllib.loads(written(data))
    assert read == data
    for key, value in read.items():
        assert in_order(value) == in_order(data[key])


def test_it_is_written_as_one_writes_a_profile() -> None:
    words = "w" * WIDTH
    data = {
        "defaults": ["slack"],
        "slack": {"least": 2, "span": {"at_least": 1, "at_most": 2}},
        "scale": [{"name": "Good"}, {"name": "RI", "below_good": True}],
        "duty": {"list.hold": {"due": {"asked": words, "otherwise": "1 week"}, "words": 'a "b"'}},
        "ladder": {"short": {"rungs": [{"at": words}, {"at": "on the day"}]}, "none": {}},
        "copies": {},
    }
    assert (
        written(data)
        == f"""\
defaults = ["slack"]

[slack]
least = 2
span = {{ at_least = 1, at_most = 2 }}

[[scale]]
name = "Good"
[[scale]]
name = "RI"
below_good = true

[duty."list.hold"]
due.asked = "{words}"
due.otherwise = "1 week"
words = "a \\"b\\""

[ladder.short]
rungs = [
  {{ at = "{words}" }},
  {{ at = "on the day" }},
]

[ladder.none]

[copies]
"""
    )


def test_what_no_profile_holds_is_not_written() -> None:
    with pytest.raises(TypeError, match="no profile holds a date"):
        written({"from": date(2026, 12, 1)})
