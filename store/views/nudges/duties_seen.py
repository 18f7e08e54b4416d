"""The open duties that a person may see on the board: whose, about what, since when, by when."""

from dataclasses import dataclass

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Audit, Duty, Person
from store.views.nudges.duty_lines import about
from store.views.parts.due import Due, day_in_words, due_of
from store.views.parts.owners import owner_of
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import may_see, may_see_ref


@dataclass(frozen=True, slots=True)
class DutySeen:
    """One open duty. `about` is empty where this viewer may not know which case it is about.

    `audit` is the audit's id where its story is theirs to read; `mine` whether it is theirs to do.
    """

    kind: str
    words: str
    about: str
    audit: str
    owner: str
    team: str
    since: str
    due: Due
    mine: bool


def duties_seen(reader: Reader, viewer: Viewer) -> tuple[DutySeen, ...]:
    """What the people in this viewer's scope owe, most urgent first; nothing owed in confidence."""
    found = (
        _seen(reader, viewer, duty)
        for duty in reader.rows(Duty, closed_at=None, order="due_at id")
        if not is_confidential(reader, duty)
    )
    return tuple(one for one in found if one is not None)


def story_of_duty(reader: Reader, viewer: Viewer, duty_id: str) -> str:
    """The id of the audit that a duty is about, where its story is this viewer's to read."""
    duty = reader.get(Duty, duty_id)
    audit = reader.find(Audit, duty.subject.partition(".")[0])
    return audit.id if audit is not None and _knows(reader, viewer, audit) else ""


def may_name(reader: Reader, viewer: Viewer, duty_id: str) -> bool:
    """Whether one's own duty may say what it is about: always today; of a past day, if still so."""
    about_an_audit = reader.find(Audit, reader.get(Duty, duty_id).subject.partition(".")[0])
    known = viewer.today is None or about_an_audit is None
    return known or bool(story_of_duty(reader, viewer, duty_id))


def _seen(reader: Reader, viewer: Viewer, duty: Duty) -> DutySeen | None:
    people = doers(reader, duty)
    owners = [reader.get(Person, upn) for upn in people.owners]
    mine = viewer.upn in people.able
    if not (mine or viewer.sees_all or any(viewer.has_person(one) for one in owners)):
        return None
    audit = reader.find(Audit, duty.subject.partition(".")[0])
    known = audit is None or (mine and viewer.today is None) or _knows(reader, viewer, audit)
    subject = subject_of(reader, duty.subject)
    rule = reader.profile.duty.get(duty.kind)
    return DutySeen(
        kind=duty.kind,
        words=duty.kind if rule is None else rule.words,
        about=about(reader, subject) if known and subject is not None else "",
        audit=audit.id if audit is not None and _knows(reader, viewer, audit) else "",
        owner=owner_of(reader, duty, people),
        team=next((one.team or one.service for one in owners), ""),
        since=day_in_words(reader, duty.opened_at),
        due=due_of(reader, duty),
        mine=mine,
    )


def _knows(reader: Reader, viewer: Viewer, audit: Audit) -> bool:
    return may_see(reader, viewer, audit) and may_see_ref(viewer, audit)
