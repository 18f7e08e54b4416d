"""An audit referred to the audit team: whether it stands or is void (programme.md §2.10)."""

from bot.cards.moderation.referral import (
    VIEW,
    referral_dialog,
    referred_card,
    void_decided_card,
    void_form,
)
from bot.cards.parts.inputs import Typed
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.moderation.referral import open_referral, referral_words, referred
from store.vocabulary.errors import Stale


def _decide(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    waiting = open_referral(reader, subject)
    words = None if waiting is None else referral_words(reader, waiting.id, upn)
    if words is None:
        raise Stale("This audit is not referred now: open your latest card about it.")
    return void_form(words, typed)


def _why(reader: Reader, subject: str, upn: str, _page: int) -> Json | None:
    words = referral_words(reader, subject, upn)
    return None if words is None else referral_dialog(words)


CONVERSATION = Conversation(
    forms={"void.decide": Form(draw=_decide)},
    pages={VIEW: Page("Why it was referred", _why)},
    messages={
        "referred": Shown(referred, referred_card),
        "void_decided": Shown(referred, void_decided_card),
    },
)
