"""A reminder put off to later today: when it comes, or why it cannot be put off (§4)."""

from datetime import datetime, timedelta

from store.ledger import Reader
from store.tables import Message

LATER = timedelta(hours=2)
"""How much later "later today" is; the new moment must be within the hours of messages."""


def later_once(reader: Reader) -> str:
    """The key that makes a later reminder unique: one a person a day."""
    day = reader.calendar.local(reader.at).date().isoformat()
    return f"nudge:{day}:later"


def why_not_later(reader: Reader, message: Message) -> str | None:
    """Why a reminder cannot be put off now, or nothing; one on its way counts as delivered."""
    if message.kind != "nudge":
        return "Only a reminder can be put off."
    if not is_of_today(reader, message):
        return "That was another day's reminder: type “my work” to see what is open."
    later = reader.at + LATER
    if reader.calendar.sending_moment(later) != later:
        return "Reminders stop at 17:00; the next one comes on the next working day."
    if later_reminder(reader, message) is not None:
        return "You have put it off already: the reminder comes again today."
    return None


def is_of_today(reader: Reader, message: Message) -> bool:
    """Whether a reminder was delivered today, or is on its way."""
    calendar = reader.calendar
    sent = message.settled_at or reader.at
    return calendar.local(sent).date() == calendar.local(reader.at).date()


def later_reminder(reader: Reader, message: Message) -> Message | None:
    """The later reminder that this person has asked for today."""
    once = f"{later_once(reader)}>{message.to}"
    found = reader.rows(Message, once=once)
    return found[0] if found else None


def comes_at(message: Message) -> datetime:
    """When a later reminder comes, or came."""
    return message.settled_at or message.not_before
