"""Urgent issues of an Inadequate: that they were addressed, for those it was sent to (§3)."""

from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import in_post, post, service_of
from store.tables import Audit, Progress
from store.views.parts.brief import Brief, brief
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class UrgentAddressed:
    """That the urgent issues of an Inadequate were addressed; what was done, for its readers."""

    audit: Brief
    by: NamedPerson
    on: str
    what: str = ""


def urgent_addressed(reader: Reader, audit_id: str, upn: str) -> UrgentAddressed | None:
    """The last record of it, for the person who did it and those it was sent to; else None."""
    audit = reader.find(Audit, audit_id)
    if audit is None:
        return None
    found = reader.rows(Progress, audit=audit.id, kind="urgent", order="-recorded_at")
    posts = (post("head_of_service", service_of(reader, audit)), post("audit_manager"))
    sent_to = {person.id for name in posts for person in in_post(reader, name)}
    if not found or upn not in sent_to | {audit.team_manager, found[0].recorded_by}:
        return None
    return UrgentAddressed(
        audit=brief(reader, audit),
        by=named(reader, found[0].recorded_by),
        on="" if found[0].on is None else say_day(found[0].on),
        what=reader.unseal(found[0].content) or "",
    )
