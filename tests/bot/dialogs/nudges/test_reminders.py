"""Reminders: quiet and bundled, with a way to put them off, and no old one left live (§4)."""

from datetime import UTC, datetime, timedelta

from bot.dialogs.faces import Face, face
from bot.scheduler.sweep import sweep
from store.tables import Audit, Message
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import deliver, verbs, words
from tests.store.council import Council, a_return

MORNING = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)
"""Tuesday, a working day past the due day."""


def reminded(council: Council, at: datetime) -> Message:
    """The nudge that reached an auditor in the sweep of that moment."""
    deliver(council, at)
    sweep(council.ledger, council.programme, at)
    deliver(council, at)
    auditor = council.audits()[0].auditor or ""
    with council.read(at) as reader:
        sent = [m for m in reader.rows(Message) if m.kind == "nudge" and m.to == auditor]
    return max(sent, key=lambda message: (message.queued_at, message.id))


def drawn(council: Council, message: Message, at: datetime) -> Face:
    with council.read(at) as reader:
        card = face(reader, reader.get(Message, message.id))
    assert card is not None
    assert problems(card) == []
    return card


def own_audits(council: Council) -> list[Audit]:
    auditor = council.audits()[0].auditor
    return [audit for audit in council.audits() if audit.auditor == auditor]


def submit(council: Council, audit: Audit, at: datetime) -> None:
    given = a_return(today=at.date())
    council.do("return.submit", audit.id, given, by=audit.auditor or "", at=at)


def test_every_reminder_says_who_can_help_and_may_be_put_off(council: Council) -> None:
    card = drawn(council, reminded(council, MORNING), MORNING)
    assert verbs(card) & {"stuck.view", "help.ask"}
    assert "nudge.later" in verbs(card)


def test_the_button_on_a_card_that_is_going_out_works_once_it_has_arrived(council: Council) -> None:
    """Delivery moves the message; what is drawn before it names the version after it."""
    deliver(council, MORNING)
    sweep(council.ledger, council.programme, MORNING)
    auditor = council.audits()[0].auditor or ""
    with council.read(MORNING) as reader:
        [waiting] = [m for m in reader.rows(Message) if m.kind == "nudge" and m.to == auditor]
        before = face(reader, waiting)
    deliver(council, MORNING)
    assert before is not None
    assert before.card == drawn(council, waiting, MORNING).card


def test_one_that_was_put_off_says_when_it_comes_again(council: Council) -> None:
    message = reminded(council, MORNING)
    council.do("nudge.later", message.id, by=message.to, at=MORNING, version=message.version)
    card = drawn(council, message, MORNING)
    assert "nudge.later" not in verbs(card)
    assert "again at 11:30 today" in words(card)


def test_once_the_later_one_has_come_the_first_says_so_and_has_no_button(council: Council) -> None:
    message = reminded(council, MORNING)
    council.do("nudge.later", message.id, by=message.to, at=MORNING)
    deliver(council, MORNING + timedelta(hours=2))
    first = drawn(council, message, MORNING + timedelta(hours=2))
    assert first.summary == "A newer reminder is below"
    assert verbs(first) == set()


def test_an_old_bundle_keeps_no_live_button_once_a_newer_one_says_the_same(
    council: Council,
) -> None:
    old = reminded(council, MORNING)
    assert "return.submit" in verbs(drawn(council, old, MORNING))
    day_after = MORNING + timedelta(days=1)
    new = reminded(council, day_after)
    assert new.id != old.id
    assert verbs(drawn(council, old, day_after)) == set()
    assert drawn(council, old, day_after).summary == "A newer reminder is below"
    assert "return.submit" in verbs(drawn(council, new, day_after))


def test_the_arrival_of_a_newer_one_has_the_old_one_drawn_again(council: Council) -> None:
    old = reminded(council, MORNING)
    day_after = MORNING + timedelta(days=1)
    reminded(council, day_after)
    with council.read(day_after) as reader:
        assert reader.get(Message, old.id).redraw_at == day_after


def test_what_is_done_from_a_bundle_stands_in_it_as_a_receipt(council: Council) -> None:
    message = reminded(council, MORNING)
    first = own_audits(council)[0]
    council.do("allocation.accept", first.id, by=first.auditor or "", at=MORNING)
    told = words(drawn(council, message, MORNING))
    assert f"Accepted: {first.case_ref}" in told
    submit(council, first, MORNING)
    told = words(drawn(council, message, MORNING))
    assert f"Returned: {first.case_ref}" in told
    for audit in own_audits(council):
        submit(council, audit, MORNING)
    done = drawn(council, message, MORNING)
    assert done.summary == "All done"
    assert f"Returned: {first.case_ref}" in words(done)


def test_after_three_a_reminder_says_why_it_cannot_be_put_off(council: Council) -> None:
    message = reminded(council, MORNING)
    card = drawn(council, message, MORNING.replace(hour=16))
    assert "nudge.later" not in verbs(card)
    assert "Reminders stop at 17:00" in words(card)
    assert verbs(card) & {"stuck.view", "help.ask"}
