"""The rules of the five profiles are those that they had before they shared a base.

Each hash is the SHA-256 of canonical JSON (keys sorted, no spaces) and was taken from the five
files as they stood whole. Whoever changes a rule on purpose changes its hash here, and sees at
once whether a change of the base reaches a council that it was not meant for.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from store.clock.deadlines import Deadline
from store.programme.profile import Profile
from store.programme.shipped import shipped, shipped_names

RULES = {
    "bradford": "0eba4ee9a21343a03c7504a4789f90e826537d3bb1bf987715248017e4ceeb44",
    "bromley": "0d1dcbb684a567da2a99b65c48ea16f15da1e20c98fad40c3bc451110ee19169",
    "coventry": "da1cc52cfca3be9de606c919c877000451b7815ba69775067e6a815c1bc1e7bf",
    "tameside": "241464902c4a77040cab4cabbb5c85216e1c0b011baa17a6e9df00d834922a67",
    "tower-hamlets": "ad0dad3746a07d8ff6a170be6298b67e3e7a9099ee4eae9ede7f4514b50f1eaf",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "6b6b655c2db8ed44f916c1a7b0bef90c2f9d75a2751ca28f41eec7a453961427",
    "bromley": "74a15b75d252cad49a6009fe494724ccc74a31f58684d4e7c1c1fb1392993cb6",
    "coventry": "892427f41e2f242914f545e410b90bd6c58f25f6e95cf4f880603d39c9bc5385",
    "tameside": "fbb742ed6ca867921ee9971c0535a12ad31b251251270a087401910869bc2a38",
    "tower-hamlets": "19913618d70b5705d23ffd484d3b79fa7c9aaa390f5f833080853c387a90c51f",
}
"""The rules that a profile itself gives; the mark ° depends on them."""

ORDER = {
    "bradford": "02c51865fa7343ed9d4f0167d442f4c5343d12ac4a84c279ecf62d42ed6718d8",
    "bromley": "c89ceed0d8093d2fcb792c7f521c53ae487004252d70644207c1826ed4b8a8fc",
    "coventry": "93939ab58c4236d4478f15199008a7bd6065da39f040a834d61a6cd0c0fcd8a5",
    "tameside": "ee5c71387febc815e9e1534d1955569c40d59b452039552ece27a19cb029fc93",
    "tower-hamlets": "0c791d110f29b70dab5049b51fe27407f900125bb3cceb0705fb12734f254ad7",
}
"""The duties in the order in which they are shown and opened."""


def _plain(value: Any, *, written: bool) -> Any:
    match value:
        case BaseModel():
            names = value.model_fields_set if written else type(value).model_fields
            return {name: _plain(getattr(value, name), written=written) for name in names}
        case Deadline():
            return value.text
        case Mapping():
            return {key: _plain(item, written=written) for key, item in value.items()}
        case tuple():
            return [_plain(item, written=written) for item in value]
    return value


def _sha(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_profile_that_ships_is_held() -> None:
    assert [*RULES] == [*WRITTEN] == [*ORDER] == shipped_names()


@pytest.mark.parametrize("name", shipped_names())
def test_its_rules_are_those_that_it_had(name: str) -> None:
    rules = Profile.parse(shipped(name))
    now = {
        "RULES": _sha(_plain(rules, written=False)),
        "WRITTEN": _sha(_plain(rules, written=True)),
        "ORDER": _sha(list(rules.duty)),
    }
    assert now == {"RULES": RULES[name], "WRITTEN": WRITTEN[name], "ORDER": ORDER[name]}
