"""Actions to closure: what was done, what it made different, and who confirmed it (§3)."""

from store.acts.below_good.receipts import while_in
from store.audits.action_owners import BOARD_SCOPES, UNFINISHED, confirmer_of, current_owner
from store.duties.outbox import queue, redraw_about
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, sealed_model, sealed_text
from store.registry import Words, act, perform_after
from store.relations.below_good import ACTION_OWNER, SECOND_PERSON
from store.tables import Action, Audit
from store.views.parts.due import due_by
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


class ActionOutcome(Fields):
    """What is different for the child now, and where that can be seen."""

    different: PrivateText
    evidence: PrivateText


class ActionReopened(Fields):
    """What is still missing, for the owner of the action."""

    reason: PrivateText


@act("action.open", on=Action, source={"open"}, words=Words(story="opened an action"))
def opens(unit: Unit, action: Action, _fields: object) -> None:
    """The owner owes it from now on. A post gets a card; people read it on the audit's own card."""
    if action.owner.startswith("post:"):
        queue(unit, action.owner, "action_given", action.id)


@act(
    "action.withdraw",
    on=Action,
    source={"open"},
    target="withdrawn",
    words=Words(story="withdrew an action, because its return no longer stands"),
)
def withdraw(_unit: Unit, _action: Action, _fields: object) -> None:
    """Its return was taken back, sent back or voided, so nobody owes the action any more."""


@act(
    "actions.open", on=Audit, source=DECIDED, words=Words(story="found that there are new actions")
)
def more(_unit: Unit, audit: Audit, _fields: object) -> None:
    """A decided audit has new actions, so its closure waits for them again."""
    audit.closed_at = None


def _done_receipt(reader: Reader, action: Action) -> str:
    ref = reader.get(Audit, action.audit).case_ref
    second = owner_in_words(reader, owner_named(reader, "second_person", action) or "")
    due = due_by(reader, action.id, "action.confirm")
    by = "" if due is None else f" by {due.on}"
    return f"Recorded for {ref}. {second} confirms it{by}."


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
        submit="Record it",
        receipt=while_in(_done_receipt, "done"),
        asks={"action.complete": "Record what is different…"},
    ),
)
def done(unit: Unit, action: Action, given: ActionOutcome) -> None:
    """The owner records what is different for the child; a second person looks at it (§3)."""
    action.done_by, action.done_at = unit.actor.upn, unit.at
    action.outcome = sealed_model(unit, given)
    queue(unit, confirmer_of(unit, action), "action_confirm", action.id)


def _confirm_receipt(reader: Reader, action: Action) -> str:
    ref, who = reader.get(Audit, action.audit).case_ref, owner_in_words(reader, action.owner)
    return f"Confirmed for {ref}. {who} has been notified."


@act(
    "action.confirm",
    on=Action,
    by=SECOND_PERSON,
    source={"done"},
    target="confirmed",
    words=Words(
        story="confirmed as a second person that an action is closed",
        dialog="Confirm the action",
        submit="Confirm it",
        receipt=while_in(_confirm_receipt, "confirmed", "signed_off"),
        asks={"action.confirm": "Read and confirm…"},
        met="Confirmed",
    ),
)
def confirm(unit: Unit, action: Action, _fields: object) -> None:
    """It is closed. A service's or report's action goes to the board; the last one ends them."""
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
    """The last action of the audit is closed; next the Head of Service records that (§3)."""


def _reopen_receipt(reader: Reader, action: Action) -> str:
    ref, who = reader.get(Audit, action.audit).case_ref, owner_in_words(reader, action.owner)
    return f"Reopened for {ref}. {who} reads what is missing."


@act(
    "action.reopen",
    on=Action,
    by=SECOND_PERSON,
    source={"done"},
    target="open",
    fields=ActionReopened,
    words=Words(
        story="reopened an action, because something is still missing",
        button="Not yet…",
        dialog="Not yet",
        submit="Reopen it",
        receipt=while_in(_reopen_receipt, "open"),
        met="Opened again",
    ),
)
def reopen(unit: Unit, action: Action, given: ActionReopened) -> None:
    """It is not different for the child yet, so the action goes on, with what is missing.

    Its owner is worked out again: somebody else may have that part of the work now.
    """
    if action.who:
        audit = unit.get(Audit, action.audit)
        action.owner = current_owner(unit, audit, action.who, action.scope)
    action.reopened_because = sealed_text(unit, given.reason)
    queue(unit, action.owner, "action_reopened", action.id)
