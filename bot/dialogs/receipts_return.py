"""The sentence with which a dialog of section, return, check or rework closes."""

from store.duties.predicates.closed_lists import is_to_be_moderated
from store.ledger import Reader
from store.tables import Audit
from store.views.audit_month.return_form import return_form
from store.views.parts.due import Due, due_by
from store.views.parts.people_in_words import named


def return_told(reader: Reader, verb: str, audit: Audit) -> str | None:
    """What was done and what happens next; nothing for an act of another area."""
    ref = audit.case_ref
    match verb:
        case "return.submit":
            return _returned(reader, audit)
        case "return.save":
            return _saved(reader, audit)
        case "section.complete":
            who = "The auditor" if audit.auditor is None else named(reader, audit.auditor).name
            return f"Your section on {ref} is in. {who} reads it before you talk it through."
        case "check.send_back":
            when = _by(due_by(reader, audit.id, "return.rectify"))
            return f"{ref} went back to {named(reader, audit.auditor).name}, who mends it{when}."
        case _:
            return None


def _returned(reader: Reader, audit: Audit) -> str:
    ref = audit.case_ref
    check = due_by(reader, audit.id, "return.check")
    checked = "" if check is None or audit.checked else f" checks it{_by(check)}"
    team = f" The audit team{checked}; until then you may take it back." if checked else ""
    if not is_to_be_moderated(reader, audit):
        return f"{ref} is returned.{team}"
    when = _by(due_by(reader, audit.id, "moderation.decide"))
    return f"{ref} is returned. {named(reader, audit.moderator).name} moderates it{when}.{team}"


def _saved(reader: Reader, audit: Audit) -> str:
    view = return_form(reader, audit.id)
    kind = "return.rectify" if audit.state == "rectifying" else "return.submit"
    due = due_by(reader, audit.id, kind)
    by = "" if due is None else f", due {due.words}"
    return (
        f"Saved on {view.saved_on}. Nothing is handed in yet: {audit.case_ref} is still to be "
        f"returned{by}. Your card opens it where you left off."
    )


def _by(due: Due | None) -> str:
    return "" if due is None else f" by {due.on}"
