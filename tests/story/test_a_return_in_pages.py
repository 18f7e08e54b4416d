"""A return at the desk: begun, closed, continued, taken back, sent back and corrected."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk.buttons import buttons
from bot.dialogs.faces import faced
from store.ledger.proof import verify
from store.tables import Duty, Person, Return
from tests.bot.cards.linter import problems
from tests.story.playing import Json, Played, played, text_of, verbs_of
from tests.story.test_the_story import AUDIT_OFFICER, form_of_a_return, holder


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


def of_page(card: Json, typed: Json) -> Json:
    """What Teams sends for an open page: its inputs, with what was typed into them."""
    found: Json = {}
    names = set()

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            if str(node.get("type")).startswith("Input."):
                names.add(node["id"])
                if node.get("value"):
                    found[node["id"]] = node["value"]
            for value in node.values():
                walk(value)

    walk(card)
    return found | {name: said for name, said in typed.items() if name in names}


class Open:
    """An auditor with the dialog of a return open."""

    def __init__(self, desk: Played, upn: str, audit: str) -> None:
        self.desk, self.upn, self.audit = desk, upn, audit
        self.message = ""
        self.card: Json = {}

    async def open(self) -> str:
        """Press the button on the card; gives the title of the page that opens."""
        message = await self.desk.card_with(self.upn, "return.submit", self.audit)
        self.message = message["id"]
        answer = await self.desk.post(
            f"/desk/chats/{self.upn}", {"message": self.message, "verb": "return.submit"}
        )
        return self._shown(answer)

    async def press(self, verb: str, typed: Json) -> Json:
        """Press a button of the open page."""
        [button] = [b.action for b in buttons(self.card) if b.verb == verb]
        fields = of_page(self.card, typed)
        answer = await self.desk.submit(self.upn, self.message, button, fields)
        if answer.get("kind") == "dialog":
            self._shown(answer)
        return answer

    def _shown(self, answer: Json) -> str:
        self.card = answer["dialog"]["card"]
        assert problems(faced(self.card)) == []
        return str(self.card["body"][0]["text"])


async def test_half_a_return_outlives_its_dialog_and_is_finished_taken_back_and_corrected(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    auditor, officer = audit.auditor or "", holder(desk, AUDIT_OFFICER)
    typed = form_of_a_return("Good")
    await desk.press(auditor, "allocation.accept", about=audit.id)

    # Half of it is typed, page by page; then the dialog is closed.
    form = Open(desk, auditor, audit.id)
    assert (await form.open()).endswith("page 1 of 5")
    for _ in range(2):
        await form.press("return.save", typed)
    assert desk.audit(audit.id).state == "accepted"
    card = await desk.card_with(auditor, "return.submit", audit.id)
    assert "Go on with the return" in text_of(card["card"])
    assert "Mother says" not in str(await desk.chat(auditor))

    # The next day it opens where it was left, and is finished.
    await desk.move_to("2026-12-03", "10:00")
    assert (await form.open()).endswith("page 3 of 5")
    await form.press("return.save", typed)
    early = await form.press("return.submit", {})
    assert early["kind"] == "dialog"
    assert "Link to the audit document" in text_of(form.card)
    assert (await form.press("return.submit", typed))["status"] == 200
    assert desk.audit(audit.id).state == "returned"

    # It is taken back, which every card shows, and returned again unchanged.
    assert (await desk.press(auditor, "return.recall", about=audit.id))["status"] == 200
    assert desk.audit(audit.id).state == "accepted"
    for upn in (audit.moderator or "", audit.practitioner, officer):
        assert "took the return of" in text_of((await _returned(desk, upn, audit.case_ref))["card"])
    assert (await form.open()).endswith("page 5 of 5")
    await form.press("return.submit", {})
    assert desk.audit(audit.id).state == "returned"

    # The audit team sends it back; the auditor reads why, corrects one page and returns it.
    reasons = {"reasons": "parts_missing,no_analysis", "note": "Say what the family did then."}
    assert (await desk.press(officer, "check.send_back", reasons, about=audit.id))["status"] == 200
    told = [m for m in await desk.chat(auditor) if "came back to you: amend it" in m["summary"]]
    assert "parts are missing and it describes and does not analyse" in text_of(told[-1]["card"])
    assert "Say what the family did then" not in str(await desk.chat(auditor))
    assert "page 4 of 5" in await form.open()
    assert "Say what the family did then." in text_of(form.card)
    await form.press("return.submit", {"rationale": "What was seen, and what it meant for them."})
    assert desk.audit(audit.id).state == "returned"
    old = next(m for m in await desk.chat(auditor) if m["id"] == told[-1]["id"])
    assert "was returned again" in old["summary"] or "was returned again" in text_of(old["card"])

    # It is complete; now it can no longer be taken back.
    await desk.press(officer, "check.pass", about=audit.id)
    for message in await desk.chat(auditor):
        assert "return.recall" not in verbs_of(message["card"], audit.id)
    assert len([r for r in desk.rows(Return) if r.audit == audit.id]) == 3
    kinds = {d.kind for d in desk.rows(Duty) if d.subject == audit.id and d.closed_at is None}
    assert "moderation.decide" in kinds
    assert not kinds & {"return.submit", "return.rectify", "return.check"}
    assert verify(desk.ledger, desk.programme).ok


async def _returned(desk: Played, upn: str, ref: str) -> Json:
    """The current form of the card that notified a person of the return."""
    for message in reversed(await desk.chat(upn)):
        if ref in message["summary"] + text_of(message["card"]) and "took the return" in text_of(
            message["card"]
        ):
            return message
    raise AssertionError(await desk.said(upn))


async def test_a_practitioner_writes_their_section_and_the_auditor_reads_it(desk: Played) -> None:
    audit = desk.audits("issued")[1]
    auditor, practitioner = audit.auditor or "", audit.practitioner
    await desk.press(auditor, "allocation.accept", about=audit.id)
    before = await desk.card_with(auditor, "return.submit", audit.id)
    assert "yet, due Tue 8 Dec" in text_of(before["card"])
    words = {"practice_model": "CANARY-SECTION: a family map was drawn with them."}
    answer = await desk.press(practitioner, "section.complete", words, about=audit.id)
    assert answer["status"] == 200
    card = await desk.card_with(auditor, "section.view", audit.id)
    read = await desk.press(auditor, "section.view", about=audit.id)
    assert "CANARY-SECTION" in text_of(read["dialog"]["card"])
    assert "CANARY-SECTION" not in str([await desk.chat(p.id) for p in desk.rows(Person)][:20])
    assert "CANARY-SECTION" not in text_of(card["card"])
    stranger = next(
        p.id for p in desk.rows(Person) if p.roles == ["practitioner"] and p.id != practitioner
    )
    with pytest.raises(AssertionError, match="has no card"):
        await desk.card_with(stranger, "section.view", audit.id)


async def test_who_reads_a_return_reads_it_in_a_dialog_and_nobody_else_does(desk: Played) -> None:
    audit = desk.audits("issued")[2]
    auditor = audit.auditor or ""
    await desk.press(auditor, "allocation.accept", about=audit.id)
    typed = form_of_a_return("Good") | {"rationale": "CANARY-RATIONALE"}
    assert (await desk.press(auditor, "return.submit", typed, about=audit.id))["status"] == 200
    for upn in (auditor, audit.practitioner, audit.moderator or "", holder(desk, AUDIT_OFFICER)):
        read = await desk.press(upn, "return.view", about=audit.id)
        assert "CANARY-RATIONALE" in text_of(read["dialog"]["card"])
        assert "CANARY-RATIONALE" not in str(await desk.chat(upn))
