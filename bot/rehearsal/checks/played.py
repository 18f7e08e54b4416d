"""Which of the turns of the months after a rehearsal played, and how often (contract.md §6).

A rule that no rehearsal ever reaches is held by none of its invariants.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import func, select
from sqlmodel import col

from store.audits.governing_grade import is_below_good
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader
from store.tables import Audit, Case, Dispute, Fact, Progression

VERBS: Mapping[str, str] = {
    "board_dates_entered": "board.dates",
    "board_tables": "board.table",
    "board_signs_off": "board.signed_off",
    "board_defers": "board.deferred",
    "board_asks_again": "board.asked_again",
    "reaudit_widened": "reaudit.widen",
    "work_relapses": "work.relapse",
    "own_duty_done": "duty.done",
}
"""The turns that are one act, and its verb."""


def turns_played(reader: Reader, deputised: int) -> dict[str, int]:
    """How often each turn was played; `deputised` are the duties done by somebody's deputy."""
    done = _acts(reader)
    by_act = {turn: done.get(verb, 0) for turn, verb in VERBS.items()}
    found = {turn: count(reader) for turn, count in FOUND.items()}
    return {**by_act, **found, "deputy_acts": deputised}


def _acts(reader: Reader) -> dict[str, int]:
    query = (
        select(col(Fact.verb), func.count())
        .where(col(Fact.programme) == reader.programme, col(Fact.verb).in_(VERBS.values()))
        .group_by(col(Fact.verb))
    )
    return {row[0]: row[1] for row in reader.session.execute(query)}


def _raised_then_below_good(reader: Reader) -> int:
    """Work that was upscaled, and that a later dip re-audit found below good after all."""
    raised = {
        row.audit: row.decided_at
        for row in reader.rows(Progression, state="confirmed", order="decided_at")
    }
    return sum(
        dip.looks_at in raised
        and dip.returned_at is not None
        and (raised[dip.looks_at] or dip.returned_at) < dip.returned_at
        and is_below_good(reader, dip)
        for dip in reader.rows(Audit, kind=DIP_REAUDIT)
    )


def _cases(reader: Reader, happened: Callable[[Case, Audit], bool]) -> int:
    return sum(happened(reader.get(Case, row.case_ref), row) for row in reader.rows(Audit))


FOUND: Mapping[str, Callable[[Reader], int]] = {
    "raised_then_below_good": _raised_then_below_good,
    "case_closed": lambda reader: _cases(reader, lambda case, _row: case.closed_on is not None),
    "case_moved": lambda reader: _cases(reader, lambda case, row: case.team != row.team),
    "disputed_after_the_lock": lambda reader: sum(
        locked is not None and dispute.raised_at > locked
        for dispute in reader.rows(Dispute)
        for locked in [reader.get(Audit, dispute.audit).locked_at]
    ),
}
"""The turns that the rows show, and how many rows show each."""
