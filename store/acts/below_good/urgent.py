"""Urgent issues of an Inadequate: recorded as addressed, for those who need to know (§3)."""

from store.audits.governing_grade import today
from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import PrivateText, sealed_text
from store.people.posts import post, service_of
from store.registry import Words, act
from store.relations.below_good import WORK_MANAGER
from store.rules.progress import keep_progress
from store.rules.while_owed import while_owed
from store.tables import Audit
from store.vocabulary import terms
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


class UrgentAddressed(Fields):
    """What was done about the urgent issues."""

    what: PrivateText


@act(
    "urgent.addressed",
    on=Audit,
    by=WORK_MANAGER,
    source=DECIDED,
    fields=UrgentAddressed,
    closed_because=while_owed("urgent.address", "This audit has no urgent issues to address now."),
    words=Words(
        story="recorded that the urgent issues were addressed",
        dialog="Urgent issues",
        submit="Record it",
        receipt=(
            f"Recorded. The {terms.HEAD_OF_SERVICE} and the {terms.AUDIT_MANAGER} have "
            f"been notified."
        ),
        asks={"urgent.address": "Record what was done…"},
        met="Addressed",
    ),
)
def addressed(unit: Unit, audit: Audit, given: UrgentAddressed) -> None:
    """The Team Manager addresses them in 2 working days or sooner (Tower Hamlets guide §10)."""
    keep_progress(unit, audit, "urgent", on=today(unit), content=sealed_text(unit, given.what))
    for to in (post("head_of_service", service_of(unit, audit)), post("audit_manager")):
        queue(unit, to, "urgent_addressed", audit.id)
