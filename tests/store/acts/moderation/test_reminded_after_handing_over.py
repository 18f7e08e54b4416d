"""Who takes moderation over between two reminders heard of it by the card that gave it (§4)."""

from datetime import UTC, datetime, timedelta

from bot.rehearsal.checks.same_people import check_reminded
from bot.scheduler.sweep import sweep
from tests.store.acts.arranging import submit_return
from tests.store.council import HOS_CARE, OFFICER, Council

OPENED = datetime(2026, 12, 8, 14, tzinfo=UTC)
MORNING = datetime(2026, 12, 9, 9, tzinfo=UTC)
GIVEN = datetime(2026, 12, 9, 9, 20, tzinfo=UTC)
DEPUTY_CALLED = datetime(2026, 12, 9, 10, tzinfo=UTC)


def test_a_new_moderator_has_the_card_that_gave_it_and_is_not_missed_by_the_deputys_reminder(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=OPENED)
    for at in (OPENED + timedelta(minutes=5), MORNING):
        sweep(council.ledger, council.programme, at)
    council.do("moderation.hand_over", audit.id, {"moderator": HOS_CARE}, by=OFFICER, at=GIVEN)
    assert (HOS_CARE, audit.id) in council.messages("returned")
    sweep(council.ledger, council.programme, DEPUTY_CALLED)
    with council.read(DEPUTY_CALLED) as reader:
        assert list(check_reminded(reader, DEPUTY_CALLED)) == []
