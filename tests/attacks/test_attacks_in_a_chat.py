"""Attacks from a person's own chat, by forging what their Teams sends (trust.md §4)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.cards.audit_month.return_blocks import NOT_APPLICABLE
from bot.cards.parts.text import escape, plain
from bot.scheduler.preparing import MAYBE_TWICE
from store.ledger import Actor
from store.ledger.private import clean
from store.registry import perform
from store.rules import return_
from store.tables import Audit, Exemption, Person
from tests.story.playing import BOT, TENANT, Played, played, text_of
from tests.story.test_the_story import AUDIT_OFFICER, head_of, holder

ASKED = {"category": "leave", "reason": "Away for the whole of the week."}
DISK_FULL = """
    CREATE TRIGGER disk_full BEFORE UPDATE OF state ON message WHEN NEW.state = 'delivered'
    BEGIN SELECT RAISE(ABORT, 'disk full'); END
"""
Json = dict[str, Any]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "attacked.db") as playing:
        yield playing


async def forged(desk: Played, upn: str, name: str, verb: str, data: Json) -> str:
    """Send the bot what Teams would, with any `data`; gives what the dialog then says."""
    person = next(p for p in desk.rows(Person) if p.id == upn)
    entra, chat = person.entra_object_id, desk.chat_id(person)
    activity = {
        "type": "invoke",
        "name": name,
        "id": "forged",
        "channelId": "msteams",
        "serviceUrl": f"{desk.desk}/",
        "from": {"id": f"29:{entra}", "aadObjectId": entra},
        "conversation": {"conversationType": "personal", "id": chat, "tenantId": TENANT},
        "recipient": {"id": f"28:{BOT}"},
        "channelData": {"tenant": {"id": TENANT}},
        "value": {"data": {"verb": verb, **data}},
    }
    async with desk.session.post(
        f"{desk.bot}/api/messages", json=activity, headers=desk.signed()
    ) as response:
        assert response.status == 200
        said = (await response.json())["task"]["value"]
    return said if isinstance(said, str) else text_of(said["card"]["content"])


def about(audit: Audit, **fields: str) -> Json:
    return {"id": audit.id, "version": audit.version, **fields}


async def test_a_guessed_reference_tells_a_stranger_nothing_of_where_an_audit_stands(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    stranger = next(
        person.id
        for person in desk.rows(Person)
        if person.roles == ["practitioner"] and person.id != audit.practitioner
    )
    for verb in ("return.submit", "exemption.refuse", "conflict.resolve", "reallocation.confirm"):
        said = await forged(desk, stranger, "task/fetch", verb, about(audit))
        assert re.fullmatch(r"Only [^.]+ can do this\.", said), (verb, said)


async def test_a_form_with_a_field_that_stands_for_a_whole_page_is_refused_with_reasons(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    fields = about(audit, **{"domains": "x", "domains.c1.grade": NOT_APPLICABLE})
    said = await forged(desk, audit.auditor or "", "task/submit", "return.submit", fields)
    assert "could not finish" not in said
    assert "is not a field of this act" not in said
    assert "Input should be" not in said
    assert desk.audit(audit.id).state == "issued"


async def test_an_old_form_sent_in_again_is_not_told_that_it_asked_or_refused_anew(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    auditor, old = audit.auditor or "", about(audit, **ASKED)
    first = await forged(desk, auditor, "task/submit", "exemption.request", old)
    assert first.startswith("Sent to ")
    assert await forged(desk, auditor, "task/submit", "exemption.request", old) == first
    refusal = about(desk.audit(audit.id), reason="Nobody else is left.")
    await forged(desk, head_of(desk, auditor), "task/submit", "exemption.refuse", refusal)
    again = await forged(desk, auditor, "task/submit", "exemption.request", old)
    assert "nothing was done" in again
    assert desk.audit(audit.id).state == "issued"
    assert len(desk.rows(Exemption)) == 1


async def test_a_message_that_went_out_and_was_not_recorded_is_marked_when_it_goes_again(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    head, heard = head_of(desk, auditor), len(await desk.chat(head_of(desk, auditor)))
    with desk.ledger.engine.begin() as database:
        database.exec_driver_sql(DISK_FULL)
    await forged(desk, auditor, "task/submit", "exemption.request", about(audit, **ASKED))
    assert len(await desk.chat(head)) == heard + 1
    with desk.ledger.engine.begin() as database:
        database.exec_driver_sql("DROP TRIGGER disk_full")
    await desk.move_to("2026-12-01", "09:50")
    twice = (await desk.chat(head))[heard:]
    assert [MAYBE_TWICE in text_of(message["card"]) for message in twice] == [False, True]


async def test_whoever_becomes_the_auditor_is_no_longer_the_deputy_moderator(desk: Played) -> None:
    audit = next(audit for audit in desk.audits("issued") if audit.deputy is not None)
    with desk.ledger.unit(
        desk.programme, actor=Actor(audit.auditor or "", "test"), at=desk.clock()
    ) as unit:
        perform(unit, "conflict.declare", audit.id, {"reason": "A neighbour of theirs."})
    team = Actor(holder(desk, AUDIT_OFFICER), "test")
    with desk.ledger.unit(desk.programme, actor=team, at=desk.clock()) as unit:
        resolved = {"outcome": "reallocate", "reason": "They know each other."}
        perform(unit, "conflict.resolve", audit.id, resolved)
        row = unit.get(Audit, audit.id)
        row.deputy = row.auditor
        perform(unit, "reallocation.confirm", audit.id, {"auditor": row.auditor})
    assert desk.audit(audit.id).auditor is not None
    assert desk.audit(audit.id).deputy is None


async def test_the_clock_of_the_desk_cannot_be_sent_to_the_end_of_time(desk: Played) -> None:
    answer = await desk.post("/desk/clock", {"now": "9999-12-31T23:59:59"})
    assert (answer["http"], answer["error"]["code"]) == (400, "TooFar")


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u061c\u200b", "\U000e0041", "\u2028"])
def test_signs_that_nobody_can_see_are_no_reason(blank: str) -> None:
    assert clean(f"{blank} {blank}") == ""


def test_words_that_clients_work_out_as_a_date_are_shown_as_they_were_typed() -> None:
    typed = "{{DATE(2026-12-01T00:00:00Z, SHORT)}}"
    assert "{{" not in escape(typed)
    assert plain(escape(typed)) == typed


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x01", "é", "<", '"', "\\", " "])
def test_a_link_has_no_sign_that_hides_where_it_leads(sign: str) -> None:
    assert return_.LINK.fullmatch("https://riverside.example/audits/1?web=1&v=(2)#top")
    assert not return_.LINK.fullmatch(f"https://riverside.example/{sign}1")
