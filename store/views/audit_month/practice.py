"""A practice audit: its one-to-one feedback, and its outcome."""

from dataclasses import dataclass, field
from datetime import date

from store.audits.governing_grade import today
from store.audits.practice_audits import practice_outcome
from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Audit
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice audit as `viewer` sees it; `outcome` is "passed" or "again" once recorded."""

    audit: Brief
    auditor: NamedPerson
    today: date
    outcome: str = ""
    by: NamedPerson | None = None
    on: str = ""
    feedback_on: str = ""
    due: Due | None = None
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def practice(reader: Reader, audit_id: str, upn: str) -> Practice | None:
    """The audit for its auditor, its moderators and the audit team; else nothing."""
    audit = reader.get(Audit, audit_id)
    own = {audit.auditor, audit.moderator, audit.deputy, audit.moderated_by}
    if upn not in own and upn not in acting(reader, post("audit_team")):
        return None
    settled = practice_outcome(reader, audit)
    return Practice(
        audit=brief(reader, audit),
        auditor=named(reader, audit.auditor),
        today=today(reader),
        outcome="" if settled is None else str(settled.details.get("outcome", "")),
        by=None if settled is None else named(reader, settled.recorded_by),
        on="" if settled is None else say_day(reader.calendar.local(settled.recorded_at).date()),
        feedback_on="" if settled is None or settled.on is None else say_day(settled.on),
        due=due_by(reader, audit.id, "practice.decide"),
        viewer=upn,
        may=may_now(reader, audit, upn, ("practice.pass", "practice.again")),
    )


def still_to_learn(reader: Reader, audit_id: str, upn: str) -> str | None:
    """What is still to be learnt, for a dialog of those who may see the audit; else nothing."""
    audit = reader.find(Audit, audit_id)
    settled = None if audit is None else practice_outcome(reader, audit)
    if settled is None or practice(reader, audit_id, upn) is None:
        return None
    return reader.unseal(settled.content)
