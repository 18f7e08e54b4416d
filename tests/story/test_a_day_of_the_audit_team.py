"""The audit team's day: much of one kind is one line, which opens a list with all of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk.buttons import buttons
from store.tables import Duty
from tests.store.council import a_return
from tests.story.playing import Json, Played, played, text_of
from tests.story.test_a_concern_and_a_dispute import did
from tests.story.test_the_story import AUDIT_OFFICER, holder

LIST = "work.view"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


def pressed_to(card: Json, title: str) -> Json:
    """The button of a card that opens a list, or a page of it."""
    found = [one.action for one in buttons(card) if one.verb == LIST]
    return next(one for one in found if title in one["title"])


async def test_every_return_to_check_is_reached_from_one_line_and_checked_in_its_place(
    desk: Played,
) -> None:
    officer = holder(desk, AUDIT_OFFICER)
    for audit in desk.audits("issued"):
        did(desk, "return.submit", audit, audit.auditor or "",
            a_return(today=desk.clock().date()))  # fmt: skip
    await desk.settle()
    await desk.say(officer, "my work")
    message = (await desk.chat(officer))[-1]
    to_check = {
        duty.subject for duty in desk.rows(Duty)
        if duty.kind == "return.check" and duty.closed_at is None
    }  # fmt: skip
    assert len(to_check) > 10
    assert "returns to check" in text_of(message["card"])

    opened = pressed_to(message["card"], "Open the list")
    body = {"message": message["id"], "action": opened}
    answer = await desk.post(f"/desk/chats/{officer}/press", body)
    listed = set[str]()
    while True:
        card = answer["dialog"]["card"]
        assert "returns to check" in text_of(card)
        listed |= {subject for subject in to_check if subject in str(card)}
        further = [one.action for one in buttons(card) if one.action["title"] == "Next page"]
        if not further:
            break
        answer = await desk.submit(officer, message["id"], further[0], {})
    assert listed == to_check

    done = next(one.action for one in buttons(card) if one.verb == "check.pass")
    await desk.submit(officer, message["id"], done, {})
    answer = await desk.post(f"/desk/chats/{officer}/press", body)
    assert f"{len(to_check) - 1} returns to check" in text_of(answer["dialog"]["card"])
    await desk.move_to("2026-12-01", "10:00")
    await desk.post(f"/desk/chats/{officer}/look", {})
    now = next(one["card"] for one in await desk.chat(officer) if one["id"] == message["id"])
    assert f"{len(to_check) - 1} returns to check" in text_of(now)
