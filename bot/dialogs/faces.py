"""What a message shows as things stand now: for each kind, the view it reads and its card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import store.acts  # noqa: F401 - declares the acts, for buttons ask what may be done
from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.conflict import conflict_card, conflict_resolved_card
from bot.cards.audit_month.exemption import exempted_card, exemption_card, not_exempted_card
from bot.cards.audit_month.reallocation import reallocation_card
from bot.cards.audit_month.returned import returned_card
from bot.cards.audit_month.selected import moderating_card, selected_card, selected_team_card
from bot.cards.audit_month.sent_back import sent_back_card, sent_back_copy_card
from bot.cards.moderation.concern import concern_start_card
from bot.cards.nudges.helping import stuck_card
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
from bot.dialogs import conversations, faces_disputes, forms_kinds
from store.audits.subjects import subject_of
from store.duties.outbox import said_again
from store.ledger import Reader
from store.people.posts import POSTS
from store.rules.superseding import is_ended
from store.tables import Message, Person
from store.views.audit_month.allocation import allocation
from store.views.audit_month.conflict import declared
from store.views.audit_month.exemption import asked
from store.views.audit_month.reallocation import reallocation
from store.views.audit_month.returned import returned
from store.views.audit_month.selected import moderating, selected, selected_team
from store.views.audit_month.sent_back import sent_back
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
"""Words of somebody who does not get on."""


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
    "sent_back": (sent_back, sent_back_card),
    "sent_back_copy": (sent_back, sent_back_copy_card),
    **{kind: (shown.read, shown.draw) for kind, shown in conversations.MESSAGES.items()},
    **faces_disputes.KINDS,
    **forms_kinds.KINDS,
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
    if said_again(reader, message) or is_ended(reader, message):
        subject = subject_of(reader, message.subject.partition(".")[0])
        return faced(newer_below_card("this" if subject is None else about(reader, subject)))
    view = read(reader, message.subject, message.to)
    return None if view is None else faced(draw(view))


REFRESH = "answer.refresh"
"""What Teams asks by itself when somebody looks at an answer again (docs/decisions/26)."""
FRESH = frozenset({"my work", "status", "who owes", *STUCK})
"""Words whose answer is a look at the ledger: nothing that happens later would change its card."""


def said(
    reader: Reader, person: Person, text: str, teams_id: str | None = None
) -> tuple[Face, ...]:
    """What typed words are answered with; whatever is not understood is answered with help.

    With `teams_id`, its reader's id for this bot, an answer that would grow old is kept fresh.
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
