"""Messages owed: queued with the act, once for one reason, claimed by one sender at a time."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from store.duties.outbox import (
    CLAIM,
    next_waiting,
    queue,
    redraw_about,
    redraw_messages,
    set_delivery,
    to_redraw,
    waiting,
)
from store.ledger import SYSTEM
from store.ledger.proof import rebuild
from store.registry import enact
from store.tables import Message
from store.vocabulary.errors import Stale
from store.vocabulary.verbs import Verb
from tests.store.council import CYCLE, ISSUED, OFFICER, Council

FRIDAY_NIGHT = datetime(2026, 12, 4, 19, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)


def _queue(
    council: Council,
    *people: str,
    at: datetime = ISSUED,
    once: str | None = "a reason",
    urgent: bool = False,
    covers: Sequence[str] = (),
) -> list[str | None]:
    """Owe each of them a message; gives its id, or None where it is owed already."""
    with council.unit(at=at) as unit:
        queued = [
            queue(unit, upn, "conflict", "a-subject", once=once, urgent=urgent, covers=covers)
            for upn in people
        ]
        unit.record("note.made", CYCLE, {})
        return [None if message is None else message.id for message in queued]


def _settle_all(council: Council) -> None:
    with council.ledger.unit(council.programme, actor=SYSTEM, at=ISSUED) as unit:
        for row in unit.rows(Message):
            enact(unit, "message.drop", row, {"reason": "Not of this test."})


def test_a_message_is_owed_once_for_one_reason(council: Council) -> None:
    assert _queue(council, OFFICER) != [None]
    assert _queue(council, OFFICER) == [None]
    assert council.messages("conflict") == [(OFFICER, "a-subject")]


def test_two_people_are_each_owed_theirs(council: Council) -> None:
    assert None not in _queue(council, OFFICER, "psw")


def test_without_a_reason_each_act_owes_its_own(council: Council) -> None:
    for _ in range(2):
        assert _queue(council, OFFICER, once=None) != [None]
    assert len(council.messages("conflict")) == 2


def test_what_is_queued_in_an_act_that_fails_is_not_owed(council: Council) -> None:
    before = council.everything()

    def fail() -> None:
        with council.unit() as unit:
            queue(unit, OFFICER, "conflict", "a-subject")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert council.everything() == before


def test_nothing_goes_out_at_night_or_at_the_weekend_except_what_is_urgent(
    council: Council,
) -> None:
    _settle_all(council)
    (calm,) = _queue(council, OFFICER, at=FRIDAY_NIGHT)
    (urgent,) = _queue(council, OFFICER, at=FRIDAY_NIGHT, once="urgent", urgent=True)
    with council.read(FRIDAY_NIGHT) as reader:
        assert waiting(reader) == [urgent]
        assert next_waiting(reader) == FRIDAY_NIGHT
    with council.read(MONDAY) as reader:
        assert waiting(reader) == [urgent, calm]


def test_what_is_urgent_goes_first_and_then_what_has_waited_longest(council: Council) -> None:
    _settle_all(council)
    (later,) = _queue(council, OFFICER, at=ISSUED + timedelta(minutes=5), once="1")
    (sooner,) = _queue(council, OFFICER, at=ISSUED, once="2")
    (urgent,) = _queue(council, OFFICER, at=ISSUED + timedelta(minutes=9), once="3", urgent=True)
    with council.read(ISSUED + timedelta(hours=1)) as reader:
        assert waiting(reader) == [urgent, sooner, later]
        assert waiting(reader, 1) == [urgent]


def test_a_message_that_one_sender_took_is_left_alone_by_the_others_for_a_while(
    council: Council,
) -> None:
    _settle_all(council)
    (message,) = _queue(council, OFFICER)
    assert message is not None
    with council.unit() as unit:
        set_delivery(unit, message, claimed_until=ISSUED + CLAIM, attempts=1)
    with council.read(ISSUED + CLAIM - timedelta(seconds=1)) as reader:
        assert waiting(reader) == []
    with council.read(ISSUED + CLAIM) as reader:
        assert waiting(reader) == [message]


def test_a_claim_is_no_part_of_the_record(council: Council) -> None:
    (message,) = _queue(council, OFFICER)
    facts = council.table("fact")
    with council.unit() as unit:
        set_delivery(unit, message or "", claimed_until=ISSUED + CLAIM, attempts=3)
    assert council.table("fact") == facts
    assert council.problems() == []


@pytest.mark.parametrize("column", ["state", "to", "activity_id", "version"])
def test_what_is_part_of_the_record_cannot_be_steered(council: Council, column: str) -> None:
    (message,) = _queue(council, OFFICER)
    before = council.everything()
    with pytest.raises(ValueError, match=column), council.unit() as unit:
        set_delivery(unit, message or "", **{column: "x"})
    assert council.everything() == before


def test_a_message_that_nobody_is_sure_of_is_owed_still_and_may_then_be_delivered(
    council: Council,
) -> None:
    _settle_all(council)
    (message,) = _queue(council, OFFICER)
    with council.unit() as unit:
        enact(unit, "message.doubt", unit.get(Message, message or ""), {"reason": "Timed out."})
    with council.read() as reader:
        assert waiting(reader) == [message]
        assert reader.get(Message, message or "").reason == "Timed out."
    with council.unit() as unit:
        where = {"conversation_id": "c", "activity_id": "a", "told_twice": True}
        enact(unit, "message.deliver", unit.get(Message, message or ""), where)
    with council.read() as reader:
        assert waiting(reader) == []


def test_doubt_is_had_once(council: Council) -> None:
    (message,) = _queue(council, OFFICER)
    with council.unit() as unit:
        enact(unit, "message.doubt", unit.get(Message, message or ""), {"reason": "Timed out."})
    with pytest.raises(Stale), council.unit() as unit:
        enact(unit, "message.doubt", unit.get(Message, message or ""), {"reason": "Again."})


ENDS: Mapping[Verb, dict[str, str]] = {
    "message.deliver": {"conversation_id": "c", "activity_id": "a"},
    "message.fail": {"reason": "They have left."},
    "message.drop": {"reason": "Nothing was left to say."},
    "message.address": {},
}


@pytest.mark.parametrize("end", ENDS)
def test_what_became_of_a_message_is_a_fact_and_is_told_once(council: Council, end: Verb) -> None:
    _settle_all(council)
    (message,) = _queue(council, OFFICER)
    with council.unit(at=ISSUED + timedelta(hours=1)) as unit:
        enact(unit, end, unit.get(Message, message or ""), ENDS[end])
    assert council.verbs()[-1] == end
    with council.read(ISSUED + timedelta(days=9)) as reader:
        assert waiting(reader) == []
        assert reader.get(Message, message or "").settled_at == ISSUED + timedelta(hours=1)
    for again, fields in ENDS.items():
        with pytest.raises(Stale), council.unit() as unit:
            enact(unit, again, unit.get(Message, message or ""), fields)


def test_a_posts_message_becomes_one_for_each_holder_with_the_same_reason(council: Council) -> None:
    (message,) = _queue(council, "post:audit_team", covers=["d1"])
    with council.unit() as unit:
        row = unit.get(Message, message or "")
        reason = row.once.rsplit(">", 1)[0]
        for upn in (OFFICER, "officer.two"):
            queue(unit, upn, row.kind, row.subject, once=reason, covers=row.covers)
        assert queue(unit, OFFICER, row.kind, row.subject, once=reason) is None
        enact(unit, "message.address", row)
    with council.read() as reader:
        owed = [m for m in reader.rows(Message) if m.kind == "conflict" and m.settled_at is None]
    assert {(m.to, tuple(m.covers)) for m in owed} == {(OFFICER, ("d1",)), ("officer.two", ("d1",))}


def _delivered(council: Council, *people: str) -> list[str]:
    ids = [message or "" for message in _queue(council, *people)]
    with council.unit() as unit:
        for message in ids:
            where = {"conversation_id": "c", "activity_id": f"a-{message}"}
            enact(unit, "message.deliver", unit.get(Message, message), where)
            set_delivery(unit, message, redraw_at=None)
    return ids


def test_only_cards_that_were_delivered_are_drawn_again(council: Council) -> None:
    there, _ = _delivered(council, OFFICER, "psw")
    _queue(council, "academy", once="another")
    with council.unit() as unit:
        redraw_messages(unit, [there])
    with council.read() as reader:
        assert to_redraw(reader) == [there]
    with council.unit() as unit:
        redraw_about(unit, "a-subject")
    with council.read() as reader:
        assert len(to_redraw(reader)) == 2


def test_when_an_audit_moves_every_card_about_it_is_to_be_drawn_again(council: Council) -> None:
    audit = council.audits()[0]
    with council.read() as reader:
        (card,) = [
            m for m in reader.rows(Message) if m.kind == "allocation" and m.subject == audit.id
        ]
    with council.unit() as unit:
        where = {"conversation_id": "c", "activity_id": "a"}
        enact(unit, "message.deliver", unit.get(Message, card.id), where)
        set_delivery(unit, card.id, redraw_at=None)
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    with council.read() as reader:
        assert to_redraw(reader) == [card.id]


def test_after_a_rebuild_what_is_owed_is_owed_and_what_went_out_is_not(council: Council) -> None:
    _settle_all(council)
    (out, owed) = (m or "" for m in _queue(council, OFFICER, "psw"))
    with council.unit() as unit:
        where = {"conversation_id": "c", "activity_id": "a"}
        enact(unit, "message.deliver", unit.get(Message, out), where)
        set_delivery(unit, owed, claimed_until=ISSUED + timedelta(days=1))
    rebuild(council.ledger, council.programme)
    with council.read() as reader:
        assert waiting(reader) == [owed]
