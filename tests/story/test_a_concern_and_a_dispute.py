"""A concern and a dispute, played at the desk; only those concerned see the concern."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from store.ledger import Actor
from store.registry import perform
from store.tables import Audit, Concern, Dispute, Message, Person
from tests.store.council import a_return
from tests.story.playing import Played, played, text_of

CANARY = "CANARY-nobody-spoke-with-me"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


def did(desk: Played, verb: str, audit: Audit, by: str, given: Mapping[str, Any]) -> None:
    """Do an earlier act without a chat."""
    with desk.ledger.unit(desk.programme, actor=Actor(by, "teams"), at=desk.clock()) as unit:
        perform(unit, verb, audit.id, given)


def officer(desk: Played, but: str) -> str:
    return next(p.id for p in desk.rows(Person) if "audit_officer" in p.roles and p.id != but)


async def everybody_else_reads(desk: Played, but: set[str]) -> str:
    """All text in the chats of all other people."""
    told = []
    await desk.settle()
    for upn in sorted({message.to for message in desk.rows(Message)} - but):
        if not upn.startswith("post:"):
            chat = await desk.get(f"/desk/chats/{upn}")
            told += [text_of(message["card"]) for message in chat["messages"]]
    return " ".join(told)


async def test_a_concern_is_raised_met_and_closed_and_nobody_else_sees_any_of_it(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    with capture_logs() as logged:
        [title] = await desk.say(audit.practitioner, "concern")
        assert title == "Raise a concern about how an audit was done"
        given = {"audit": audit.id, "text": CANARY}
        await desk.press(audit.practitioner, "concern.raise", given)
        [concern] = desk.rows(Concern)
        met = {"met_on": "2026-12-01", "outcome": "resolved", "learnt": "Agree the day."}
        await desk.press(concern.holder, "concern.answer", met)
    assert desk.rows(Concern)[0].state == "closed"
    told = str([line for line in logged if line["event"].startswith("act.")])
    assert "confidential" in told
    for secret in ("concern", audit.practitioner, concern.holder, CANARY):
        assert secret not in told
    assert CANARY not in str(logged)
    others = await everybody_else_reads(desk, {audit.practitioner, concern.holder})
    assert others
    assert "concern" not in others.lower()
    mine = " ".join(text_of(m["card"]) for m in await desk.chat(audit.practitioner))
    assert "Your concern is resolved" in mine
    assert CANARY not in mine


async def test_a_grade_is_disputed_answered_taken_further_and_settled_by_fresh_eyes(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    given = a_return(grade="RI", today=desk.clock().date())
    did(desk, "return.submit", audit, audit.auditor or "", given)
    did(desk, "check.pass", audit, officer(desk, audit.moderator or ""), {})
    did(desk, "moderation.agree", audit, audit.moderator or "", {})
    raiser = audit.team_manager
    assert any("stand" in title or "audit" in title for title in await desk.say(raiser, "status"))
    await desk.press(raiser, "dispute.raise", {"reason": CANARY}, about=audit.id)
    given = {"answer": "We went through it.", "outcome": "resolved"}
    await desk.press(audit.moderator or "", "dispute.answer", given, about=audit.id)
    await desk.press(raiser, "dispute.refer", {"reason": "It leaves much open."}, about=audit.id)
    settles = officer(desk, audit.moderator or "")
    given = {"grade": "Good", "rationale": "The second visit bears it out."}
    await desk.press(settles, "dispute.settle", given, about=audit.id)
    [dispute] = desk.rows(Dispute)
    assert (dispute.state, dispute.settled_by) == ("settled", settles)
    assert desk.audit(audit.id).disputed == "Good"
    told = " ".join(await desk.said(audit.practitioner))
    assert f"The dispute about {audit.case_ref} is settled: from RI to Good" in told
    assert CANARY not in await everybody_else_reads(desk, set())
