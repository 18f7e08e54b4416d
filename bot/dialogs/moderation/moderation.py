"""Moderation: agree, change the grade, send back, refer; and what was decided (§2.10)."""

from collections.abc import Callable

from bot.cards.moderation.moderated import moderated_card
from bot.cards.moderation.moderation import agree_form, change_form, refer_form, send_back_form
from bot.cards.parts.inputs import Typed
from bot.cards.parts.reasons import VIEW, reasons_dialog
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from bot.dialogs.parts.form_fields import input_nested, nested
from store.ledger import Reader
from store.views.moderation.moderated import moderated
from store.views.moderation.moderation import ModerationForm, moderation_form
from store.views.parts.grades_of import reasons


def of_moderation(
    draw: Callable[[ModerationForm, Typed], Json],
) -> Callable[[Reader, str, str, Typed], Json]:
    """A form that is drawn from what the moderation's view knows."""

    def drawn(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
        return draw(moderation_form(reader, subject, upn), typed)

    return drawn


def _why(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    view = reasons(reader, subject, upn)
    return None if view is None else reasons_dialog(view, page)


CONVERSATION = Conversation(
    forms={
        "moderation.agree": Form(
            draw=of_moderation(agree_form), fields=nested, input_of=input_nested, asks_first=True
        ),
        "moderation.change": Form(
            draw=of_moderation(change_form), fields=nested, input_of=input_nested
        ),
        "moderation.send_back": Form(draw=of_moderation(send_back_form)),
        "moderation.refer": Form(draw=of_moderation(refer_form)),
    },
    pages={VIEW: Page("Why this grade", _why)},
    messages={"moderated": Shown(moderated, moderated_card)},
)
