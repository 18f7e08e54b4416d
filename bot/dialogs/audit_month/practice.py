"""A practice audit: its one-to-one feedback, and whether the auditor is trained now (§1)."""

from collections.abc import Callable

from bot.cards.audit_month.practice import (
    VIEW,
    again_form,
    pass_form,
    practised_card,
    to_learn_dialog,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.audit_month.practice import Practice, practice, still_to_learn
from store.vocabulary.errors import Stale


def _practice(reader: Reader, subject: str, upn: str) -> Practice:
    view = practice(reader, subject, upn)
    if view is None:
        raise Stale("This practice audit is with somebody else now.")
    return view


def _of_practice(
    draw: Callable[[Practice, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    """A form that is drawn from the practice audit's view."""
    return lambda reader, subject, upn, typed: draw(_practice(reader, subject, upn), typed)


def _to_learn(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    words = still_to_learn(reader, subject, upn)
    return None if words is None else to_learn_dialog(_practice(reader, subject, upn), words, page)


CONVERSATION = Conversation(
    forms={
        "practice.pass": Form(draw=_of_practice(pass_form)),
        "practice.again": Form(draw=_of_practice(again_form), asks_first=True),
    },
    pages={VIEW: Page("The practice audit", _to_learn)},
    messages={"practised": Shown(practice, practised_card)},
)
