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
    "bradford": "a14cc8a8919956c296ab494658abadd971fac531df5ac2b5c589a17478b32980",
    "bromley": "c069ae2f1a48267307ca577c162caae8033b71f7ab11a9c5722aa2fea54d8318",
    "coventry": "a9e588cb5960fb6d19dca1bb2f15eb6baa6f8aeba9636e738d95194be9ae459b",
    "tameside": "9d495a7b0baea86acde01c3dd875b30272b902f927821cf0d85223e1d60c4412",
    "tower-hamlets": "2c808eb8b22cb311bc4c6ee24ebf310cdb4cceef2d501d98019f6b452e19e61d",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "b7dd631208780a84dd282017295c15d5b7e0bfc44ca7a31e1eaa35e9c644393e",
    "bromley": "9fb04340adcb1c56bc60ea6aafea3188f841811e2ebedb9e01d50ccaec3072b2",
    "coventry": "d8538531acf691200130f90e90663d2af495346931247d58d95ae31ef594b3c6",
    "tameside": "12aab74c25709c2de2537e25cee2e70a50d37a67881deaed6f2274c438cdd575",
    "tower-hamlets": "5bb2875e999df72b0eef4d9d5f907dd11b0a6f689dff28994d803f5e5ee52005",
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
