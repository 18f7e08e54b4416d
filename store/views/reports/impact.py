"""What followed a cycle's audits: work below good, six weeks and six months on.

programme.md §3 and §5: improved means good or better at dip re-audit, re-audit or confirmed
progression. These are counts of children, so small counts stay with the audit team.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from store.audits.governing_grade import governing_grade
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader
from store.rules.reaudit import below_good_of, reaudits_of
from store.tables import Cycle, Progress
from store.views.reports.grade_figures import not_shown
from store.views.reports.suppression import hidden
from store.vocabulary.states import DECIDED

IMPROVED, NOT_YET, ESCALATED = "improved", "not_yet", "escalated"


def impact(reader: Reader, cycle: Cycle, *, full: bool = False) -> dict[str, Any]:
    """`{"below_good", "improved", "dip_reaudits", "reaudits", "escalated", …}`.

    A count that would point to a child is None with `"suppressed": true`, unless `full`, which is
    for the Learning Academy. How many are below good is shown only if that reveals no grade that
    the report of grades leaves out. How many re-audits are done, and how many are waited for, are
    counts of work: the report of grades of their own cycle has them too.
    """
    below = below_good_of(reader, cycle)
    dips = _dips(reader, below.values())
    again = reaudits_of(reader, cycle)
    done = [audit for audit in again if audit.state in DECIDED]
    better = [audit for audit in done if _is_good(reader, governing_grade(audit))]
    improved = sum(audit.improved_at is not None for audit in below.values())
    open_grades = full or not not_shown(reader, cycle).below_good
    shown = _Suppression(full=full, totals=open_grades)
    hides_again = not full and any(
        not_shown(reader, reader.get(Cycle, into)).re_audits
        for into in sorted({audit.cycle for audit in done})
    )
    shown_again = _Suppression(full=full, totals=not hides_again)
    ids = [audit.id for audit in below.values()]
    escalations = reader.rows(Progress, audit=ids, kind="escalation") if ids else ()
    escalated = len({row.audit for row in escalations})
    escalation = shown.parts({ESCALATED: escalated, "not_escalated": len(below) - escalated})
    return {
        "cycle": cycle.id,
        "below_good": shown.parts({IMPROVED: improved, NOT_YET: len(below) - improved}),
        "dip_reaudits": shown.parts(_split(dips, lambda look: _is_good(reader, look["grade"]))),
        "delayed": shown.parts(
            {
                "delayed": sum(look["delayed"] > 0 for look in dips),
                "on_track": sum(not look["delayed"] for look in dips),
            }
        ),
        "reaudits": shown_again.parts({IMPROVED: len(better), NOT_YET: len(done) - len(better)})
        | {"n": len(done)},
        "escalated": escalation[ESCALATED],
        "reaudits_waiting": len(again) - len(done),
        "consistently_improved": (
            len(better) == len(done) if done and (full or shown_again.whole(len(done))) else None
        ),
        **({"suppressed": True} if escalation[ESCALATED] is None else {}),
    }


class _Suppression:
    """Which counts are shown: all if full, else none that is small or reveals a small one."""

    def __init__(self, *, full: bool, totals: bool) -> None:
        self.full, self.totals = full, totals

    def whole(self, n: int) -> bool:
        """Whether a count of so many children may be shown."""
        return self.totals and not hidden([{"all": n}])[0]

    def parts(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """The counts of children in these parts, and their total."""
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
