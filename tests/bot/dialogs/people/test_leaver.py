"""The form that records a leaver, and what its receipt says of their work."""

from datetime import date

from store.tables import Person
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.audit_team import opened, sent
from tests.store.council import Council


def test_a_leaver_is_recorded_with_what_they_have_in_hand(council: Council) -> None:
    audit = council.audits()[0]
    who = audit.auditor or ""
    assert "In hand\n1 audit" in words_of(opened(council, "person.left", who))
    told = sent(council, "person.left", who, {"on": "2026-12-01"})
    with council.read() as reader:
        person = reader.get(Person, who)
    assert person.left_on == date(2026, 12, 1)
    assert told.startswith(f"Recorded: {person.name} has left. Their audits come to the audit team")
    assert council.audit(audit.id).auditor != who
