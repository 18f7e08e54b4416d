"""One audit for the board: its people, deadlines, story and proofs."""

from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlmodel import col

from store.ledger import Reader
from store.rules.confidential import is_confidential
from store.tables import Audit, Duty
from store.views.audit_list.cycle_rows import RowProof, row_proof
from store.views.parts.due import Due, day_in_words, due_of, moment_in_words
from store.views.parts.offers import OpenAct, open_acts
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.viewer import Viewer
from store.views.parts.where_audits_stand import Stands, may_see, may_see_ref, where_audits_stand
from store.views.reports.audit_story import StoryMoment, audit_story
from store.vocabulary.errors import NotFound


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty about it: `met` is when it was done, "" while it is open."""

    words: str
    owner: str
    opened: str
    due: Due
    met: str = ""


@dataclass(frozen=True, slots=True)
class OneAudit:
    """`proof` is of its draw and its independence, for who leads; `story` is oldest first.

    `may` is what this viewer may do about it now.
    """

    stands: Stands
    practitioner: NamedPerson
    team_manager: NamedPerson
    auditor: NamedPerson
    moderator: NamedPerson
    deadlines: tuple[Deadline, ...]
    story: tuple[StoryMoment, ...]
    proof: RowProof | None
    may: tuple[OpenAct, ...]


def one_audit(reader: Reader, audit_id: str, viewer: Viewer) -> OneAudit:
    """The audit. Raises `NotFound` alike for an unknown one and for one that is not theirs."""
    audit = reader.find(Audit, audit_id)
    if audit is None or not (may_see(reader, viewer, audit) and may_see_ref(viewer, audit)):
        raise NotFound("There is nothing here for you.")
    (stands,) = where_audits_stand(reader, viewer, (audit,))
    return OneAudit(
        stands=stands,
        practitioner=named(reader, audit.practitioner),
        team_manager=named(reader, audit.team_manager),
        auditor=named(reader, audit.auditor),
        moderator=named(reader, audit.moderator),
        deadlines=_deadlines(reader, audit),
        story=tuple(audit_story(reader, audit.id)),
        proof=row_proof(reader, audit.id, viewer.upn) if viewer.leads else None,
        may=tuple(open_acts(reader, audit, viewer.upn)),
    )


def _deadlines(reader: Reader, audit: Audit) -> tuple[Deadline, ...]:
    """Its duties, open ones first by when they are due, then what was done, the newest first."""
    subject = col(Duty.subject)
    own = or_(subject == audit.id, and_(subject >= f"{audit.id}.", subject < f"{audit.id}/"))
    found = [
        duty
        for duty in reader.rows(Duty, own, order="due_at id")
        if not is_confidential(reader, duty)
    ]
    still = [duty for duty in found if duty.closed_at is None]
    over = [duty for duty in reversed(found) if duty.closed_at is not None]
    return tuple(_deadline(reader, duty) for duty in (*still, *over))


def _deadline(reader: Reader, duty: Duty) -> Deadline:
    rule = reader.profile.duty.get(duty.kind)
    return Deadline(
        words=duty.kind if rule is None else rule.words,
        owner=owner_in_words(reader, duty.owner),
        opened=day_in_words(reader, duty.opened_at),
        due=due_of(reader, duty),
        met="" if duty.closed_at is None else moment_in_words(reader, duty.closed_at),
    )
