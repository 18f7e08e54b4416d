"""What a message shows as things stand now: for each kind, the view it reads and its card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import store.acts  # noqa: F401 - declares the acts, for buttons ask what may be done
from bot.cards.moderation.concern import concern_start_card
from bot.cards.nudges.help_request import stuck_card
from bot.cards.nudges.nudge import nudge_card
from bot.cards.nudges.typed_words import (
    help_card,
    my_work_card,
    newer_below_card,
    status_card,
    welcome_card,
    who_owes_card,
)
from bot.cards.parts.kit import kept_fresh, title_of
from bot.cards.programme.programme import not_of_the_team_card, programme_card
from bot.dialogs.conversations import MESSAGES
from store.audits.subjects import subject_of
from store.duties.outbox import said_again
from store.ledger import Reader
from store.people.posts import POSTS
from store.rules.superseding import is_ended
from store.tables import Message, Person
from store.views.moderation.concern import concern_to_raise
from store.views.nudges.duty_lines import about
from store.views.nudges.help_request import stuck_with_all
from store.views.nudges.my_work import my_work
from store.views.nudges.nudge import nudge
from store.views.nudges.status import standing
from store.views.nudges.who_owes import who_owes
from store.views.parts.offers import is_of_the_team
from store.views.programme.programme import programme_today

AUDIT_TEAM_ROLES = frozenset(POSTS["audit_team"])

STUCK = ("stuck", "i'm stuck", "i am stuck", "who can help", "help me")
"""Words of somebody who is stuck."""


@dataclass(frozen=True)
class Face:
    """A card, and the title that stands in the toast."""

    card: dict[str, Any]
    summary: str


def faced(card: dict[str, Any]) -> Face:
    """A drawn card with its own title for a toast."""
    return Face(card, title_of(card))


def face(reader: Reader, message: Message) -> Face | None:
    """What `message` shows its reader as things stand now; nothing where nothing is left to say.

    Raises `KeyError` for a kind that nobody drew a card for.
    """
    if message.kind == "nudge":
        told = nudge(reader, message)
        left = told.asks or message.activity_id is not None
        return faced(nudge_card(told)) if left else None
    shown = MESSAGES[message.kind]
    if said_again(reader, message) or is_ended(reader, message):
        subject = subject_of(reader, message.subject.partition(".")[0])
        return faced(newer_below_card("this" if subject is None else about(reader, subject)))
    view = shown.read(reader, message.subject, message.to)
    return None if view is None else faced(shown.draw(view))


REFRESH = "answer.refresh"
"""What Teams sends by itself when somebody looks at an answer again (docs/decisions/26)."""

FRESH = frozenset({"my work", "status", "who owes", *STUCK})
"""Words whose answer shows the ledger as it was; a later change sends no new card for it."""


def said(
    reader: Reader, person: Person, text: str, teams_id: str | None = None
) -> tuple[Face, ...]:
    """The answer to typed words; words that are not known are answered with help.

    With `teams_id`, the reader's id in Teams, an answer that may go out of date refreshes itself.
    """
    answers: Mapping[str, Callable[[], dict[str, Any]]] = {
        "my work": lambda: my_work_card(my_work(reader, person.id)),
        "status": lambda: status_card(standing(reader, person.id)),
        "who owes": lambda: who_owes_card(who_owes(reader, person.id)),
        "audit team": lambda: _programme(reader, person),
        "cycles": lambda: _programme(reader, person),
        "concern": lambda: concern_start_card(concern_to_raise(reader, person.id)),
        **dict.fromkeys(STUCK, lambda: stuck_card(stuck_with_all(reader, person.id))),
        "help": lambda: help_card(officer=is_of_the_team(reader, person.id)),
    }
    words = " ".join(text.lower().replace("\u2019", "'").replace("_", " ").split()).rstrip("?!. ")
    drawn = answers.get(words, answers["help"])()
    if teams_id is not None and words in FRESH:
        drawn = kept_fresh(drawn, REFRESH, words.replace(" ", "_"), teams_id)
    return (faced(drawn),)


def _programme(reader: Reader, person: Person) -> dict[str, Any]:
    if not is_of_the_team(reader, person.id):
        return not_of_the_team_card(reader.profile.title("audit_team"))
    return programme_card(programme_today(reader, person.id))


def welcome(person: Person) -> Face:
    """The first card that somebody sees."""
    return faced(welcome_card(person.name, officer=bool(set(person.roles) & AUDIT_TEAM_ROLES)))
