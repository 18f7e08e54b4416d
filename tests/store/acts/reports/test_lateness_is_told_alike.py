"""Lateness is told by the duty's own clock, in cards, digests, reports and files alike (§4)."""

from datetime import UTC, date, datetime

import pytest

from bot.cards.reports.digest import digest_card
from bot.dialogs.receipts import receipt
from bot.scheduler.digests import issue_digest
from store.tables import Cycle, Digest
from store.views.nudges.duty_lines import ask
from store.views.reports import board_parts, register_parts
from store.views.reports.digest import digest
from store.views.reports.digest_read import digest_read
from store.views.reports.inadequate_words import inadequate_in_words
from store.views.reports.loop import loop
from tests.store.acts.arranging import submit_return
from tests.store.acts.arranging_actions import improvement, the_action, with_actions
from tests.store.council import CYCLE, DIRECTOR, Council

SATURDAY = "2026-12-26"
"""Boxing Day; with the bank holiday on Monday the next working day is Tue 29 December."""
NEXT = date(2026, 12, 29)


@pytest.mark.parametrize(
    ("at", "overdue"),
    [
        (datetime(2026, 12, 27, 12, tzinfo=UTC), False),
        (datetime(2026, 12, 29, 10, tzinfo=UTC), False),
        (datetime(2026, 12, 29, 17, 1, tzinfo=UTC), True),
        (datetime(2026, 12, 30, 10, tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("scope", ["case", "service"])
def test_an_action_agreed_for_a_saturday_is_late_for_everybody_at_the_same_moment(
    council: Council, scope: str, at: datetime, *, overdue: bool
) -> None:
    audit = with_actions(council, improvement(by=SATURDAY, scope=scope))
    action = the_action(council, audit)
    duty = council.duties(action.id)["action.complete"]
    with council.read(at) as reader:
        line = ask(reader, duty, action.owner)
        assert line is not None
        told = digest(reader)["actions_overdue"]
        rows = [row for row in loop(reader)["rows"] if row["scope"] == scope]
        board = board_parts.actions(reader, reader.get(Cycle, CYCLE))
        (kept,) = register_parts.actions(reader, audit, identifiable=False)
    assert line.due.passed == overdue
    assert [one["due"] for one in told] == ([NEXT] if overdue else [])
    assert [one["working_days_late"] for one in told] == ([line.due.late] if overdue else [])
    assert sum(row["overdue"] for row in rows) == overdue
    if scope == "service":
        assert sum(row["overdue"] for row in board) == overdue
    assert kept["due"] == NEXT


def test_whoever_gave_a_saturday_is_told_on_which_day_the_action_falls_due(
    council: Council,
) -> None:
    audit = with_actions(council, improvement(by=SATURDAY))
    with council.read() as reader:
        said = receipt(reader, "moderation.agree", audit.id)
    assert "agreed for Sat 26 Dec, which is no working day, is due Tue 29 Dec." in said


def test_an_inadequate_that_is_not_moderated_says_how_late_it_is_and_who_has_it(
    council: Council,
) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", actions=[improvement()])
    later = datetime(2026, 12, 29, 9, tzinfo=UTC)
    with council.read(later) as reader:
        (one,) = digest(reader)["inadequate"]
        said = inadequate_in_words(reader, one, later)
    assert "working days late, with " in said, said


def test_a_digest_of_january_names_the_month_whose_audits_it_counts(council: Council) -> None:
    at = datetime(2027, 1, 4, 9, tzinfo=UTC)
    issue_digest(council.ledger, council.programme, at)
    with council.read(at) as reader:
        row = reader.rows(Digest, order="as_of")[-1]
        read = digest_read(reader, row.id, DIRECTOR)
    assert read.month == "December 2026"
    assert "December: 0 of" in digest_card(read)["body"][0]["text"]
