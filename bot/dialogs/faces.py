"""What a message shows as things stand now: for each kind, the view it reads and its card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import store.acts  # noqa: F401 - declares the acts, for buttons ask what may be done
from bot.cards.allocation import allocation_card
from bot.cards.conflict import conflict_card, conflict_resolved_card
from bot.cards.digest import digest_card
from bot.cards.exemption import exempted_card, exemption_card, not_exempted_card
from bot.cards.kit import title_of
from bot.cards.lists import list_card, list_change_card
from bot.cards.nudge import nudge_card
from bot.cards.reallocation import reallocation_card
from bot.cards.returned import returned_card
from bot.cards.selected import moderating_card, selected_card, selected_team_card
from bot.cards.words import (
    help_card,
    my_work_card,
    status_card,
    welcome_card,
    who_owes_card,
)
from store.ledger import Reader
from store.tables import Message, Person
from store.views.allocation import allocation
from store.views.conflict import declared
from store.views.digest_read import digest_read
from store.views.exemption import asked
from store.views.lists import audit_list, change_asked
from store.views.my_work import my_work
from store.views.nudge import nudge
from store.views.reallocation import reallocation
from store.views.returned import returned
from store.views.selected import moderating, selected, selected_team
from store.views.standing import standing
from store.views.who_owes import who_owes


@dataclass(frozen=True)
class Face:
    """A card, and the title that stands in the toast."""

    card: dict[str, Any]
    summary: str


def faced(card: dict[str, Any]) -> Face:
    """A drawn card with its own title for a toast."""
    return Face(card, title_of(card))


View = Callable[[Reader, str, str], Any]
"""What a card reads: of a subject, as one person sees it."""

KINDS: Mapping[str, tuple[View, Callable[[Any], dict[str, Any]]]] = {
    "list": (audit_list, list_card),
    "list_copy": (audit_list, list_card),
    "list_change": (change_asked, list_change_card),
    "allocation": (allocation, allocation_card),
    "moderating": (moderating, moderating_card),
    "selected": (selected, selected_card),
    "selected_team": (selected_team, selected_team_card),
    "exemption": (asked, exemption_card),
    "exempted": (asked, exempted_card),
    "not_exempted": (asked, not_exempted_card),
    "conflict": (declared, conflict_card),
    "conflict_resolved": (declared, conflict_resolved_card),
    "reallocation": (reallocation, reallocation_card),
    "returned": (returned, returned_card),
    "digest": (digest_read, digest_card),
}
"""Each kind of message; a nudge is read from the message itself."""


def face(reader: Reader, message: Message) -> Face | None:
    """What `message` shows its reader as things stand now; nothing where nothing is left to say.

    Raises `KeyError` for a kind that nobody drew a card for.
    """
    if message.kind == "nudge":
        told = nudge(reader, message)
        left = told.asks or message.activity_id is not None
        return faced(nudge_card(told)) if left else None
    read, draw = KINDS[message.kind]
    view = read(reader, message.subject, message.to)
    return None if view is None else faced(draw(view))


def said(reader: Reader, person: Person, text: str) -> tuple[Face, ...]:
    """What typed words are answered with; whatever is not understood is answered with help."""
    answers: Mapping[str, Callable[[], dict[str, Any]]] = {
        "my work": lambda: my_work_card(my_work(reader, person.id)),
        "status": lambda: status_card(standing(reader, person.id)),
        "who owes": lambda: who_owes_card(who_owes(reader, person.id)),
    }
    words = " ".join(text.lower().split()).rstrip("?!. ")
    return (faced(answers.get(words, help_card)()),)


def welcome(person: Person) -> Face:
    """The first card that somebody sees."""
    return faced(welcome_card(person.name))
