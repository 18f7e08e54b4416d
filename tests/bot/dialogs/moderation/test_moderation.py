"""Moderation on cards and in dialogs: who sees what, what a form sends, who may read why."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.forms import asks_first, form, receipt
from store.registry import ACTS
from store.tables import Action, GradeDecision, Message, Person
from store.vocabulary.errors import NotAllowed, Stale
from tests.bot.cards.linter import elements, said
from tests.bot.dialogs.opening import inputs, opened, sends
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.moderating import CHECKED, MODERATED, SPOKE, checker, moderate, returned
from tests.store.council import (
    HOS,
    HOS_CARE,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    STRANGER,
    Council,
)

CHRISTMAS = datetime(2026, 12, 24, 16, 40, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 29, 10, tzinfo=UTC)
WRITTEN = "The aunt of Quillon Zephyrine told me so."
AGREE = {"practitioner_heard": "yes", "family_heard": "no"}
SLOT = {
    "actions.2.what": "Supervise monthly",
    "actions.2.who": "team_manager",
    "actions.2.by": "2027-01-15",
    "actions.2.different": "Drift is seen early",
    "actions.3.scope": "case",
}


@pytest.mark.parametrize("verb", ["agree", "change", "send_back", "refer", "conflict"])
def test_the_moderator_alone_opens_a_form_and_it_asks_for_what_the_act_takes(
    council: Council, verb: str
) -> None:
    audit, act = returned(council), ACTS[f"moderation.{verb}"]
    card = opened(council, act.verb, audit.id, audit.moderator or "")
    asked = {name.partition(".")[0] for name in inputs(card)}
    # The rationale of another grade leaves nothing for a note.
    assert asked == set(act.fields.model_fields) - ({"note"} if verb == "change" else set())
    for other in (HOS_CARE, OFFICER, audit.auditor or "", audit.practitioner, audit.deputy or ""):
        with pytest.raises(NotAllowed), council.read(MODERATED) as reader:
            form(reader, act.verb, audit.id, other)


def test_before_the_check_the_form_says_until_when_and_to_talk_meanwhile(council: Council) -> None:
    audit = returned(council, checked=False)
    with pytest.raises(Stale, match="talk to the auditor"), council.read(CHECKED) as reader:
        form(reader, "moderation.agree", audit.id, audit.moderator or "")


def test_agreeing_notes_who_was_heard_and_adds_what_is_filled_in(council: Council) -> None:
    audit = returned(council)
    sends(council, "moderation.agree", audit, audit.moderator or "", AGREE | SLOT)
    with council.read(MODERATED) as reader:
        [kept], [added] = reader.rows(GradeDecision), reader.rows(Action)
        told = receipt(reader, "moderation.agree", audit.id)
    assert (kept.practitioner_heard, kept.family_heard) == (True, False)
    assert added.owner == audit.team_manager
    assert told.startswith(f"{audit.case_ref} is moderated as Good.")
    assert "disputed until Thu 17 Dec" in told


def test_a_button_in_a_dialog_opens_the_form_and_never_decides_unasked(council: Council) -> None:
    audit = returned(council)
    for verb in ("moderation.agree", "moderation.hand_over", "moderation.change"):
        data = {"verb": verb, "id": audit.id, "version": audit.version}
        assert asks_first(verb, data)
    assert not asks_first("moderation.agree", AGREE | {"id": audit.id})


def test_each_grade_stands_with_its_definition_and_its_own_is_no_choice(council: Council) -> None:
    audit = returned(council)
    card = opened(council, "moderation.change", audit.id, audit.moderator or "")
    choices = inputs(card)["grade"]["choices"]
    assert [c["value"] for c in choices] == ["Outstanding", "RI", "Inadequate"]
    assert all(len(c["title"].split()) > 10 for c in choices)


def test_sending_back_offers_the_call_first_and_takes_several_reasons(council: Council) -> None:
    audit = returned(council)
    card = opened(council, "moderation.send_back", audit.id, audit.moderator or "")
    [first, *_] = [e for e in elements(card) if e.get("type") == "Action.OpenUrl"]
    assert first["url"] == f"https://teams.microsoft.com/l/call/0/0?users={audit.auditor}"
    assert "A message never replaces the conversation." in said(card)
    typed = {"reasons": "scant,parts_missing", "spoke_on": SPOKE}
    sends(council, "moderation.send_back", audit, audit.moderator or "", typed)
    assert council.audit(audit.id).state == "rectifying"


def test_an_action_that_is_due_in_the_past_is_told_beside_its_own_slot(council: Council) -> None:
    audit = returned(council)
    typed = AGREE | SLOT | {"actions.2.by": "2026-11-02"}
    card = opened(
        council, "moderation.agree", audit.id, audit.moderator or "",
        given={"verb": "moderation.agree", "id": audit.id, "version": 1, **typed},
        errors={"actions.0.by": "is in the past"},
    )  # fmt: skip
    assert "Action 2: by when is in the past" in said(card)


def test_a_deputy_reads_in_whose_place_they_stand(council: Council) -> None:
    audit = returned(council)
    away = {"from": "2026-12-09"}
    council.do("person.absent", audit.moderator or "", away, by=OTHER_OFFICER, at=CHECKED)
    card = opened(council, "moderation.agree", audit.id, audit.deputy or "")
    with council.read() as reader:
        name = reader.get(Person, audit.moderator or "").name
    assert f"You moderate it in {name}'s place, who is away." in said(card)
    council.do("moderation.agree", audit.id, by=audit.deputy or "", at=MODERATED)
    card_of = shown(council, audit.practitioner, "moderated", at=MODERATED)
    assert f"in {name}'s place" in words(card_of)


def test_a_changed_grade_is_said_plainly_and_why_is_read_in_a_dialog_alone(
    council: Council,
) -> None:
    audit = returned(council)
    given = {"grade": "RI", "rationale": WRITTEN, "spoke_on": SPOKE}
    moderate(council, audit, "change", **given)
    own = shown(council, audit.auditor or "", "moderated", at=MODERATED)
    assert own.summary.endswith(f"changed your grade for {audit.case_ref} from Good to RI")
    assert verbs(own) >= {"grades.view"}
    assert "dispute.raise" not in verbs(own)
    theirs = shown(council, audit.practitioner, "moderated", at=MODERATED)
    assert "dispute.raise" in verbs(theirs)
    assert "You may dispute the grade until Thu 17 Dec." in words(theirs)
    with council.read(MODERATED) as reader:
        _, card = form(reader, "grades.view", audit.id, audit.practitioner)
    assert WRITTEN in said(card)


def test_why_a_grade_was_given_is_read_by_those_it_concerns_and_nobody_else(
    council: Council,
) -> None:
    audit = returned(council)
    moderate(council, audit, note=WRITTEN)
    lawful = {
        audit.auditor, audit.moderator, audit.practitioner, audit.team_manager, HOS, PSW, OFFICER,
        OTHER_OFFICER, MANAGER,
    }  # fmt: skip
    with council.read(MODERATED) as reader:
        everybody = [person.id for person in reader.rows(Person)]
        for upn in (*everybody, STRANGER):
            if upn in lawful:
                assert WRITTEN in said(form(reader, "grades.view", audit.id, upn)[1])
            else:
                with pytest.raises(NotAllowed):
                    form(reader, "grades.view", audit.id, upn)


def test_no_card_in_a_chat_carries_what_was_written(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit, "refer", reason=WRITTEN)
    decision = {"outcome": "keep", "reason": WRITTEN, "support": "coaching"}
    council.do("void.decide", audit.id, decision, by=checker(audit), at=MODERATED)
    given = {"grade": "Inadequate", "rationale": WRITTEN, "spoke_on": SPOKE}
    moderate(council, audit, "change", **given)
    deliver(council, MODERATED)
    kinds = set()
    with council.read(MODERATED) as reader:
        for message in reader.rows(Message):
            if not message.to.startswith("post:") and message.activity_id:
                card = shown(council, message.to, message.kind, message.subject, at=MODERATED)
                kinds.add(message.kind)
                assert "Zebedee" not in words(card)
                assert "Zephyrine" not in words(card)
    assert kinds >= {"referred", "void_decided", "inadequate", "moderated"}
