"""How a conversation is described: the forms, pages and messages of one piece of work.

A conversation is one module, or a folder where it outgrows that. It says here what it shows;
`bot.dialogs.conversations` names it once, and every table of verbs and kinds is made from that.
What its acts are called, and the sentences with which their forms close, stand with the acts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import Surface
from bot.dialogs.parts.form_fields import Flat, input_named, listed
from store.ledger import Reader
from store.vocabulary.errors import LedgerError
from store.vocabulary.message_kinds import MessageKind
from store.vocabulary.verbs import Verb

Json = dict[str, Any]
Sent = Mapping[str, Any]
"""What a button or a form of a card sends, as it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one act.

    `draw` draws it for a subject and a person with what they typed. `fields` makes the act's
    fields of the form's flat inputs, and `input_of` finds the input that an error belongs beside.
    `asks_first` is for an act that needs no field, whose button in a dialog opens the form all the
    same; `shows_errors` for a form that shows all of its errors itself; `says_itself` names fields
    whose error it shows in words of its own. `leads_on` keeps the dialog open for the next step.
    """

    draw: Callable[[Reader, str, str, Typed], Json]
    fields: Callable[[Flat], dict[str, Any]] = listed
    input_of: Callable[[Sequence[str], Flat], str] = input_named
    asks_first: bool = False
    shows_errors: bool = False
    says_itself: frozenset[str] = frozenset()
    leads_on: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A dialog that only shows something, a page of it; nothing for a person who may not see it."""

    title: str
    draw: Callable[[Reader, str, str, int], Json | None]


@dataclass(frozen=True, slots=True)
class Look:
    """Something that the audit team looks at, in the chat or in a dialog."""

    title: str
    draw: Callable[[Reader, str, str, Sent, Surface], Json]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of message shows: the view it reads, of a subject as one person sees it."""

    read: Callable[[Reader, str, str], Any]
    draw: Callable[[Any], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What follows an act on one of the audit team's own cards, and what explains its refusal.

    `after` draws the card that takes the place of the one pressed; `refused` one for an error, or
    nothing where the error's own sentence is enough.
    """

    after: Callable[[Reader, str, str, Sent, Surface], Json | None]
    refused: Callable[[Reader, str, str, LedgerError, Surface], Json | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything that one piece of work shows and asks in Teams."""

    forms: Mapping[Verb, Form] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)
    messages: Mapping[MessageKind, Shown] = field(default_factory=dict)
    steps: Mapping[Verb, Step] = field(default_factory=dict)
