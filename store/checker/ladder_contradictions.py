"""Contradictions in the ladders of a profile: rungs that never go out or are out of order."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from store.checker.contradictions import Fault, Pieces, no_owner
from store.checker.duty_contradictions import subject_of
from store.clock.calendar import Calendar
from store.clock.ladders import ABOVE, OWNER, Ladder, NotALadder
from store.duties.predicates.closed_lists import TOLD_ELSEWHERE
from store.programme.duty_rules import DutyRule
from store.programme.toml_lines import Path
from store.vocabulary.errors import LedgerError

SAMPLE = tuple(date(2027, month, 1) for month in range(1, 13))
"""The audit months of one year, used to test whether a rung ever goes out."""
LONG = 60
"""In working days. Enough time for any rung before the due day, and after it."""


def of_ladders(pieces: Pieces) -> Iterator[Fault]:
    """Every error in the ladders."""
    for name, rule in pieces.ladders.items():
        path: Path = ("ladder", name, "rungs")
        rungs = [rung.model_dump() for rung in rule.rungs]
        users = {kind: duty for kind, duty in pieces.duties.items() if name in duty.ladder.values()}
        seen: set[tuple[str, str]] = set()
        for place, rung in enumerate(rungs):
            try:
                Ladder.parse(name, [rung])
            except NotALadder as error:
                yield (*path, place, "at"), str(error).replace("Rung 1", f"Rung {place + 1}")
                continue
            said = (" ".join(rung["at"].split()), rung["tell"])
            if said in seen:
                yield (*path, place), f'repeats the rung "{said[0]}" to "{said[1]}".'
            seen.add(said)
            yield from _told((*path, place, "tell"), rung["tell"], users)
            judged = users and pieces.whole_duties
            if judged and not any(_goes_out(name, rung, duty) for duty in users.values()):
                reason = f'"{rung["at"]}" never goes out: every duty on this ladder is shorter.'
                yield (*path, place, "at"), reason
        yield from _past_escalation(path, name, rungs)


def _told(path: Path, tell: str, users: Mapping[str, DutyRule]) -> Iterator[Fault]:
    """The person notified must exist for each duty that uses the ladder."""
    if tell in {OWNER, ABOVE} or tell in TOLD_ELSEWHERE:
        return
    if reason := no_owner(tell, None):
        yield path, reason
        return
    for kind, duty in users.items():
        if reason := no_owner(tell, subject_of(duty)):
            yield path, f'for "{kind}" {reason}'


def _goes_out(name: str, rung: Mapping[str, str], duty: DutyRule) -> bool:
    """Whether the rung ever goes out for a duty opened at the start of a first working day.

    A deadline that cannot be counted is reported elsewhere. Here it counts as long enough.
    """
    calendar = Calendar()
    for month in SAMPLE:
        opened = calendar.day_starts(calendar.nth_of_month(month.year, month.month, 1))
        had = calendar.due_at(calendar.add(month, LONG))
        for deadline in duty.due.values():
            try:
                due = deadline.due(calendar, opened, month=month, had=had, event="it opens").at
            except LedgerError:
                return True
            before = calendar.day_starts(calendar.add(calendar.local(due).date(), -LONG))
            # A duty that is due before the month begins was opened by the year's timetable.
            if _first(name, rung, before if due < opened else opened, due):
                return True
    return False


def _past_escalation(path: Path, name: str, rungs: list[dict[str, Any]]) -> Iterator[Fault]:
    """Escalations must be in order of time, and no nudge may start after the last of them."""
    calendar = Calendar()
    opened = calendar.day_starts(calendar.nth_of_month(2027, 1, 4))
    due = calendar.due_at(calendar.add(calendar.local(opened).date(), LONG))
    moments: list[tuple[int, datetime, str]] = []
    for place, rung in enumerate(rungs):
        try:
            moment = _first(name, rung, opened, due)
        except NotALadder:
            continue
        if moment is not None and "open" not in rung["at"] and "every" not in rung["at"]:
            moments.append((place, moment, rung["tell"]))
    escalations = [(place, moment) for place, moment, tell in moments if tell != OWNER]
    for (_, before), (place, moment) in pairwise(escalations):
        if moment < before:
            yield (*path, place), "comes before the escalation above it. Put them in order."
    last = max((moment for _, moment in escalations), default=None)
    for place, moment, tell in moments:
        if tell == OWNER and last is not None and moment > last:
            yield (*path, place), "first nudges the owner after the last escalation."


def _first(name: str, rung: Mapping[str, str], opened: datetime, due: datetime) -> datetime | None:
    """When the rung first goes out; None if it never does."""
    calendar = Calendar()
    upto = calendar.due_at(calendar.add(calendar.local(due).date(), LONG))
    fired = Ladder.parse(name, [rung]).fired(calendar, opened, due, opened, upto)
    return fired[0].at if fired else None
