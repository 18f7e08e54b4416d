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
    "bradford": "fc380f6f245d94de7ff0822c1817640e29c12ecb7bcddfe381da9739bd98cabf",
    "bromley": "80c765faf864ae428364ed7b5ff1e8580206c341151c2a25579f94317651b2ce",
    "coventry": "ae9787bc49627618104a521d61e1597b8fee9c564441662e1c6c3748c9b040d5",
    "tameside": "c9c300251a072de1236d1d0b6b49017cf5841e50866939dbf45a23d77e41ef60",
    "tower-hamlets": "ad0dad3746a07d8ff6a170be6298b67e3e7a9099ee4eae9ede7f4514b50f1eaf",
}
"""All rules as parsed, with what a profile leaves to us."""

WRITTEN = {
    "bradford": "2d73f3676acafa2ccf856405525cc1e435edf22d521fe91cfcbe7b8a7ffdf115",
    "bromley": "64fe36b9b95cdf8c21d0c59763b2289471675c1cc06ce00cf934ee743cb43391",
    "coventry": "a5ff973c7df8fcbdbf65959d3974abb1e463ec072d86c2179fa66a138b8d0ae8",
    "tameside": "b59f4ff4eaf8da732432df22242e50832bd233c6df6c6984223ce9c83b194564",
    "tower-hamlets": "19913618d70b5705d23ffd484d3b79fa7c9aaa390f5f833080853c387a90c51f",
}
"""The rules that a profile itself gives; the mark ° depends on them."""

ORDER = {
    "bradford": "d383164c40e7823b9f12330bc1b9352bb8d4051e40af6ad24f46aead2fccf61c",
    "bromley": "a897f968108831341970778110f599919098b22ac0195dd00ba989965fde71be",
    "coventry": "596cdd896adba6de1809f42fef3bf1306caf1c81986ceeaf4ee26b7d7ed4259f",
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
