"""Forms and pages of dip samples and of help: by verb, what is read and how it is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_month.dips import FINDINGS, dips_dialog, findings_dialog
from bot.cards.audit_month.dips import VIEW as DIPS
from bot.cards.audit_month.dips_forms import (
    dip_assign_form,
    dip_decline_form,
    dip_record_form,
    dip_report_form,
)
from bot.cards.nudges.helping import (
    STUCK,
    help_answer_form,
    help_ask_form,
    help_dialog,
    stuck_dialog,
)
from bot.cards.nudges.helping import VIEW as HELP
from bot.cards.parts.inputs import Typed
from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Duty, KloeReport
from store.views.audit_month.dips import dips, findings_read, sample, sample_to_give
from store.views.nudges.help_request import help_asked, help_read, stuck_with, who_can_help

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "dip.record": "Record the dip sample",
    "dip.assign": "Ask somebody to do it",
    "dip.decline": "Leave it with the audit team",
    "dip.report": "Report the findings",
    "help.ask": "I'm stuck",
    "help.answer": "Answer them",
    DIPS: "The dip samples",
    FINDINGS: "Key findings",
    HELP: "Asked and answered",
    STUCK: "Who can help",
}
"""What stands above each dialog."""


def _record(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_record_form(sample(reader, subject, upn), typed)


def _assign(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_assign_form(sample(reader, subject, upn), sample_to_give(reader, subject), typed)


def _decline(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_decline_form(sample(reader, subject, upn), typed)


def _report(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dip_report_form(dips(reader, subject, upn), typed)


def _ask(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return help_ask_form(who_can_help(reader, (reader.get(Duty, subject),), upn), typed)


def _answer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    read = help_read(reader, subject, upn)
    what = "" if read is None else read[0]
    return help_answer_form(help_asked(reader, subject, upn), what, typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "dip.record": _record,
    "dip.assign": _assign,
    "dip.decline": _decline,
    "dip.report": _report,
    "help.ask": _ask,
    "help.answer": _answer,
}
"""The form of each act with fields."""


def _dips_page(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    known = reader.find(KloeReport, subject) is not None
    if not known or upn not in acting(reader, post("audit_team")):
        return None
    return dips_dialog(dips(reader, subject, upn, findings=True), page)


def _findings_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    words = findings_read(reader, subject, upn)
    return None if words is None else findings_dialog(dips(reader, subject, upn), words)


def _help_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = help_read(reader, subject, upn)
    return None if read is None else help_dialog(*read)


def _stuck_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    view = stuck_with(reader, subject, upn)
    return None if view is None else stuck_dialog(view)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    DIPS: _dips_page,
    FINDINGS: _findings_page,
    HELP: _help_page,
    STUCK: _stuck_page,
}
"""What only shows something; nothing for a person who may not see it."""
