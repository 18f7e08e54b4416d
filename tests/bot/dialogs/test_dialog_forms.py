"""Dialogs: who may open one, which acts have one, and with what each closes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.dialogs.conversations import FORMS
from bot.dialogs.faces import faced
from bot.dialogs.forms import DIALOG_VERBS, READ_ONLY, TITLES, fields_of, form, receipt
from bot.scheduler.digests import issue_digest
from store.registry import ACTS, NoFields
from store.tables import Digest, DigestLine
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, NotFound, Stale, UnknownVerb
from tests.bot.cards.linter import elements, problems, said
from tests.bot.dialogs.audit_month.returning import typed_return
from tests.bot.dialogs.showing import deliver
from tests.store.council import CYCLE, DIRECTOR, HOS, ISSUED, OFFICER, Council

MONTH_END = datetime(2026, 12, 31, 9, tzinfo=UTC)


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["id"]: e for e in elements(card) if str(e.get("type", "")).startswith("Input.")}


def opened(council: Council, verb: str, subject: str, upn: str, **more: Any) -> dict[str, Any]:
    """The dialog's card, linted."""
    with council.read(more.pop("at", ISSUED)) as reader:
        title, card = form(reader, verb, subject, upn, **more)
    assert title == TITLES[verb]
    assert problems(faced(card)) == []
    return card


WITHOUT_A_FORM = {
    "people.import",
    "cases.import",  # a file in the chat
    "cycle.select",
    "cycle.allocate",  # one press; a card's own fold takes filter and seed
}


def test_every_act_that_people_fill_in_has_a_form() -> None:
    by_hand = {
        verb
        for verb, act in ACTS.items()
        if act.by and act.fields is not NoFields and verb not in WITHOUT_A_FORM
    }
    # What needs no field is shown what it is about before it is pressed.
    shown_first = {"action.confirm", "board.signed_off", "evidence.issue", "paper.issue"}
    assert by_hand | shown_first == set(FORMS)
    assert set(FORMS) | READ_ONLY == DIALOG_VERBS


def test_a_field_that_no_form_has_is_left_for_the_act_to_refuse(council: Council) -> None:
    audit = council.audits()[0]
    data = {"category": "leave", "reason": "Away", "decided_by": audit.auditor}
    with pytest.raises(Invalid) as refused:
        council.do(
            "exemption.request",
            audit.id,
            fields_of("exemption.request", data),
            by=audit.auditor or "",
        )
    assert "decided_by" in refused.value.fields


def test_a_form_sent_in_empty_asks_for_what_is_required(council: Council) -> None:
    audit = council.audits()[0]
    card = opened(
        council,
        "exemption.request",
        audit.id,
        audit.auditor or "",
        given={"verb": "exemption.request", "id": audit.id, "version": 3},
        errors={"reason": "is needed"},
    )
    assert "Please fill in what is marked (required)." in said(card)


def test_nobody_opens_a_form_for_what_they_may_not_do(council: Council) -> None:
    audit = council.audits()[0]
    for verb in ("return.submit", "exemption.request", "conflict.declare"):
        with pytest.raises(NotAllowed), council.read() as reader:
            form(reader, verb, audit.id, "sw.mash")
    council.ask_exemption(audit)
    with pytest.raises(NotAllowed), council.read() as reader:
        form(reader, "exemption.refuse", audit.id, audit.auditor or "")


@pytest.mark.parametrize(
    ("verb", "subject", "refusal"),
    [
        ("return.submit", "no-such-audit", NotFound),
        ("allocation.accept", "FR-12-2026-12", UnknownVerb),
        ("conflict.resolve", "FR-12-2026-12", NotAllowed),
        ("list.change", CYCLE, Stale),
    ],
)
def test_a_form_for_what_is_not_there_says_so(
    council: Council, verb: str, subject: str, refusal: type[LedgerError]
) -> None:
    with pytest.raises(refusal), council.read() as reader:
        form(reader, verb, subject, HOS)


def test_a_list_is_seen_by_those_it_was_sent_to_and_by_nobody_else(council: Council) -> None:
    deliver(council)
    audit = council.audits()[0]
    for upn in (HOS, "gm.frontdoor", OFFICER):
        assert audit.case_ref in said(opened(council, "list.view", CYCLE, upn))
    with pytest.raises(NotAllowed), council.read() as reader:
        form(reader, "list.view", CYCLE, "hos.care")


@pytest.mark.parametrize("page", ["0", "2", "99", "x", "9" * 400, "-1", "²"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(council: Council, page: str) -> None:
    deliver(council)
    opened(council, "list.view", CYCLE, HOS, given={"page": page})


def test_work_is_opened_by_its_owner_alone(council: Council) -> None:
    opened(council, "work.view", "tm.mash", "tm.mash")
    opened(council, "work.view", "tm.mash return.submit 2", "tm.mash")
    opened(council, "owing.view", "tm.mash 1", "tm.mash")
    with pytest.raises(NotAllowed), council.read() as reader:
        form(reader, "work.view", "tm.mash", HOS)


def test_the_director_records_from_the_names_how_each_was_addressed(council: Council) -> None:
    deliver(council)
    issue_digest(council.ledger, council.programme, MONTH_END)
    deliver(council, MONTH_END)
    with council.read(MONTH_END) as reader:
        digest, line = reader.rows(Digest)[0], reader.rows(DigestLine)[0]
    names = opened(council, "digest.view", digest.id, DIRECTOR, at=MONTH_END)
    assert line.id in json.dumps(names)
    for upn in ("officer", "psw"):
        read = opened(council, "digest.view", digest.id, upn, at=MONTH_END)
        assert "digest.addressed" not in json.dumps(read)
    opened(council, "digest.addressed", line.id, DIRECTOR, at=MONTH_END)
    given = fields_of("digest.addressed", {"how": "Spoke to the Head of Service.", "page": "2"})
    council.do("digest.addressed", line.id, given, by=DIRECTOR, at=MONTH_END)
    again = opened(council, "digest.view", digest.id, DIRECTOR, at=MONTH_END)
    assert "recorded on Thu 31 Dec, 09:00 how it was addressed" in said(again)
    assert "Spoke to the Head of Service." in said(again)
    others = opened(council, "digest.view", digest.id, "psw", at=MONTH_END)
    assert "Spoke to the Head of Service." not in said(others)


def test_a_new_auditor_is_chosen_among_the_lawful_alone(council: Council) -> None:
    audit = council.exempt(council.audits()[0])
    card = opened(council, "reallocation.confirm", audit.id, OFFICER)
    offered = {choice["value"] for choice in inputs(card)["auditor"]["choices"]}
    team = f"tm.{audit.team.lower()}"
    assert audit.auditor in offered
    assert team not in offered
    assert not set(audit.barred) & offered
    chosen = min(upn for upn in offered if upn != audit.auditor)
    data = {"verb": "reallocation.confirm", "id": audit.id, "version": 1, "auditor": chosen}
    council.do(
        "reallocation.confirm", audit.id, fields_of("reallocation.confirm", data), by=OFFICER
    )
    assert council.audit(audit.id).auditor == chosen


def test_each_dialog_closes_with_what_happens_next(council: Council) -> None:
    first, second, third, *_ = council.audits()
    council.ask_exemption(first)
    assert "to decide by Thu 3 Dec" in told(council, "exemption.request", first.id)
    refusal = {"reason": "The due date can be met."}
    council.do("exemption.refuse", first.id, refusal, by=council.head_of(first.auditor))
    assert told(council, "exemption.refuse", first.id).startswith("Refused.")
    council.do("conflict.declare", second.id, {"reason": "Tied."}, by=second.auditor or "")
    assert "audit team decides" in told(council, "conflict.declare", second.id)
    council.do("conflict.resolve", second.id, {"outcome": "keep", "reason": "No."}, by=OFFICER)
    assert f"{second.case_ref} stays with" in told(council, "conflict.resolve", second.id)
    given = fields_of("return.submit", typed_return())
    council.do("return.submit", third.id, given, by=third.auditor or "")
    assert "moderates" in told(council, "return.submit", third.id)
    freed = council.exempt(first)
    council.do("reallocation.confirm", freed.id, by=OFFICER)
    assert "has been notified" in told(council, "reallocation.confirm", first.id)
    assert told(council, "list.change", CYCLE).startswith("Sent. The audit team answers")


def told(council: Council, verb: str, subject: str) -> str:
    with council.read() as reader:
        return receipt(reader, verb, subject)
