"""An Inadequate on the last working day before Christmas, and a moderator who falls ill then."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.duties.predicates.closed_lists import people_named
from store.ledger import Actor, proof
from store.people.posts import holders, post
from store.registry import perform
from store.tables import Audit, Duty, Message, Person
from tests.story.playing import LONDON, Played, played, text_of, verbs_of
from tests.story.test_the_story import form_of_a_return, holder

FIVE = (
    "practitioner",
    "team_manager",
    "head_of_service",
    "post:audit_manager",
    "post:head_of_learning_academy",
)
PLAN = {
    "actions.1.what": "See the child alone and write down what they say",
    "actions.1.who": "practitioner",
    "actions.1.by": "2026-12-31",
    "actions.1.different": "The plan starts from the child's own words",
}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "christmas.db") as playing:
        yield playing


def at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


def people(desk: Played, name: str, audit: Audit) -> list[str]:
    """The people whom a name of the profile means for this audit."""
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        return people_named(reader, name, audit)


def reached(desk: Played, kind: str, audit: Audit) -> dict[str, datetime | None]:
    """Who received a kind of message about the audit, and when."""
    return {
        m.to: m.settled_at
        for m in desk.rows(Message)
        if m.kind == kind and m.subject == audit.id and m.state == "delivered"
    }


def with_a_deputy(desk: Played) -> Audit:
    """An audit with a deputy, whose moderator and deputy are not notified by another role."""
    for audit in desk.audits("issued"):
        told = {upn for name in FIVE for upn in people(desk, name, audit)}
        if audit.deputy and not {audit.moderator, audit.deputy, audit.auditor} & told:
            return audit
    raise AssertionError


async def newest(desk: Played, upn: str, start: str) -> dict[str, Any]:
    """The newest card in a chat whose title starts with the words."""
    for message in reversed(await desk.chat(upn)):
        if str(message["summary"]).startswith(start):
            return dict(message)
    raise AssertionError(await desk.said(upn))


async def graded_inadequate(desk: Played, audit: Audit, day: str, time: str) -> None:
    """The auditor returns it from their own card; the days before are not played."""
    auditor = audit.auditor or ""
    await desk.press(auditor, "allocation.accept", about=audit.id)
    desk.clock.move(at(day, time))
    form = form_of_a_return("Good") | {"grade": "Inadequate"} | PLAN
    answer = await desk.press(auditor, "return.submit", form, about=audit.id)
    assert answer["status"] == 200, answer
    assert desk.audit(audit.id).state == "returned"


async def test_an_inadequate_on_the_last_day_before_christmas_is_moderated_in_time(
    desk: Played,
) -> None:
    audit = with_a_deputy(desk)
    ref, moderator, deputy = audit.case_ref, audit.moderator or "", audit.deputy or ""
    await graded_inadequate(desk, audit, "2026-12-24", "16:40")

    # Five people know within the minute, each on a card that says what happens next.
    five = {upn for name in FIVE for upn in people(desk, name, audit)}
    assert reached(desk, "inadequate", audit).keys() == five
    assert all(moment == desk.clock() for moment in reached(desk, "inadequate", audit).values())
    [head] = people(desk, "head_of_service", audit)
    notice = await newest(desk, head, f"An audit of {ref} was graded Inadequate by")
    assert notice["summary"].endswith("at 16:40")
    assert "moderates it by Tue 29 Dec." in text_of(notice["card"])

    # The clock spans five calendar days: Head of Service and Director are notified, one acts.
    directors = people(desk, "divisional_director", audit)
    assert reached(desk, "cover", audit).keys() == {head, *directors}
    long_clock = await newest(
        desk, head, f"{ref}: the deadline runs over Christmas, until Tue 29 Dec"
    )
    assert "You are the duty owner until you name somebody else" in text_of(long_clock["card"])

    # The moderator falls ill; the audit team records it at the end of the day.
    desk.clock.move(at("2026-12-24", "18:30"))
    officer = holder(desk, "audit_officer")
    body = {"from": "2026-12-24", "to": "2027-01-08"}
    await recorded(desk, officer, moderator, body)
    await desk.settle()
    assert deputy not in reached(desk, "returned", audit)

    # In the evening the Head of Service names a person on the card; that is sent at once.
    card = await newest(desk, head, f"{ref}: the deadline runs over Christmas")
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        service = reader.get(Person, head).service
        manager = holders(reader, post("group_manager", service))[0].id
    named = await desk.press(head, "cover.name", {"person": manager}, about=audit.id)
    assert named["status"] == 200, named
    assert reached(desk, "cover_named", audit) == {manager: desk.clock()}
    assert "cover.name" in verbs_of(card["card"])

    # Nothing else is sent over Christmas; on Tuesday morning the deputy has the audit.
    await desk.move_to("2026-12-29", "09:30")
    quiet = {m.kind for m in desk.rows(Message) if _over_christmas(m.settled_at)}
    assert quiet <= {"inadequate", "cover", "cover_named"}
    assert deputy in reached(desk, "returned", audit)
    await desk.press(officer, "check.pass", about=audit.id)
    assert desk.audit(audit.id).checked == "passed"
    heard = {"practitioner_heard": "yes", "family_heard": "yes", "spoke_on": "2026-12-29"}
    answer = await desk.press(deputy, "moderation.agree", heard, about=audit.id)
    assert answer["status"] == 200, answer

    done = desk.audit(audit.id)
    assert (done.state, done.moderated, done.moderated_by) == ("moderated", "Inadequate", deputy)
    [duty] = [d for d in desk.rows(Duty) if d.subject == audit.id and d.kind == "moderation.decide"]
    assert duty.outcome == "met"
    assert duty.closed_at is not None
    assert duty.closed_at < duty.due_at

    # Every card shows the current state, and no button of the clock is left.
    ended = await newest(desk, head, f"{ref}: no duty owner is needed any more")
    assert "cover.name" not in verbs_of(ended["card"])
    outcome = await newest(desk, audit.practitioner, "The audit of your work")
    assert "'s place" in text_of(outcome["card"])
    decided = await newest(desk, head, f"An audit of {ref} was graded Inadequate by")
    assert "that Inadequate stands" in text_of(decided["card"])
    assert proof.verify(desk.ledger, desk.programme).ok


async def recorded(desk: Played, by: str, upn: str, fields: dict[str, str]) -> None:
    """The audit team records an absence."""
    with desk.ledger.unit(desk.programme, actor=Actor(by, "teams"), at=desk.clock()) as unit:
        perform(unit, "person.absent", upn, fields)


def _over_christmas(moment: datetime | None) -> bool:
    return moment is not None and at("2026-12-24", "17:00") < moment < at("2026-12-29", "09:00")
