"""Stuck with what one owes, and a reminder put off to later today (programme.md §4)."""

from datetime import UTC, datetime

import pytest

from bot.scheduler.sweep import sweep
from store.tables import Duty, HelpRequest, Message
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.bot.dialogs.showing import deliver
from tests.store.acts.arranging_disputes import the_message, told
from tests.store.council import HOS, ISSUED, MANAGER, OFFICER, PSW, Council, a_return

MORNING = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)
"""Tuesday, a working day past the due day."""
LAST_CALL = datetime(2026, 12, 22, 15, tzinfo=UTC)
WHAT = {"what": "CANARY-help: I cannot reach the worker."}


def owed_return(council: Council) -> Duty:
    return council.duties(council.audits()[0].id)["return.submit"]


def asked(council: Council) -> HelpRequest:
    duty = owed_return(council)
    council.do("help.ask", duty.id, WHAT, by=duty.owner)
    with council.read() as reader:
        return reader.rows(HelpRequest)[-1]


def reminded(council: Council) -> Message:
    """The nudge that reached an auditor this morning."""
    auditor = council.audits()[0].auditor or ""
    deliver(council)
    sweep(council.ledger, council.programme, MORNING)
    deliver(council, MORNING)
    return the_message(council, "nudge", auditor)


def test_4_whoever_owes_it_asks_and_nobody_else(council: Council) -> None:
    duty = owed_return(council)
    for upn in (OFFICER, HOS, PSW, MANAGER):
        with pytest.raises(NotAllowed):
            council.do("help.ask", duty.id, WHAT, by=upn)
    council.do("help.ask", duty.id, WHAT, by=duty.owner)


def test_4_the_due_day_stands_while_help_is_asked(council: Council) -> None:
    before = owed_return(council).due_at
    asked(council)
    assert owed_return(council).due_at == before


def test_4_the_audit_team_answers_by_the_next_working_day(council: Council) -> None:
    request = asked(council)
    duty = council.duties(request.id)["duty.help"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", datetime(2026, 12, 2, 17, tzinfo=UTC))
    assert told(council, "help_asked") == {"post:audit_team"}
    with pytest.raises(NotAllowed):
        council.do("help.answer", request.id, {"answer": "x"}, by=request.asked_by)
    council.do("help.answer", request.id, {"answer": "Ring me at ten."}, by=OFFICER)
    assert told(council, "help_answered") == {request.asked_by}
    assert council.duties(request.id) == {}


def test_4_it_is_asked_once_until_it_is_answered(council: Council) -> None:
    request = asked(council)
    with pytest.raises(Stale, match="asked the audit team already"):
        council.do("help.ask", request.duty, WHAT, by=request.asked_by)
    council.do("help.answer", request.id, {"answer": "Ring me at ten."}, by=OFFICER)
    council.do("help.ask", request.duty, WHAT, by=request.asked_by)


def test_4_nobody_asks_about_what_is_done(council: Council) -> None:
    duty = owed_return(council)
    given = a_return(today=ISSUED.date())
    council.do("return.submit", duty.subject, given, by=duty.owner)
    with pytest.raises(NotAllowed):
        council.do("help.ask", duty.id, WHAT, by=duty.owner)


def test_4_an_empty_question_is_no_question(council: Council) -> None:
    duty = owed_return(council)
    with pytest.raises(Invalid):
        council.do("help.ask", duty.id, {"what": " "}, by=duty.owner)


def test_7_what_was_asked_stands_in_no_fact(council: Council) -> None:
    asked(council)
    assert "CANARY-help" not in str(council.table("fact"))


def test_4_remind_me_later_comes_two_hours_later_the_same_day(council: Council) -> None:
    message = reminded(council)
    council.do("nudge.later", message.id, by=message.to, at=MORNING)
    again = the_message(council, "nudge", message.to)
    assert again.id != message.id
    assert again.not_before == datetime(2026, 12, 22, 11, 30, tzinfo=UTC)
    assert again.covers == message.covers


def test_4_only_its_reader_puts_it_off(council: Council) -> None:
    message = reminded(council)
    for upn in (OFFICER, HOS, PSW):
        with pytest.raises(NotAllowed):
            council.do("nudge.later", message.id, by=upn, at=MORNING)


def test_4_nothing_comes_after_five_so_it_is_put_off_until_three_at_the_latest(
    council: Council,
) -> None:
    message = reminded(council)
    with pytest.raises(Stale, match="17:00"):
        council.do("nudge.later", message.id, by=message.to, at=LAST_CALL.replace(minute=1))
    council.do("nudge.later", message.id, by=message.to, at=LAST_CALL)


def test_4_it_is_put_off_once_a_day(council: Council) -> None:
    message = reminded(council)
    council.do("nudge.later", message.id, by=message.to, at=MORNING)
    with pytest.raises(Stale, match="comes again today"):
        council.do("nudge.later", message.id, by=message.to, at=MORNING)


def test_4_yesterdays_reminder_is_not_put_off(council: Council) -> None:
    message = reminded(council)
    with pytest.raises(Stale, match="another day"):
        council.do("nudge.later", message.id, by=message.to, at=MORNING.replace(day=23))


def test_4_what_is_no_reminder_is_not_put_off(council: Council) -> None:
    audit = council.audits()[0]
    deliver(council)
    message = the_message(council, "allocation", audit.auditor or "")
    with pytest.raises(Stale, match="Only a reminder"):
        council.do("nudge.later", message.id, by=message.to)


def test_4_the_later_one_asks_for_nothing_that_was_done_meanwhile(council: Council) -> None:
    """Met before it goes out, it is dropped: a nudge is never sent for something already done."""
    message = reminded(council)
    council.do("nudge.later", message.id, by=message.to, at=MORNING)
    for audit in [a for a in council.audits() if a.auditor == message.to]:
        given = a_return(today=MORNING.date())
        council.do("return.submit", audit.id, given, by=message.to, at=MORNING)
    deliver(council, MORNING.replace(hour=11))
    later = the_message(council, "nudge", message.to)
    assert later.state in {"dropped", "delivered"}
    still = [d for d in later.covers if _is_open(council, d)]
    assert (later.state == "delivered") == bool(still)


def test_4_the_later_one_is_brought_up_to_date_when_its_line_is_done(council: Council) -> None:
    """Every message that tells of a duty is marked on the duty, the later one too."""
    message = reminded(council)
    council.do("nudge.later", message.id, by=message.to, at=MORNING)
    again = the_message(council, "nudge", message.to)
    with council.read(MORNING) as reader:
        assert all(again.id in reader.get(Duty, duty).told for duty in again.covers)


def _is_open(council: Council, duty: str) -> bool:
    with council.read(MORNING) as reader:
        return reader.get(Duty, duty).closed_at is None
