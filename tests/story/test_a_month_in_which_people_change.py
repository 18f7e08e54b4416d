"""A month at the desk in which a Head of Service leaves, an auditor marries and an account is
corrected: whoever is shown as owing something can press it, and no former account hears anything.
"""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from store.ledger import proof
from store.people.posts import acting
from store.people.upns import current_upn
from store.registry import perform
from store.tables import Duty, Exemption, Message, Person
from tests.bench.council import COUNCIL, SHELL
from tests.story.playing import Played, played, text_of
from tests.story.test_a_concern_and_a_dispute import did, officer
from tests.story.test_the_story import form_of_a_return, head_of

CORRECTED = str(UUID(int=77))
REST = {"reason": "Have a good rest."}
NEW_NAME = "grace.newname@riverside.example"
LEAVE = {"category": "leave", "reason": "Away from Monday 7 December until the new year."}


@pytest.mark.parametrize(
    "until", ["2026-12-07", pytest.param("2026-12-31", marks=pytest.mark.nightly)]
)
async def test_a_month_goes_on_though_three_people_change(tmp_path: Path, until: str) -> None:
    async with played(tmp_path / "story.db") as desk:
        gone, left_at = await a_head_of_service_leaves_with_a_request_open(desk)
        married = await an_auditor_marries_with_an_audit_in_hand(desk)
        former = await the_account_of_her_moderator_is_corrected(desk, married)
        await desk.move_to(until, "17:00")
        assert {
            m.kind for m in desk.rows(Message) if m.to == gone and m.queued_at > left_at
        } == set()
        assert former not in {m.conversation_id for m in since(desk, left_at)}
        for duty in desk.rows(Duty):
            assert duty.closed_at or gone not in who_acts(desk, duty), duty
        assert proof.verify(desk.ledger, desk.programme).ok


async def a_head_of_service_leaves_with_a_request_open(desk: Played) -> tuple[str, datetime]:
    """Whoever is then shown as owing the decision makes it; gives the leaver, and when."""
    audit = desk.audits("issued")[1]
    await desk.press(audit.auditor or "", "exemption.request", LEAVE, about=audit.id)
    head = head_of(desk, audit.auditor or "")
    with desk.ledger.unit(desk.programme, actor=SHELL, at=desk.clock()) as unit:
        perform(unit, "person.left", head, {"on": f"{desk.clock():%Y-%m-%d}"})
    await desk.move_to("2026-12-02")
    [owed] = [d for d in desk.rows(Duty) if d.subject == audit.id and "exemption" in d.kind]
    owners = who_acts(desk, owed)
    assert owners
    assert head not in owners
    decider = min(owners)
    answer = await desk.press(decider, "exemption.approve", REST, about=audit.id)
    assert answer["status"] == 200, answer
    [exemption] = [one for one in desk.rows(Exemption) if one.audit == audit.id]
    assert (exemption.state, exemption.decided_by) == ("approved", decider)
    return head, desk.clock()


async def an_auditor_marries_with_an_audit_in_hand(desk: Played) -> str:
    """Under her new sign-in name she goes on with it; gives her id in the ledger."""
    audit = next(a for a in desk.audits("issued") if a.moderator)
    auditor, new = audit.auditor or "", NEW_NAME
    await desk.press(auditor, "allocation.accept", about=audit.id)
    card = await people_changed(desk, {auditor: {"upn": new}})
    assert f"{auditor} is now {new}" in card
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        assert current_upn(reader, auditor) == new
    answer = await desk.press(new, "return.submit", form_of_a_return(), about=audit.id)
    assert answer["status"] == 200, answer
    assert desk.audit(audit.id).state == "returned"
    return audit.id


async def the_account_of_her_moderator_is_corrected(desk: Played, audit: str) -> str:
    """Cards go to the account that is theirs, and from it they decide; gives the former chat."""
    moderator, auditor = desk.audit(audit).moderator or "", desk.audit(audit).auditor or ""
    [person] = [one for one in desk.rows(Person) if one.id == moderator]
    former = desk.chat_id(person)
    corrected = {"entra_object_id": CORRECTED}
    await people_changed(desk, {moderator: corrected, auditor: {"upn": NEW_NAME}})
    [person] = [one for one in desk.rows(Person) if one.id == moderator]
    assert desk.chat_id(person) != former
    did(desk, "check.pass", desk.audit(audit), officer(desk, moderator), {})
    await desk.say(moderator, "my work")
    heard = {"practitioner_heard": "yes", "family_heard": "yes", "spoke_on": "2026-12-02"}
    answer = await desk.press(moderator, "moderation.agree", heard, about=audit)
    assert answer["status"] == 200, answer
    assert desk.audit(audit).state == "moderated"
    return former


async def people_changed(desk: Played, changes: Mapping[str, Mapping[str, str]]) -> str:
    """The audit officer sends the people file with some lines changed; gives the card's words."""
    gone = {person.id for person in desk.rows(Person) if person.left_on}
    renamed = {who: cells["upn"] for who, cells in changes.items() if "upn" in cells}
    rows = list(csv.DictReader(io.StringIO((COUNCIL / "people.csv").read_text())))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    for row in (row for row in rows if row["upn"] not in gone):
        named = {
            column: renamed.get(row[column], row[column])
            for column in ("manager_upn", "delegate_upn")
        }
        writer.writerow({**row, **named, **changes.get(row["upn"], {})})
    sender = officer(desk, next(iter(changes)))
    answer = await desk.send_file(sender, "people.csv", out.getvalue().encode())
    words = text_of(answer["card"]).replace("\\", "")
    assert answer["summary"].startswith("People "), words
    await desk.get("/desk/people")  # as the page does: each now signs in as the file says
    return words


def who_acts(desk: Played, duty: Duty) -> set[str]:
    """Whoever owes that duty now."""
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        return acting(reader, duty.owner)


def since(desk: Played, at: datetime) -> list[Message]:
    return [message for message in desk.rows(Message) if message.queued_at > at]
