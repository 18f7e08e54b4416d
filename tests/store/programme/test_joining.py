"""How a file's rules are laid over those that it inherits."""

from typing import Any

import pytest

from store.programme.joining import joined, path_of, without

DUTIES = {"a.do": {"due": "1 week"}, "b.do": {"due": "2 weeks"}, "c.do": {"due": "3 weeks"}}


@pytest.mark.parametrize(
    ("inherited", "own", "expected"),
    [
        ({"slack": {"least": 2, "check": 1}}, {"slack": {"least": 3}},
         {"slack": {"least": 3, "check": 1}}),
        ({"digest": {"also": ["a", "b"]}}, {"digest": {"also": ["c"]}},
         {"digest": {"also": ["c"]}}),
        ({"scale": [{"name": "A"}, {"name": "B"}]}, {"scale": [{"name": "C"}]},
         {"scale": [{"name": "C"}]}),
        ({"duty": {"x": {"due": "1 week"}}}, {"duty": {"x": {"due": {"otherwise": "2 weeks"}}}},
         {"duty": {"x": {"due": {"otherwise": "2 weeks"}}}}),
        ({"duty": {"x": {"due": {"RI": "1 week", "otherwise": "2 weeks"}}}},
         {"duty": {"x": {"due": {"otherwise": "3 weeks"}}}},
         {"duty": {"x": {"due": {"RI": "1 week", "otherwise": "3 weeks"}}}}),
        ({"duty": {"x": {"owner": {"otherwise": "auditor"}}}},
         {"duty": {"x": {"owner": "moderator"}}}, {"duty": {"x": {"owner": "moderator"}}}),
    ],
)  # fmt: skip
def test_tables_are_joined_key_by_key_and_all_else_replaces(
    inherited: dict[str, Any], own: dict[str, Any], expected: dict[str, Any]
) -> None:
    before = repr((inherited, own))
    assert joined(inherited, own) == expected
    assert repr((inherited, own)) == before


@pytest.mark.parametrize(
    ("own", "order"),
    [
        ({"b.do": {"due": "1 day"}}, ["a.do", "b.do", "c.do"]),
        ({"n.do": {}}, ["a.do", "b.do", "c.do", "n.do"]),
        ({"a.do": {}, "n.do": {}, "m.do": {}}, ["a.do", "n.do", "m.do", "b.do", "c.do"]),
        ({"n.do": {"after": "b.do"}, "m.do": {}}, ["a.do", "b.do", "n.do", "m.do", "c.do"]),
        ({"a.do": {"after": "c.do"}, "n.do": {}}, ["b.do", "c.do", "a.do", "n.do"]),
        ({"n.do": {"after": "nowhere"}}, ["a.do", "b.do", "c.do", "n.do"]),
        ({"b.do": {"after": "b.do"}}, ["a.do", "b.do", "c.do"]),
    ],
)
def test_what_is_new_stands_after_what_is_above_it_or_where_it_says(
    own: dict[str, Any], order: list[str]
) -> None:
    found = joined({"duty": DUTIES}, {"duty": own})["duty"]
    assert list(found) == order
    assert not any("after" in duty for duty in found.values())


def test_a_case_that_is_added_is_read_before_what_holds_otherwise() -> None:
    inherited = {"duty": {"x": {"due": {"RI": "1 week", "otherwise": "2 weeks"}}}}
    found = joined(inherited, {"duty": {"x": {"due": {"late": "1 day"}}}})
    assert list(found["duty"]["x"]["due"]) == ["RI", "late", "otherwise"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("duty.a.do", ("duty", "a.do")),
        ('duty."a.do"', ("duty", "a.do")),
        ("duty.a.do.due", ("duty", "a.do", "due")),
        ("duty", ("duty",)),
        ("duty.d.do", None),
        ("duty.a", None),
        ("", None),
    ],
)
def test_a_key_is_found_although_names_of_duties_have_dots(
    said: str, path: tuple[str, ...] | None
) -> None:
    assert path_of({"duty": DUTIES, "slack": {"least": 2}}, said) == path


def test_what_is_taken_out_leaves_the_rest() -> None:
    table = {"duty": DUTIES, "slack": {"least": 2}}
    assert without(table, ("duty", "b.do"))["duty"].keys() == {"a.do", "c.do"}
    assert without(table, ("slack",)) == {"duty": DUTIES}
    assert without(table, ("slack", "least", "days")) == table
    assert without(table, ("board", "names")) == table
