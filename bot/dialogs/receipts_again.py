"""The sentence with which a dialog about looking again, or a report, closes."""

from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.below_good.dip_reaudit import looked_again
from store.views.parts.due import due_by
from store.views.reports.cycle_report import looking_back
from store.vocabulary.dates_in_words import say_month

SENT = {
    "highlight.reported": "The highlights of {cycle} are sent to those who run the service.",
    "board.reported": "The board report on {cycle} is sent. Its figures: sightline report board.",
    "impact.reported": "The impact report on {cycle} is sent.",
    "campaign.agreed": "Recorded. The Team Managers of {service} hear the day of their workshop.",
}


def again_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    cycle = reader.find(Cycle, subject)
    if cycle is not None and verb in SENT:
        named = f"{cycle.service}, {say_month(cycle.month)},"
        return SENT[verb].format(cycle=named, service=cycle.service).replace(", is", " is")
    if cycle is not None and verb.startswith("reaudit."):
        return _drawn(reader, cycle)
    audit = reader.find(Audit, subject)
    if audit is not None and verb == "dip.reaudited":
        return _looked(reader, audit)
    if audit is not None and verb == "delay.addressed":
        return f"Recorded how {audit.case_ref} was addressed."
    return None


def _drawn(reader: Reader, cycle: Cycle) -> str:
    view = looking_back(reader, cycle.id, "")
    if not view.drawn:
        return "Recorded: nothing fell below good, so nothing is re-audited."
    return f"{len(view.drawn)} of {view.below_good} below good are looked at again in {view.into}."


def _looked(reader: Reader, audit: Audit) -> str:
    view = looked_again(reader, audit.id, "")
    told = "Head of Service, Group Managers and PSW have been told."
    if view is None or not view.to_address:
        return f"Recorded: {audit.case_ref}. {told}"
    due = due_by(reader, audit.id, "duty.delay")
    by = "" if due is None else f" by {due.on}"
    return f"Recorded: {audit.case_ref}. {told} The Head of Service addresses it{by}."
