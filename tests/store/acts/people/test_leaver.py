"""Somebody's leaving is recorded ahead: on that very morning their work has another owner (§4).

Found by the rehearsal, seed 4: a sweep in between set the next rung and forgot the leaving.
"""

from datetime import UTC, datetime

from bot.scheduler.sweep import sweep
from tests.store.acts.arranging import submit_return
from tests.store.council import OFFICER, Council

RECORDED = datetime(2026, 12, 16, 10, tzinfo=UTC)
A_RUNG = datetime(2026, 12, 17, 9, tzinfo=UTC)
"""Two working days before the return is due, so a sweep has something to tell."""
GONE = datetime(2026, 12, 18, 9, tzinfo=UTC)


def test_4_a_rung_before_the_last_day_does_not_put_off_giving_the_work_to_others(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    council.do("person.left", audit.auditor or "", {"on": "2026-12-18"}, by=OFFICER, at=RECORDED)
    sweep(council.ledger, council.programme, A_RUNG)
    assert council.audit(audit.id).state == "accepted"
    sweep(council.ledger, council.programme, GONE)
    assert council.audit(audit.id).state == "reallocating"


def test_4_what_came_to_them_after_it_was_recorded_goes_to_others_as_well(council: Council) -> None:
    audit = council.audits()[0]
    council.do("person.left", audit.auditor or "", {"on": "2026-12-18"}, by=OFFICER, at=RECORDED)
    council.do("allocation.accept", audit.id, by=audit.auditor or "", at=RECORDED)
    council.do(
        "conflict.declare", audit.id, {"reason": "A neighbour"}, by=audit.auditor or "", at=RECORDED
    )
    council.do(
        "conflict.resolve",
        audit.id,
        {"outcome": "keep", "reason": "Looked at"},
        by=OFFICER,
        at=RECORDED,
    )
    sweep(council.ledger, council.programme, A_RUNG)
    sweep(council.ledger, council.programme, GONE)
    assert council.audit(audit.id).state == "reallocating"


def test_4_a_moderators_deputy_takes_over_on_the_first_day_of_an_absence_recorded_ahead(
    council: Council,
) -> None:
    """The next rung of the moderation is 2 working days before Thu 31 Dec: nobody waits for it."""
    audit = council.audits()[0]
    submit_return(council, audit)
    away = {"from": "2026-12-18", "to": "2027-01-08"}
    council.do("person.absent", audit.moderator or "", away, by=OFFICER, at=RECORDED)
    sweep(council.ledger, council.programme, A_RUNG)
    assert council.duties(audit.id)["moderation.decide"].owner == audit.moderator
    sweep(council.ledger, council.programme, GONE)
    assert council.duties(audit.id)["moderation.decide"].owner == audit.deputy
    assert audit.deputy in {to for to, about in council.messages("returned") if about == audit.id}
    assert council.problems() == []
