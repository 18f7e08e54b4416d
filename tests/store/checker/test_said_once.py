"""`profile check` says each error once, and nothing that is not so."""

import copy
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from store.checker.checker import Problem, check
from store.programme.profile import shipped, shipped_names
from store.programme.toml_lines import Path, key_of
from store.programme.whole_text import written

MANY = 16
"""By day each sixteenth value is tried; each night, every one."""


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(shipped(name))


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every value in a profile, down to the first two entries of its lists."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value[:2]):
            yield from _paths(inner, (*path, place))


def _with(name: str, path: Path, value: Any) -> str:
    """The profile as text, with that value in place of what it has there."""
    data: Any = copy.deepcopy(_data(name))
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return written(data)


def _of_no_shape(value: Any) -> Any:
    """Something that no key with a value of this kind takes."""
    return {"zzqq": {"zzqq": "zzqq"}} if isinstance(value, str | int) else 5


def _at(name: str, path: Path) -> Any:
    here: Any = _data(name)
    for part in path:
        here = here[part]
    return here


def _said(name: str, path: Path) -> tuple[Problem, ...]:
    return check(_with(name, path, _of_no_shape(_at(name, path))))


def _holds(name: str, path: Path) -> None:
    found = _said(name, path)
    said = [(problem.file, problem.line, problem.key) for problem in found]
    assert found, f"{key_of(path)}: nothing was said"
    assert len(said) == len(set(said)), (key_of(path), found)
    beside = {problem.key for problem in found if not problem.key.startswith(key_of(path))}
    # A value that counts as given is not missed elsewhere.
    assert beside <= {"duty", "titles"}, (key_of(path), found)


PATHS = [
    (name, path)
    for name in shipped_names()
    for path in _paths(_data(name))
    if "titles" not in path[:1] and len(path) < 5
]


@pytest.mark.parametrize(
    ("name", "path"),
    PATHS[::MANY],
    ids=lambda part: part if isinstance(part, str) else key_of(part),
)
def test_a_value_of_the_wrong_kind_is_told_once_and_nothing_beside_it(
    name: str, path: Path
) -> None:
    _holds(name, path)


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped_names())
def test_every_value_of_the_wrong_kind_is_told_once_and_nothing_beside_it(name: str) -> None:
    for one, path in PATHS:
        if one == name:
            _holds(name, path)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tool", "domains"), [{"key": "c1"}]),
        (("tool", "domains"), ["Connect"]),
        (("selection", "senior_roles"), [5]),
        (("selection", "quotas"), [{"role": "team_manager"}]),
        (("digest", "recipients"), [{}]),
    ],
)
def test_a_list_with_a_wrong_entry_does_not_lack_an_entry(path: Path, value: Any) -> None:
    found = check(_with("tower-hamlets", path, value))
    assert found
    assert not [problem for problem in found if "at least 1 entry" in problem.reason]


@pytest.mark.parametrize("path", [("tool", "domains"), ("selection", "quotas")])
def test_an_empty_list_that_needs_an_entry_is_told_so(path: Path) -> None:
    (found,) = check(_with("tower-hamlets", path, []))
    assert found.reason == "needs at least 1 entry."


def test_a_scale_that_cannot_be_read_makes_no_grade_unknown() -> None:
    (found,) = check(_with("tower-hamlets", ("scale",), "Good"))
    assert found.key == "scale"


def test_whoever_answers_the_digest_and_is_no_post_is_told_that_alone() -> None:
    (found,) = check(_with("tower-hamlets", ("digest", "addressed_by"), "psw"))
    assert "is not a post" in found.reason
