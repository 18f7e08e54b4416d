"""A concern about how an audit was done, in confidence (programme.md §2.12).

It goes from the manager to a three-way meeting, the Audit Manager and a restorative meeting. Only
those in it read what was written.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from store.acts.moderation import receipts
from store.clock.given_days import PastDay
from store.duties.outbox import queue
from store.ledger import Unit
from store.ledger.private import ConcernText, StaffText, blank_to_none
from store.people.posts import holders
from store.registry import Words, act, perform_after
from store.relations.basic import THEMSELVES
from store.relations.moderation import CONCERN_HOLDER
from store.rules.confidential import apart, in_posts_apart, involved_in, manager_apart_from
from store.tables import Audit, Concern, Person
from store.tables.columns import canonical
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import ConcernState

NEXT: Mapping[ConcernState, ConcernState] = {
    "manager": "three_way",
    "three_way": "audit_manager",
    "audit_manager": "restorative",
}
"""The step that follows where a concern is not resolved (Tower Hamlets guide §11)."""


class ConcernRaised(Fields):
    """Which audit, and what was wrong with how it was done. Both are sealed."""

    audit: StaffText
    text: ConcernText


class ConcernMeeting(Fields):
    """A meeting that was held, whether it resolved the concern, and what was learnt."""

    outcome: Literal["resolved", "go_on"]
    met_on: PastDay
    learnt: Annotated[ConcernText | None, BeforeValidator(blank_to_none)] = None


@act(
    "concern.raise",
    on=Person,
    by=THEMSELVES,
    fields=ConcernRaised,
    words=Words(
        button="Raise a concern…",
        dialog="Raise a concern",
        submit="Raise the concern",
        receipt=receipts.concern_raised,
    ),
)
def raise_concern(unit: Unit, person: Person, given: ConcernRaised) -> None:
    """An audit's auditor, practitioner or Team Manager raises it, first with their own manager.

    A manager who audits or moderates it is passed over, because nobody hears a concern about
    themselves. An Audit Manager with a part in the audit is passed over too, without a word why.
    """
    audit = unit.find(Audit, str(given.audit))
    if audit is None or person.id not in (audit.auditor, audit.practitioner, audit.team_manager):
        raise Invalid(
            "Choose an audit that you have been part of.", {"audit": "is not an audit of yours"}
        )
    manager, involved = person.reports_to, in_posts_apart(audit, person.id)
    is_uninvolved = manager not in apart(audit, person.id)
    hears = manager is not None and is_uninvolved and bool(holders(unit, manager))
    concern = unit.add(
        Concern(
            programme=unit.programme,
            id=f"concern-{unit.next_seq}",
            raised_by=person.id,
            raised_at=unit.at,
            state="manager",
            holder=manager if manager and hears else manager_apart_from(unit, involved),
            content=_sealed(unit, {"audit": audit.id, "text": str(given.text)}),
        )
    )
    perform_after(unit, "concern.open", concern)


@act("concern.open", on=Concern, source={"manager"}, target="manager")
def opens(unit: Unit, concern: Concern, _fields: object) -> None:
    """Its holder is asked to meet, the person who raised it gets a receipt, and nobody else."""
    queue(unit, concern.holder, "concern", concern.id)
    queue(unit, concern.raised_by, "concern_raised", concern.id)


@act(
    "concern.answer",
    on=Concern,
    by=CONCERN_HOLDER,
    source={"manager", "three_way", "audit_manager", "restorative"},
    target=("three_way", "audit_manager", "restorative", "closed"),
    fields=ConcernMeeting,
    words=Words(
        dialog="Record the meeting",
        submit="Record the meeting",
        asks={"concern.answer": "Record the meeting…"},
        receipt=receipts.concern_met,
    ),
)
def answer(unit: Unit, concern: Concern, given: ConcernMeeting) -> None:
    """It is resolved or goes on; after the restorative meeting it closes either way."""
    learnt = None if given.learnt is None else _sealed(unit, {"learnt": str(given.learnt)})
    meeting = {
        "step": concern.state,
        "on": given.met_on.isoformat(),
        "by": unit.actor.upn,
        "resolved": given.outcome == "resolved",
        "learnt": learnt,
    }
    concern.meetings = [*concern.meetings, meeting]
    if given.outcome == "resolved" or concern.state == "restorative":
        concern.state = "closed"
        queue(unit, concern.raised_by, "concern_closed", concern.id)
        return
    concern.state = NEXT[concern.state]
    manager = manager_apart_from(unit, involved_in(unit, concern))
    if concern.state == "three_way":
        queue(unit, manager, "concern_told", concern.id)
    else:
        concern.holder = manager
    queue(unit, concern.holder, "concern", concern.id)


def _sealed(unit: Unit, content: dict[str, str]) -> str:
    return unit.seal(canonical(content), "staff")["sealed"]
