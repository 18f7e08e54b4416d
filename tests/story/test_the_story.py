"""One story through the whole system, over HTTP, with bot and Teams as separate servers."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.ledger import chain, proof
from store.people.posts import exempting_authority
from store.tables import Duty, Exemption, Message, Person
from tests.story.playing import LONDON, TENANT, Played, played, text_of, verbs_of

AUDIT_OFFICER = "audit_officer"
DIRECTOR = "divisional_director"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Played]:
    async with played(tmp_path / "story.db") as playing:
        yield playing


def holder(desk: Played, role: str) -> str:
    return next(person.id for person in desk.rows(Person) if role in person.roles)


def head_of(desk: Played, upn: str) -> str:
    """The person who decides on an exemption for `upn`."""
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        owner = exempting_authority(reader, upn)
        service = owner.rpartition(":")[2]
    if not owner.startswith("post:"):
        return owner
    return next(
        person.id
        for person in desk.rows(Person)
        if "head_of_service" in person.roles and person.service == service
    )


def form_of_a_return(grade: str = "Good") -> dict[str, Any]:
    """What an auditor types into the dialog."""
    fields: dict[str, Any] = {
        "grade": grade,
        "evidence": "Visits, direct work and plans read over six months.",
        "rationale": "The work consistently meets the criteria.",
        "practitioner_involved": "practitioner",
        "discussed_on": "2026-12-01",
        "family_feedback": "Mother says that she is listened to.",
        "kloes.k1": "The voice is in the plan and changed the contact arrangements.",
        "document_link": "https://riverside.example/audits/1",
    }
    for number in range(1, 7):
        key = f"domains.c{number}"
        fields |= {
            f"{key}.grade": grade,
            f"{key}.evidence": "Seen in the record.",
            f"{key}.strengths": "Purposeful.",
            f"{key}.areas": "Shorter chronology.",
        }
    return fields


async def test_an_auditor_accepts_with_one_press_and_the_card_becomes_the_receipt(
    desk: Played,
) -> None:
    audit = desk.audits("issued")[0]
    auditor = audit.auditor or ""
    answer = await desk.press(auditor, "allocation.accept", about=audit.id)
    assert (answer["status"], answer["kind"]) == (200, "card")
    assert desk.audit(audit.id).state == "accepted"
    receipt = await desk.card_with(auditor, "return.submit", audit.id)
    assert "allocation.accept" not in verbs_of(receipt["card"])


async def test_an_exemption_is_two_clicks_and_a_reason_and_one_click_to_agree(desk: Played) -> None:
    audit = desk.audits("issued")[1]
    auditor = audit.auditor or ""
    asked = await desk.press(
        auditor,
        "exemption.request",
        {"category": "leave", "reason": "Away from Monday 7 December until the new year."},
        about=audit.id,
    )
    assert asked["status"] == 200
    assert desk.audit(audit.id).state == "exemption_asked"
    agreed = await desk.press(head_of(desk, auditor), "exemption.approve", about=audit.id)
    assert agreed["status"] == 200
    freed = desk.audit(audit.id)
    assert freed.state == "reallocating"
    assert freed.auditor not in (None, auditor)
    await desk.press(holder(desk, AUDIT_OFFICER), "reallocation.confirm", about=audit.id)
    assert desk.audit(audit.id).state == "issued"
    assert await desk.card_with(freed.auditor or "", "allocation.accept", audit.id)
    for message in await desk.chat(auditor):
        assert not {"allocation.accept", "exemption.request"} & verbs_of(message["card"], audit.id)


async def test_a_refusal_needs_a_reason_which_the_auditor_reads(desk: Played) -> None:
    audit = desk.audits("issued")[2]
    auditor = audit.auditor or ""
    await desk.press(
        auditor,
        "exemption.request",
        {"category": "workload", "reason": "Two court cases."},
        about=audit.id,
    )
    head = head_of(desk, auditor)
    empty = await desk.press(head, "exemption.refuse", {}, about=audit.id)
    assert empty["kind"] == "dialog"
    assert desk.audit(audit.id).state == "exemption_asked"
    await desk.press(
        head, "exemption.refuse", {"reason": "Ann will take one of the cases."}, about=audit.id
    )
    assert desk.audit(audit.id).state == "issued"
    assert any(
        "Ann will take one of the cases" in text_of(message["card"])
        for message in await desk.chat(auditor)
    )


async def test_a_return_is_one_dialog_and_is_validated_again_on_the_server(desk: Played) -> None:
    audit = desk.audits("issued")[3]
    auditor = audit.auditor or ""
    await desk.press(auditor, "allocation.accept", about=audit.id)
    wrong = await desk.press(
        auditor, "return.submit", form_of_a_return("Good") | {"grade": "Fine"}, about=audit.id
    )
    assert wrong["kind"] == "dialog"
    assert desk.audit(audit.id).state == "accepted"
    assert "Visits, direct work and plans" in json.dumps(wrong["dialog"])
    right = await desk.press(auditor, "return.submit", form_of_a_return(), about=audit.id)
    assert right["status"] == 200
    returned = desk.audit(audit.id)
    assert (returned.state, returned.first) == ("returned", "Good")
    with desk.ledger.read(desk.programme, at=desk.clock()) as reader:
        kinds = {d.kind for d in reader.rows(Duty) if d.subject == audit.id and not d.closed_at}
    assert "moderation.decide" in kinds


async def test_an_outage_is_caught_up_with_one_message_and_no_burst(desk: Played) -> None:
    """After 72 hours in which nothing ran, the sweep reminds each person once."""
    desk.clock.move(_at("2026-12-24", "10:00"))
    await desk.move_to("2026-12-24", "10:05")
    per_person: dict[str, int] = {}
    for message in desk.rows(Message):
        if message.kind == "nudge":
            per_person[message.to] = per_person.get(message.to, 0) + 1
    assert per_person
    assert set(per_person.values()) == {1}


@pytest.mark.parametrize("words", ["help", "my work", "status", "who owes", "something else"])
async def test_typed_words_are_answered(desk: Played, words: str) -> None:
    officer = holder(desk, AUDIT_OFFICER)
    assert await desk.say(officer, words)


async def test_another_persons_card_cannot_be_pressed_by_forging_its_data(desk: Played) -> None:
    audit = desk.audits("issued")[6]
    stranger = next(
        p.id for p in desk.rows(Person) if "practitioner" in p.roles and p.id != audit.practitioner
    )
    await desk.say(stranger, "help")  # so that their chat is known, which is a fact too
    facts = proof.verify(desk.ledger, desk.programme).facts
    answer = await _forge(desk, stranger, "allocation.accept", audit.id, audit.version)
    assert answer["statusCode"] == 403
    assert desk.audit(audit.id).state == "issued"
    assert proof.verify(desk.ledger, desk.programme).facts == facts


@pytest.mark.parametrize(
    ("verb", "subject", "version", "status"),
    [
        ("allocation.destroy", None, None, 400),
        ("allocation.accept", "no-such-audit", 1, 404),
        ("allocation.accept", None, 99, 400),
    ],
)
async def test_a_bad_press_gets_a_clear_answer_and_writes_nothing(
    desk: Played, verb: str, subject: str | None, version: int | None, status: int
) -> None:
    audit = desk.audits("issued")[7]
    facts = proof.verify(desk.ledger, desk.programme).facts
    answer = await _forge(
        desk, audit.auditor or "", verb, subject or audit.id, version or audit.version
    )
    assert status in (answer["statusCode"], 400 if answer["statusCode"] == 200 else 0)
    assert proof.verify(desk.ledger, desk.programme).facts == facts


async def test_the_same_press_four_times_is_one_act(desk: Played) -> None:
    audit = desk.audits("issued")[8]
    answers = [
        await _forge(desk, audit.auditor or "", "allocation.accept", audit.id, audit.version)
        for _ in range(4)
    ]
    assert {answer["statusCode"] for answer in answers} == {200}
    with desk.ledger.engine.connect() as connection:
        verbs = [fact.verb for fact in chain.facts(connection, desk.programme, audit.id)]
    assert verbs.count("allocation.accept") == 1


async def test_whoever_holds_a_post_may_act_and_the_others_cards_follow(desk: Played) -> None:
    audit = desk.audits("issued")[9]
    auditor = audit.auditor or ""
    asked = {"category": "other", "reason": "Secondment."}
    await desk.press(auditor, "exemption.request", asked, about=audit.id)
    await desk.press(head_of(desk, auditor), "exemption.approve", about=audit.id)
    team = [p.id for p in desk.rows(Person) if {"audit_officer", "audit_manager"} & set(p.roles)]
    for upn in team:
        assert await desk.card_with(upn, "reallocation.confirm", audit.id)
    await desk.press(team[0], "reallocation.confirm", about=audit.id)
    for upn in team:
        for message in await desk.chat(upn):
            assert "reallocation.confirm" not in verbs_of(message["card"], audit.id)
    [exemption] = [x for x in desk.rows(Exemption) if x.audit == audit.id]
    assert exemption.decided_by != auditor


async def test_healthz_and_readyz_say_that_all_is_well(desk: Played) -> None:
    for path in ("/healthz", "/readyz"):
        async with desk.session.get(f"{desk.bot}{path}") as response:
            assert response.status == 200
            assert (await response.json())["ok"] is True


def _at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


async def _forge(desk: Played, upn: str, verb: str, subject: str, version: int) -> dict[str, Any]:
    """A press as a forging client would send it, straight to the bot."""
    person = next(p for p in desk.rows(Person) if p.id == upn)
    body = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:{verb}",
        "channelId": "msteams",
        "serviceUrl": f"{desk.desk}/",
        "from": {"id": f"29:{person.entra_object_id}", "aadObjectId": person.entra_object_id},
        "recipient": {"id": "28:bot"},
        "conversation": {
            "conversationType": "personal",
            "id": desk.chat_id(person),
            "tenantId": TENANT,
        },
        "channelData": {"tenant": {"id": TENANT}},
        "value": {
            "action": {
                "type": "Action.Execute",
                "verb": verb,
                "data": {"id": subject, "version": version},
            },
            "trigger": "manual",
        },
    }
    async with desk.session.post(
        f"{desk.bot}/api/messages", json=body, headers=desk.signed()
    ) as response:
        answer: dict[str, Any] = await response.json()
        return answer
