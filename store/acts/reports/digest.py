"""The non-submission digest, and how the Director addressed each failure (programme.md §5)."""

from typing import Literal

from pydantic import Field
from sqlmodel import col

from store.clock.given_days import Moment
from store.duties.outbox import queue, redraw_messages
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import in_post, service_of
from store.registry import Words, act, perform_after
from store.relations.basic import DIGEST_ANSWERER
from store.tables import Audit, Cycle, Digest, DigestLine, Message, Programme
from store.views.parts.people_in_words import named
from store.views.reports.digest_read import MONTH_END, MOST_TOGETHER
from store.views.reports.scorecard import month_closed
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class DigestFields(Fields):
    """Why it is issued now, the audits it names as not in, and who gets a part of it.

    `parts` names people by their kind of message: "service_digest", "team_digest".
    """

    occasion: str
    as_of: Moment
    names: list[str]
    parts: dict[Literal["service_digest", "team_digest"], list[str]] = Field(default_factory=dict)


class NonSubmissionAddressed(Fields):
    """What the Director did about it, and the other failures about which the same was done."""

    how: StaffText
    same_for: list[str] = Field(default_factory=list, max_length=MOST_TOGETHER)


def digest_id(as_of: Moment) -> str:
    """One digest a day at most: `digest-2026-12-21`."""
    return f"digest-{as_of:%Y-%m-%d}"


@act("digest.issue", on=Programme, fields=DigestFields)
def issue(unit: Unit, _programme: Programme, given: DigestFields) -> None:
    """Keep the digest with the ledger's head at this moment, and queue it for its readers."""
    seq, head = unit.head()
    digest = unit.add(
        Digest(
            programme=unit.programme,
            id=digest_id(unit.calendar.local(given.as_of)),
            as_of=given.as_of,
            occasion=given.occasion,
            head_seq=seq,
            head_hash=head,
        )
    )
    for recipient in unit.profile.digest.recipients:
        queue(unit, recipient, "digest", digest.id)
    for kind, people in given.parts.items():
        for upn in people:
            queue(unit, upn, kind, digest.id)
    if given.occasion == MONTH_END:
        _queue_scorecard(unit, digest)
    for audit_id in given.names:
        _name_failure(unit, digest, unit.get(Audit, audit_id))


def _queue_scorecard(unit: Unit, digest: Digest) -> None:
    """Queue the month's scorecard, if the month had a cycle and its reader's post is held (§5)."""
    month = month_closed(unit)
    if not any(c.issued_at is not None and c.month == month for c in unit.rows(Cycle)):
        return
    for recipient in unit.profile.digest.scorecard:
        if in_post(unit, recipient):
            queue(unit, recipient, "scorecard", digest.id)


def _name_failure(unit: Unit, digest: Digest, audit: Audit) -> None:
    """Name a failure once; later digests carry the same line until it is addressed."""
    line_id = f"{audit.id}.late.{audit.auditor}"
    if audit.auditor is None or audit.due is None or unit.find(DigestLine, line_id) is not None:
        return
    line = unit.add(
        DigestLine(
            programme=unit.programme,
            id=line_id,
            digest=digest.id,
            audit=audit.id,
            auditor=audit.auditor,
            service=service_of(unit, audit),
            due=audit.due,
        )
    )
    perform_after(unit, "digest.name", line)


@act("digest.name", on=DigestLine, words=Words(story="named it to the Director as not in"))
def name(_unit: Unit, _line: DigestLine, _fields: object) -> None:
    """From now on the Director owes an answer about this failure."""


def _addressed_receipt(reader: Reader, line: DigestLine) -> str:
    ref, who = reader.get(Audit, line.audit).case_ref, named(reader, line.auditor).name
    return f"Recorded how {who}'s return of {ref} was addressed."


@act(
    "digest.addressed",
    on=DigestLine,
    by=DIGEST_ANSWERER,
    fields=NonSubmissionAddressed,
    words=Words(
        story="recorded how it was addressed",
        dialog="Record what was done",
        submit="Record what was done",
        receipt=_addressed_receipt,
        asks={"digest.address": "Record what was done"},
        met="Recorded",
        together=True,
    ),
)
def addressed(unit: Unit, line: DigestLine, given: NonSubmissionAddressed) -> None:
    """How a failure was addressed stands beside it; a later record replaces an earlier one.

    Each of `same_for` gets the same words in a fact of its own. Raises `Invalid`, and records
    nothing, where one of them is unknown or answered already.
    """
    for other in _the_same_for(unit, line, given.same_for):
        perform_after(unit, "digest.addressed", other, {"how": given.how})
    line.addressed_by, line.addressed_at = unit.actor.upn, unit.at
    line.how = sealed_text(unit, given.how)
    shown = unit.rows(Message, col(Message.subject) >= line.digest, kind="digest")
    redraw_messages(unit, [message.id for message in shown])


def _the_same_for(unit: Unit, line: DigestLine, ids: list[str]) -> list[DigestLine]:
    found = [unit.find(DigestLine, one) for one in dict.fromkeys(ids) if one != line.id]
    waiting = [one for one in found if one is not None and one.addressed_by is None]
    if len(waiting) != len(found):
        raise Invalid(
            "One of those returns is answered already, or in no digest: open the list again.",
            {"same_for": "names a return that is answered already, or in no digest"},
        )
    return waiting
