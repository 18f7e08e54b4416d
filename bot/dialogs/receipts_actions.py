"""The sentence with which a dialog about an action, progress or the board closes."""

from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader
from store.people.posts import name_of
from store.tables import Action, Audit
from store.views.parts.due import due_by
from store.views.parts.people_in_words import owner_in_words

VERBS = ("action.", "supervision.", "progress.", "closure.", "improvement.", "board.")


def action_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    if not verb.startswith(VERBS):
        return None
    if verb == "board.dates":
        return "The dates are kept, and every action that waited for one has its day."
    action = reader.find(Action, subject)
    if action is not None:
        return _of_action(reader, verb, action)
    audit = reader.find(Audit, subject)
    return None if audit is None else _of_audit(reader, verb, audit)


def _of_action(reader: Reader, verb: str, action: Action) -> str:
    ref = reader.get(Audit, action.audit).case_ref
    match verb, action.state:
        case "action.done", "done":
            second = owner_named(reader, "second_person", action) or ""
            due = due_by(reader, action.id, "action.confirm")
            by = "" if due is None else f" by {due.on}"
            return f"Recorded for {ref}. {owner_in_words(reader, second)} confirms it{by}."
        case "action.confirm", _ if action.confirmed_by is not None:
            who = owner_in_words(reader, action.owner)
            return f"Confirmed for {ref}. {who} has been told."
        case "action.reopen", "open":
            return f"Opened again for {ref}. {owner_in_words(reader, action.owner)} reads why."
        case "board.signed_off", "signed_off":
            return f"Signed off for {ref} by {name_of(reader, action.signed_by)}. It is closed."
        case _:
            return f"That action for {ref} has moved on since: your newest card says how."


def _of_audit(reader: Reader, verb: str, audit: Audit) -> str:
    ref = audit.case_ref
    match verb:
        case "supervision.recorded":
            due = due_by(reader, audit.id, "supervision.record")
            after = "" if due is None or audit.closed_at else f" The next is due {due.on}."
            return f"Recorded for {ref}.{after}"
        case "progress.reported":
            return f"Sent for {ref}. Those who keep a line of sight on it have it."
        case "closure.recorded":
            return f"Recorded: all actions for {ref} are complete. The audit team has been told."
        case _:
            return f"Escalated: {ref} goes to the Divisional Director and to the board."
