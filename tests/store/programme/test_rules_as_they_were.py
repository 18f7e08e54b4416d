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
    "bradford": "e3745310218758a31cb906cbd86878ad380f3753352c7b1df351ba918797ecc0",
    "bromley": "651fd03c9a32f5f1ebdde0c5c27833918fd09469123bea2392d76fc10a3aaa76",
    "coventry": "e7c73c32150a8b1e077f641219f24e106c4d6ee6a3983aad7e5e3c73f702adaf",
    "tameside": "984ab52e18552d1a7eee59ec0174fb075212044639e9f84aa845ddfe6f99f1e1",
    "tower-hamlets": "d24c826d59cb91ab72c79b452d31be326595575277214c74a47726d7c8339e10",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "59bfb07fc80277ef2b4c3fde74678352ee57d80ffd50e2a38b65d84d3c933194",
    "bromley": "5db55938806c83d536aa55fdb88c818094f16bee51ce82a4b88635d2ffbdcd1c",
    "coventry": "f5bb85613ea6e742340df8c32f4201bfbce7f75e5b72bb7cb0ad211d506c4218",
    "tameside": "28efb7fee75ff8c96adb3e757fb2f3e0fcf3266b2927a8acd64a443d8d5fd1d5",
    "tower-hamlets": "784a8417b4ed552f7e8355b208eaa46bea7fdba2a76570db69e2452e2a3a87e0",
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
