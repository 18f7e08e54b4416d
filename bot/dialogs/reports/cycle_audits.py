"""A cycle's audits followed by the audit team, and one audit with its story."""

from dataclasses import replace

from bot.cards.parts.surface import Surface
from bot.cards.reports.cycle_audits import ACT_TITLES, audit_card, follow_card
from bot.dialogs.parts.conversation import Conversation, Json, Look, Sent
from bot.dialogs.parts.form_fields import page_in
from store.ledger import Reader
from store.registry import ACTS
from store.views.reports.cycle_audits import audit_place, follow


def _follow(reader: Reader, subject: str, _upn: str, sent: Sent, place: Surface) -> Json:
    show = str(sent.get("show") or "all")
    found = follow(reader, subject, "" if show == "all" else show)
    return follow_card(found, page_in(sent), place)


def show_audit(reader: Reader, subject: str, upn: str, _sent: Sent, place: Surface) -> Json:
    """One audit: its state, whom it waits for, and what may be done; an act may need a form."""
    view = audit_place(reader, subject, upn)
    drawn = {verb for verb, (_, asks) in ACT_TITLES.items() if not asks or ACTS[verb].words.dialog}
    return audit_card(replace(view, may=view.may & drawn), place)


CONVERSATION = Conversation(
    looks={
        "cycle.follow": Look("Follow the audits", _follow),
        "audit.view": Look("One audit", show_audit),
    }
)
