"""One December from its issue to New Year's Eve, played once, with what must hold at its end."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from store.ledger import proof
from store.tables import Case, DigestLine, Duty, Message, Person
from tests.story.playing import Played, played, verbs_of
from tests.story.test_the_story import DIRECTOR, form_of_a_return, head_of, holder

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class December:
    """The desk on New Year's Eve, and what was recorded on the way."""

    desk: Played
    late: str
    auditor: str
    nudged_by_the_21st: list[str]
    could_return_then: bool


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def december(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[December]:
    """One return contains a child's own words; one audit is accepted and never returned."""
    async with played(tmp_path_factory.mktemp("december") / "story.db") as desk:
        late, returned = desk.audits("issued")[4:6]
        for audit in (late, returned):
            await desk.press(audit.auditor or "", "allocation.accept", about=audit.id)
        form = form_of_a_return() | {"family_feedback": "CANARY-FEEDBACK from the child"}
        await desk.press(returned.auditor or "", "return.submit", form, about=returned.id)
        await desk.move_to("2026-12-21", "12:00")
        auditor = late.auditor or ""
        [owed] = [
            duty
            for duty in desk.rows(Duty)
            if duty.subject == late.id and duty.kind == "return.submit"
        ]
        told = [rung["rung"] for rung in owed.rungs_sent if rung["to"] == auditor]
        could = bool(await desk.card_with(auditor, "return.submit", late.id))
        await desk.move_to("2026-12-31", "17:00")
        yield December(desk, late.id, auditor, told, could)


async def test_late_returns_are_nudged_escalated_and_named_to_the_director(
    december: December,
) -> None:
    desk = december.desk
    assert december.nudged_by_the_21st == [
        "5 working days before", "2 working days before", "on the day",
    ]  # fmt: skip
    assert december.could_return_then
    duties = [d for d in desk.rows(Duty) if d.subject == december.late]
    duty = next(d for d in duties if d.kind == "return.submit")
    told = {rung["tell"]: rung["to"] for rung in duty.rungs_sent}
    assert told["auditors_head"] == head_of(desk, december.auditor)
    assert "audit_manager" in told
    director = holder(desk, DIRECTOR)
    assert any(line.audit == december.late for line in desk.rows(DigestLine))
    assert "digest.view" in {
        verb for message in await desk.chat(director) for verb in verbs_of(message["card"])
    }
    assert proof.verify(desk.ledger, desk.programme).ok


async def test_each_person_gets_at_most_one_bundle_a_day_and_no_rung_twice(
    december: December,
) -> None:
    seen: set[tuple[str, str]] = set()
    for message in december.desk.rows(Message):
        if message.kind == "nudge":
            day = (message.to, message.queued_at.date().isoformat())
            assert day not in seen
            seen.add(day)
    for duty in december.desk.rows(Duty):
        rungs = [(rung["rung"], rung["tell"], rung["to"]) for rung in duty.rungs_sent]
        assert len(rungs) == len(set(rungs))


async def test_nothing_but_the_urgent_goes_out_at_night_or_on_bank_holidays(
    december: December,
) -> None:
    desk = december.desk
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        calendar = reader.calendar
        sent = [m.settled_at for m in reader.rows(Message) if m.state == "delivered"]
        assert sent
        assert all(at is not None and calendar.sending_moment(at) == at for at in sent)


async def test_no_childs_name_birth_date_or_private_word_is_in_any_message(
    december: December,
) -> None:
    desk = december.desk
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        identities = [
            json.loads(reader.unseal(case.identity) or "{}") for case in reader.rows(Case)
        ]
    names = {"CANARY-FEEDBACK"} | {who["name"] for who in identities if who["name"]}
    # A date may also be of training or of a case's closing, which facts may hold.
    other = {str(p.trained_on) for p in desk.rows(Person)} | {
        str(case.closed_on) for case in desk.rows(Case)
    }
    births = {who["date_of_birth"] for who in identities if who["date_of_birth"]} - other
    canaries = names | births
    assert len(births) > 100
    chats = [await desk.get(f"/desk/chats/{person.id}") for person in desk.rows(Person)]
    everything = json.dumps(chats, ensure_ascii=False)
    facts = "\n".join(proof.export(desk.ledger, desk.programme))
    assert not [canary for canary in canaries if canary in everything or canary in facts]
