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
    "bradford": "1ff58099a27c90fad00e5e125540837162204dbd8bf7d1610471f281c601f712",
    "bromley": "b5026e85642c49b9ab5f3abeb0526b0eda4076c5a84c9864087edcfd9e2f6290",
    "coventry": "25bfa35a3104625baf27278e80232a2af9cd8cdb1d72abe56e23421bd0d7b456",
    "tameside": "bd8fa8f7d1029f124d425bf2566a85cd87527c25d2a92e822af78a07f8bf6cce",
    "tower-hamlets": "65ffd82559d612eec11d70628df540c3b927f07f820cae72cc87404a72f8cf96",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "c6f7b51b581c15b623c08804db243f308f6f58f53aa514f55f6cb174d45cf51a",
    "bromley": "81b0d559183aaaad069ee9bd8a7a1870f7d718688d9b88d0f740ce4f0f4ab1c4",
    "coventry": "dca141933025c3b4b663ba16f7761d40328c0df5eb2207a7921c69bf3fb80602",
    "tameside": "489abc45cb68c13c5bd81fbcb065bb41bff5523ff9d102a5a4046d3110a608cc",
    "tower-hamlets": "d768fda593eb0128b373fd925d32d6b0d0c9fe0bace757e395ca112769534bf3",
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
