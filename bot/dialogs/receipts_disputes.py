"""The sentence with which a dialog about a dispute, a concern, a dip sample or help closes."""

from store.audits.disputes import latest_dispute
from store.ledger import Reader
from store.tables import Audit, Concern, HelpRequest
from store.views.audit_month.dips import dips
from store.views.parts.due import due_by
from store.views.parts.people_in_words import named, owner_in_words

VERBS = ("dispute.", "concern.", "dip.", "help.")


def dispute_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    if not verb.startswith(VERBS):
        return None
    audit = reader.find(Audit, subject)
    if audit is not None and verb.startswith("dispute."):
        return _dispute(reader, verb, audit)
    if audit is not None:
        return _sample(reader, verb, audit)
    return _other(reader, verb, subject)


def _dispute(reader: Reader, verb: str, audit: Audit) -> str:
    ref, dispute = audit.case_ref, latest_dispute(reader, audit)
    state = "" if dispute is None else dispute.state
    raiser = "" if dispute is None else named(reader, dispute.raised_by).name
    match verb, state:
        case ("dispute.raise", "raised"):
            due = due_by(reader, audit.id, "dispute.answer")
            by = "" if due is None else f" by {due.on}"
            return f"Disputed. {named(reader, audit.moderator).name} answers you{by}."
        case ("dispute.answer", "answered"):
            return f"Answered. The grade of {ref} stands, unless {raiser} takes it further."
        case (_, "referred"):
            due = due_by(reader, audit.id, "dispute.decide")
            by = "" if due is None else f" by {due.on}"
            return f"Somebody who has not decided on {ref} settles it{by}."
        case ("dispute.settle", "settled"):
            return f"Settled: {ref} is {audit.disputed}. Everybody in the audit has been told."
        case _:
            return f"The dispute about {ref} has moved on since: your newest card says how."


def _sample(reader: Reader, verb: str, audit: Audit) -> str:
    ref = audit.case_ref
    if verb == "dip.record":
        # "Done" counts what is recorded now, so that an old dialog says the same.
        view = dips(reader, f"{audit.cycle}.k{audit.kloe}", "")
        return f"Recorded: {ref}. That is {view.done} of {len(view.samples)}."
    if verb == "dip.assign":
        who = named(reader, audit.auditor).name
        return f"{who}'s head is asked first." if audit.state == "offered" else f"{who} has {ref}."
    return f"{ref} stays with the audit team."


def _other(reader: Reader, verb: str, subject: str) -> str:
    match verb:
        case "concern.raise":
            raised = reader.rows(Concern, raised_by=subject, order="-raised_at", limit=1)
            who = owner_in_words(reader, raised[0].holder) if raised else "somebody"
            return f"Raised in confidence. It goes to {who}, who meets you about it."
        case "concern.answer":
            concern = reader.find(Concern, subject)
            closed = concern is None or concern.state == "closed"
            return "Recorded; it is closed." if closed else "Recorded; it goes on to the next step."
        case "dip.report":
            return "Reported. Two people sign it off, and then the Head of Service has it."
        case "help.ask":
            return "Asked. The audit team answers you here; the day it is due stands meanwhile."
        case _:
            request = reader.find(HelpRequest, subject)
            who = "They" if request is None else named(reader, request.asked_by).name
            return f"Answered. {who} has been told."
