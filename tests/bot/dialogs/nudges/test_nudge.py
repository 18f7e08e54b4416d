"""A nudge: what is done leaves it, and an escalation has no button (programme.md §4)."""

from datetime import UTC, date, datetime

from bot.dialogs.faces import face
from bot.scheduler.sweep import sweep
from store.tables import Message
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import Council, a_return

AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday, a working day past the due day."""


def test_a_nudge_loses_what_was_done_and_ends_in_a_calm_word(council: Council) -> None:
    audit = council.audits()[0]
    auditor = audit.auditor or ""
    deliver(council)
    sweep(council.ledger, council.programme, AFTER)
    card = shown(council, auditor, "nudge", at=AFTER)
    assert "return.submit" in verbs(card)
    assert "allocation.accept" not in verbs(card), "one line an audit for one person"
    assert "1 working day ago" in card.summary
    for own in [a for a in council.audits() if a.auditor == auditor]:
        council.do(
            "return.submit", own.id, a_return(today=date(2026, 12, 21)), by=auditor, at=AFTER
        )
    assert shown(council, auditor, "nudge", at=AFTER).summary == "All done"


def test_a_nudge_that_has_not_gone_out_and_asks_for_nothing_is_dropped(council: Council) -> None:
    audit = council.audits()[0]
    deliver(council)
    sweep(council.ledger, council.programme, AFTER)
    for own in [a for a in council.audits() if a.auditor == audit.auditor]:
        council.do(
            "return.submit", own.id, a_return(today=date(2026, 12, 21)),
            by=own.auditor or "", at=AFTER,
        )  # fmt: skip
    with council.read(AFTER) as reader:
        [owed] = [m for m in reader.rows(Message) if m.kind == "nudge" and m.to == audit.auditor]
        assert face(reader, owed) is None


def test_an_escalation_says_who_is_late_and_offers_no_button_of_theirs(council: Council) -> None:
    deliver(council)
    late = council.audits()[0]
    for audit in council.audits():
        council.do("allocation.accept", audit.id, by=audit.auditor or "")
        if audit.id != late.id:
            given = a_return(today=date(2026, 12, 1))
            council.do("return.submit", audit.id, given, by=audit.auditor or "")
    sweep(council.ledger, council.programme, AFTER)
    card = shown(council, council.head_of(late.auditor), "nudge", at=AFTER)
    assert "1 working day" in words(card)
    assert "return.submit" not in verbs(card)
