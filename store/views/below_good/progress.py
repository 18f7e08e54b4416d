"""Progress on work below good: that it was recorded, and its words for their readers (§3)."""

import json
from dataclasses import dataclass, field
from datetime import date

from store.audits.action_owners import UNFINISHED
from store.audits.governing_grade import governing_grade, today
from store.audits.practice_audits import PRACTICE
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader
from store.people.posts import acting
from store.relations.below_good import AUDITED_HEAD, ESCALATOR, SUPERVISOR
from store.tables import Action, Audit, Progress
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day

VERBS = ("supervision.recorded", "progress.reported", "closure.recorded", "improvement.escalated")
TITLES = {
    "progress": "How far the work has come",
    "text": "This week",
    "why_not": "Why it has not improved",
    "approach": "What will be tried now",
}


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """Work below good: its grade, its actions still under way, when it was last supervised."""

    audit: Brief
    grade: str
    under_way: int
    actions: int
    today: date
    supervised_on: str = ""
    supervised_day: str = ""
    due: Due | None = None
    improved: bool = False
    closed_on: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ProgressSeen:
    """That something was recorded, by whom and when, without its words."""

    id: str
    version: int
    kind: str
    audit: Brief
    grade: str
    by: NamedPerson
    on: str
    may_read: bool = False


def work_progress(reader: Reader, audit_id: str, upn: str, kind: str = "") -> WorkProgress:
    """How work below good stands; `kind` is the duty whose date is shown."""
    audit = reader.get(Audit, audit_id)
    found = [row for row in reader.rows(Action, audit=audit.id) if row.state != "withdrawn"]
    supervised = reader.rows(Progress, audit=audit.id, kind="supervision", order="-recorded_at")
    last = supervised[0].on if supervised else None
    closed = audit.closed_at
    return WorkProgress(
        audit=brief(reader, audit),
        grade=governing_grade(audit) or "",
        under_way=sum(row.state in UNFINISHED for row in found),
        actions=len(found),
        today=today(reader),
        supervised_on="" if last is None else say_day(last),
        supervised_day="" if last is None else last.isoformat(),
        due=due_by(reader, audit.id, kind) if kind else None,
        improved=audit.improved_at is not None,
        closed_on="" if closed is None else moment_in_words(reader, closed),
        may=may_now(reader, audit, upn, VERBS),
    )


def closed_seen(reader: Reader, audit_id: str, upn: str) -> WorkProgress:
    """The closure, for those who are notified of it."""
    return work_progress(reader, audit_id, upn)


def progress_seen(reader: Reader, progress_id: str, upn: str) -> ProgressSeen:
    """One record of progress as `upn` sees it."""
    row = reader.get(Progress, progress_id)
    audit = reader.get(Audit, row.audit)
    return ProgressSeen(
        id=row.id,
        version=row.version,
        kind=row.kind,
        audit=brief(reader, audit),
        grade=governing_grade(audit) or "",
        by=named(reader, row.recorded_by),
        on=moment_in_words(reader, row.recorded_at),
        may_read=_may_read(reader, row, audit, upn),
    )


def progress_read(
    reader: Reader, progress_id: str, upn: str
) -> tuple[ProgressSeen, tuple[tuple[str, str], ...]] | None:
    """A record with its words, for its writer and for those it was sent to or is about."""
    row = reader.find(Progress, progress_id)
    if row is None or not _may_read(reader, row, reader.get(Audit, row.audit), upn):
        return None
    return progress_seen(reader, row.id, upn), _parts(row.kind, reader.unseal(row.content))


def _parts(kind: str, text: str | None) -> tuple[tuple[str, str], ...]:
    """The words of a record by title. The reason of a practice audit is not read here."""
    if text is None or kind == PRACTICE:
        return ()
    if kind == "urgent":  # its content is one text, not the fields of a form
        return (("What was done", text),)
    said = json.loads(text)
    return tuple((TITLES[key], str(said[key])) for key in TITLES if said.get(key))


COPIES = {"weekly": "progress_reported", "escalation": "escalated"}


def _may_read(reader: Reader, row: Progress, audit: Audit, upn: str) -> bool:
    names = getattr(reader.profile.copies, COPIES[row.kind]) if row.kind in COPIES else ()
    sent_to = [owner_named(reader, name, audit) for name in names]
    if upn == row.recorded_by or any(upn in acting(reader, to) for to in sent_to if to):
        return True
    who = {"escalation": ESCALATOR, "weekly": AUDITED_HEAD}.get(row.kind, SUPERVISOR)
    return upn in set(who.upns(reader, audit))
