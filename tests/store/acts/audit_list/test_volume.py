"""A volume that changes each month is said when the cycle is opened, within the profile (§6)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.dialogs.fields import fields_of
from store.tables import Cycle
from store.vocabulary.errors import Invalid
from tests.bot.dialogs.audit_team import inputs, opened
from tests.store.council import CYCLE, OFFICER, SETUP, Council, caseload, profile_text, staff

OPEN = '"team_manager", at_least = 3, at_most = 6'
GIVEN = {"service": "Frontdoor", "month": "2026-12-01", "accept_slack": True}


@pytest.fixture
def open_volume(tmp_path: Path) -> Iterator[Council]:
    """Three to six audits by Team Managers, and exactly three by Advanced Practitioners."""
    council = Council.empty(f"sqlite:///{tmp_path / 'volume.db'}")
    text = profile_text(tm=3)
    assert '"team_manager", at_least = 3' in text
    council.found(text.replace('"team_manager", at_least = 3', OPEN))
    council.load_people(staff())
    council.load_cases(caseload())
    yield council
    council.close()


def opens(council: Council, **more: Any) -> None:
    council.do("cycle.open", council.programme, GIVEN | more, by=OFFICER, at=SETUP)


def drawn(council: Council) -> dict[str, int]:
    council.do("cycle.select", CYCLE, {"seed": 7}, at=SETUP)
    with council.read(SETUP) as reader:
        told = reader.get(Cycle, CYCLE).parameters or {}
    return {role: told["full"][role] for role in ("team_manager", "advanced_practitioner")}


@pytest.mark.parametrize(("said", "many"), [({}, 3), ({"team_manager": 3}, 3),
                                            ({"team_manager": 6}, 6)])  # fmt: skip
def test_a_cycle_has_as_many_as_were_said_or_the_least(
    open_volume: Council, said: dict[str, int], many: int
) -> None:
    opens(open_volume, volume=said)
    assert drawn(open_volume) == {"team_manager": many, "advanced_practitioner": 3}


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"team_manager": 2}, "volume.team_manager", "from 3 to 6"),
        ({"team_manager": 7}, "volume.team_manager", "from 3 to 6"),
        ({"advanced_practitioner": 4}, "volume.advanced_practitioner", "is not left open"),
        ({"iro": 4}, "volume.iro", "left open: team_manager"),
    ],
)
def test_a_number_outside_the_profile_is_refused_and_nothing_is_opened(
    open_volume: Council, said: dict[str, int], field: str, why: str
) -> None:
    with pytest.raises(Invalid) as refused:
        opens(open_volume, volume=said)
    assert list(refused.value.fields) == [field]
    assert why in refused.value.fields[field]
    assert open_volume.table("cycle") == []


def test_the_form_asks_for_what_the_profile_leaves_open_and_for_nothing_else(
    open_volume: Council,
) -> None:
    asked = inputs(opened(open_volume, "cycle.open", open_volume.programme, at=SETUP))
    assert {name for name in asked if name.startswith("volume.")} == {"volume.team_manager"}
    sent = {"service": "Frontdoor", "month": "2026-12-01", "volume.team_manager": "5",
            "accept_slack": "true"}  # fmt: skip
    open_volume.do(
        "cycle.open", open_volume.programme, fields_of("cycle.open", sent), by=OFFICER, at=SETUP
    )
    assert drawn(open_volume)["team_manager"] == 5


def test_a_box_left_empty_is_the_least(open_volume: Council) -> None:
    sent = {"service": "Frontdoor", "month": "2026-12-01", "volume.team_manager": "",
            "accept_slack": "true"}  # fmt: skip
    open_volume.do(
        "cycle.open", open_volume.programme, fields_of("cycle.open", sent), by=OFFICER, at=SETUP
    )
    assert drawn(open_volume)["team_manager"] == 3


def test_where_the_profile_sets_every_number_no_other_is_taken(council: Council) -> None:
    form = opened(council, "cycle.open", council.programme)
    assert not [name for name in inputs(form) if name.startswith("volume.")]
    with pytest.raises(Invalid):
        council.do("cycle.open", council.programme, {"service": "Care", "month": "2027-01-01",
                   "volume": {"team_manager": 5}}, by=OFFICER)  # fmt: skip
