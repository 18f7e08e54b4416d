"""An audit that is shared before its grade is final says that it may still change (§2.14)."""

from datetime import UTC, datetime

from store.tables import Audit
from store.views.parts.grades_of import may_still_change
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.arranging_disputes import (
    ANSWERED,
    HAND_ON,
    MODERATED,
    RAISED,
    REASON,
    REFERRED,
    RESOLVED,
    SETTLED,
    moderated,
)
from tests.store.council import OFFICER, PSW, Council, a_return, case

LAST = datetime(2026, 12, 21, 17, tzinfo=UTC)
OVER = datetime(2026, 12, 21, 17, 1, tzinfo=UTC)
REFERRABLE = datetime(2026, 12, 22, 16, tzinfo=UTC)
UNTIL = "The grade may still change: it may be disputed until Mon 21 Dec."
DISPUTED = "The grade is disputed, so it may still change."


def shared(council: Council) -> Audit:
    """A moderated audit that its reviewing officer has received."""
    audit = council.audits()[0]
    council.load_cases([case(audit.case_ref, team=audit.team, iro="iro")])
    return moderated(council, audit)


def card(council: Council, at: datetime) -> str:
    return words(shown(council, "iro", "shared", at=at))


def test_it_says_until_when_the_grade_may_be_disputed_and_stops_then(council: Council) -> None:
    shared(council)
    assert UNTIL in card(council, MODERATED)
    assert UNTIL in card(council, LAST)
    assert "may still change" not in card(council, OVER)


def test_while_it_is_disputed_it_says_so_until_that_is_settled(council: Council) -> None:
    audit = shared(council)
    council.do("dispute.raise", audit.id, REASON, by=audit.team_manager, at=RAISED)
    assert DISPUTED in card(council, RAISED)
    council.do("dispute.answer", audit.id, HAND_ON, by=audit.moderator or "", at=ANSWERED)
    assert DISPUTED in card(council, OVER)
    settles = OFFICER if audit.auditor != OFFICER else PSW
    council.do("dispute.settle", audit.id, SETTLED, by=settles, at=REFERRED)
    assert "may still change" not in card(council, REFERRED)


def test_an_answered_dispute_may_be_taken_further_for_three_days_more(council: Council) -> None:
    audit = shared(council)
    council.do("dispute.raise", audit.id, REASON, by=audit.team_manager, at=RAISED)
    council.do("dispute.answer", audit.id, RESOLVED, by=audit.moderator or "", at=ANSWERED)
    assert "disputed until Tue 22 Dec" in card(council, REFERRABLE)
    assert "may still change" not in card(council, datetime(2026, 12, 23, 9, tzinfo=UTC))


def test_what_goes_out_by_hand_says_it_too(council: Council) -> None:
    audit = council.audits()[0]
    council.do("return.submit", audit.id, _involving("Edge of Care"), by=audit.auditor or "")
    council.do("check.pass", audit.id, by=OFFICER)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=MODERATED)
    assert UNTIL in words(shown(council, OFFICER, "share_by_hand", at=MODERATED))
    with council.read(OVER) as reader:
        assert may_still_change(reader, reader.get(Audit, audit.id)) == ""


def _involving(service: str) -> dict[str, object]:
    return a_return(services_involved=[service], discussed_on="2026-12-01")
