"""Which audits of a cycle carry a grade that figures count, and the grades each was given (§5).

Every kind that carries grades is counted, a kind of its own apart and all kinds together. A dip
sample has no grade, and practice audits are outside statistics (programme.md §1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.audits.governing_grade import governing_grade
from store.ledger import Reader
from store.programme.kinds import LOOKS
from store.programme.profile import Profile
from store.tables import Audit, Cycle

NOT_GRADED = LOOKS
"""Kinds without a grade of their own; a profile may leave out further kinds."""

NOT_PLANNED = frozenset({"drawn", "swapped", "voided"})
"""States of audits that nobody had, or that count in no grades (programme.md §2.10)."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The grades that one audit was given, as places in the scale, best first; None if not yet.

    `final` is the governing grade. Where no dispute or amended return gave another, it is the last
    of the other steps.
    """

    first: int
    moderated: int | None
    third_lock: int | None
    final: int

    @property
    def last(self) -> int:
        """The grade that governs unless it was disputed, or amended by its auditor."""
        steps = (self.third_lock, self.moderated, self.first)
        return next(step for step in steps if step is not None)


@dataclass(frozen=True, slots=True)
class KindGraded:
    """A cycle's audits of one kind: all that were planned, and the grades of those returned.

    Of several kinds together, `of` names them.
    """

    kind: str
    planned: tuple[Audit, ...]
    returned: tuple[Audit, ...]
    steps: tuple[Steps, ...]
    of: tuple[str, ...] = ()


def is_in_figures(profile: Profile, kind: str) -> bool:
    """Whether grades of that kind are counted: it carries one, and does not train its auditor."""
    rule = profile.kinds.get(kind)
    return kind not in NOT_GRADED and (rule is None or (rule.graded and rule.trained))


def graded_of(reader: Reader, cycle: Cycle) -> Mapping[str, KindGraded]:
    """The cycle's audits of each kind that carries grades, by kind."""
    return reader.once(f"graded of {cycle.id}", lambda: _graded_of(reader, cycle))


def _graded_of(reader: Reader, cycle: Cycle) -> Mapping[str, KindGraded]:
    by_kind: dict[str, list[Audit]] = {}
    for audit in reader.rows(Audit, cycle=cycle.id):
        if is_in_figures(reader.profile, audit.kind) and audit.state not in NOT_PLANNED:
            by_kind.setdefault(audit.kind, []).append(audit)
    scale = list(reader.profile.grades)
    return {kind: _of_kind(kind, by_kind[kind], scale) for kind in sorted(by_kind)}


def _of_kind(kind: str, audits: Sequence[Audit], scale: Sequence[str]) -> KindGraded:
    returned = tuple(
        audit for audit in audits if audit.first in scale and audit.returned_at is not None
    )
    return KindGraded(
        kind, tuple(audits), returned, tuple(_steps(audit, scale) for audit in returned)
    )


def _steps(audit: Audit, scale: Sequence[str]) -> Steps:
    """Shape: places in the scale. A grade that the scale no longer has counts as not given."""

    def place(grade: str | None) -> int | None:
        return scale.index(grade) if grade in scale else None

    first, final = place(audit.first), place(governing_grade(audit))
    at_first = 0 if first is None else first
    return Steps(
        at_first,
        place(audit.moderated),
        place(audit.third_lock),
        at_first if final is None else final,
    )
