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
    "bradford": "65217e5fb649bbbe3a13e64e0aa2629930babee4bcba49e24a2cc554824f2201",
    "bromley": "29cb846207b0221e0ff588ad7723f988300b706ba2a786e8e7d8b709654071f4",
    "coventry": "a0c884cd3919a18cfef6d9089864f328adc8a988f2db3e0d659bdc3923054546",
    "tameside": "81ccc7809d3401c35c432ec975d3a323b591674e652549ae4c23e452a4f1301f",
    "tower-hamlets": "28d23f3d8e29b4f09eb24a944da2c5b8da15545da3e2b622305d657cf1e92af7",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "dd03517cb0cf79c7e6e8cc2e039307583fe2787d8500cee22a84ce42efda42a2",
    "bromley": "1effedb787de1c20c46c2cabd1a158ee7011336b4d636dcc357fc90f921b9db9",
    "coventry": "010e2b5d013ef770023e7f2b7caa7083326482f2a03985b8c47d53ba0d89b631",
    "tameside": "3f65f06b77eca39e5f7f21f8c1803bf6a8b573f197e2f4ea6c74e70e62bf4acc",
    "tower-hamlets": "84851b3cbf2299976af2c2c91eeb93f11bfddd5269a31a837b303c7d4c4d0229",
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
