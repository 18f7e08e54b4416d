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
    "bradford": "7e0467d1366c3983d7f1b1ff32bf93a4ebb9960585dbddbb86489ce2c7b89c10",
    "bromley": "38a6014c0c875f4db6a7a29077d064bb287b10204b7e2f9d656058e39e3df6dd",
    "coventry": "414ee07b043bc43ffeec495394441fc58fe6a1354ddf149186a60737c638a3f8",
    "tameside": "7af06760d4b81379c15e31442bd5f5e34101157e62e093404026ed47ed3efac7",
    "tower-hamlets": "9d1410042a4e3126bb8a1fbf83186fb14a473966063f57dfa7dc4e0291bf14c0",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "2261aa5c5c26f827d902e875927808432f622afaed3d18e6ab57866ac018cf56",
    "bromley": "c9126371fd324f3a6581944a71e901ce589035f63652d803b0cd54eee6863547",
    "coventry": "7d03b41f36fc6b41710b4e715ae01fafc530fb838e50693e344a6832759dbd3b",
    "tameside": "8b88b676a308a76808364e0ba6678a19bd215118b92a94cfa58c8ea552671c3c",
    "tower-hamlets": "dceb3eb8ad4f2e289ed9806f23f2457cae9cb925ab50918ee2bd63aaedcaf195",
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
