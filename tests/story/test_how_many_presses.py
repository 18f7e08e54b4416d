"""The most frequent acts take as few presses as they can."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.story.playing import Played, played
from tests.story.test_the_story import head_of


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


def clicks(card: Any, verb: str) -> int:
    """How many presses the act takes from this card: one for a button, two with a form."""
    if isinstance(card, list):
        return max((clicks(part, verb) for part in card), default=0)
    if not isinstance(card, dict):
        return 0
    if card.get("type") == "Action.Execute" and card["verb"] == verb:
        return 1
    data = card.get("data")
    if card.get("type") == "Action.Submit" and isinstance(data, dict) and data.get("verb") == verb:
        return 2
    children = [value for key, value in card.items() if key != "fallback"]
    return clicks(children, verb)


async def test_accepting_is_one_click_and_asking_to_be_exempt_two_and_a_reason(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    allocation = await desk.card_with(auditor, "allocation.accept", audit.id)
    assert clicks(allocation["card"], "allocation.accept") == 1
    assert clicks(allocation["card"], "exemption.request") == 2
    await desk.press(auditor, "allocation.accept", about=audit.id)
    receipt = await desk.card_with(auditor, "return.submit", audit.id)
    assert clicks(receipt["card"], "return.submit") == 2


async def test_deciding_is_one_click_and_refusing_two(desk: Played) -> None:
    audit = desk.audits("issued")[1]
    auditor = audit.auditor or ""
    asked = {"category": "leave", "reason": "Away until January."}
    await desk.press(auditor, "exemption.request", asked, about=audit.id)
    decide = await desk.card_with(head_of(desk, auditor), "exemption.approve", audit.id)
    assert clicks(decide["card"], "exemption.approve") == 1
    assert clicks(decide["card"], "exemption.refuse") == 2
