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
    "bradford": "2b91b5800058428302ee0d1a9651741590db5fa7604b5f1f65b3574f9bf19094",
    "bromley": "652db3a745d6c9d8157ee51985b2cec4f7e05d91cf3f4146a6e30d3d077e9ed3",
    "coventry": "be296c06ac5fed7945cd84246ccf902f8ed4d490b7d5caae3bbe51f3a9c05729",
    "tameside": "1a1c6bd6d81a6915f83da261dea5f91f8200e4f9acf3c82a0bd255021bd2e255",
    "tower-hamlets": "e98816ea08cb000eee93345a1de0ced2fbe09238d6b434db04b2ddd9908913df",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "5ed8d43e27a24d06cc2b8d8d8255040c1d5fed7bcc70bc99ea7902f4ce7969bf",
    "bromley": "2da0d314931cd1c453cc2522e0f305196988bda5fd035490f34980ec619cd0e4",
    "coventry": "a5ff973c7df8fcbdbf65959d3974abb1e463ec072d86c2179fa66a138b8d0ae8",
    "tameside": "b59f4ff4eaf8da732432df22242e50832bd233c6df6c6984223ce9c83b194564",
    "tower-hamlets": "61e49ad1451d0c43a075db76bd4a95ed179176316462a215b94dc42d59dc93d6",
}
"""The rules that a profile itself gives; the mark ° depends on them."""

ORDER = {
    "bradford": "7554c32e27bec703492b68a1c40b4b2adac2e73ad355625df149471034268553",
    "bromley": "5ff2f6b9ad61ad92e729c150895d44d88c9da468098288822ade05d6c708333b",
    "coventry": "596cdd896adba6de1809f42fef3bf1306caf1c81986ceeaf4ee26b7d7ed4259f",
    "tameside": "ee5c71387febc815e9e1534d1955569c40d59b452039552ece27a19cb029fc93",
    "tower-hamlets": "b82889d11cce751c3636f6f071572f6f82729a4c59bbab57b896e0998364c383",
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
