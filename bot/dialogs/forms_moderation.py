"""Forms and pages of moderation, third lock, referral, hand-over and cover: by verb."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.moderation.cover import cover_form
from bot.cards.moderation.handing_over import hand_over_form
from bot.cards.moderation.moderation import (
    agree_form,
    change_form,
    conflict_form,
    lock_change_form,
    refer_form,
    send_back_form,
)
from bot.cards.moderation.referral import referral_dialog, void_form
from bot.cards.parts.inputs import Typed
from bot.cards.parts.reasons import reasons_dialog
from store.ledger import Reader
from store.views.moderation import cover
from store.views.moderation import handing_over as handed_over
from store.views.moderation import moderation as moderation_form
from store.views.moderation import referral as referred
from store.views.moderation.moderation import ModerationForm
from store.views.parts.grades_of import reasons
from store.vocabulary.errors import NotAllowed, Stale

Json = dict[str, Any]

TITLES: Mapping[str, str] = {
    "moderation.agree": "Moderate the audit",
    "moderation.change": "Change the grade",
    "moderation.send_back": "Send it back",
    "moderation.refer": "Refer it",
    "moderation.conflict": "Declare a conflict",
    "moderation.hand_over": "Name a moderator",
    "void.decide": "Decide what becomes of it",
    "lock.change": "Change the grade",
    "cover.name": "Name the duty owner",
    "grades.view": "Why this grade",
    "referral.view": "Why it was referred",
}
"""What stands above each dialog."""

ASKED_FIRST = frozenset({"moderation.agree", "moderation.hand_over"})
"""Acts that need no field, and whose button in a dialog opens the form all the same."""

GONE = "Nothing waits to be decided here any more: open your latest card about it."


def _of_moderation(
    draw: Callable[[ModerationForm, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    def drawn(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        return draw(moderation_form.moderation_form(reader, subject, upn), typed)

    return drawn


def _void(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = referred.open_referral(reader, subject)
    words = None if waiting is None else referred.referral_words(reader, waiting.id, upn)
    if words is None:
        raise Stale(GONE)
    return void_form(words, typed)


def _hand_over(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    view = handed_over.hand_over_form(reader, subject, upn)
    if view is None:
        raise NotAllowed("Only the audit team names another moderator.")
    return hand_over_form(view, typed)


def _cover(reader: Reader, subject: str, _upn: str, typed: Typed) -> Json:
    return cover_form(cover.cover_form(reader, subject), typed)


FORMS: Mapping[str, Callable[[Reader, str, str, Typed], Json]] = {
    "moderation.agree": _of_moderation(agree_form),
    "moderation.change": _of_moderation(change_form),
    "moderation.send_back": _of_moderation(send_back_form),
    "moderation.refer": _of_moderation(refer_form),
    "moderation.conflict": _of_moderation(conflict_form),
    "moderation.hand_over": _hand_over,
    "void.decide": _void,
    "lock.change": _of_moderation(lock_change_form),
    "cover.name": _cover,
}
"""The form of each act with fields."""


def _grades(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    view = reasons(reader, subject, upn)
    return None if view is None else reasons_dialog(view, page)


def _referral(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    words = referred.referral_words(reader, subject, upn)
    return None if words is None else referral_dialog(words)


PAGES: Mapping[str, Callable[[Reader, str, str, int], Json | None]] = {
    "grades.view": _grades,
    "referral.view": _referral,
}
"""Dialogs that only show something; nothing for those who may not see it."""
