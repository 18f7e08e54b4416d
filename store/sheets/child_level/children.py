"""One child from many lines: what each list said of them, and what it comes to.

A child stands on several lists at once, and more than once on a list. The case has the plan that
comes first in the council's order, the youngest dates, and everybody whom any line names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from store.programme.child_level_data import ChildLevelData

EARLIEST = date.min
POSTS = {
    "managed_by": ("team manager",),
    "iro": ("independent reviewing officer", "iro"),
    "cp_chair": ("conference chair", "protection chair", "cp chair"),
}
"""Words by which the SSD's roles say who manages a case, reviews it, or chairs its conferences."""


@dataclass(frozen=True, slots=True)
class Involvement:
    """Somebody named on a child's case, by the name that the extract writes.

    `allocated` is whoever holds the case now; `role` is in the extract's words. Open ends are None.
    """

    name: str
    team: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None
    allocated: bool = True


@dataclass(frozen=True, slots=True)
class Spell:
    """A time under one plan. An empty `plan` is a closed case; `settles` if its end closes it."""

    plan: str
    start: date | None
    end: date | None = None
    settles: bool = True
    who: Involvement | None = None


@dataclass(slots=True)
class Record:
    """What has been read of one child so far; `place` is where they were met first."""

    case_ref: str
    line: int
    sheet: str
    date_of_birth: date | None = field(default=None, repr=False)
    ethnicity: str = field(default="", repr=False)
    spells: list[Spell] = field(default_factory=list, repr=False)
    flags: set[str] = field(default_factory=set, repr=False)
    others: list[Involvement] = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child as the programme needs them. Names of people are as the extract writes them."""

    case_ref: str
    date_of_birth: date | None = field(repr=False)
    ethnicity: str = field(repr=False)
    plan: str
    closed_on: date | None
    flags: tuple[str, ...]
    worker: str
    team: str
    involved: tuple[Involvement, ...]
    line: int
    sheet: str
    undated: bool = False
    """The case is closed, and nothing says when."""
    managed_by: str = ""
    iro: str = ""
    cp_chair: str = ""


class Children:
    """All children of an extract, by reference."""

    def __init__(self, rules: ChildLevelData) -> None:
        self.rules = rules
        self._records: dict[str, Record] = {}

    def __len__(self) -> int:
        return len(self._records)

    def of(self, case_ref: str, line: int, sheet: str) -> Record:
        """The record of the child with that reference, in any case."""
        key = case_ref.casefold()
        found = self._records.get(key)
        if found is None:
            found = self._records[key] = Record(case_ref, line, sheet)
        return found

    def known(self, case_ref: str) -> Record | None:
        """The record of that child, if there is one."""
        return self._records.get(case_ref.casefold())

    def drained(self) -> Iterator[Child]:
        """Each child once; what was read of them is let go on the way."""
        for key in list(self._records):
            yield _settled(self._records.pop(key), self.rules)

    def __iter__(self) -> Iterator[Child]:
        for record in self._records.values():
            yield _settled(record, self.rules)


def _settled(record: Record, rules: ChildLevelData) -> Child:
    now = _now(record.spells, rules.plan_order)
    ended = now is not None and now.end is not None
    holder = _holder(record, now, rules.plan_order)
    named = [spell.who for spell in record.spells if spell.who is not None] + record.others
    posts = {post: _in_post(record.others, words) for post, words in POSTS.items()}
    return Child(
        case_ref=record.case_ref,
        date_of_birth=record.date_of_birth,
        ethnicity=record.ethnicity,
        plan="" if now is None else now.plan,
        closed_on=now.end if now is not None and ended else None,
        flags=tuple(sorted(record.flags)),
        worker="" if holder is None else holder.name,
        team="" if holder is None else holder.team,
        involved=tuple(dict.fromkeys(one for one in named if one.name and one != holder)),
        line=record.line,
        sheet=record.sheet,
        undated=now is not None and not now.plan and now.end is None,
        managed_by=posts["managed_by"],
        iro=posts["iro"],
        cp_chair=posts["cp_chair"],
    )


def _in_post(involved: Iterable[Involvement], words: tuple[str, ...]) -> str:
    """The name of who holds a post on the case now, by words of their role."""
    held = [
        one for one in involved if one.until is None and any(word in one.role for word in words)
    ]
    return max(held, key=lambda one: one.since or EARLIEST).name if held else ""


def _now(spells: Iterable[Spell], order: tuple[str, ...]) -> Spell | None:
    """The spell that says what the case is: the first plan that is open, or else the last end.

    A referral or an assessment does not end a case, so it counts as open unless the case was
    closed after it began.
    """
    ranks = {plan: rank for rank, plan in enumerate(order)}
    given = list(spells)
    closed = [spell for spell in given if spell.settles and spell.end is not None]
    last = max(closed, key=lambda spell: spell.end or EARLIEST, default=None)
    running = [spell for spell in given if spell.settles and spell.end is None] + [
        replace(spell, end=None)
        for spell in given
        if not spell.settles and (last is None or _began(spell) > (last.end or EARLIEST))
    ]
    return min(running, key=lambda spell: _rank(spell, ranks), default=last)


def _holder(record: Record, now: Spell | None, order: tuple[str, ...]) -> Involvement | None:
    """Whoever holds the case: as the deciding line says, or else the next that names somebody."""
    ranks = {plan: rank for rank, plan in enumerate(order)}
    closed = now is not None and now.end is not None
    allocated = sorted(
        (one for one in record.others if one.allocated and (closed or one.until is None)),
        key=lambda one: (one.until or date.max, one.since or EARLIEST),
        reverse=True,
    )
    lines = sorted(record.spells, key=lambda spell: (spell.end is not None, *_rank(spell, ranks)))
    named = [spell.who for spell in lines if spell.who is not None]
    first = [now.who] if now is not None and now.who is not None else []
    found = [*allocated, *first, *named]
    worker = next((one for one in found if one.name), None)
    if worker is None or worker.team:
        return worker or next((one for one in found if one.team), None)
    team = next((one.team for one in found if one.team), "")
    return replace(worker, team=team)


def _began(spell: Spell) -> date:
    return spell.start or EARLIEST


def _rank(spell: Spell, ranks: Mapping[str, int]) -> tuple[int, int]:
    """The plan's place in the order, and of one plan the youngest first."""
    return ranks.get(spell.plan, len(ranks)), -_began(spell).toordinal()
