"""A disputed grade: raised, answered, taken further, settled by somebody else (§2.12)."""

from bot.cards.moderation.dispute import (
    CHOOSE,
    VIEW,
    dispute_answered_card,
    dispute_card,
    dispute_decide_card,
    dispute_dialog,
    dispute_settled_card,
    may_dispute_dialog,
)
from bot.cards.moderation.dispute_forms import (
    dispute_answer_form,
    dispute_raise_form,
    dispute_refer_form,
    dispute_settle_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.audits.disputes import latest_dispute
from store.audits.governing_grade import governing_grade
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader
from store.tables import Audit
from store.views.audit_month.return_form import GradeChoice
from store.views.moderation.dispute import (
    Disputed,
    DisputeRead,
    dispute_read,
    dispute_to_settle,
    disputed,
    may_dispute,
)
from store.views.parts.brief import brief
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary.errors import Stale


def _open(reader: Reader, subject: str, upn: str) -> tuple[Disputed, DisputeRead | None]:
    dispute = latest_dispute(reader, reader.get(Audit, subject))
    if dispute is None:
        raise Stale("There is no open dispute about this audit: open your latest card about it.")
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


def _what_was_written(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    read = dispute_read(reader, subject, upn)
    return None if read is None else dispute_dialog(read)


def _choose(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    return may_dispute_dialog(may_dispute(reader, upn), upn, page) if subject == upn else None


CONVERSATION = Conversation(
    forms={
        "dispute.raise": Form(draw=_raise),
        "dispute.answer": Form(draw=_answer),
        "dispute.refer": Form(draw=_refer),
        "dispute.settle": Form(draw=_settle),
    },
    pages={VIEW: Page("The dispute", _what_was_written), CHOOSE: Page("Dispute a grade", _choose)},
    messages={
        "dispute": Shown(disputed, dispute_card),
        "dispute_answered": Shown(disputed, dispute_answered_card),
        "dispute_decide": Shown(dispute_to_settle, dispute_decide_card),
        "dispute_settled": Shown(disputed, dispute_settled_card),
    },
)
