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
    "bradford": "73ca67d28beb0db995f3adaf16cf0a09cae8dc21e79a2ce83ddb151734e59162",
    "bromley": "0c679d5237e561a367a80ff8eec4535e86385931a5e4f93d7db9533da3b8f39c",
    "coventry": "1a337a9ce32e782984b72e0d11c4b0cbb78599a13dca42acd705ebc09b8455ce",
    "tameside": "61590002321620cfe0a347f1c39588e1bdb2ce0b392661d4d5c44f2ecc03eb5b",
    "tower-hamlets": "7496a8d60b5f62b196617b4c5d18bbc6bba34bb5614eaaea760fbd97fd131ed3",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "88038fbd78d2bd752c9aebe534d30bba55a0cf87c90054eb2d5b37da02b8fc03",
    "bromley": "5cf8cd53c96e6cabf7e14f5396a6327035fa6b3f4154e8e108013c684235686a",
    "coventry": "75ddb21a85bd109c91c041cbc1ea7e341b90c95d92dc6ca71419ffd0211dbfde",
    "tameside": "d504fe03f07c868955fa0817aac494b94c69c384ed33bc67c748220179c58eb5",
    "tower-hamlets": "1ea3cbf4a184675e3d8e63a68754e7508bc4a731daf7373453d80c5cbe87288a",
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
