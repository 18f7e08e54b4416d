"""The third lock, for the Head of QA and for those whose grade it changed (§2.11)."""

from dataclasses import dataclass, field
from itertools import pairwise

from store.ledger import Reader
from store.relations.moderation import THIRD_LOCK
from store.tables import Audit
from store.views.parts.brief import Brief, brief
from store.views.parts.documents import document_link
from store.views.parts.due import Due, due_by
from store.views.parts.grades_of import GradeGiven, disputable_until, grades_of
from store.views.parts.offers import may_now
from store.vocabulary.dates_in_words import say_day

OFFERED = ("lock.confirm", "lock.change")
WORKED_ON_IT = ("auditor", "moderated_by", "practitioner", "team_manager")


@dataclass(frozen=True, slots=True)
class Lock:
    """A moderated audit for the third lock; `set_` is the decision once it is made."""

    audit: Brief
    own: GradeGiven
    moderation: GradeGiven
    set_: GradeGiven | None = None
    lock_by: Due | None = None
    document_link: str = ""
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class GradeChanged:
    """A grade changed after moderation: from which grade, by whom, until when to dispute it."""

    audit: Brief
    before: str
    now: GradeGiven
    dispute_until: str = ""
    below_good: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


def lock(reader: Reader, audit_id: str, upn: str) -> Lock | None:
    """The moderated audit for the third lock; None for anybody else."""
    audit = reader.get(Audit, audit_id)
    given = grades_of(reader, audit)
    moderations = [one for one in given if one.step == "moderation"]
    own = [one for one in given if one.step == "auditor" and not one.withdrawn]
    if not moderations or not own or upn not in {audit.locked_by, *THIRD_LOCK.upns(reader, audit)}:
        return None
    return Lock(
        audit=brief(reader, audit),
        own=own[-1],
        moderation=moderations[-1],
        set_=next((one for one in given if one.step == "lock"), None),
        lock_by=due_by(reader, audit.id, "lock.confirm"),
        document_link=document_link(reader, audit.id),
        viewer=upn,
        may=may_now(reader, audit, upn, OFFERED),
    )


def grade_changed(reader: Reader, audit_id: str, upn: str) -> GradeChanged | None:
    """The latest change of the grade after moderation, for those who worked on the audit."""
    audit = reader.get(Audit, audit_id)
    if upn not in {getattr(audit, column) for column in WORKED_ON_IT}:
        return None
    given = [one for one in grades_of(reader, audit) if one.decision]
    changes = [(before.grade, now) for before, now in pairwise(given) if now.grade != before.grade]
    if not changes:
        return None
    before, now = changes[-1]
    until = disputable_until(reader, audit)
    return GradeChanged(
        audit=brief(reader, audit),
        before=before,
        now=now,
        dispute_until="" if until is None else say_day(until),
        below_good=reader.profile.grades[now.grade].below_good,
        may=may_now(reader, audit, upn, ("dispute.raise",)),
    )
