"""Referral, Inadequate, cover, hand-over and sharing: each card says what is so now."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.below_good import action, board, progress, progression, uopp
from bot.dialogs.forms import form
from bot.scheduler.sweep import sweep
from store.registry import ACTS
from store.tables import Action, Audit, Message, Person
from store.views.nudges.my_work import my_work
from store.views.reports.audit_story import audit_story
from store.vocabulary.errors import NotAllowed
from store.vocabulary.message_kinds import ARRIVED
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import inputs, opened, sends
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging import RETURNED, change_person, submit_return
from tests.store.acts.moderating import CHECKED, MODERATED, SPOKE, checker, moderate, returned
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    PSW,
    Council,
    case,
)

CHRISTMAS = datetime(2026, 12, 24, 16, 40, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 29, 10, tzinfo=UTC)
WRITTEN = "The aunt of Zebedee Quill told me so."
AGREE = {"practitioner_heard": "yes", "family_heard": "no"}
SLOT = {
    "actions.2.what": "Supervise monthly",
    "actions.2.who": "team_manager",
    "actions.2.by": "2027-01-15",
    "actions.2.different": "Drift is seen early",
    "actions.3.scope": "case",
}


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
        f"The audit of {audit.case_ref} is void and is done anew"
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


def inadequate(council: Council, at: datetime) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=at)
    return council.audit(audit.id)


def test_the_inadequate_notice_says_what_is_so_at_every_later_moment(council: Council) -> None:
    audit = inadequate(council, RETURNED)
    ref = audit.case_ref
    card = shown(council, HOS, "inadequate", at=RETURNED)
    assert card.summary.startswith(f"An audit of {ref} was graded Inadequate by")
    assert card.summary.endswith("at 14:00")
    assert "moderates it by Wed 9 Dec." in words(card)
    moderate(council, audit, "send_back", reasons=["scant"], spoke_on="2026-12-08")
    assert "went back to" in shown(council, HOS, "inadequate", at=MODERATED).summary
    submit_return(council, audit, grade="Inadequate", at=MODERATED)
    moderate(council, audit, "refer", reason="x")
    assert "with the audit team" in shown(council, HOS, "inadequate", at=MODERATED).summary
    decision = {"outcome": "keep", "reason": "x"}
    council.do("void.decide", audit.id, decision, by=checker(audit), at=MODERATED)
    change = {"grade": "RI", "rationale": "No harm came.", "spoke_on": SPOKE}
    moderate(council, audit, "change", **change)
    card = shown(council, HOS, "inadequate", at=MODERATED)
    assert card.summary == f"{ref} is graded RI now, no longer Inadequate"
    assert "dispute.raise" in verbs(card)


def test_an_inadequate_that_is_taken_back_says_so(council: Council) -> None:
    audit = inadequate(council, RETURNED)
    council.do("return.recall", audit.id, by=audit.auditor or "", at=RETURNED)
    card = shown(council, ACADEMY, "inadequate", at=RETURNED)
    assert card.summary == f"{audit.case_ref}: the return graded Inadequate was taken back"
    assert "It is not in, and is due Mon 21 Dec." in words(card)


def test_over_christmas_the_duty_owner_is_named_and_may_be_changed(council: Council) -> None:
    audit = inadequate(council, CHRISTMAS)
    card = shown(council, HOS, "cover", at=CHRISTMAS)
    assert card.summary == (f"{audit.case_ref}: the clock runs over Christmas until Tue 29 Dec")
    assert "You are the duty owner until you name somebody else" in words(card)
    asked = opened(council, "cover.name", audit.id, HOS, CHRISTMAS)
    offered = [choice["value"] for choice in inputs(asked)["person"]["choices"]]
    assert offered[0] == "gm.frontdoor"
    assert HOS not in offered
    council.do("cover.name", audit.id, {"person": "gm.frontdoor"}, by=HOS, at=CHRISTMAS)
    named = shown(council, "gm.frontdoor", "cover_named", at=CHRISTMAS)
    assert named.summary == f"You are the duty owner for {audit.case_ref} until Tue 29 Dec"
    assert "Gm Frontdoor is the duty owner" in words(shown(council, HOS, "cover", at=CHRISTMAS))
    council.do("cover.name", audit.id, {"person": DIRECTOR}, by=HOS, at=CHRISTMAS)
    past = shown(council, "gm.frontdoor", "cover_named", at=CHRISTMAS)
    assert "nothing more for you to see to" in words(past)
    council.do("check.pass", audit.id, by=checker(audit), at=TUESDAY)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=TUESDAY)
    ended = shown(council, HOS, "cover", at=TUESDAY)
    assert "the long clock has ended" in ended.summary
    assert verbs(ended) == set()


def test_the_audit_team_chooses_among_the_lawful_with_the_rules_choice_made(
    council: Council,
) -> None:
    audit = returned(council)
    card = opened(council, "moderation.hand_over", audit.id, OFFICER)
    asked = inputs(card)["moderator"]
    offered = [choice["value"] for choice in asked["choices"]]
    assert asked["value"] == audit.deputy == offered[0]
    assert not {audit.moderator, audit.auditor, HOS, audit.team_manager} & set(offered)
    chosen = offered[1]
    sends(council, "moderation.hand_over", audit, OFFICER, {"moderator": chosen})
    assert council.audit(audit.id).moderator == chosen
    named = shown(council, OFFICER, "handed_over", at=MODERATED)
    assert named.summary.endswith(f"moderates {audit.case_ref} now")


def test_where_nobody_moderates_it_the_audit_team_is_asked_to_name_somebody(
    council: Council,
) -> None:
    audit = returned(council)
    with council.unit() as unit:
        unit.get(Audit, audit.id).deputy = None
        for row in unit.rows(Person):
            if row.id not in (audit.moderator, OFFICER):
                row.absent_from = RETURNED.date()
        unit.record("flu", unit.programme, {})
    conflict = {"reason": "My cousin"}
    council.do("moderation.conflict", audit.id, conflict, by=audit.moderator or "", at=MODERATED)
    card = shown(council, OFFICER, "handed_over", at=MODERATED)
    assert card.summary == f"Nobody moderates {audit.case_ref} yet"
    assert verbs(card) == {"moderation.hand_over"}
    with council.read(MODERATED) as reader:
        lines = {line.about: line.press for line in my_work(reader, OFFICER).asks}
    press = lines[audit.case_ref]
    assert press is not None
    assert press.verb == "moderation.hand_over"
    change_person(council, PSW, absent_from=None)
    asked = opened(council, "moderation.hand_over", audit.id, OFFICER)
    assert "My cousin" in said(asked)


def test_moderating_is_one_button_in_ones_work_once_the_check_is_done(council: Council) -> None:
    audit = returned(council, checked=False)
    for at, offered in ((CHECKED, {"return.view"}), (MODERATED, {"moderation.agree"})):
        with council.read(at) as reader:
            asks = my_work(reader, audit.moderator or "").asks
        [line] = [ask for ask in asks if "moderate" in ask.words]
        assert ({line.press.verb} if line.press else set()) == offered


def test_a_late_moderation_nudges_with_its_button(council: Council) -> None:
    audit = returned(council)
    sweep(council.ledger, council.programme, TUESDAY)
    card = shown(council, audit.moderator or "", "nudge", at=TUESDAY)
    assert "moderation.agree" in verbs(card)


def test_a_deputy_who_is_called_in_gets_the_button_and_the_manager_the_word(
    council: Council,
) -> None:
    """programme.md §4: urgent kinds go up after 4 working hours, before they are late."""
    audit = council.audits()[0]
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        row.moderator, row.deputy = PSW, ACADEMY
        unit.record("moderators.named", row.id, {})
    submit_return(council, audit, grade="Inadequate")
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    noon = datetime(2026, 12, 9, 12, tzinfo=UTC)
    sweep(council.ledger, council.programme, noon)
    called_in = shown(council, ACADEMY, "nudge", at=noon)
    assert "moderation.agree" in verbs(called_in)
    assert "who has not done it yet" in words(called_in)
    told = shown(council, MANAGER, "nudge", at=noon)
    assert told.summary == f"{audit.case_ref} still waits: due Wed 9 Dec"
    assert "past its day" not in words(told)
    asked = opened(council, "moderation.agree", audit.id, ACADEMY, noon)
    assert "You may decide it too, because Psw has not decided it yet." in said(asked)


def test_the_reviewing_officer_reads_grades_and_dates_and_no_text(council: Council) -> None:
    audit = council.audits()[0]
    council.load_cases([case(audit.case_ref, team=audit.team, iro="iro")])
    audit = returned(council, services_involved=["Edge of Care"])
    assert "shared" not in {kind for kind, _ in council.messages()}
    moderate(council, audit, note=WRITTEN)
    card = shown(council, "iro", "shared", at=MODERATED)
    assert card.summary == f"An audit of {audit.case_ref} is complete: graded Good"
    assert verbs(card) == set()
    with pytest.raises(NotAllowed), council.read(MODERATED) as reader:
        form(reader, "grades.view", audit.id, "iro")
    by_hand = shown(council, OFFICER, "share_by_hand", at=MODERATED)
    assert by_hand.summary == f"Please share {audit.case_ref} with Edge of Care"


def test_the_story_has_words_for_every_act_on_an_audit_and_none_for_a_draft() -> None:
    told = {verb for verb, act in ACTS.items() if act.on in (Audit, Action)} - {"return.save"}
    assert all(ACTS[verb].words.story for verb in told)
    assert not ACTS["return.save"].words.story, "a draft is its auditor's own"
    assert not any(ACTS[verb].words.story for verb in ACTS if verb.startswith("concern."))


@pytest.mark.parametrize("by_hand", [True, False])
def test_2_3_who_handed_a_moderation_over_by_hand_is_said_in_the_story_and_on_the_card(
    council: Council, by_hand: bool
) -> None:
    audit = returned(council)
    by = checker(audit)
    if by_hand:
        council.do("moderation.hand_over", audit.id, by=by, at=MODERATED)
    else:
        why = {"reason": "My cousin"}
        council.do("moderation.conflict", audit.id, why, by=audit.moderator or "", at=MODERATED)
    with council.read(MODERATED) as reader:
        name = reader.get(Person, by).name
        story = [f"{moment.who} {moment.what}" for moment in audit_story(reader, audit.id)]
    assert (f"{name} gave the moderation to somebody else" in story) == by_hand
    assert any(line.startswith("Sightline passed the moderation on") for line in story) != by_hand
    told = words(shown(council, by, "handed_over", audit.id, at=MODERATED))
    who = "You handed it over" if by_hand else "Passed on by the programme's rules"
    assert f"{who} on Thu 10 Dec, 11:00" in told
    other = words(shown(council, MANAGER, "handed_over", audit.id, at=MODERATED))
    who = f"{name} handed it over" if by_hand else "Passed on by the programme's rules"
    assert f"{who} on Thu 10 Dec, 11:00" in other


def test_the_story_names_what_reached_somebody_but_never_a_concern() -> None:
    """A kind about an audit, or a part of it, has its words (programme.md §2.12 for concerns)."""
    assert not any(kind.startswith("concern") for kind in ARRIVED)
    told = (action, progress, uopp, progression)
    assert {kind for one in told for kind in one.CONVERSATION.messages} <= set(ARRIVED)
    assert not set(board.CONVERSATION.messages) & set(ARRIVED)
    assert "practised" in ARRIVED


def test_the_story_of_an_audit_tells_of_moderation_and_never_of_a_concern(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    concern = {"audit": audit.id, "text": WRITTEN}
    council.do("concern.raise", audit.auditor or "", concern, by=audit.auditor or "", at=MODERATED)
    deliver(council, MODERATED)
    with council.read(MODERATED) as reader:
        told = [f"{moment.who} {moment.what}" for moment in audit_story(reader, audit.id)]
    assert any("agreed with the grade in moderation" in line for line in told)
    assert any("delivered the outcome of moderation" in line for line in told)
    assert not any("concern" in line for line in told)
    assert not any("a message" in line for line in told)
