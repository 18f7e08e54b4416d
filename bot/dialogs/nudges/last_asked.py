"""What somebody was last asked: the best hint at what their next words mean."""

from collections.abc import Mapping

from sqlmodel import col

from store.ledger import Reader
from store.tables import Message
from store.vocabulary.intents import Intent
from store.vocabulary.message_kinds import MessageKind

ANSWERS: Mapping[MessageKind, tuple[Intent, ...]] = {
    "allocation": ("accept", "exempt", "conflict", "when_due"),
    "not_exempted": ("exempt", "extension", "disagree"),
    "conflict_resolved": ("conflict", "accept", "when_due"),
    "selected": ("section", "who"),
    "selected_team": ("who", "show"),
    "moderating": ("moderate", "conflict"),
    "nudge": ("extension", "exempt", "hand_in", "reminders"),
    "sent_back": ("hand_in", "extension", "correct"),
    "returned": ("moderate",),
    "moderated": ("disagree", "meeting_when"),
    "grade_changed": ("disagree",),
    "lock": ("moderate",),
    "list": ("list",),
    "kloe_invite": ("meeting_when", "meeting_move"),
    "uopp_invite": ("meeting_when", "meeting_move"),
    "uopp_chair": ("meeting_when", "meeting_move"),
    "uopp_second": ("meeting_when", "meeting_move"),
    "action_given": ("action",),
    "action_reopened": ("action",),
    "action_confirm": ("action",),
    "dispute_answered": ("disagree",),
    "dispute_settled": ("disagree",),
}
"""For each kind of message what would answer it."""


def last_asked(reader: Reader, upn: str) -> tuple[Intent, ...]:
    """The intents that would answer the newest card in the chat of `upn`."""
    shown = col(Message.activity_id).is_not(None)
    newest = reader.rows(Message, shown, to=upn, order="-queued_at", limit=1)
    return ANSWERS.get(newest[0].kind, ()) if newest else ()
