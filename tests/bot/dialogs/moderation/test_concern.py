"""Cards of a concern, for its holder, its raiser and the Audit Manager (programme.md §2.12)."""

from datetime import UTC, datetime

from bot.dialogs.faces import face
from bot.dialogs.forms import form
from bot.scheduler.sweep import sweep
from store.tables import HelpRequest, Message, Person
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging import RETURNED
from tests.store.acts.arranging_disputes import apart_from_the_audit_manager, concern_about
from tests.store.council import MANAGER, Council

LATE = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)


def test_the_audit_manager_is_told_that_there_is_one_and_not_what(council: Council) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    met = {"outcome": "go_on", "met_on": "2026-12-08"}
    council.do("concern.answer", concern.id, met, by=audit.team_manager, at=RETURNED)
    card = shown(council, MANAGER, "concern_told", concern.id, at=RETURNED)
    assert card.summary == "A concern goes to a three-way meeting"
    assert verbs(card) == set()


def test_its_holder_is_offered_the_meeting_and_the_raiser_reads_how_it_ended(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    card = shown(council, audit.team_manager, "concern", concern.id, at=RETURNED)
    assert verbs(card) == {"concern.answer", "concern.view"}
    assert "in confidence" in card.summary
    met = {"outcome": "resolved", "met_on": "2026-12-08", "learnt": "Agree the day."}
    council.do("concern.answer", concern.id, met, by=audit.team_manager, at=RETURNED)
    assert verbs(shown(council, audit.team_manager, "concern", at=RETURNED)) == {"concern.view"}
    closed = shown(council, audit.practitioner, "concern_closed", at=RETURNED)
    assert closed.summary == "Your concern is resolved"


def test_2_12_whoever_raises_it_has_a_receipt_that_says_who_meets_them_by_when_and_what_then(
    council: Council,
) -> None:
    """Raised on Tue 8 Dec: Wed 9, Thu 10, Fri 11, Mon 14, Tue 15."""
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    card = shown(council, audit.practitioner, "concern_raised", concern.id, at=RETURNED)
    assert card.summary == "You raised a concern in confidence"
    assert verbs(card) == {"concern.view"}
    with council.read(RETURNED) as reader:
        manager = reader.get(Person, audit.team_manager).name
    for said_there in ("recorded on Tue 8 Dec, 14:00", manager, "Tue 15 Dec", "three-way meeting"):
        assert said_there in words(card)
    assert audit.case_ref not in words(card)
    met = {"outcome": "go_on", "met_on": "2026-12-08"}
    council.do("concern.answer", concern.id, met, by=audit.team_manager, at=RETURNED)
    further = words(shown(council, audit.practitioner, "concern_raised", at=RETURNED))
    assert "The three-way meeting" in further
    resolved = met | {"outcome": "resolved"}
    council.do("concern.answer", concern.id, resolved, by=audit.team_manager, at=RETURNED)
    closed = shown(council, audit.practitioner, "concern_closed", at=RETURNED)
    assert closed.summary == "Your concern is resolved"
    once = shown(council, audit.practitioner, "concern_raised", at=RETURNED)
    assert once.summary == "In confidence: a newer card is below"


def test_2_12_the_receipt_is_sent_to_whoever_raised_it_and_says_nothing_to_anybody_else(
    council: Council,
) -> None:
    audit = apart_from_the_audit_manager(council)
    concern = concern_about(council, audit)
    deliver(council, RETURNED)
    assert council.messages("concern_raised") == [(audit.practitioner, concern.id)]
    with council.read(RETURNED) as reader:
        [message] = reader.rows(Message, kind="concern_raised")
        seen = {p.id for p in reader.rows(Person) if face(reader, _sent_on(message, p.id))}
    assert seen == {audit.practitioner}


def _sent_on(message: Message, upn: str) -> Message:
    """The message as it would be in somebody else's chat."""
    return Message(**{**message.model_dump(), "to": upn})


def test_help_that_was_asked_names_no_concern(council: Council) -> None:
    """Nobody can ask the audit team about one, so that no request speaks of it."""
    audit = apart_from_the_audit_manager(council)
    concern_about(council, audit)
    sweep(council.ledger, council.programme, LATE)
    deliver(council, LATE)
    card = shown(council, audit.team_manager, "nudge", at=LATE)
    assert "help.ask" not in verbs(card)
    with council.read(LATE) as reader:
        [stuck] = [
            m for m in reader.rows(Message) if m.kind == "nudge" and m.to == audit.team_manager
        ]
        _, drawn = form(reader, "stuck.view", stuck.id, audit.team_manager)
        assert reader.rows(HelpRequest) == []
    assert "speak to the Audit Manager" in str(drawn)
