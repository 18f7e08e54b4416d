"""Practice audits, teams' appraisals, an authority's own duties: forms, pages and receipts."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.audit_month.appraisal import VIEW as APPRAISAL
from bot.cards.audit_month.appraisal import (
    appraisal_card,
    appraisal_dialog,
    sample_form,
    write_form,
)
from bot.cards.audit_month.practice import VIEW as PRACTICE
from bot.cards.audit_month.practice import again_form, pass_form, practised_card, to_learn_dialog
from bot.cards.nudges.own_duty import own_duty_form
from bot.cards.parts.inputs import Typed
from store.ledger import Reader
from store.tables import Appraisal, Audit
from store.views.audit_month.appraisal import TeamAppraisal, appraisal, appraisal_read
from store.views.audit_month.practice import Practice, practice, still_to_learn
from store.views.nudges.own_duty import own_duty
from store.views.parts.people_in_words import named
from store.vocabulary.errors import Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "duty.done": "Done",
    "practice.pass": "The practice audit",
    "practice.again": "Another practice audit",
    PRACTICE: "The practice audit",
    "appraisal.write": "The team's month",
    "appraisal.sample": "Dip sample of the appraisal",
    APPRAISAL: "The team's month",
}
"""What stands above each dialog."""

ASKED_FIRST = frozenset({"practice.again"})


def _practice(reader: Reader, subject: str, upn: str) -> Practice:
    view = practice(reader, subject, upn)
    if view is None:
        raise Stale("This practice audit is with somebody else now.")
    return view


def _appraisal(reader: Reader, subject: str, upn: str) -> TeamAppraisal:
    view = appraisal(reader, subject, upn)
    if view is None:
        raise Stale("This appraisal is with somebody else now.")
    return view


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "duty.done": lambda reader, at, _upn, typed: own_duty_form(own_duty(reader, at), typed),
    "practice.pass": lambda reader, at, upn, typed: pass_form(_practice(reader, at, upn), typed),
    "practice.again": lambda reader, at, upn, typed: again_form(_practice(reader, at, upn), typed),
    "appraisal.write": lambda reader, at, upn, typed: write_form(
        _appraisal(reader, at, upn), typed
    ),
    "appraisal.sample": lambda reader, at, upn, typed: sample_form(
        _appraisal(reader, at, upn), typed
    ),
}
"""The form of each act with fields."""


def _to_learn(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    words = still_to_learn(reader, subject, upn)
    return None if words is None else to_learn_dialog(_practice(reader, subject, upn), words, page)


def _read(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    read = appraisal_read(reader, subject, upn)
    return None if read is None else appraisal_dialog(_appraisal(reader, subject, upn), *read, page)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    PRACTICE: _to_learn,
    APPRAISAL: _read,
}
"""What only shows something; nothing for a person who may not see it."""

KINDS: Mapping[str, tuple[Callable[[Reader, str, str], Any], Callable[[Any], Json]]] = {
    "practised": (practice, practised_card),
    "appraisal": (appraisal, appraisal_card),
}
"""Each kind of message about them."""


def kinds_told(reader: Reader, verb: str, subject: str) -> str | None:
    """The sentence that ends the dialog of one of these acts; nothing for another's."""
    audit, row = reader.find(Audit, subject), reader.find(Appraisal, subject)
    match verb:
        case "practice.pass" if audit is not None:
            return f"Passed. {named(reader, audit.auditor).name} is trained, and has been told."
        case "practice.again" if audit is not None:
            name = named(reader, audit.auditor).name
            return f"Recorded. {name} and the audit team have been told."
        case "appraisal.write" if row is not None:
            return f"Handed in. The dip sample of {row.team}'s appraisal comes next."
        case "appraisal.sample" if row is not None:
            return f"Recorded. {named(reader, row.team_manager).name} has been told."
        case "duty.done":
            done = own_duty(reader, subject)
            return f"Recorded as done: {done.about}, {done.words}."
        case "audit.add":
            return "Added. On an issued list it is with its auditor now."
        case _:
            return None
