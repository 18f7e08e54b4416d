"""An answer to typed words shows the current state whenever its reader looks at it again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.tables import Person
from tests.story.playing import Played, played, text_of, verbs_of


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


async def looked(desk: Played, upn: str, message: str) -> str:
    """The message's text after its reader has looked at the chat."""
    answer = await desk.post(f"/desk/chats/{upn}/look", {})
    assert answer["http"] == 200
    return text_of(next(m["card"] for m in await desk.chat(upn) if m["id"] == message))


@pytest.mark.parametrize("words", ["my work", "status", "who owes", "stuck"])
async def test_what_was_done_meanwhile_is_on_it(desk: Played, words: str) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    await desk.say(auditor, words)
    answer = (await desk.chat(auditor))[-1]
    before = text_of(answer["card"])
    await desk.press(auditor, "allocation.accept", about=audit.id)
    assert text_of(answer["card"]) == before
    await desk.move_to("2026-12-01", "10:00")
    now = await looked(desk, auditor, answer["id"])
    assert now != before
    assert await looked(desk, auditor, answer["id"]) == now


async def test_what_is_pressed_on_the_list_of_ones_work_is_gone_from_it(desk: Played) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    await desk.say(auditor, "my work")
    listed = (await desk.chat(auditor))[-1]
    answer = await desk.press(auditor, "allocation.accept", about=audit.id)
    assert (answer["status"], answer["kind"]) == (200, "card")
    now = next(m["card"] for m in await desk.chat(auditor) if m["id"] == listed["id"])
    assert desk.audit(audit.id).state == "accepted"
    assert "allocation.accept" not in verbs_of(now, audit.id)
    assert "return.submit" in verbs_of(now, audit.id)
    assert "refresh" in now


async def test_what_was_done_elsewhere_is_not_done_again_and_is_gone_too(desk: Played) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    allocation = await desk.card_with(auditor, "allocation.accept", audit.id)
    await desk.say(auditor, "my work")
    body = {"message": allocation["id"], "verb": "allocation.accept", "id": audit.id}
    await desk.post(f"/desk/chats/{auditor}", body)
    version = desk.audit(audit.id).version
    await desk.press(auditor, "allocation.accept", about=audit.id)
    assert desk.audit(audit.id).version == version
    assert "allocation.accept" not in verbs_of((await desk.chat(auditor))[-1]["card"], audit.id)


async def test_the_list_of_what_can_be_typed_is_never_asked_for_again(desk: Played) -> None:
    auditor = desk.audits("issued")[0].auditor or ""
    await desk.say(auditor, "help")
    assert "refresh" not in (await desk.chat(auditor))[-1]["card"]


async def test_it_is_kept_fresh_for_its_reader_alone(desk: Played) -> None:
    auditor = desk.audits("issued")[0].auditor or ""
    await desk.say(auditor, "my work")
    person = next(one for one in desk.rows(Person) if one.id == auditor)
    refresh = (await desk.chat(auditor))[-1]["card"]["refresh"]
    assert refresh["userIds"] == [f"29:{person.entra_object_id}"]
    assert refresh["action"]["verb"] == "answer.refresh"
