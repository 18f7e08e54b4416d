"""A month lived by an auditor who types all that a sentence can say, and by one who never types."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.understanding.learning import meanings, risks
from store.ledger import proof
from store.tables import Action, Audit
from tests.story.playing import Json, Played, played
from tests.story.test_a_concern_and_a_dispute import did, officer
from tests.story.test_the_story import form_of_a_return
from tests.story.two_hands import Hand, Presser, Step, Typist, become, lived

AUDITOR = "grace.siu@riverside.example"
IMPROVE = {
    "what": "Visit the child alone", "who": "auditor", "by": "2026-12-18",
    "different": "The plan begins with the child's own words",
}  # fmt: skip


def below_good() -> Json:
    """A return that asks for a meeting and has one action."""
    return form_of_a_return("RI") | {f"actions.1.{key}": said for key, said in IMPROVE.items()}


async def a_first_week(audit: Audit, hand: Hand) -> None:
    """From the allocation to a return that is taken back and handed in again."""
    ref, own = audit.case_ref, audit.id
    await hand.does(Step(f"I accept {ref}", "accept", "allocation.accept", about=own))
    await hand.does(
        Step(
            "I'm on leave 28 to 31 December",
            "absence",
            "person.absent",
            {"from": "2026-12-28", "to": "2026-12-31"},
        )
    )
    await hand.does(
        Step(
            "I can't do it, three vacancies",
            "exempt",
            "exemption.request",
            {"category": "workload", "reason": "Three vacancies."},
            own,
        )
    )
    await hand.does(
        Step("I made a mistake, take it back", "correct", "exemption.withdraw", about=own)
    )
    await hand.does(
        Step(
            "I'm stuck with this", "stuck", "help.ask", {"what": "The worker is away until Monday."}
        )
    )
    await hand.does(Step(f"hand in {ref}", "hand_in", "return.submit", below_good(), own))
    await hand.does(Step("I sent the return by mistake", "correct", "return.recall", about=own))
    await hand.does(Step("my audit is done", "hand_in", "return.submit", below_good(), own))


async def the_rest_of_the_month(desk: Played, audit: Audit, hand: Hand) -> None:
    """From the return that comes back to the action that is done."""
    ref, own = audit.case_ref, audit.id
    team, moderator = officer(desk, audit.moderator or ""), audit.moderator or ""
    did(desk, "check.send_back", audit, team, {"reasons": ["no_analysis"]})
    await desk.settle()
    await hand.does(Step(f"hand in {ref} again", "hand_in", "return.submit", below_good(), own))
    did(desk, "check.pass", audit, team, {})
    did(
        desk,
        "moderation.send_back",
        audit,
        moderator,
        {"reasons": ["scant"], "spoke_on": "2026-12-01"},
    )
    await desk.move_to("2026-12-03")
    await hand.does(Step("the return is ready", "hand_in", "return.submit", below_good(), own))
    did(desk, "moderation.agree", audit, moderator, {})
    await desk.settle()
    times = {"times": "2026-12-08T10:00,2026-12-09T14:00"}
    await hand.does(Step("when do we meet", "meeting_when", "uopp.convene", times, own))
    await desk.move_to("2026-12-04")
    fixed = {"starts_at": "2026-12-08T10:00"}
    await hand.does(Step("when is my meeting", "meeting_when", "uopp.fix", fixed, own))
    await desk.move_to("2026-12-08", "16:00")
    held = {
        "held_on": "2026-12-08", "record": "What the visits could become.",
        "attended": ",".join((audit.team_manager, audit.practitioner, audit.auditor or "")),
        "into_plan": "existing_plan",
    }  # fmt: skip
    await hand.does(Step("the meeting took place", "meeting_when", "uopp.held", held, own))
    await desk.move_to("2026-12-16")
    [action] = [one for one in desk.rows(Action) if one.audit == own and one.state == "open"]
    done = {"different": "The review opens with her words.", "evidence": "Review of 15 December"}
    await hand.does(Step("I've done the action", "action", "action.done", done, action.id))
    told = {"audit": own, "text": "Nobody asked me before the meeting."}
    await hand.does(Step("I want to raise a concern", "concern", "concern.raise", told))
    await desk.move_to("2026-12-31", "17:00")


@asynccontextmanager
async def living(
    file: Path, hand: Callable[[Played, str], Hand], *, whole: bool
) -> AsyncIterator[Played]:
    async with played(file, welcomed=AUDITOR) as desk:
        audit = next(one for one in desk.audits("issued") if one.auditor == AUDITOR)
        one = hand(desk, AUDITOR)
        await a_first_week(audit, one)
        if whole:
            await the_rest_of_the_month(desk, audit, one)
        yield desk


@pytest.fixture(scope="module", autouse=True)
def learnt() -> None:
    """The bot has learnt before the first sentence comes, as where it is served."""
    risks()
    meanings()


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.nightly)])
async def test_who_only_types_and_who_only_presses_end_with_the_same_ledger(
    tmp_path: Path, *, whole: bool
) -> None:
    async with living(tmp_path / "typed.db", Typist, whole=whole) as typed:
        said, all_said = lived(typed, AUDITOR), become(typed)
        assert proof.verify(typed.ledger, typed.programme).ok
    async with living(tmp_path / "pressed.db", Presser, whole=whole) as pressed:
        assert lived(pressed, AUDITOR) == said
        assert become(pressed) == all_said
