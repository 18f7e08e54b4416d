"""News that comes again takes the place of the card that said it before: one place to press."""

from datetime import UTC, date, datetime

from bot.dialogs.faces import face
from store.duties.outbox import set_delivery, to_redraw
from store.ledger import SYSTEM
from store.tables import Audit, Message
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import OFFICER, Council, a_return

LATER = datetime(2026, 12, 3, 10, tzinfo=UTC)


def handed_in_twice(council: Council) -> Audit:
    """A return that the audit team sent back and that came in again two days later."""
    audit = council.audits()[0]
    council.do("return.submit", audit.id, a_return(today=date(2026, 12, 1)), by=audit.auditor or "")
    deliver(council)
    council.do("check.send_back", audit.id, {"reasons": "no_analysis"}, by=OFFICER)
    council.do(
        "return.submit", audit.id, a_return(today=date(2026, 12, 3)), by=audit.auditor or "",
        at=LATER,
    )  # fmt: skip
    return council.audit(audit.id)


def cards(council: Council, upn: str | None) -> list[Message]:
    with council.read(LATER) as reader:
        found = [m for m in reader.rows(Message) if m.kind == "returned" and m.to == upn]
    return sorted(found, key=lambda message: message.queued_at)


def test_rework_leaves_one_card_to_press_and_the_older_one_points_to_it(council: Council) -> None:
    audit = handed_in_twice(council)
    deliver(council, LATER)
    older, newer = cards(council, audit.moderator)
    with council.read(LATER) as reader:
        before, after = face(reader, older), face(reader, newer)
    assert before is not None
    assert after is not None
    assert before.summary == f"{audit.case_ref}: a newer card is below"
    assert not verbs(before)
    assert "moderation.refer" in verbs(after)


def test_until_the_newer_card_has_arrived_the_older_one_stays(council: Council) -> None:
    audit = handed_in_twice(council)
    older, _waiting = cards(council, audit.moderator)
    with council.read(LATER) as reader:
        drawn = face(reader, older)
    assert drawn is not None
    assert "newer card" not in words(drawn)
    assert "moderation.refer" in verbs(drawn)


def test_the_older_card_is_brought_up_to_date_when_the_newer_one_arrives(council: Council) -> None:
    audit = handed_in_twice(council)
    older, _waiting = cards(council, audit.moderator)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LATER) as unit:
        set_delivery(unit, older.id, redraw_at=None)
    deliver(council, LATER)
    with council.read(LATER) as reader:
        assert older.id in to_redraw(reader)


def test_the_practitioners_card_follows_when_they_have_written_their_section(
    council: Council,
) -> None:
    audit = council.audits()[0]
    before = shown(council, audit.practitioner, "selected", audit.cycle)
    assert "section.complete" in verbs(before)
    with council.read() as reader:
        message = next(
            m for m in reader.rows(Message) if m.kind == "selected" and m.to == audit.practitioner
        )
    with council.ledger.unit(council.programme, actor=SYSTEM, at=LATER) as unit:
        set_delivery(unit, message.id, redraw_at=None)
    given = {"practice_model": "By listening first."}
    council.do("section.complete", audit.id, given, by=audit.practitioner)
    with council.read(LATER) as reader:
        assert message.id in to_redraw(reader)
