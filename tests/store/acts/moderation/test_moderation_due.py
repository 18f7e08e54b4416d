"""When moderation will be due (programme.md §2.10)."""

from datetime import UTC, datetime

from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.council import Council


def test_2_10_moderation_is_due_the_later_of_the_months_end_and_three_working_days(
    council: Council,
) -> None:
    early, late = council.audits()[:2]
    submit_return(council, early)
    submit_return(council, late, at=datetime(2026, 12, 31, 10, tzinfo=UTC))
    due = council.duties(early.id)["moderation.decide"].due_at
    assert due == datetime(2026, 12, 31, 17, tzinfo=UTC)
    due = council.duties(late.id)["moderation.decide"].due_at
    assert due == datetime(2027, 1, 6, 17, tzinfo=UTC)


def test_2_10_an_inadequate_audit_is_to_be_moderated_within_one_working_day(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate")
    duty = council.duties(audit.id)["moderation.decide"]
    assert (duty.owner, duty.due_at) == (audit.moderator, datetime(2026, 12, 9, 17, tzinfo=UTC))


def test_2_10_closure_days_never_extend_an_inadequate_clock(council: Council) -> None:
    council.do("closure.add", council.programme, {"on": "2026-12-09", "name": "Council day"})
    bad, good = council.audits()[:2]
    submit_return(council, bad, grade="Inadequate")
    duty = council.duties(bad.id)["moderation.decide"]
    assert duty.due_at == datetime(2026, 12, 9, 17, tzinfo=UTC)
    assert not duty.closures
    council.ask_exemption(good, at=RETURNED)
    assert council.duties(good.id)["exemption.decide"].due_at == datetime(
        2026, 12, 11, 17, tzinfo=UTC
    )


def test_2_10_a_bank_holiday_does_stand_between_even_for_an_inadequate_audit(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert council.duties(audit.id)["moderation.decide"].due_at == datetime(
        2026, 12, 29, 17, tzinfo=UTC
    )
