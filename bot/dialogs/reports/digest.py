"""The digest and its parts, and how the Director addressed each failure (programme.md §5)."""

from bot.cards.parts.inputs import Typed
from bot.cards.reports.digest import VIEW, digest_addressed_form, digest_card, digest_dialog
from bot.cards.reports.service_digest import service_digest_card, service_digest_dialog
from bot.dialogs.parts.conversation import Conversation, Form, Json, Page, Shown
from store.ledger import Reader
from store.views.reports.digest_area import may_read_part
from store.views.reports.digest_read import digest_read, line_read, lines_waiting, may_read_digest
from store.views.reports.service_digest import scoped_digest


def _addressed(reader: Reader, subject: str, upn: str, typed: Typed) -> Json:
    line = line_read(reader, subject, upn)
    return digest_addressed_form(line, typed, lines_waiting(reader, upn, but=subject))


def _not_in(reader: Reader, subject: str, upn: str, page: int) -> Json | None:
    if may_read_digest(reader, subject, upn):
        return digest_dialog(digest_read(reader, subject, upn), page)
    part = scoped_digest(reader, subject, upn) if may_read_part(reader, subject, upn) else None
    return None if part is None else service_digest_dialog(part, page)


CONVERSATION = Conversation(
    forms={"digest.addressed": Form(draw=_addressed)},
    pages={VIEW: Page("Not in", _not_in)},
    messages={
        "digest": Shown(digest_read, digest_card),
        "service_digest": Shown(scoped_digest, service_digest_card),
        "team_digest": Shown(scoped_digest, service_digest_card),
    },
)
