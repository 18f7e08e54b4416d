"""What people mean by typed words: the names that profiles, buttons and metrics may use."""

from typing import Literal, get_args

Intent = Literal[
    "absence", "accept", "action", "concern", "conflict", "correct", "disagree", "draw", "exempt",
    "extension", "hand_in", "hello", "help", "leaving", "list", "meaning", "meeting_move",
    "meeting_when", "moderate", "my_requests", "my_work", "none", "papers", "reminders", "section",
    "show", "status", "stuck", "thanks", "upload", "when_due", "who", "who_owes", "yes_no",
]  # fmt: skip
"""`none` is what Sightline is not for."""

INTENTS: tuple[str, ...] = get_args(Intent)
