"""What people see of dip re-audits, re-audits and reports, and what their forms send in."""

import pytest

from bot.dialogs.fields import fields_of
from bot.dialogs.forms import form
from bot.dialogs.receipts import receipt
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import said
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.looking_again import (
    JUNE,
    SIX_WEEKS_ON,
    actions_of,
    below_good,
    dip,
    issue_next,
    moderated,
    next_cycle,
    reaudits,
)
from tests.store.council import CYCLE, DIRECTOR, GM, HOS, OFFICER, PSW, Council

WRITTEN = "The grandmother was never asked"


def test_the_head_of_service_is_asked_to_address_it_and_the_psw_only_told(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "RI", standing="delayed", delay=WRITTEN)
    asked = shown(council, HOS, "dip_reaudited", at=SIX_WEEKS_ON)
    assert asked.summary == f"Address what is late on {audit.case_ref} by Thu 28 Jan"
    assert "delay.addressed" in verbs(asked)
    told = shown(council, PSW, "dip_reaudited", at=SIX_WEEKS_ON)
    assert told.summary == f"Dip re-audit of {audit.case_ref}: still RI"
    assert "delay.addressed" not in verbs(told)
    for card in (asked, told):
        assert WRITTEN not in words(card)


def test_work_still_below_good_with_nothing_late_is_not_headed_by_what_is_late(
    council: Council,
) -> None:
    audit = below_good(council)
    dip(council, audit, "RI")
    asked = shown(council, HOS, "dip_reaudited", at=SIX_WEEKS_ON)
    assert asked.summary == f"{audit.case_ref} is still RI: address it by Thu 28 Jan"


def test_practitioner_and_team_manager_hear_what_the_dip_re_audit_found(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit)
    for upn in (audit.practitioner, audit.team_manager):
        told = shown(council, upn, "dip_reaudited", at=SIX_WEEKS_ON)
        assert told.summary == f"Dip re-audit of {audit.case_ref}: Good"


def test_its_words_are_read_by_those_who_were_told_and_by_nobody_else(council: Council) -> None:
    audit = below_good(council)
    dip(council, audit, "RI", standing="delayed", delay=WRITTEN)
    for upn in (HOS, GM, PSW):
        shown(council, upn, "dip_reaudited", at=SIX_WEEKS_ON)
    with council.read(SIX_WEEKS_ON) as reader:
        _, card = form(reader, "dip_reaudit.view", audit.id, OFFICER)
        assert WRITTEN in said(card)
        for upn in (DIRECTOR, "tm.care.one", "hos.care"):
            with pytest.raises(NotAllowed):
                form(reader, "dip_reaudit.view", audit.id, upn)


def test_the_form_asks_after_every_action_and_sends_each_by_its_id(council: Council) -> None:
    audit = below_good(council)
    (action,) = actions_of(council, audit)
    with council.read(SIX_WEEKS_ON) as reader:
        title, card = form(reader, "dip.reaudited", audit.id, OFFICER)
    assert title == "Dip re-audit"
    assert "See the child alone" in said(card)
    typed = {f"actions.{action}": "done", "grade": "Good", "note": "", "id": audit.id}
    given = fields_of("dip.reaudited", typed)
    assert given == {"grade": "Good", "actions": {action: "done"}}
    council.do("dip.reaudited", audit.id, given, by=OFFICER, at=SIX_WEEKS_ON)
    with council.read(SIX_WEEKS_ON) as reader:
        assert "have been notified" in receipt(reader, "dip.reaudited", audit.id)


def test_a_practitioner_reads_the_short_version_and_not_the_boards(council: Council) -> None:
    given = {
        "impact": "For the board alone",
        "learning": "Learning",
        "plan": "Plan",
        "practitioners": "Children's words are in the plans",
    }
    council.do("board.reported", CYCLE, given, by=OFFICER, at=SIX_WEEKS_ON)
    worker = council.audits()[0].practitioner
    card = shown(council, worker, "practitioners_report", at=SIX_WEEKS_ON)
    assert card.summary == "What the audits in Frontdoor taught us, December 2026"
    (report,) = (row["id"] for row in council.table("cycle_report"))
    with council.read(SIX_WEEKS_ON) as reader:
        _, read = form(reader, "report.view", report, worker)
        assert "Children's words" in said(read)
        assert "For the board alone" not in said(read)
        with pytest.raises(NotAllowed):
            form(reader, "report.view", report, "tm.care.one")


def test_the_academy_hears_what_was_drawn_for_re_audit(council: Council) -> None:
    moderated(council, "RI", "RI", "RI")
    (again,) = next_cycle(council)
    card = shown(council, "academy", "reaudits", at=JUNE)
    assert again.case_ref in words(card)
    assert "1 of 3 below good are re-audited." in words(card)


def test_whoever_re_audits_is_told_that_it_fell_below_good_and_when(council: Council) -> None:
    moderated(council, "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    card = shown(council, again.auditor or "", "allocation", again.id, at=JUNE)
    assert card.summary == f"Re-audit {again.case_ref} by Mon 21 Jun"
    assert "Below good in December 2026: is it good now?" in words(card)
