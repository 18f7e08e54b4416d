"""An audit that was graded Inadequate, for those notified at once (programme.md §2.13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.duties.predicates.closed_lists import owner_named
from store.duties.standing_in import TEAM
from store.ledger import Reader
from store.rules.inadequate import URGENT, told_if_inadequate
from store.tables import Audit, Message
from store.views.audit_month.return_read import may_read_return
from store.views.parts.brief import Brief, brief
from store.views.parts.documents import document_link
from store.views.parts.due import Due, due_by, duty_of
from store.views.parts.grades_of import (
    PRECEDENCE,
    GradeGiven,
    grades_of,
    may_read_why,
    turned_inadequate,
)
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.when_done import last_done
from store.vocabulary.states import WITH_AUDITOR, AuditState
from store.vocabulary.verbs import Verb

NoticeState = Literal["given", "decided", "changed", "sent_back", "referred", "recalled", "void"]

STATES: Mapping[AuditState, NoticeState] = {
    "rectifying": "sent_back",
    "referred": "referred",
    "voided": "void",
    **dict.fromkeys(WITH_AUDITOR, "recalled"),
    "reallocating": "recalled",
}
"""What has become of it, by the audit's state; the others depend on whose grade governs."""


@dataclass(frozen=True, slots=True)
class Inadequate:
    """Who gave the grade and when, and what has become of it since.

    `state` is given (it waits for moderation), decided (a moderator, lock or dispute gave or
    confirmed it), changed (it has another grade now), sent_back, referred, recalled or void.
    `reader` is practitioner, team_manager or head. `now` is the grade that governs. `in_place_of`
    is the person whom the reader stands in for, if any. `urgent_on` is when its urgent issues
    were recorded as addressed, `urgent_by` when they are due and `urgent_within` the rule of that.
    """

    audit: Brief
    state: NoticeState
    reader: str
    grade: str
    before: str
    given: GradeGiven
    now: GradeGiven
    moderator: NamedPerson
    moderate_by: Due | None = None
    mend_by: Due | None = None
    decide_by: Due | None = None
    done_on: str = ""
    told: tuple[str, ...] = ()
    duty_owner: NamedPerson | None = None
    grades: tuple[GradeGiven, ...] = ()
    document_link: str = ""
    may_read_why: bool = False
    may_read_return: bool = False
    viewer: str = ""
    in_place_of: NamedPerson | None = None
    urgent_on: str = ""
    urgent_by: Due | None = None
    urgent_within: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def inadequate(reader: Reader, audit_id: str, upn: str) -> Inadequate | None:
    """The notice as `upn` sees it now; None for somebody who is not to be notified.

    A stand-in keeps the notice once the person is back, but without the document.
    """
    audit = reader.get(Audit, audit_id)
    told = told_if_inadequate(reader, audit)
    given = grades_of(reader, audit)
    turned = turned_inadequate(reader, given)
    if turned is None or not (upn in told or _was_told(reader, audit, upn)):
        return None
    stands_for = told.get(upn)
    state, now = _state(reader, audit, given)
    duty = duty_of(reader, audit.id, "moderation.decide")
    owes = duty is not None and duty.closed_at is None and not duty.owner.startswith("post:")
    moderator = named(
        reader, duty.owner if duty and owes else owner_named(reader, "moderator", audit)
    )
    if duty is not None and duty.closed_at is None and duty.owner == TEAM:
        team = reader.profile.title("audit_team")
        moderator = NamedPerson(TEAM, f"Somebody whom the {team} names")
    return Inadequate(
        audit=brief(reader, audit),
        state=state,
        reader=_reader(audit, upn),
        grade=turned[0].grade,
        before=turned[1],
        given=turned[0],
        now=now,
        moderator=moderator,
        moderate_by=due_by(reader, audit.id, "moderation.decide"),
        mend_by=due_by(reader, audit.id, "return.rectify"),
        decide_by=due_by(reader, audit.id, "void.decide"),
        done_on=_done_on(reader, audit),
        told=tuple(
            reader.profile.title(name.removeprefix("post:"))
            for name in reader.profile.inadequate.tell
        ),
        duty_owner=named(reader, audit.cover) if audit.cover and state == "given" else None,
        grades=given,
        document_link=document_link(reader, audit.id) if upn in told else "",
        may_read_why=any(one.decision for one in given) and may_read_why(reader, audit, upn),
        may_read_return=may_read_return(reader, audit.id, upn),
        viewer=upn,
        urgent_on=_urgent_on(reader, audit),
        urgent_by=due_by(reader, audit.id, "urgent.address"),
        urgent_within=_urgent_within(reader),
        in_place_of=None if stands_for is None else named(reader, stands_for),
        may=may_now(reader, audit, upn, ("dispute.raise", "urgent.addressed")),
    )


def _urgent_on(reader: Reader, audit: Audit) -> str:
    done = last_done(reader, "urgent.addressed", audit.id)
    return "" if done is None else done.on


def _urgent_within(reader: Reader) -> str:
    rule = reader.profile.duty.get("urgent.address")
    return "" if rule is None else list(rule.due.values())[-1].text


def _was_told(reader: Reader, audit: Audit, upn: str) -> bool:
    return bool(reader.rows(Message, subject=audit.id, kind=URGENT, to=upn, limit=1))


def _reader(audit: Audit, upn: str) -> str:
    own = ("practitioner", "team_manager")
    return next((role for role in own if getattr(audit, role) == upn), "head")


def _state(
    reader: Reader, audit: Audit, given: tuple[GradeGiven, ...]
) -> tuple[NoticeState, GradeGiven]:
    """What has become of it, and whose grade governs now."""
    if audit.state in STATES:
        return STATES[audit.state], given[-1]
    latest = {one.step: one for one in given}
    now = next(latest[step] for step in reversed(PRECEDENCE) if step in latest)
    if not reader.profile.grades[now.grade].inadequate:
        return "changed", now
    return ("decided" if now.decision or audit.state == "complete" else "given"), now


DONE: Mapping[AuditState, tuple[Verb, ...]] = {
    "rectifying": ("moderation.send_back", "check.send_back"),
    "referred": ("moderation.refer",),
    "voided": ("void.decide",),
    "accepted": ("return.recall",),
}


def _done_on(reader: Reader, audit: Audit) -> str:
    found = [last_done(reader, verb, audit.id) for verb in DONE.get(audit.state, ())]
    done = [one for one in found if one is not None]
    return max(done, key=lambda one: one.at).on if done else ""
