"""A referral: who reads what, who decides, and what each card says then (programme.md §2.10)."""

import pytest

from bot.dialogs.forms import form
from store.tables import Message
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import opened, sends
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.moderating import MODERATED, checker, moderate, returned
from tests.store.council import DIRECTOR, HOS_CARE, Council


def test_the_audit_team_reads_why_and_decides_and_the_card_becomes_the_receipt(
    council: Council,
) -> None:
    audit = returned(council)
    moderate(council, audit, "refer", reason="Nobody asked the worker.")
    by = checker(audit)
    card = shown(council, by, "referred", at=MODERATED)
    assert verbs(card) == {"void.decide", "referral.view"}
    asked = opened(council, "void.decide", audit.id, by)
    assert "Nobody asked the worker." in said(asked)
    now = council.audit(audit.id)
    typed = {"outcome": "reallocate", "reason": "It must be done with her.", "support": "training"}
    sends(council, "void.decide", now, by, typed)
    assert shown(council, by, "referred", at=MODERATED).summary == (
        f"The audit of {audit.case_ref} is void and is done again"
    )
    told = shown(council, audit.auditor or "", "void_decided", at=MODERATED)
    assert "The audit team offers you training." in words(told)


def test_an_auditor_reads_the_decision_and_not_what_was_written_of_them(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit, "refer", reason="They never rang her.")
    decision = {"outcome": "close", "reason": "It is too late to mend."}
    council.do("void.decide", audit.id, decision, by=checker(audit), at=MODERATED)
    with council.read(MODERATED) as reader:
        [row] = [m.subject for m in reader.rows(Message) if m.kind == "referred"]
        told = said(form(reader, "referral.view", row, audit.auditor or "")[1])
        assert "too late to mend" in told
        assert "never rang" not in told
        assert "never rang" in said(form(reader, "referral.view", row, audit.moderator or "")[1])
        for upn in (audit.practitioner, HOS_CARE, DIRECTOR):
            with pytest.raises(NotAllowed):
                form(reader, "referral.view", row, upn)
