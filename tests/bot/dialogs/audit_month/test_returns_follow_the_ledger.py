"""Cards about section, return, check and rework show what is so now, to each reader in turn."""

from datetime import UTC, date, datetime

import pytest

from bot.dialogs.forms import form, receipt
from bot.scheduler.sweep import sweep
from store.tables import Audit, SendBack
from store.views.nudges.my_work import my_work
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import CANARIES, elements
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import CYCLE, HOS_CARE, MANAGER, OFFICER, OTHER_OFFICER, Council, a_return

AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday, a working day past the due day."""


def returned(council: Council, *, grade: str = "Good", number: int = 0) -> Audit:
    audit = council.audits()[number]
    given = a_return(grade=grade, today=date(2026, 12, 1), rationale="CANARY rationale")
    council.do("return.submit", audit.id, given, by=audit.auditor or "")
    return council.audit(audit.id)


def test_the_audit_team_finds_a_return_complete_or_sends_it_back_from_its_card(
    council: Council,
) -> None:
    audit = returned(council)
    card = shown(council, OFFICER, "returned", audit.id)
    assert verbs(card) == {"check.pass", "check.send_back", "return.view"}
    assert "Check by\nWed 2 Dec" in words(card)
    council.do("check.pass", audit.id, by=OFFICER)
    for upn in (OFFICER, OTHER_OFFICER):
        card = shown(council, upn, "returned", audit.id)
        assert verbs(card) == {"return.view"}
        assert "Found complete by Officer on Tue 1 Dec, 09:30" in words(card)


def test_before_the_check_the_moderator_is_told_so_and_may_call_the_auditor(
    council: Council,
) -> None:
    audit = returned(council)
    moderator = audit.moderator or ""
    card = shown(council, moderator, "returned", audit.id)
    assert not {"moderation.agree", "moderation.change"} & verbs(card)
    assert "First the audit team checks that it is complete, by Wed 2 Dec at 17:00." in words(card)
    calls = [e["url"] for e in elements(card.card) if "l/call" in str(e.get("url"))]
    assert calls == [f"https://teams.microsoft.com/l/call/0/0?users={audit.auditor}"]
    council.do("check.pass", audit.id, by=OFFICER)
    assert verbs(shown(council, moderator, "returned", audit.id)) >= {
        "moderation.agree", "moderation.change", "moderation.send_back", "moderation.refer",
        "moderation.conflict", "return.view",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        (["return.recall"], "took the return of"),
        (["check.send_back"], "went back to|is amending the audit of"),
        (["check.pass", "moderation.agree"], "was moderated: Good"),
        (["moderation.refer"], "is with the audit team"),
    ],
)
def test_old_cards_of_a_return_tell_what_has_become_of_it(
    council: Council, steps: list[str], title: str
) -> None:
    audit = returned(council)
    deliver(council)
    given = {
        "check.send_back": {"reasons": "parts_missing"},
        "moderation.refer": {"reason": "Unheard."},
    }
    for verb in steps:
        by = {"return": audit.auditor, "check": OFFICER}.get(verb.split(".")[0], audit.moderator)
        council.do(verb, audit.id, given.get(verb, {}), by=by or "")
    for upn in (audit.moderator, audit.practitioner, audit.team_manager, OFFICER):
        card = shown(council, upn or "", "returned", audit.id)
        assert any(part in card.summary for part in title.split("|")), card.summary
        assert not verbs(card) - {"return.view"}
        assert "CANARY" not in words(card)
    receipt_ = shown(council, audit.auditor or "", "allocation", audit.id)
    assert "return.recall" not in verbs(receipt_)


def test_a_moderator_who_was_replaced_has_nothing_left_to_do(council: Council) -> None:
    of_the_team = {OFFICER, OTHER_OFFICER, MANAGER}  # who would check it from then on
    number = next(n for n, a in enumerate(council.audits()) if a.moderator not in of_the_team)
    audit = returned(council, number=number)
    before = audit.moderator or ""
    deliver(council)
    council.do("moderation.conflict", audit.id, {"reason": "I know the family."}, by=before)
    card = shown(council, before, "returned", audit.id)
    assert verbs(card) == set()
    assert "no longer with you" in card.summary


def test_an_auditor_whose_return_came_back_reads_why_and_amends_it(council: Council) -> None:
    audit = returned(council)
    given = {"reasons": "parts_missing,kloes_missed", "note": "CANARY-NOTE"}
    council.do("check.send_back", audit.id, given, by=OFFICER)
    card = shown(council, audit.auditor or "", "sent_back")
    assert card.summary == f"{audit.case_ref} came back to you: amend it by Thu 3 Dec"
    assert "parts are missing and lines of enquiry were missed" in words(card)
    assert "CANARY-NOTE" not in words(card)
    assert verbs(card) == {"return.submit"}
    copy = shown(council, council.head_of(audit.auditor), "sent_back_copy")
    assert verbs(copy) == set()
    assert "They amend it by Thu 3 Dec" in words(copy)
    again = a_return(today=date(2026, 12, 1))
    council.do("return.submit", audit.id, again, by=audit.auditor or "")
    for upn, kind in (
        (audit.auditor or "", "sent_back"),
        (council.head_of(audit.auditor), "sent_back_copy"),
    ):
        card = shown(council, upn, kind)
        assert card.summary == f"{audit.case_ref} was returned again"
        assert verbs(card) == set()
    with council.read() as reader:
        assert len(reader.rows(SendBack)) == 1


def test_a_return_is_opened_by_its_readers_and_refused_to_everybody_else(council: Council) -> None:
    audit = returned(council)
    for upn in (audit.auditor, audit.moderator, audit.practitioner, audit.team_manager, OFFICER):
        with council.read() as reader:
            _, card = form(reader, "return.view", audit.id, upn or "")
        assert "CANARY rationale" in str(card)
        assert not any(canary in str(card) for canary in CANARIES)
    for verb in ("return.view", "section.view"):
        with pytest.raises(NotAllowed), council.read() as reader:
            form(reader, verb, audit.id, HOS_CARE)
        with pytest.raises(NotAllowed), council.read() as reader:
            form(reader, verb, "no-such-audit", OFFICER)


def test_a_practitioner_writes_their_section_from_the_first_days_card(council: Council) -> None:
    audit = council.audits()[0]
    card = shown(council, audit.practitioner, "selected", CYCLE)
    assert "section.complete" in verbs(card)
    assert "section due Tue 8 Dec" in words(card)
    given = {"practice_model": "CANARY-SECTION"}
    council.do("section.complete", audit.id, given, by=audit.practitioner)
    card = shown(council, audit.practitioner, "selected", CYCLE)
    assert "section written on Tue 1 Dec" in words(card)
    assert "CANARY-SECTION" not in words(card)
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    assert "section.view" in verbs(shown(council, audit.auditor or "", "allocation", audit.id))


def test_an_auditor_without_a_section_is_told_that_there_is_none_yet(council: Council) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    card = shown(council, audit.auditor or "", "allocation", audit.id)
    assert "yet, due Tue 8 Dec." in words(card)
    assert {"section.view", "return.submit"} & verbs(card) == {"return.submit"}


def test_a_late_return_is_one_line_and_does_not_ask_to_accept_it_too(council: Council) -> None:
    audit = council.audits()[0]
    deliver(council)
    with council.read(AFTER) as reader:
        kinds = [ask.duty.partition(":")[0] for ask in my_work(reader, audit.auditor or "").asks]
        presses = [a.press.verb for a in my_work(reader, audit.auditor or "").asks if a.press]
    assert "allocation.accept" not in presses, kinds
    assert "return.submit" in presses
    sweep(council.ledger, council.programme, AFTER)
    assert "allocation.accept" not in verbs(shown(council, audit.auditor or "", "nudge", at=AFTER))
    duties = list(council.duties(audit.id).values())
    before = datetime(2026, 12, 10, 9, tzinfo=UTC)
    assert {d.kind for d in one_line_an_audit(duties, before)} >= {"allocation.accept"}


def test_each_dialog_of_a_return_closes_with_what_happens_next(council: Council) -> None:
    audit = returned(council)
    with council.read() as reader:
        told = receipt(reader, "return.submit", audit.id)
    assert "moderates it by Thu 31 Dec." in told
    assert "The audit team checks it by Wed 2 Dec; until then you may take it back." in told
    council.do("check.send_back", audit.id, {"reasons": "no_analysis"}, by=OFFICER)
    with council.read() as reader:
        told = receipt(reader, "check.send_back", audit.id)
    assert f"amends {audit.case_ref} by Thu 3 Dec." in told
