"""Cards and dialogs of a dispute show what is so now, and only to those it concerns (§2.12)."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.conversations import FORMS
from bot.dialogs.faces import face, faced, said
from bot.dialogs.forms import form
from bot.dialogs.receipts import receipt
from store.duties.outbox import set_delivery, to_redraw
from store.tables import Audit, Message, Person
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging import change_person
from tests.store.acts.arranging_disputes import (
    ANSWERED,
    HAND_ON,
    RAISED,
    REASON,
    REFERRED,
    RESOLVED,
    SETTLED,
    disputed,
    handed_on,
    moderated,
    the_dispute,
)
from tests.store.council import CYCLE, HOS, HOS_CARE, MANAGER, OFFICER, OTHER_OFFICER, PSW, Council

REPORT = f"{CYCLE}.k1"
LATER = datetime(2026, 12, 21, 10, tzinfo=UTC)
FOUND = {"answer": "partly", "finding": "CANARY-finding: the plan names the child's view once."}
TEAM = (OFFICER, OTHER_OFFICER, MANAGER)


def opened(council: Council, verb: str, subject: str, upn: str, at: datetime = RAISED) -> str:
    """What a dialog says to somebody."""
    with council.read(at) as reader:
        _, drawn = form(reader, verb, subject, upn)
    assert problems(faced(drawn)) == []
    return words(faced(drawn))


def closes_with(council: Council, verb: str, subject: str, at: datetime) -> str:
    with council.read(at) as reader:
        return receipt(reader, verb, subject)


def free_of(audit: Audit) -> str:
    return next(upn for upn in TEAM if upn not in {audit.moderator, audit.auditor})


def test_the_moderator_is_told_and_the_reason_is_on_no_card(council: Council) -> None:
    audit = disputed(council)
    card = shown(council, audit.moderator or "", "dispute", at=RAISED)
    assert card.summary.endswith(f"disputes the grade of {audit.case_ref}")
    assert verbs(card) == {"dispute.answer", "dispute.view"}
    assert "Mon 21 Dec" in words(card)
    assert REASON["reason"] not in words(card)
    assert REASON["reason"] in opened(council, "dispute.answer", audit.id, audit.moderator or "")


def test_the_raiser_hears_of_the_answer_and_by_when_it_is_taken_further(council: Council) -> None:
    audit = disputed(council)
    council.do("dispute.answer", audit.id, RESOLVED, by=audit.moderator or "", at=ANSWERED)
    told_by = shown(council, audit.team_manager, "dispute_answered", at=ANSWERED)
    assert verbs(told_by) == {"dispute.view", "dispute.refer"}
    assert "Tue 22 Dec" in words(told_by)
    assert RESOLVED["answer"] not in words(told_by)
    dispute = the_dispute(council).id
    assert RESOLVED["answer"] in opened(
        council, "dispute.view", dispute, audit.team_manager, ANSWERED
    )
    over = REFERRED.replace(day=23)
    late = shown(council, audit.team_manager, "dispute_answered", at=over)
    assert verbs(late) == {"dispute.view"}
    assert "is resolved" in late.summary


def test_who_settles_is_asked_and_who_has_decided_gets_no_card(council: Council) -> None:
    """The post is the audit team's; of those who hold it one has moderated."""
    audit = moderated(council)
    change_person(council, audit.moderator, roles=["audit_manager"])
    audit = handed_on(council, audit)
    free = free_of(audit)
    card = shown(council, free, "dispute_decide", at=REFERRED)
    assert verbs(card) == {"dispute.settle", "dispute.view"}
    with council.read(REFERRED) as reader:
        sent = [m for m in reader.rows(Message) if m.kind == "dispute_decide"]
    mine = [m.state for m in sent if m.to == audit.moderator]
    assert mine in (["dropped"], [])
    settling = opened(council, "dispute.settle", audit.id, free, REFERRED)
    for part in (REASON["reason"], HAND_ON["answer"], "Meets good consistently"):
        assert part in settling


def test_everybody_reads_how_it_was_settled_and_only_the_parties_the_reason(
    council: Council,
) -> None:
    audit = handed_on(council)
    free = free_of(audit)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    dispute = the_dispute(council).id
    for upn in (audit.auditor, audit.practitioner, audit.team_manager, audit.moderator, HOS):
        card = shown(council, upn or "", "dispute_settled", at=REFERRED)
        assert "from RI to Good" in card.summary
        assert verbs(card) == {"dispute.view"}
        assert SETTLED["rationale"] in opened(council, "dispute.view", dispute, upn or "", REFERRED)
    assert REASON["reason"] not in opened(
        council, "dispute.view", dispute, audit.auditor or "", REFERRED
    )


@pytest.mark.parametrize(
    ("who", "kind"), [("team_manager", "dispute_answered"), ("moderator", "dispute")]
)
def test_2_12_who_disputed_and_who_answered_have_one_card_that_says_how_it_was_settled(
    council: Council, who: str, kind: str
) -> None:
    """The older card says how it ended until the news has come, and then where that stands."""
    audit = handed_on(council)
    upn = getattr(audit, who)
    shown(council, upn, kind, at=REFERRED)
    council.do("dispute.settle", audit.id, SETTLED, by=free_of(audit), at=REFERRED)
    with council.read(REFERRED) as reader:
        [older] = reader.rows(Message, kind=kind, to=upn)
        before = face(reader, older)
    assert before is not None
    assert "is settled" in before.summary
    with council.unit(at=REFERRED) as unit:
        set_delivery(unit, older.id, redraw_at=None)
    assert "from RI to Good" in shown(council, upn, "dispute_settled", at=REFERRED).summary
    after = shown(council, upn, kind, at=REFERRED)
    assert after.summary == f"{audit.case_ref}: a newer card is below"
    assert verbs(after) == set()
    with council.read(REFERRED) as reader:
        assert older.id in to_redraw(reader, 500)


def test_2_12_who_settled_it_keeps_the_one_card_they_have(council: Council) -> None:
    audit = handed_on(council)
    free = free_of(audit)
    shown(council, free, "dispute_decide", at=REFERRED)
    council.do("dispute.settle", audit.id, SETTLED, by=free, at=REFERRED)
    assert free not in {to for to, _ in council.messages("dispute_settled")}
    assert "from RI to Good" in shown(council, free, "dispute_decide", at=REFERRED).summary


def test_a_stranger_opens_no_dispute(council: Council) -> None:
    audit = disputed(council)
    with council.read(RAISED) as reader:
        for upn in (PSW, HOS_CARE, audit.auditor, "iro"):
            with pytest.raises(NotAllowed):
                form(reader, "dispute.view", the_dispute(council).id, upn or "")


def test_status_leads_to_the_grades_that_may_be_disputed(council: Council) -> None:
    audit = moderated(council)
    with council.read(RAISED) as reader:
        for upn, sees in ((audit.team_manager, True), (HOS, True), (PSW, False)):
            [card] = said(reader, reader.get(Person, upn), "status")
            assert ("dispute.choose" in verbs(card)) == sees
    chosen = opened(council, "dispute.choose", HOS, HOS)
    assert f"{audit.case_ref}: RI, until Mon 21 Dec" in chosen
    with council.read(RAISED) as reader, pytest.raises(NotAllowed):
        form(reader, "dispute.choose", HOS, PSW)


def test_each_step_of_a_dispute_closes_its_dialog_with_what_happens_next(council: Council) -> None:
    audit = disputed(council)
    assert "Mon 21 Dec" in closes_with(council, "dispute.raise", audit.id, RAISED)
    council.do("dispute.answer", audit.id, HAND_ON, by=audit.moderator or "", at=ANSWERED)
    assert "not decided" in closes_with(council, "dispute.answer", audit.id, ANSWERED)
    council.do("dispute.settle", audit.id, SETTLED, by=free_of(audit), at=REFERRED)
    assert "is Good" in closes_with(council, "dispute.settle", audit.id, REFERRED)
    assert "moved on" in closes_with(council, "dispute.raise", audit.id, REFERRED)


@pytest.mark.parametrize("verb", [
    "dispute.raise", "dispute.answer", "dispute.refer", "dispute.settle", "concern.raise",
    "concern.answer",
])  # fmt: skip
def test_every_act_of_a_dispute_or_a_concern_that_people_fill_in_has_a_form(verb: str) -> None:
    assert verb in FORMS
