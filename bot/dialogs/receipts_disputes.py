"""The sentence with which a dialog about a dip sample or help closes."""

from store.ledger import Reader
from store.tables import Audit, HelpRequest
from store.views.audit_month.dips import dips
from store.views.parts.people_in_words import named

VERBS = ("dip.", "help.")


def dispute_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    if not verb.startswith(VERBS):
        return None
    audit = reader.find(Audit, subject)
    if audit is not None:
        return _sample(reader, verb, audit)
    return _other(reader, verb, subject)


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
        case "dip.report":
            return "Reported. Two people sign it off, and then the Head of Service has it."
        case "help.ask":
            return "Asked. The audit team answers you here; the day it is due stands meanwhile."
        case _:
            request = reader.find(HelpRequest, subject)
            who = "They" if request is None else named(reader, request.asked_by).name
            return f"Answered. {who} has been told."
