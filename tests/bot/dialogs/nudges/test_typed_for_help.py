"""Whoever types that they are stuck, or asks where things stand, is told what is so for them."""

from datetime import datetime

import pytest

from bot.dialogs.faces import Face, said
from store.tables import Person
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.moderating import MODERATED
from tests.store.acts.moderation.test_referral import decides, referred
from tests.store.council import HOS, ISSUED, OFFICER, Council


def typed(council: Council, upn: str, text: str, *, at: datetime = ISSUED) -> Face:
    """The card that answers typed words."""
    with council.read(at) as reader:
        (answer,) = said(reader, reader.get(Person, upn), text)
    assert problems(answer) == []
    return answer


@pytest.mark.parametrize("text", ["stuck", "I'm stuck", "I\u2019m stuck.", "Who can help?"])
def test_4_who_types_that_they_are_stuck_reads_who_can_help_and_may_ask(
    council: Council, text: str
) -> None:
    audit = council.audits()[0]
    answer = typed(council, audit.auditor or "", text)
    assert answer.summary == "Who can help"
    assert "Ann Officer" in words(answer) or OFFICER.partition("@")[0] in words(answer).lower()
    assert audit.case_ref in words(answer)
    assert verbs(answer) == {"help.ask"}


def test_4_who_owes_nothing_still_reads_who_can_help(council: Council) -> None:
    answer = typed(council, HOS, "stuck")
    assert answer.summary == "Who can help"
    assert "Nothing is open for you" in words(answer)


def test_status_tells_a_practitioner_of_the_audits_of_their_work(council: Council) -> None:
    audit = council.audits()[0]
    answer = typed(council, audit.practitioner, "status")
    assert "No audit is under way" not in words(answer)
    assert "Audits of your work" in words(answer)
    assert audit.case_ref in words(answer)


def test_2_5_whoever_sent_the_list_reads_that_it_was_confirmed(council: Council) -> None:
    card = shown(council, OFFICER, "list_confirmed")
    assert "confirmed the list for Frontdoor" in card.summary


def test_2_10_of_a_void_audit_is_told_why_somebody_new_is_confirmed(council: Council) -> None:
    audit = referred(council)
    decides(council, audit, outcome="reallocate")
    again = f"{audit.id}-again"
    card = shown(council, OFFICER, "reallocation", again, at=MODERATED)
    assert "found the audit before it void" in words(card)
    told = shown(council, audit.auditor or "", "void_decided", at=MODERATED)
    assert "is proposed for it" in words(told)
    council.do("reallocation.confirm", again, by=OFFICER, at=MODERATED)
    told = shown(council, audit.auditor or "", "void_decided", at=MODERATED)
    assert "audits it now" in words(told)
