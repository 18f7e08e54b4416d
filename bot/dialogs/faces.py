"""What a message shows as things stand now: for each kind, the view it reads and its card."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import store.acts  # noqa: F401 - declares the acts, for buttons ask what may be done
from bot.cards.nudges.nudge import nudge_card
from bot.cards.nudges.typed_words import newer_below_card, welcome_card
from bot.cards.nudges.understood import with_way_on
from bot.cards.parts.closing import closes, with_what_is_owed
from bot.cards.parts.kit import kept_fresh, refreshed, title_of
from bot.dialogs.conversations import MESSAGES
from bot.dialogs.nudges.answers import answer_to
from bot.dialogs.nudges.typed import answer, shown
from bot.dialogs.nudges.typing_person import Typing
from bot.dialogs.parts.asking import asks
from bot.dialogs.parts.own_words import card_in_own_words
from bot.dialogs.to_board import with_way_to_board
from bot.understanding.reading import Understood
from store.audits.subjects import subject_of
from store.duties.outbox import said_again
from store.ledger import Reader
from store.people.posts import POSTS
from store.rules.standing import is_replaced
from store.rules.superseding import is_ended
from store.tables import Message, Person
from store.views.nudges.duty_lines import about
from store.views.nudges.nudge import nudge
from store.views.parts.offers import is_of_the_team
from store.views.parts.still_owed import owed_in_words
from store.vocabulary.intents import Intent

AUDIT_TEAM_ROLES = frozenset(POSTS["audit_team"])

STUCK = ("stuck", "i'm stuck", "i am stuck", "who can help", "help me")
"""Words of somebody who is stuck."""


@dataclass(frozen=True)
class Face:
    """A card, and the title that stands in the toast."""

    card: dict[str, Any]
    summary: str
    understood: Understood | None = None
    """How the words were understood that it answers; None for a card that answers none."""
    replaced: bool = False
    """Whether newer news stands in its place, so that it goes out of the chat."""


def faced(card: dict[str, Any]) -> Face:
    """A drawn card with its own title for a toast."""
    return Face(card, title_of(card))


def face(reader: Reader, message: Message) -> Face | None:
    """What `message` shows its reader as things stand now; nothing where nothing is left to say.

    Raises `KeyError` for a kind that nobody drew a card for.
    """
    drawn, replaced = _drawn(reader, message)
    if drawn is None:
        return None
    own = card_in_own_words(drawn, reader.profile)
    shown = with_way_to_board(own, message.kind, reader.ledger.board_tab)
    return replace(faced(shown), replaced=replaced)


def _drawn(reader: Reader, message: Message) -> tuple[dict[str, Any] | None, bool]:
    """The card, and whether newer news stands in its place."""
    if message.kind == "nudge":
        told = nudge(reader, message)
        left = told.asks or message.activity_id is not None
        return (nudge_card(told), told.replaced) if left else (None, False)
    shown = MESSAGES[message.kind]
    if said_again(reader, message) or is_ended(reader, message):
        subject = subject_of(reader, message.subject.partition(".")[0])
        return newer_below_card("this" if subject is None else about(reader, subject)), True
    view = shown.read(reader, message.subject, message.to)
    if view is None:
        return None, False
    card = _true_to_what_is_owed(reader, message, shown.draw(view))
    return card, not asks(card, but=ANY_TIME) and is_replaced(reader, message)


def _true_to_what_is_owed(reader: Reader, message: Message, card: dict[str, Any]) -> dict[str, Any]:
    """No card says that nothing is to be done to somebody who owes something about it (§4)."""
    if not closes(card):
        return card
    return with_what_is_owed(card, owed_in_words(reader, message.subject, message.to))


ANY_TIME = frozenset({"concern.raise"})
"""Acts that a typed word opens at any time: a card need not stay for them."""

REFRESH = "answer.refresh"
"""What Teams sends by itself when somebody looks at an answer again (docs/decisions/26)."""

FRESH: frozenset[Intent] = frozenset({
    "accept", "action", "correct", "hand_in", "list", "meeting_move", "meeting_when", "moderate",
    "my_requests", "my_work", "section", "show", "status", "stuck", "when_due", "who", "who_owes",
})  # fmt: skip
"""Meanings whose answer shows the ledger as it was; a later change sends no new card for it.

None of them has an input, for what stands in one would be lost.
"""
OF_THE_TEAM: frozenset[Intent] = frozenset({"draw", "list", "upload"})
"""Meanings that show the audit team its programme, whose buttons lead from step to step."""
MENUS = frozenset({"help", "none"})
"""Meanings whose answer is the menu itself."""

EXACT: Mapping[str, Intent] = {
    "my work": "my_work",
    "my requests": "my_requests",
    "status": "status",
    "papers": "papers",
    "board papers": "papers",
    "board report": "papers",
    "who owes": "who_owes",
    "audit team": "draw",
    "cycles": "draw",
    "concern": "concern",
    **dict.fromkeys(STUCK, "stuck"),
    "help": "help",
}
"""Words that have always had one meaning, such as the app's own commands."""


def said(
    reader: Reader, person: Person, text: str, teams_id: str | None = None
) -> tuple[Face, ...]:
    """The answer to typed words, which are looked at and forgotten (docs/decisions/31).

    With `teams_id`, the reader's id in Teams, an answer that may go out of date refreshes itself.
    """
    words = " ".join(text.lower().replace("\u2019", "'").replace("_", " ").split()).rstrip("?!. ")
    if (intent := EXACT.get(words)) is not None:
        drawn, understood = answer_to(intent, Typing(reader, person)), Understood("sure", (intent,))
        drawn = _fresh(reader, person, drawn, intent, teams_id)
    else:
        drawn, understood, about = answer(reader, person, text)
        if understood.tier == "sure" and not understood.at_risk:
            standing = f"{understood.intents[0]} {about}".strip()
            drawn = _fresh(reader, person, with_way_on(drawn), standing, teams_id)
    own = card_in_own_words(drawn, reader.profile)
    return (replace(faced(own), understood=understood),)


def chosen(
    reader: Reader, person: Person, data: Mapping[str, Any], teams_id: str | None = None
) -> Face:
    """The answer that a button of the menu shows, and which of the menu it was."""
    drawn, intent, about = shown(reader, person, data)
    if intent not in MENUS:
        standing = f"{intent} {about}".strip()
        drawn = _fresh(reader, person, with_way_on(drawn), standing, teams_id)
    own = card_in_own_words(drawn, reader.profile)
    return replace(faced(own), understood=Understood("chosen", (intent,)))


def again(reader: Reader, person: Person, standing: str, teams_id: str | None) -> Face:
    """An answer as things stand now; `standing` is its meaning and the case it is about."""
    if standing.replace("_", " ") in EXACT:
        return said(reader, person, standing, teams_id)[-1]
    return chosen(reader, person, {"id": standing}, teams_id)


def _fresh(
    reader: Reader, person: Person, drawn: dict[str, Any], standing: str, teams_id: str | None
) -> dict[str, Any]:
    """The answer, refreshing itself where it may go out of date; the audit team's steps go on."""
    intent = standing.partition(" ")[0]
    if teams_id is None:
        return drawn
    if intent in OF_THE_TEAM and is_of_the_team(reader, person.id):
        return refreshed(drawn, REFRESH, standing, teams_id)
    return kept_fresh(drawn, REFRESH, standing, teams_id) if intent in FRESH else drawn


def welcome(person: Person) -> Face:
    """The first card that somebody sees."""
    return faced(welcome_card(person.name, officer=bool(set(person.roles) & AUDIT_TEAM_ROLES)))
