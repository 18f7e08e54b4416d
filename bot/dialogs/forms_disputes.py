"""Forms and pages of disputes and concerns: by verb, what is read and how it is drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.moderation.concern import concern_answer_form, concern_dialog, concern_raise_form
from bot.cards.moderation.dispute import dispute_dialog, may_dispute_dialog
from bot.cards.moderation.dispute_forms import (
    dispute_answer_form,
    dispute_raise_form,
    dispute_refer_form,
    dispute_settle_form,
)
from bot.cards.parts.inputs import Typed
from store.audits.disputes import latest_dispute
from store.duties.predicates.closed_lists import governing_grade, owner_named
from store.ledger import Reader
from store.tables import Audit
from store.views.audit_month.return_form import GradeChoice
from store.views.moderation.concern import concern_held, concern_read, concern_to_raise
from store.views.moderation.dispute import (
    Disputed,
    DisputeRead,
    dispute_read,
    disputed,
    may_dispute,
)
from store.views.parts.brief import brief
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "dispute.raise": "Dispute the grade",
    "dispute.answer": "Answer the dispute",
    "dispute.refer": "Take it further",
    "dispute.settle": "Settle the dispute",
    "dispute.view": "The dispute",
    "dispute.choose": "Dispute a grade",
    "concern.raise": "Raise a concern",
    "concern.answer": "Record the meeting",
    "concern.view": "A concern, in confidence",
}
"""What stands above each dialog."""


def _open(reader: Reader, subject: str, upn: str) -> tuple[Disputed, DisputeRead | None]:
    dispute = latest_dispute(reader, reader.get(Audit, subject))
    if dispute is None:
        raise Stale("No dispute waits about this audit any more.")
    return disputed(reader, dispute.id, upn), dispute_read(reader, dispute.id, upn)


def _raise(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    audit = reader.get(Audit, subject)
    answers = owner_named(reader, "moderator", audit)
    who = "The moderator" if answers is None else owner_in_words(reader, answers)
    return dispute_raise_form(brief(reader, audit), governing_grade(audit) or "", who, typed)


def _answer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dispute_answer_form(*_open(reader, subject, upn), typed)


def _refer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    return dispute_refer_form(*_open(reader, subject, upn), typed)


def _settle(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    grades = tuple(
        GradeChoice(grade.name, grade.definition, below_good=grade.below_good)
        for grade in reader.profile.scale
    )
    return dispute_settle_form(*_open(reader, subject, upn), grades, typed)


def _concern_raise(reader: Reader, _subject: str, upn: str, typed: Typed) -> Json:
    return concern_raise_form(concern_to_raise(reader, upn), typed)


def _concern_answer(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    held = concern_held(reader, subject, upn)
    if held is None:
        raise Stale("This concern is with somebody else now.")
    return concern_answer_form(held, concern_read(reader, subject, upn), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "dispute.raise": _raise,
    "dispute.answer": _answer,
    "dispute.refer": _refer,
    "dispute.settle": _settle,
    "concern.raise": _concern_raise,
    "concern.answer": _concern_answer,
}
"""The form of each act with fields."""


def _dispute_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = dispute_read(reader, subject, upn)
    return None if read is None else dispute_dialog(read)


def _choose_page(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    return may_dispute_dialog(may_dispute(reader, upn), upn, page) if subject == upn else None


def _concern_page(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = concern_read(reader, subject, upn)
    return None if read is None else concern_dialog(read)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    "dispute.view": _dispute_page,
    "dispute.choose": _choose_page,
    "concern.view": _concern_page,
}
"""What only shows something; nothing for a person who may not see it."""
