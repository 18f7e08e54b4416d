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
    "bradford": "4257e1174ce90bc7fb7fb77771fc8eb367a9997eec0fb80c3c316f37db8564b9",
    "bromley": "a9ba8ddc5dd4ca0f9a3cf271c9af484f21c5a82cd33b0f3fa1d31997275e24ef",
    "coventry": "82be04112d525c9237115c2f72b44e0b74b64d2bd500bb2133392845a4aaff77",
    "tameside": "acdadb271099b63ca2c1b843bb97bc36fd0f0186123270ab82617c7749f1f084",
    "tower-hamlets": "c60b657dce4b705ea0cb8b754096d5d87d01a56312e2d29c45adf0cd3baefda6",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "57dc847363216cc60d7fbe8a8b63b6348c78c7f583f0814270673afb9b6b6dff",
    "bromley": "ef24decf87281054e2c2b51247145542f51d199120d5816509cd3a98dac5a786",
    "coventry": "dcc76224469ea4336541af9436c01c40ca26a4f18f7dea80209eb404a3fec107",
    "tameside": "ce180a76a67132aa7df38a5b889eb03ebe46d38f79b542c04aedf5ce465683d5",
    "tower-hamlets": "dae36727d3edcfab8475d5794bbdcf24c659d3a041353cd9a49f8cfd13b468f7",
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
