"""Cards of actions, progress and the board say what is so; their words are for readers alone."""

from datetime import UTC, datetime

import pytest

from bot.desk.buttons import buttons
from bot.dialogs.faces import faced
from bot.dialogs.forms import asks_first, form
from bot.dialogs.receipts import receipt
from bot.scheduler.sweep import sweep
from store.tables import Message
from store.views.nudges.nudge import nudge
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging_actions import (
    CLOSURE,
    CONFIRMED,
    DONE,
    ESCALATION,
    NOT_YET,
    SUPERVISED,
    actions_of,
    close,
    do_it,
    improvement,
    the_action,
    with_actions,
)
from tests.store.acts.arranging_disputes import MODERATED, the_message
from tests.store.council import ACADEMY, DIRECTOR, HOS, HOS_CARE, MANAGER, OFFICER, Council


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UTC)


def opened(council: Council, verb: str, subject: str, upn: str, when: datetime = DONE) -> str:
    """What a dialog says to somebody."""
    with council.read(when) as reader:
        _, drawn = form(reader, verb, subject, upn)
    assert problems(faced(drawn)) == []
    return words(faced(drawn))


def closes_with(council: Council, verb: str, subject: str, when: datetime) -> str:
    with council.read(when) as reader:
        return receipt(reader, verb, subject)


def test_a_form_that_is_sent_as_it_is_does_not_open_again(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    with council.read(DONE) as reader:
        _, drawn = form(reader, "action.confirm", action.id, audit.team_manager)
    [sent] = [button.data for button in buttons(drawn)]
    assert not asks_first("action.confirm", sent)
    as_it_came = {key: sent[key] for key in ("verb", "id", "version")}
    assert asks_first("action.confirm", as_it_came), "a button elsewhere opens the form"


def test_the_second_person_reads_what_is_different_before_they_confirm_it(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    assert "CANARY-different" in opened(council, "action.done", action.id, action.owner)
    do_it(council, action)
    assert "confirms it by Mon 4 Jan" in closes_with(council, "action.done", action.id, DONE)
    card = shown(council, audit.team_manager, "action_confirm", at=DONE)
    assert verbs(card) == {"action.confirm", "action.reopen"}
    assert "CANARY" not in words(card)
    assert "CANARY-outcome" in opened(council, "action.confirm", action.id, audit.team_manager)
    assert asks_first("action.confirm", {"verb": "action.confirm", "id": action.id, "version": 2})
    council.do("action.confirm", action.id, by=audit.team_manager, at=DONE)
    again = shown(council, audit.team_manager, "action_confirm", at=DONE)
    assert verbs(again) == {"action.view"}
    owners = shown(council, action.owner, "action_confirmed", at=DONE)
    assert "is confirmed by" in words(owners)
    assert "It is closed" in words(owners)


def test_an_action_that_goes_on_says_what_is_missing_to_its_readers_alone(council: Council) -> None:
    audit = with_actions(council)
    action = the_action(council, audit)
    do_it(council, action)
    council.do("action.reopen", action.id, NOT_YET, by=audit.team_manager, at=CONFIRMED)
    card = shown(council, action.owner, "action_reopened", at=CONFIRMED)
    assert verbs(card) == {"action.done", "action.view"}
    assert "CANARY" not in words(card)
    assert "CANARY-notyet" in opened(council, "action.view", action.id, action.owner, CONFIRMED)
    with council.read(CONFIRMED) as reader, pytest.raises(NotAllowed):
        form(reader, "action.view", action.id, HOS_CARE)


def test_a_nudge_names_which_action_and_opens_its_form(council: Council) -> None:
    audit = with_actions(council, improvement(), improvement(by="2027-01-29"))
    first = actions_of(council, audit)[0]
    sweep(council.ledger, council.programme, at(12, 31, 9))
    deliver(council, at(12, 31, 9))
    message = the_message(council, "nudge", audit.practitioner)
    with council.read(at(12, 31, 9)) as reader:
        told = nudge(reader, reader.get(Message, message.id))
    (ask,) = [ask for ask in told.asks if ask.press and ask.press.id == first.id]
    assert ask.words == "complete action 1 of 2"
    assert ask.press is not None
    assert (ask.press.verb, ask.press.dialog) == ("action.done", True)
    assert "CANARY" not in str(told)


def test_a_weeks_report_is_read_by_those_who_keep_a_line_of_sight(council: Council) -> None:
    audit = with_actions(council, grade="Inadequate")
    weekly = {"text": "CANARY-weekly: two visits."}
    council.do("progress.reported", audit.id, weekly, by=HOS, at=at(12, 18))
    (subject,) = {about for _, about in council.messages("progress")}
    for upn in (DIRECTOR, ACADEMY, MANAGER):
        card = shown(council, upn, "progress", at=at(12, 18))
        assert verbs(card) == {"progress.view"}
        assert "CANARY" not in words(card)
        assert "CANARY-weekly" in opened(council, "progress.view", subject, upn, at(12, 18))
    with council.read(at(12, 18)) as reader, pytest.raises(NotAllowed):
        form(reader, "progress.view", subject, OFFICER)
    assert "Everybody who follows this work" in closes_with(
        council, "progress.reported", audit.id, at(12, 18)
    )


def test_an_escalation_reaches_the_divisional_director_with_its_reasons(council: Council) -> None:
    audit = with_actions(council)
    when = at(4, 14)
    assert "fresh approach" in opened(council, "improvement.escalated", audit.id, ACADEMY, when)
    council.do("improvement.escalated", audit.id, ESCALATION, by=ACADEMY, at=when)
    card = shown(council, DIRECTOR, "escalated", at=when)
    assert "CANARY" not in words(card)
    (subject,) = {about for _, about in council.messages("escalated")}
    assert "CANARY-approach" in opened(council, "progress.view", subject, DIRECTOR, when)


def test_the_closure_is_asked_for_with_the_supervision_it_cites(council: Council) -> None:
    audit = with_actions(council)
    council.do(
        "supervision.recorded", audit.id, SUPERVISED | {"on": "2027-01-04"}, by=HOS, at=CONFIRMED
    )
    close(council, the_action(council, audit), audit.team_manager)
    with council.read(at(1, 5)) as reader:
        _, drawn = form(reader, "closure.recorded", audit.id, HOS)
    assert '"value": "2027-01-04"' in str(drawn).replace("'", '"')
    council.do("closure.recorded", audit.id, CLOSURE, by=HOS, at=at(1, 5))
    assert "complete and on record" in words(shown(council, MANAGER, "closed", at=at(1, 5)))


def test_the_audit_team_enters_the_boards_dates_from_the_card_that_tells_of_their_lack(
    council: Council,
) -> None:
    audit = with_actions(council, improvement("head_of_service", "service"))
    action = the_action(council, audit)
    assert verbs(shown(council, HOS, "action_given", at=MODERATED)) == {
        "action.done",
        "action.view",
    }
    do_it(council, action, by=HOS, at=CONFIRMED)
    council.do("action.confirm", action.id, by=MANAGER, at=CONFIRMED)
    card = shown(council, OFFICER, "board_undated", at=CONFIRMED)
    assert verbs(card) == {"board.dates"}
    given = {"dates": "2027-01-20, 2027-03-10"}
    council.do("board.dates", council.programme, given, by=OFFICER, at=CONFIRMED)
    after = shown(council, OFFICER, "board_undated", at=CONFIRMED)
    assert verbs(after) == set()
    assert "Wed 20 Jan" in words(after)
    signoff = opened(council, "board.signed_off", action.id, ACADEMY, at(1, 20))
    assert "CANARY-outcome" in signoff
