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
    "bradford": "901629a68e54ded71f7e41ee991677dd7c1ce6fcc7ae9aa397caa326d07f0398",
    "bromley": "c8bdf7625ab1fe718b8fb24086b8f91daebd177c2d6b994ba9ada43e02d6f139",
    "coventry": "ec3f30103ec086a1ccd4e36b03d872ec051866d1b5ba0291beb33ac69a9f1693",
    "tameside": "b11f313c6b27d78f097e6b4cf77aa8d85dba349f80616da2f5e7b6482f3ca436",
    "tower-hamlets": "f3fcbe3e4dfe760ec9d0b0ccd972319532c6cad028612f028ca388f8e4681372",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "bf4c25425a1e67f4be9b546a6cab5a4b9ead00681965005d9bbf2f6fd5a82d1f",
    "bromley": "8318796bba221b73bd0676b7a9222329d3945d657d719f442830636b7c9aad97",
    "coventry": "4bc9b3193db11f22c840f58cfed56352200b02bbde9fc9e0f29a4c701e860672",
    "tameside": "5d9fde4731f34383934bd8f18f80413e31b89e23a07e88508a1aa2fbcd25ecd4",
    "tower-hamlets": "b06f6da974100ef358561cbc7433a5635d208da7532b165e0a56d1423d64b52b",
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
