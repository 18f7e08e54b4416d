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
    "bradford": "32b11796d2c253ab843012a4110b918541f919ef787d0c3d2b7fdb952df553fb",
    "bromley": "20a2029c89b9a01c8604bba2773a7e7523495be1bc7b2c96c03bd8b4537e1d71",
    "coventry": "d60b0d0001bba44a879518e6712681cc1a2eb27ed4bbdc873cb9db538d924037",
    "tameside": "1987b269e6c735312edf404e5eb6a87a5e8f443dabd4de5ecf206ee2c359708c",
    "tower-hamlets": "8deec8308d507dcc0d3b92374fb69dd81a02e10743459a5c97b198234ff637f7",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "2261aa5c5c26f827d902e875927808432f622afaed3d18e6ab57866ac018cf56",
    "bromley": "c9126371fd324f3a6581944a71e901ce589035f63652d803b0cd54eee6863547",
    "coventry": "64d76308d417b23c1711a4c2fda275e372287b73433f665825063457aab975a2",
    "tameside": "5da06f9a2701e236bb4b1ffec53419661d227deed44dc0607a94d2f9dc763fb8",
    "tower-hamlets": "4281b2dd62f31f242cef7f5bcf161829fa84138eac223c7bfa2367775f50c204",
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
