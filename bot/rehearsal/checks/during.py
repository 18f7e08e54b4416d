"""The invariants checked while a rehearsal runs; at its end they could no longer be seen."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from bot.rehearsal.checks.early_lists import check_lists
from bot.rehearsal.checks.same_people import check_owners, check_reminded
from store.audits.governing_grade import people_with_a_say
from store.duties.predicates.closed_lists import today
from store.ledger import Reader
from store.people.posts import case_of, is_absent
from store.registry import ACTS
from store.tables import Audit, Duty, Message, Person, Row

AUDITING_VERBS = frozenset({"allocation.accept", "return.submit"})
GRADING_VERBS = frozenset({"moderation.agree", "moderation.change"})


def check_act(reader: Reader, verb: str, row: Row, upn: str) -> Iterator[str]:
    """The rules that an act just done has broken (programme.md §7)."""
    if ACTS[verb].is_consequence:
        yield f"{verb} was done by a person and must only follow from another act"
    if not isinstance(row, Audit):
        return
    if verb in AUDITING_VERBS:
        person = reader.get(Person, upn)
        if (person.service, person.team) == (_service(reader, row), row.team):
            yield f"{row.id}: {upn} audits their own team's work"
        if upn in (row.practitioner, row.team_manager, row.moderator, *row.barred):
            yield f"{row.id}: {upn} audits it and is not independent of it"
    if verb in GRADING_VERBS and upn == row.auditor:
        yield f"{row.id}: {upn} moderates their own audit"
    if verb in {"lock.confirm", "lock.change"} and upn in (row.auditor, row.moderated_by):
        yield f"{row.id}: {upn} decides twice on one audit"
    if verb == "dispute.settle" and upn in people_with_a_say(reader, row):
        yield f"{row.id}: {upn} settles a dispute after deciding on the audit before"


def _service(reader: Reader, audit: Audit) -> str:
    return case_of(reader, audit).service


def check_sweep(reader: Reader, at: datetime) -> Iterator[str]:
    """Nobody who is away is nudged, and nobody gets two bundles on one day (programme.md §4)."""
    day = today(reader)
    bundles: Counter[str] = Counter()
    for message in reader.rows(Message, kind="nudge", queued_at=at):
        if is_absent(reader.get(Person, message.to), day):
            yield f"{message.id} nudges {message.to}, who is away"
        if message.once == f"nudge:{day.isoformat()}>{message.to}":
            bundles[message.to] += 1
    yield from check_reminded(reader, at)
    yield from (f"{upn} has {n} bundles on {day}" for upn, n in bundles.items() if n > 1)


def check_day(reader: Reader) -> Iterator[str]:
    """Each open duty has an owner, who alone is shown it, and is due on a working day (§4, §7)."""
    for duty in reader.rows(Duty, closed_at=None):
        due = reader.calendar.local(duty.due_at).date()
        if not reader.calendar.is_working_day(due, closures=duty.closures):
            yield f"{duty.id} is due on {due}, which is not a working day"
    yield from check_owners(reader)
    yield from check_lists(reader)
