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
    "bradford": "8c84599da34491af4352c8e58a11502f9b8f66e3f808b0e978b322aad99b6419",
    "bromley": "d42a8c46a9d10992f4bb9875e7e94c1d8f49ee75824a7bc42887530797cb8756",
    "coventry": "48ece389f34081ea505084816150512273d26ad73232f34eee7f8566241e4373",
    "tameside": "6ce04675c477078534688f74ef9ccc370564643f556089645e1aad078d183a40",
    "tower-hamlets": "e1b94b1e268906a778dfd3a0b857f5b46158648e493a99d641104ea92c53ed5a",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "59bfb07fc80277ef2b4c3fde74678352ee57d80ffd50e2a38b65d84d3c933194",
    "bromley": "f4c03fea3696139edea70ba18cd8c0e83bbe557cfc70d844194e44fe814b4aa6",
    "coventry": "f5bb85613ea6e742340df8c32f4201bfbce7f75e5b72bb7cb0ad211d506c4218",
    "tameside": "28efb7fee75ff8c96adb3e757fb2f3e0fcf3266b2927a8acd64a443d8d5fd1d5",
    "tower-hamlets": "fe0d9dafc4303b87041fbbfff212b2f3a56d39a2d680cfbbb59f797c69a066b2",
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
