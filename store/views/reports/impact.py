"""What followed a cycle's audits: work below good, looked at again six weeks and six months on.

programme.md §3 and §5: improved means good or better at dip re-audit, re-audit or confirmed
progression. What is counted are children, so that small counts stay with the audit team.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from store.allocation.drawing import REAUDIT
from store.audits.governing_grade import governing_grade
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader
from store.rules.reaudit import below_good_of, reaudits_of
from store.tables import Cycle, Progress
from store.views.reports.grades import grades
from store.views.reports.suppression import hidden, is_small
from store.vocabulary.states import DECIDED

IMPROVED, NOT_YET, ESCALATED = "improved", "not_yet", "escalated"


def impact(reader: Reader, cycle: Cycle, *, full: bool = False) -> dict[str, Any]:
    """`{"below_good", "improved", "dip_reaudits", "reaudits", "escalated", …}`.

    A count that would point to a child is None with `"suppressed": true`, unless `full`: for the
    Learning Academy, who look into it. How many are below good says more than the grades do, so it
    is told only where it gives away none that they leave out.
    """
    below = below_good_of(reader, cycle)
    dips = _dips(reader, below.values())
    again = reaudits_of(reader, cycle)
    done = [audit for audit in again if audit.state in DECIDED]
    better = [audit for audit in done if _is_good(reader, governing_grade(audit))]
    improved = sum(audit.improved_at is not None for audit in below.values())
    open_grades = full or below_may_be_told(reader, cycle)
    told = _Telling(full=full, totals=open_grades)
    ids = [audit.id for audit in below.values()]
    escalations = reader.rows(Progress, audit=ids, kind="escalation") if ids else ()
    escalated = len({row.audit for row in escalations})
    escalation = told.parts({ESCALATED: escalated, "not_escalated": len(below) - escalated})
    return {
        "cycle": cycle.id,
        "below_good": told.parts({IMPROVED: improved, NOT_YET: len(below) - improved}),
        "dip_reaudits": told.parts(_split(dips, lambda look: _is_good(reader, look["grade"]))),
        "delayed": told.parts(
            {
                "delayed": sum(look["delayed"] > 0 for look in dips),
                "on_track": sum(not look["delayed"] for look in dips),
            }
        ),
        "reaudits": told.parts({IMPROVED: len(better), NOT_YET: len(done) - len(better)}),
        "escalated": escalation[ESCALATED],
        "reaudits_waiting": len(again) - len(done) if open_grades else None,
        "consistently_improved": (
            len(better) == len(done) if done and (full or told.whole(len(done))) else None
        ),
        **({"suppressed": True} if escalation[ESCALATED] is None else {}),
    }


class _Telling:
    """Which counts are told: all of them in full, else none that is small or reveals one."""

    def __init__(self, *, full: bool, totals: bool) -> None:
        self.full, self.totals = full, totals

    def whole(self, n: int) -> bool:
        """Whether something may be said of so many children together."""
        return self.totals and not hidden([{"all": n}])[0]

    def parts(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """The counts of children who fall into these parts, and how many there are of them."""
        if self.full:
            return {"n": sum(counts.values()), **counts}
        gone = hidden([counts])[0] if self.totals else set(counts)
        said: dict[str, Any] = {
            "n": sum(counts.values()) if self.whole(sum(counts.values())) else None
        }
        said |= {name: None if name in gone else n for name, n in counts.items()}
        return said | ({"suppressed": True} if None in said.values() else {})


def _split(looks: Sequence[Mapping[str, Any]], good: Any) -> dict[str, int]:
    better = sum(bool(good(look)) for look in looks)
    return {IMPROVED: better, NOT_YET: len(looks) - better}


def _dips(reader: Reader, audits: Any) -> list[Mapping[str, Any]]:
    """What each dip re-audit found, without its words."""
    ids = [audit.id for audit in audits]
    found = reader.rows(Progress, audit=ids, kind=DIP_REAUDIT) if ids else ()
    return [row.details for row in found]


def _is_good(reader: Reader, grade: str | None) -> bool:
    return grade is not None and not reader.profile.grades[grade].below_good


def below_may_be_told(reader: Reader, cycle: Cycle) -> bool:
    """Whether the number below good leaves hidden what the grades' report hides.

    It splits what is hidden there into good and below good: neither may be a small count, nor may
    the re-audits' part of it.
    """
    shown = {row["kind"]: row for row in grades(reader, [cycle.id])["rows"]}
    known = {row["kind"]: row for row in grades(reader, [cycle.id], full=True)["rows"]}
    sides = [
        sum(
            one["n"]
            for grade, one in row["final"].items()
            if reader.profile.grades[grade].below_good is below
            and (kind == REAUDIT or shown[kind]["final"][grade]["n"] is None)
        )
        for kind, row in known.items()
        for below in (True, False)
    ]
    return not any(is_small(side) for side in sides)
