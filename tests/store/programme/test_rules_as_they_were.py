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
    "bradford": "b20b3a0a180b630791f9517a5ad5e0b8a5ee23d0b5b8313cba77b5b513f30d4c",
    "bromley": "07f038cf046d9435c1cb2ca2376f3e1e4801aa43648b37b15f67f85799c777b0",
    "coventry": "f6dba2cdf07a73b3bc8a4c9e72ef3540ed1af97a0536e06f883d0496d0df5ee5",
    "tameside": "cbc221b86d2a34d9cad0d4b667ac22ac141e0eedc1f3b2d2b97660b328455500",
    "tower-hamlets": "5afd8402606ca1e15fb5c77608798bd4ebbbcd03750c8d2c212452548b4d8825",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "aeed24ea6d2fd1dcfddcc6599890d56fed59fa106eabc84ce51da98f1c22fd7d",
    "bromley": "46f0455dba6433c62bb725010c86542f0959b1cc8649fdc9b81183a9b4c2da17",
    "coventry": "0d8654c8d8706d68394e1b3b462b57a1aa548772b48442f50b34352a04e71461",
    "tameside": "ca978dc2c137af66db0f66100fddddd4b68cd0005454045d816b811140220162",
    "tower-hamlets": "f596e92af2723ec394509428851ab06d604518798e0ac60a0bda553cbb3419f9",
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
