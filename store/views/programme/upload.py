"""The outcome of a people or case file: what it changed, or why nothing was imported."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from store.views.programme.unmatched import SetAside, Unmatched
from store.vocabulary import terms

COLUMN_WORDS = {
    "upn": "UPN", "name": "name", "entra_object_id": "Entra object id", "roles": "roles",
    "service": "service", "team": "team", "reports_to": "manager", "trained_on": "training",
    "max_audits": "most audits",
    "absent_from": "absence", "absent_to": "absence", "delegate": "delegate",
    "email": "mail address",
    "practitioner": "practitioner", "team_manager": f"{terms.TEAM_MANAGER}", "iro": "IRO",
    "cp_chair": "CP chair", "plan": "plan", "closed_on": "closing date", "flags": "flags",
    "involved": "others involved", "identity": "child's details",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeaverLine:
    """A line of a people file about somebody who has left: it changed nothing."""

    line: int
    upn: str
    name: str
    left_on: date


@dataclass(frozen=True, slots=True)
class Renamed:
    """Somebody whose UPN changed, by both."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """An imported file; `kind` is people or cases. `changes` are row ids with their columns.

    `source` is what a case file was taken for: our `sheet`, `annex-a` or `ssd`. `missing` are open
    cases that the file lacks; they stay as they are.
    """

    kind: str
    rows: int
    added: int
    unchanged: int
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    absent_columns: tuple[str, ...] = ()
    seq: int = 0
    leavers: tuple[LeaverLine, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    source: str = "sheet"
    set_aside: tuple[SetAside, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    missing: tuple[str, ...] = ()
    changed_by_kind: Mapping[str, int] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """How many known rows have changed."""
        return len(self.changes)

    @property
    def what(self) -> tuple[tuple[str, int], ...]:
        """What changed in words, and in how many rows; the values themselves are not shown."""
        found = Counter(
            words
            for columns in self.changes.values()
            for words in {COLUMN_WORDS.get(column, column) for column in columns}
        )
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to correct: where, and what to do."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """A file that was not imported; `problems` are the first of `total`.

    `at_hand` names the file, if it can be read once more.
    """

    kind: str
    total: int
    problems: tuple[Trouble, ...]
    at_hand: str = ""
