"""What newer news replaces goes out of the chat: claimed and tried again like a redraw (§4)."""

from datetime import datetime, timedelta

import pytest

from bot.scheduler.sweep import sweep
from store.tables import Audit, Message
from store.views.reports.audit_story import audit_story
from tests.bot.scheduler.post import Post, owe
from tests.loopback.connector import Answers, Breaks

MORNING, NEXT = datetime.fromisoformat("2026-12-22T09:30Z"), timedelta(days=1)


def places(post: Post) -> set[str]:
    """The ids of the messages that stand in the chats."""
    return {one.activity_id for one in post.connector.messages}


def standing(post: Post, upn: str) -> list[Message]:
    """The reminders that the ledger has standing in somebody's chat."""
    found = [m for m in post.of_kind("nudge") if m.to == upn and m.activity_id is not None]
    assert {str(m.activity_id) for m in found} <= places(post)
    return found


async def reminded_twice(post: Post, deleting: Answers | Breaks | None = None) -> str:
    """An auditor who had a bundle on one day and another on the next; gives who that is.

    `deleting` is what Teams says to every deletion.
    """
    post.connector.deleting = deleting
    upn = next(m.to for m in post.of_kind("allocation"))
    for day in range(2):
        post.at = MORNING + day * NEXT
        sweep(post.ledger, post.programme, post.at)
        await post.delivery.deliver()
        if day == 0:
            assert len(standing(post, upn)) == 1
    return upn


async def test_a_bundle_stands_once_and_the_one_before_it_is_gone_from_the_chat(post: Post) -> None:
    upn = await reminded_twice(post)
    (bundle,) = standing(post, upn)
    assert bundle.queued_at == MORNING + NEXT
    assert any(call.method == "DELETE" for call in post.connector.calls)


@pytest.mark.parametrize(
    "fault", [Answers(429, retry_after="7"), Answers(503), Breaks(accepted=False)], ids=str
)
async def test_a_deletion_that_teams_puts_off_is_tried_again(
    post: Post, fault: Answers | Breaks
) -> None:
    upn = await reminded_twice(post, fault)
    assert len(standing(post, upn)) == 2
    post.connector.deleting = None
    post.at += timedelta(minutes=5)
    await post.delivery.deliver()
    assert len(standing(post, upn)) == 1


async def test_a_card_that_somebody_has_deleted_already_counts_as_gone(post: Post) -> None:
    gone = Answers(404, "ActivityNotFoundInConversation")
    upn = await reminded_twice(post, gone)
    assert len(standing(post, upn)) == 1
    assert not [m for m in post.of_kind("nudge") if m.once.startswith("renew:")]


async def test_the_story_of_an_audit_still_tells_a_message_that_has_gone(post: Post) -> None:
    newer = post.message(owe(post))
    subject = newer.subject
    await post.delivery.deliver()
    with post.ledger.read(post.programme, at=post.at) as reader:
        told = reader.rows(Message, kind="allocation", to=newer.to, subject=subject)
        said = [line.what for line in audit_story(reader, reader.get(Audit, subject).id)]
    assert [m.activity_id is None for m in told].count(True) == 1
    assert len([what for what in said if what.startswith("delivered the allocation")]) == 2
