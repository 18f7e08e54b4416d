"""A lock or a dispute changes the grade: what one grade alone asks for opens or ends (§2.11)."""

from datetime import UTC, date, datetime

import pytest

from store.vocabulary.errors import Stale
from tests.store.acts.arranging_disputes import SETTLED, handed_on, moderated
from tests.store.acts.arranging_meetings import below_good, convene, hold, not_by, owed, the_meeting
from tests.store.council import ACADEMY, MANAGER, OFFICER, PSW, Council


def _due(council: Council, audit: str, kind: str) -> tuple[str, date, str]:
    duty = council.duties(audit)[kind]
    return duty.owner, duty.due_at.date(), duty.rule


SETTLED_AT = datetime(2026, 12, 22, 12, tzinfo=UTC)


def _settled(council: Council, audit_before: str, grade: str, *, hold_first: bool = False) -> str:
    """Moderated as one grade, disputed and settled as another on Tue 22 Dec."""
    audit = moderated(council, not_by(council, MANAGER, OFFICER), grade=audit_before)
    if hold_first:
        lead = MANAGER if audit_before == "Inadequate" else None
        hold(council, audit, by=lead, at=datetime(2026, 12, 15, 9, tzinfo=UTC))
    handed_on(council, audit)
    decider = PSW if PSW not in (audit.auditor, audit.moderator) else ACADEMY
    council.do("dispute.settle", audit.id, SETTLED | {"grade": grade}, by=decider, at=SETTLED_AT)
    return audit.id


def test_2_11_a_grade_that_fell_opens_what_it_asks_for_from_the_change(council: Council) -> None:
    audit = council.audit(_settled(council, "Good", "RI"))
    assert _due(council, audit.id, "uopp.hold") == (
        audit.auditor,
        date(2026, 12, 31),
        "5 working days from the change of grade on Tue 22 Dec",
    )


def test_2_11_a_grade_that_became_inadequate_gives_the_meeting_to_the_audit_manager(
    council: Council,
) -> None:
    audit = council.audit(_settled(council, "RI", "Inadequate", hold_first=True))
    owner, due, rule = _due(council, audit.id, "uopp.hold")
    assert (owner, due) == ("post:audit_manager", date(2026, 12, 29))
    assert rule == "3 working days from the change of grade on Tue 22 Dec"
    assert _due(council, audit.id, "urgent.address")[1:] == (
        date(2026, 12, 24),
        "2 working days from the change of grade on Tue 22 Dec",
    )
    assert "uopp.second" not in owed(council, audit)


def test_2_11_a_grade_that_rose_to_good_asks_for_no_meeting_any_more(council: Council) -> None:
    audit = council.audit(_settled(council, "RI", "Good"))
    assert owed(council, audit) == set()


def test_2_11_what_is_no_longer_inadequate_and_has_met_asks_for_no_other_meeting(
    council: Council,
) -> None:
    audit = council.audit(_settled(council, "Inadequate", "RI", hold_first=True))
    assert owed(council, audit) == {"uopp.share", "uopp.note"}


def test_2_11_a_meeting_that_is_being_arranged_is_called_off_with_its_grade(
    council: Council,
) -> None:
    audit = below_good(council)
    convene(council, audit)
    handed_on(council, audit)
    decider = PSW if PSW not in (audit.auditor, audit.moderator) else ACADEMY
    council.do("dispute.settle", audit.id, SETTLED, by=decider, at=SETTLED_AT)
    assert the_meeting(council).state == "called_off"
    with pytest.raises(Stale, match="No meeting"):
        council.do(
            "uopp.confirm", audit.id, {"answer": "yes"}, by=audit.practitioner, at=SETTLED_AT
        )
