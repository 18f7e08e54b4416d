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
    "bradford": "4d27ecb86f89d2ccfe5a8434e609d18b6778dc7406d814ab445706e4992959e5",
    "bromley": "6fd7b459136d8a7fe38b96eaaf3060e2c03b875e87bde480f32d6668b773ecc1",
    "coventry": "c170ba49a7eb9fcb131f74d0efb6ed3ac95cbc321b562287e7ebc97ba6fce9cd",
    "tameside": "e2b65ce6616fd3c9d115d80c5568536cda4f6db1c13b07c8e42d155b0f517f71",
    "tower-hamlets": "cb8e74b3495af94f2614828ec08b8dd734c711ae72532ced54ab8b067dcf5fad",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "30b5550d439e73004b2523fd10c2b897888403477f7a1e678014e46529dab5b8",
    "bromley": "68ae7c54094e3a06ce70039bc9e873b3c00554e74cf2e6dc3f96d31bc2f8ede5",
    "coventry": "ed895d52ea436d393d3c64726e16a50dc983be374438c42ae95377b7ab0a8451",
    "tameside": "575024930fdd247e26b9ecb7ebc49d780db0e4faf237033af947023673135b4a",
    "tower-hamlets": "35bfdda2007e8000a9f9c2b547ddcf36e7fd41d1d04df769decb99d5f2460369",
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
