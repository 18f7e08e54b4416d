"""What followed a cycle's audits: work below good, six weeks and six months on.

programme.md §3 and §5: improved means good or better at dip re-audit, re-audit or confirmed
progression. These are counts of children, so small counts stay with the audit team.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.audits.governing_grade import governing_grade
from store.duties.predicates.below_good import DIP_REAUDIT
from store.ledger import Reader
from store.rules.reaudit import below_good_of, reaudits_of
from store.tables import Audit, Cycle, Progress
from store.views.reports.grade_figures import not_shown
from store.views.reports.suppression import hidden
from store.vocabulary.states import DECIDED

IMPROVED, NOT_YET, ESCALATED = "improved", "not_yet", "escalated"


@dataclass(frozen=True, slots=True)
class Followed:
    """The rows that `impact` counts: work below good, and what looked at it again.

    `done` and `better` are of the re-audits `again`, `good_dips` and `delayed` of `dips`.
    """

    below: tuple[Audit, ...]
    improved: tuple[Audit, ...]
    dips: tuple[Progress, ...]
    good_dips: tuple[Progress, ...]
    delayed: tuple[Progress, ...]
    again: tuple[Audit, ...]
    done: tuple[Audit, ...]
    better: tuple[Audit, ...]
    escalations: tuple[Progress, ...]


def followed(reader: Reader, cycle: Cycle) -> Followed:
    """What followed the cycle's audits, row by row. Not for readers outside the audit team."""
    below = tuple(below_good_of(reader, cycle).values())
    ids = [audit.id for audit in below]
    dips = tuple(reader.rows(Progress, audit=ids, kind=DIP_REAUDIT)) if ids else ()
    again = tuple(reaudits_of(reader, cycle))
    done = tuple(audit for audit in again if audit.state in DECIDED)
    return Followed(
        below=below,
        improved=tuple(audit for audit in below if audit.improved_at is not None),
        dips=dips,
        good_dips=tuple(row for row in dips if _is_good(reader, row.details["grade"])),
        delayed=tuple(row for row in dips if row.details["delayed"] > 0),
        again=again,
        done=done,
        better=tuple(audit for audit in done if _is_good(reader, governing_grade(audit))),
        escalations=tuple(reader.rows(Progress, audit=ids, kind="escalation")) if ids else (),
    )


def impact(reader: Reader, cycle: Cycle, *, full: bool = False) -> dict[str, Any]:
    """`{"below_good", "improved", "dip_reaudits", "reaudits", "escalated", …}`.

    A count that would point to a child is None with `"suppressed": true`, unless `full`, which is
    for the Learning Academy. How many are below good is shown only if that reveals no grade that
    the report of grades leaves out. How many re-audits are done, and how many are waited for, are
    counts of work: the report of grades of their own cycle has them too.
    """
    found = followed(reader, cycle)
    open_grades = full or not not_shown(reader, cycle).below_good
    shown = _Suppression(full=full, totals=open_grades)
    hides_again = not full and any(
        not_shown(reader, reader.get(Cycle, into)).re_audits
        for into in sorted({audit.cycle for audit in found.done})
    )
    shown_again = _Suppression(full=full, totals=not hides_again)
    below, improved, dips = len(found.below), len(found.improved), len(found.dips)
    done, better = len(found.done), len(found.better)
    escalated = len({row.audit for row in found.escalations})
    escalation = shown.parts({ESCALATED: escalated, "not_escalated": below - escalated})
    return {
        "cycle": cycle.id,
        "below_good": shown.parts({IMPROVED: improved, NOT_YET: below - improved}),
        "dip_reaudits": shown.parts(_split(len(found.good_dips), dips)),
        "delayed": shown.parts(
            {"delayed": len(found.delayed), "on_track": dips - len(found.delayed)}
        ),
        "reaudits": shown_again.parts(_split(better, done)) | {"n": done},
        "escalated": escalation[ESCALATED],
        "reaudits_waiting": len(found.again) - done,
        "consistently_improved": (
            better == done if done and (full or shown_again.whole(done)) else None
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


def _split(better: int, of: int) -> dict[str, int]:
    return {IMPROVED: better, NOT_YET: of - better}


def _is_good(reader: Reader, grade: str | None) -> bool:
    return grade is not None and not reader.profile.grades[grade].below_good
