"""My requests: what I asked and what I was asked, open and decided (§2.7)."""

from typing import get_args

import pytest

from bot.cards.nudges.my_work import my_work_card
from bot.dialogs.faces import faced
from store.tables import Conflict, Dispute, Exemption, HelpRequest, Progression, Referral
from store.views.nudges.my_requests import KINDS
from store.views.nudges.my_work import my_work
from store.vocabulary.errors import NotAllowed
from store.vocabulary.states import (
    ConflictState,
    DisputeState,
    ExemptionState,
    HelpRequestState,
    ProgressionState,
    ReferralState,
)
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import opened
from tests.bot.dialogs.showing import verbs
from tests.store.council import ISSUED, OFFICER, Council


def listed(council: Council, upn: str) -> str:
    return said(opened(council, "requests.view", upn, upn, ISSUED))


def test_who_asked_reads_that_it_is_open_and_then_what_was_decided_and_by_whom(
    council: Council,
) -> None:
    audit = council.audits()[0]
    upn, head = audit.auditor or "", council.head_of(audit.auditor)
    council.ask_exemption(audit)
    asked = f"Exemption from {audit.case_ref}, asked on Tue 1 Dec"
    assert f"{asked}: not decided yet" in listed(council, upn)
    council.do("exemption.refuse", audit.id, {"reason": "Ann helps you."}, by=head)
    decided = listed(council, upn)
    assert f"{asked}: refused by" in decided
    assert "on Tue 1 Dec" in decided
    assert "Ann helps you" not in decided


def test_who_decides_has_the_button_first_and_then_what_they_decided(council: Council) -> None:
    audit = council.audits()[0]
    head = council.head_of(audit.auditor)
    council.ask_exemption(audit)
    page = listed(council, head)
    assert "Waits for you" in page
    council.do("exemption.approve", audit.id, by=head)
    after = listed(council, head)
    assert "Waits for you" not in after
    assert f"Exemption from {audit.case_ref}, asked by" in after
    assert ": agreed on Tue 1 Dec" in after


def test_a_conflict_is_among_them(council: Council) -> None:
    audit = council.audits()[0]
    upn = audit.auditor or ""
    council.do("conflict.declare", audit.id, {"reason": "A neighbour."}, by=upn)
    assert f"Conflict about {audit.case_ref}: not decided yet" in listed(council, upn)
    assert "Waits for you" in listed(council, OFFICER)


def test_nobody_reads_the_requests_of_others(council: Council) -> None:
    with pytest.raises(NotAllowed):
        opened(council, "requests.view", OFFICER, "tm.mash", ISSUED)


STATES = {
    Exemption: ExemptionState, Conflict: ConflictState, Dispute: DisputeState,
    Referral: ReferralState, Progression: ProgressionState, HelpRequest: HelpRequestState,
}  # fmt: skip


def test_each_kind_says_every_state_in_words() -> None:
    said_of = {kind.table: {*kind.open_states, *kind.outcomes} for kind in KINDS}
    assert said_of == {table: {*get_args(states)} for table, states in STATES.items()}


def test_my_work_leads_to_them(council: Council) -> None:
    with council.read() as reader:
        assert "requests.view" in verbs(faced(my_work_card(my_work(reader, OFFICER))))
