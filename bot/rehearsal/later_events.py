"""The acts of the audit team when a board is to meet, and when a case closes or moves (§3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.rehearsal.council.invented import InventedCouncil
from bot.rehearsal.council.people import Population
from bot.rehearsal.seeded_draw import SeededDraw
from store.audits.governing_grade import is_below_good
from store.ledger import Reader
from store.sheets.cases import CaseRow, CaseSheet
from store.tables import Audit
from store.vocabulary.states import DECIDED

BOARDS_MEET_IN = (timedelta(weeks=3), timedelta(weeks=9))
"""How long after the audit team enters the board's dates the next boards meet."""
Acts = Sequence[tuple[str, Mapping[str, Any]]]
"""Acts on the programme: each a verb and its fields."""


@dataclass(frozen=True, slots=True)
class SecondMonthOn:
    """A council on a day of its later months, and the draws that say which case it is."""

    reader: Reader
    draw: SeededDraw
    council: InventedCouncil
    population: Population

    def here(self, upn: str | None) -> bool:
        """Whether that person is at work."""
        return upn is not None and bool(self.population.here([upn], self.reader.today))

    def audited(self) -> list[CaseRow]:
        """One open case that was audited, whose people are here; first one of work below good."""
        audits = self.reader.rows(Audit, state=sorted(DECIDED), order="id")
        below = {audit.case_ref for audit in audits if is_below_good(self.reader, audit)}
        refs = below or {audit.case_ref for audit in audits}
        open_ones = [
            case
            for case in self.council.cases
            if case.case_ref in refs
            and case.closed_on is None
            and self.here(case.practitioner_upn)
            and self.here(case.team_manager_upn)
        ]
        return self.draw.sample(open_ones, 1)


def case_file(rows: Sequence[CaseRow]) -> dict[str, Any]:
    """The fields of an import of these rows."""
    sheet = CaseSheet(tuple(rows), (), ())
    return {"file": "cases.csv", "rows": len(rows), "sheet": sheet}


def _board_meets(now: SecondMonthOn) -> Acts:
    """The audit team enters the board's next dates."""
    days = [now.reader.calendar.forward(now.reader.today + after) for after in BOARDS_MEET_IN]
    return [("board.dates", {"dates": days})]


def _case_closes(now: SecondMonthOn) -> Acts:
    """A case that was audited closes."""
    return [
        change
        for case in now.audited()
        for change in _changed(now, case, closed_on=now.reader.today)
    ]


def _case_moves(now: SecondMonthOn) -> Acts:
    """A case that was audited goes to somebody of another team."""
    workers = [
        row for row in now.council.people if "practitioner" in row.roles and now.here(row.upn)
    ]
    acts: list[tuple[str, Mapping[str, Any]]] = []
    for case in now.audited():
        others = [w for w in workers if w.team != case.team and now.here(w.manager_upn)]
        for worker in now.draw.sample(others, 1):
            acts += _changed(
                now,
                case,
                service=worker.service,
                team=worker.team,
                practitioner_upn=worker.upn,
                team_manager_upn=worker.manager_upn,
            )
    return acts


def _changed(now: SecondMonthOn, case: CaseRow, **columns: Any) -> Acts:
    """The case as it is now, and another child in its place, so that every draw can be filled."""
    rows = now.council.change_cases([replace(case, **columns), now.council.next_case(case)])
    return [("cases.import", case_file(rows))]


LATER: Mapping[str, Callable[[SecondMonthOn], Acts]] = {
    "board_meets": _board_meets,
    "case_closes": _case_closes,
    "case_moves": _case_moves,
}
"""What each kind of event makes the audit team do (`bot.rehearsal.council.later_months`)."""
