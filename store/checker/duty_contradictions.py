"""Contradictions in the duties of a profile: unknown owners, acts, cases, ladders or dates."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import get_args

import store.acts  # noqa: F401 - declares every act
from store.audits.subjects import OWED_ABOUT
from store.checker.contradictions import Fault, Pieces, no_owner, one
from store.checker.known_words import ANNOUNCED, near
from store.clock.bank_holidays import KNOWN_FROM, KNOWN_TO
from store.clock.calendar import Calendar
from store.clock.deadlines import CannotCount, Deadline
from store.duties.predicates.closed_lists import ASKED_OF, MOMENTS_OF, PREDICATES
from store.programme.duty_rules import DutyRule
from store.programme.toml_lines import Path
from store.registry import ACTS
from store.rules.timescale import CASE as SET
from store.tables import ROWS, Action, Appraisal, Audit, Cycle, KloeReport, Row
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.duty_kinds import KINDS, OWN, RECORDED
from store.vocabulary.errors import LedgerError

ALWAYS = ("otherwise", "always")
RETURN = "return.submit"
MONDAYS = "learning.send"
"""Of a cycle only its learning has a date of its own: the next piece's Monday (§3)."""
ABOUT = frozenset(ROWS[name] for name in OWED_ABOUT)
"""The kinds of row that a duty may be about."""


def subject_of(rule: DutyRule) -> type[Row] | None:
    """The subject of the duty, from the acts that open it; None where it is not known."""
    subjects = {ACTS[verb].on for verb in rule.opens_on if verb in ACTS}
    if len(subjects) == 1 and all(verb in ACTS for verb in rule.opens_on):
        return subjects.pop()
    return None


def of_duties(pieces: Pieces) -> Iterator[Fault]:
    """Every error in the duties."""
    for kind, rule in pieces.duties.items():
        path = ("duty", kind)
        if kind not in KINDS and not kind.startswith(OWN):
            reason = f'is not a known duty{near(kind, KINDS)} Your own duties start with "duty.".'
            yield path, reason
        yield from _ladder(pieces, kind, rule)
        yield from _verbs(path, rule)
        yield from _words(pieces, kind, rule)
        yield from _owners(pieces, kind, rule)
        yield from _since(path, rule)
        yield from _sources(path, rule)
        yield from _deadlines(pieces, kind, rule)
    yield from _within_the_month(pieces)


def _ladder(pieces: Pieces, kind: str, rule: DutyRule) -> Iterator[Fault]:
    for case, name in rule.ladder.items() if isinstance(pieces.data.get("ladder"), dict) else ():
        if name not in pieces.table("ladder"):
            here = pieces.case_path(kind, "ladder", case)
            yield here, f'there is no ladder "{name}"{near(name, pieces.ladders)}'


def _verbs(path: Path, rule: DutyRule) -> Iterator[Fault]:
    known = ACTS.keys() | ANNOUNCED
    for key in ("opens_on", "met_by", "ends_on"):
        for place, verb in enumerate(getattr(rule, key)):
            if verb not in known:
                yield (*path, key, place), f'"{verb}" is not an act{near(verb, known)}'
    yield from _recorded(path, rule)
    for place, verb in enumerate(rule.ends_on):
        if verb in rule.met_by:
            yield (*path, "ends_on", place), f'"{verb}" both meets and cancels this duty.'
    subjects = {ACTS[verb].on for verb in rule.opens_on if verb in ACTS}
    if not any(verb in known for verb in rule.met_by):
        yield (*path, "met_by"), "nothing meets this duty: none of these acts is known."
    for subject in sorted(subjects, key=lambda row: row.__name__):
        if subject not in ABOUT:
            reason = f"it opens on {one(subject)}, and no card shows a duty about that."
            yield (*path, "opens_on"), reason
        elif all(_meets_none(verb, subject) for verb in rule.met_by):
            reason = f"nothing meets this duty: none of these acts is on {one(subject)}."
            own = f' "{RECORDED}" meets any duty of your own.'
            yield (*path, "met_by"), reason + (own if str(path[1]).startswith(OWN) else "")


def _meets_none(verb: str, subject: type[Row]) -> bool:
    return verb in ACTS and verb != RECORDED and ACTS[verb].on is not subject


def _recorded(path: Path, rule: DutyRule) -> Iterator[Fault]:
    """The act `duty.done` meets only an authority's own duties."""
    if RECORDED in rule.met_by and not str(path[1]).startswith(OWN):
        place = rule.met_by.index(RECORDED)
        reason = f'"{RECORDED}" meets only duties of your own. This duty has its own act.'
        yield (*path, "met_by", place), reason


def _words(pieces: Pieces, kind: str, rule: DutyRule) -> Iterator[Fault]:
    """`when`, `urgent_when` and cases must be in a closed list, and every case reachable."""
    path = ("duty", kind)
    for key in ("when", "urgent_when"):
        yield from _predicate(pieces, (*path, key), getattr(rule, key), subject_of(rule))
    for key in ("owner", "due", "ladder"):
        after = ""
        for case in getattr(rule, key):
            here = pieces.case_path(kind, key, case)
            yield from _predicate(pieces, here, case, subject_of(rule))
            if after:
                yield here, f'comes after "{after}", which always applies, so it is never reached.'
            after = after or (case if case in ALWAYS else "")
        yield from _cases_covered(pieces, (*path, key), rule, getattr(rule, key))


def _predicate(pieces: Pieces, path: Path, name: str, subject: type[Row] | None) -> Iterator[Fault]:
    known = PREDICATES.keys() | pieces.grades.keys()
    if name not in known:
        if pieces.whole_scale:
            yield path, f'"{name}" is neither a grade nor a known case{near(name, known)}'
    elif subject is not None and subject not in ASKED_OF.get(name, (subject,)):
        asked = one(ASKED_OF[name][0])
        yield path, f'"{name}" is a case of {asked}, but this duty is about {one(subject)}.'


def _cases_covered(
    pieces: Pieces, path: Path, rule: DutyRule, cases: Mapping[str, object]
) -> Iterator[Fault]:
    """Whenever the duty opens, one of the cases must apply, or nobody would owe it."""
    if any(case in ALWAYS for case in cases) or not pieces.whole_scale:
        return
    if rule.when not in {"below_good", "inadequate", *pieces.grades}:
        yield path, 'has no value for all other cases: add "otherwise".'
        return
    for name, grade in pieces.grades.items():
        opens = rule.when == name or getattr(grade, rule.when, False)
        held = name in cases or any(getattr(grade, case, False) for case in _flags(cases))
        if opens and not held:
            yield path, f'has no value for {name}: add it, or add "otherwise".'


def _flags(cases: Mapping[str, object]) -> set[str]:
    return {"below_good", "inadequate"} & cases.keys()


def _owners(pieces: Pieces, kind: str, rule: DutyRule) -> Iterator[Fault]:
    for case, owner in rule.owner.items():
        if reason := no_owner(owner, subject_of(rule)):
            yield pieces.case_path(kind, "owner", case), reason
    if rule.stand_in is not None and (reason := no_owner(rule.stand_in, subject_of(rule))):
        yield ("duty", kind, "stand_in"), reason


def _since(path: Path, rule: DutyRule) -> Iterator[Fault]:
    """A case of `due`, or an act, is counted from a moment that such a subject has."""
    subject = subject_of(rule)
    for verb in rule.events:
        if verb not in rule.opens_on:
            yield (*path, "events", verb), f'"{verb}" does not open it{near(verb, rule.opens_on)}'
    for case, column in rule.since.items():
        here: Path = (*path, "since", case)
        if case not in {*rule.due, *rule.opens_on}:
            yield here, f'"{case}" is not a case of this duty\'s due{near(case, rule.due)}'
        moments = [] if subject is None else _moments(subject)
        if subject is not None and column not in moments:
            yield here, f'{one(subject)} has no date "{column}"{near(column, moments)}'


def _sources(path: Path, rule: DutyRule) -> Iterator[Fault]:
    """Every case of `source` must be a case of `due`."""
    for case in rule.source:
        if case not in {"otherwise", *rule.due}:
            here = (*path, "source", case)
            yield here, f'"{case}" is not a case of this duty\'s due{near(case, rule.due)}'


def _moments(subject: type[Row]) -> list[str]:
    """The columns of a kind of row that hold a moment, and what else `since` may name."""
    columns = [
        name
        for name, field in subject.model_fields.items()
        if datetime in (field.annotation, *get_args(field.annotation))
    ]
    return [*columns, *(name for name, kinds in MOMENTS_OF.items() if subject in kinds)]


def _deadlines(pieces: Pieces, kind: str, rule: DutyRule) -> Iterator[Fault]:
    """Such a subject must be able to have the deadline, in every month."""
    subject = subject_of(rule)
    for case, deadline in rule.due.items():
        has_month = subject in (None, Appraisal, Audit, Cycle, KloeReport, Action)
        # Of an audit only a rework has a date of its own, where the audit team set one (§2.9).
        has_date = subject in (None, Audit)
        has_own = subject in (None, Action) or case == SET or kind == MONDAYS
        if reason := _why_never(deadline.text, has_month, has_date, has_own):
            yield pieces.case_path(kind, "due", case), reason


@cache
def _why_never(text: str, has_month: bool, has_date: bool, has_own: bool) -> str | None:
    """Why a subject cannot have this deadline in some month. Cached: many duties share it."""
    deadline = Deadline.parse(text)
    for month in _months():
        try:
            _due(deadline, month, has_month=has_month, has_date=has_date, has_own=has_own)
        except CannotCount as error:
            return str(error)
        except LedgerError as error:
            return f"cannot be met in {say_month(month)}: {error}"
    return None


def _within_the_month(pieces: Pieces) -> Iterator[Fault]:
    """The return must be due within the audit month (programme.md §2.8, §4)."""
    rule = pieces.duties.get(RETURN)
    if rule is None:
        if RETURN not in pieces.table("duty"):
            yield ("duty", RETURN), "is missing: every programme has audits that are returned."
        return
    deadline = rule.due.get("otherwise")
    if deadline is None:
        reason = 'needs a date for "otherwise": the slack of the month is counted from it.'
        yield ("duty", RETURN, "due"), reason
        return
    late = [month for month in _months() if _is_late(deadline, month)]
    if late:
        months = "every month" if len(late) == len(_months()) else f"{say_month(late[0])}"
        more = f" and {len(late) - 1} others" if 1 < len(late) < len(_months()) else ""
        reason = f"cannot be met within the month: it falls after the end of {months}{more}."
        yield pieces.case_path(RETURN, "due", "otherwise"), reason


def _is_late(deadline: Deadline, month: date) -> bool:
    calendar = Calendar()
    try:
        due = _due(deadline, month, has_month=True, has_date=True)
    except LedgerError:
        return False  # reported elsewhere, with its own reason
    return due > calendar.last_of_month(month.year, month.month)


def _months() -> list[date]:
    """Every audit month for which the bank holidays are known for long enough."""
    years = range(KNOWN_FROM.year + 1, KNOWN_TO.year)
    return [date(year, month, 1) for year in years for month in range(1, 13)]


def _due(
    deadline: Deadline, month: date, *, has_month: bool, has_date: bool, has_own: bool = False
) -> date:
    """The due day of a duty that opens at the start of the month's first working day."""
    calendar = Calendar()
    opened = calendar.day_starts(calendar.nth_of_month(month.year, month.month, 1))
    return deadline.due(
        calendar,
        opened,
        month=month if has_month else None,
        had=opened if has_date else None,
        own=calendar.local(opened).date() if has_own else None,
        event="it opens",
    ).on
