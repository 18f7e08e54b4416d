"""Actions to closure: what was done and what it made different, seen by a second person (§3)."""

from store.audits.action_owners import BOARD_SCOPES, UNFINISHED, confirmer_of, current_owner
from store.duties.outbox import queue, redraw_about
from store.ledger import Unit
from store.ledger.private import PrivateText, sealed_model, sealed_text
from store.registry import Words, act, perform_after
from store.relations.below_good import ACTION_OWNER, SECOND_PERSON
from store.tables import Action, Audit
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


class ActionOutcome(Fields):
    """What is different for the child now, and where that can be seen."""

    different: PrivateText
    evidence: PrivateText


class ActionReopened(Fields):
    """What is still missing, for whoever the action is with."""

    reason: PrivateText


@act("action.open", on=Action, source={"open"}, words=Words(story="opened an action"))
def opens(unit: Unit, action: Action, _fields: object) -> None:
    """It is owed from here on; practitioner and Team Manager have it with the audit's own card."""
    if action.owner.startswith("post:"):
        queue(unit, action.owner, "action_given", action.id)


@act(
    "action.withdraw",
    on=Action,
    source={"open"},
    target="withdrawn",
    words=Words(story="withdrew an action, for its return no longer stands"),
)
def withdraw(_unit: Unit, _action: Action, _fields: object) -> None:
    """The return that it stood in was taken back, sent back or void: nobody owes it any more."""


@act(
    "actions.open", on=Audit, source=DECIDED, words=Words(story="found that there are new actions")
)
def more(_unit: Unit, audit: Audit, _fields: object) -> None:
    """An audit whose grade is decided has new actions: what waits for the last waits again."""
    audit.closed_at = None


@act(
    "action.done",
    on=Action,
    by=ACTION_OWNER,
    source={"open"},
    target="done",
    fields=ActionOutcome,
    words=Words(
        story="recorded what an action made different",
        dialog="Complete the action",
        asks={"action.complete": "Record what is different…"},
    ),
)
def done(unit: Unit, action: Action, given: ActionOutcome) -> None:
    """Closing it records what was different for the child; a second person looks at it (§3)."""
    action.done_by, action.done_at = unit.actor.upn, unit.at
    action.outcome = sealed_model(unit, given)
    queue(unit, confirmer_of(unit, action), "action_confirm", action.id)


@act(
    "action.confirm",
    on=Action,
    by=SECOND_PERSON,
    source={"done"},
    target="confirmed",
    words=Words(
        story="confirmed as a second person that an action is closed",
        dialog="Confirm the action",
        asks={"action.confirm": "Read and confirm…"},
    ),
)
def confirm(unit: Unit, action: Action, _fields: object) -> None:
    """It is closed. Those of a service or a report wait for the board; the last closes them all."""
    action.confirmed_by, action.confirmed_at = unit.actor.upn, unit.at
    queue(unit, action.owner, "action_confirmed", action.id)
    audit = unit.get(Audit, action.audit)
    redraw_about(unit, audit.id)
    if action.scope in BOARD_SCOPES:
        perform_after(unit, "board.table", action)
    left = unit.rows(Action, audit=audit.id, state=UNFINISHED)
    if not any(other.id != action.id for other in left):
        perform_after(unit, "actions.close", audit)


@act("actions.close", on=Audit, words=Words(story="found that the last action is closed"))
def last(_unit: Unit, _audit: Audit, _fields: object) -> None:
    """The last of the audit's actions is closed: the Head of Service records that next (§3)."""


@act(
    "action.reopen",
    on=Action,
    by=SECOND_PERSON,
    source={"done"},
    target="open",
    fields=ActionReopened,
    words=Words(story="reopened an action, for something is still missing", dialog="Not yet"),
)
def reopen(unit: Unit, action: Action, given: ActionReopened) -> None:
    """Not yet different for the child: it goes on, with what is missing.

    It is then with whoever has that part now, who may be another than did it.
    """
    if action.who:
        audit = unit.get(Audit, action.audit)
        action.owner = current_owner(unit, audit, action.who, action.scope)
    action.reopened_because = sealed_text(unit, given.reason)
    queue(unit, action.owner, "action_reopened", action.id)
