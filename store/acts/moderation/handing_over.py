"""A moderator who cannot moderate: a conflict, or another whom the audit team names (§2.3)."""

from typing import Annotated

from pydantic import BeforeValidator

from store.acts.moderation.receipts import handed_over
from store.allocation.allocating import best_moderators
from store.allocation.independence_today import moderator_breaks, prove_independence
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_gone
from store.duties.settle import give
from store.duties.standing_in import MODERATORS
from store.ledger import Unit
from store.ledger.private import StaffText, blank_to_none, sealed_text
from store.people.posts import post
from store.registry import Words, act, perform_after
from store.relations.basic import TEAM_APART
from store.relations.moderation import MODERATOR
from store.tables import Audit, Conflict, Duty, Person
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import BEFORE_MODERATION


class Conflicted(Fields):
    """How the moderator is involved, for the audit team to read."""

    reason: StaffText


class HandOver(Fields):
    """The moderator that the audit team names, if any, and why."""

    moderator: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    reason: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


@act(
    "moderation.conflict",
    on=Audit,
    by=MODERATOR,
    source=BEFORE_MODERATION,
    fields=Conflicted,
    words=Words(
        story="declared a conflict as moderator",
        button="Declare a conflict…",
        dialog="Declare a conflict",
        submit="Declare the conflict",
        receipt=handed_over,
    ),
)
def conflict(unit: Unit, audit: Audit, declared: Conflicted) -> None:
    """Somebody else moderates it at once: no decision is needed on a moderator's own conflict."""
    unit.add(
        Conflict(
            programme=unit.programme,
            id=f"{audit.id}.c{unit.next_seq}",
            audit=audit.id,
            declared_by=unit.actor.upn,
            reason=sealed_text(unit, declared.reason) or "",
            state="handed_over",
        )
    )
    if unit.actor.upn == audit.deputy and not is_gone(unit, audit.moderator):
        # A deputy was called in while the moderator is here, so the moderator decides it.
        audit.deputy = None
        return
    perform_after(unit, "moderation.pass_on", audit)


@act(
    "moderation.hand_over",
    on=Audit,
    by=TEAM_APART,
    source=BEFORE_MODERATION,
    fields=HandOver,
    words=Words(
        story="gave the moderation to somebody else",
        button="Name a moderator…",
        dialog="Name a moderator",
        submit="Hand it over",
        receipt=handed_over,
    ),
)
def hand_over(unit: Unit, audit: Audit, given: HandOver) -> None:
    """To the moderator whom the audit team names, else to the deputy or the next (§2.3)."""
    if given.moderator is None:
        audit.moderator, audit.deputy = best_moderators(unit, audit)
    else:
        audit.moderator = _named(unit, audit, given.moderator.lower())
        if audit.deputy == audit.moderator:
            audit.deputy = None
    _hand_on(unit, audit)


@act(
    "moderation.pass_on",
    on=Audit,
    source=BEFORE_MODERATION,
    words=Words(story="passed the moderation on because its moderator cannot do it"),
)
def pass_on(unit: Unit, audit: Audit, _fields: object) -> None:
    """The deputy moderates it in place of a moderator who no longer can, else the next."""
    audit.moderator, audit.deputy = best_moderators(unit, audit)
    _hand_on(unit, audit)


def _hand_on(unit: Unit, audit: Audit) -> None:
    """Give its duties and its card to the moderator it has now; the due day stays."""
    audit.independence = prove_independence(unit, audit)
    owner = audit.moderator or post("audit_team")
    for duty in unit.rows(Duty, subject=audit.id, kind=MODERATORS, closed_at=None):
        give(unit, duty, owner)
    if audit.moderator is not None:
        if audit.state == "returned":
            queue(unit, audit.moderator, "returned", audit.id)
        else:
            queue(unit, audit.moderator, "moderating", audit.cycle)
    queue(unit, post("audit_team"), "handed_over", audit.id)


def _named(unit: Unit, audit: Audit, upn: str) -> str:
    if unit.find(Person, upn) is None or is_gone(unit, upn):
        raise Invalid(
            "That person is not known, is away or has left: choose somebody who is here.",
            {"moderator": "is not known, is away or has left"},
        )
    if upn == audit.moderator:
        raise Invalid(
            "That person moderates it already: choose somebody else.",
            {"moderator": "moderates it already"},
        )
    if broken := moderator_breaks(unit, audit, upn):
        raise Invalid(
            "That moderator would not be independent: " + "; ".join(broken) + ".",
            {"moderator": "; ".join(broken)},
        )
    return upn
