"""What a person does in Teams and what Sightline says back, in plain frozen dataclasses.

The conversation side of the bot speaks these words alone, so that nothing outside ``bot/teams/``
knows the Bot Framework. Which answer fits which turn:

============  ==========================================================
turn          answers that fit
============  ==========================================================
Said          SendCards, Words, CardAnswer, OfferFile, Refusal, Nothing
Pressed       CardAnswer, Words, OfferFile, Refusal
Opened        Dialog, DialogClosed, Words, OfferFile, Refusal, Nothing
Submitted     Dialog, DialogClosed, Words, OfferFile, Refusal, Nothing
FileSent      SendCards, Words, Refusal, Nothing
FileAnswered  FileGiven, SendCards, Words, Refusal, Nothing
Installed     SendCards, Words, Nothing
Removed       Nothing
============  ==========================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Card = dict[str, Any]
"""An Adaptive Card as the JSON object that Teams reads."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is speaking and where, as the Teams service says; never what a card or a client says.

    There is no name and no role: both come from the directory, looked up by ``entra_object_id``.
    """

    entra_object_id: str
    """The person in Entra ID, a lower-case GUID."""
    tenant_id: str
    """The council's tenant, a lower-case GUID; always the one this deployment serves."""
    teams_id: str
    """The person as this bot's channel knows them ("29:…"); of use to this bot alone."""
    conversation_id: str
    """The personal chat; where a message to this person goes."""
    service_url: str
    """The allowed Bot Connector address that serves this chat now. It may change between turns."""
    activity_id: str
    """Teams sends a press again under a new id, so this is for the log and is never a key."""
    reply_to: str | None
    """The message whose card was pressed, where there is one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A typed message; or a card button's ``Action.Submit`` fallback, which arrives as one."""

    caller: Caller
    text: str
    """Without mentions, no-break spaces or white space at its ends; may be empty."""
    value: Mapping[str, Any] | None
    """A fallback button's data, ``{"verb", "id", "version"}`` and inputs; else None."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a card (``adaptiveCard/action``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]
    """``{"id", "version"}`` and the card's inputs, each a single value."""
    trigger: str
    """"manual" where a person pressed it, "automatic" where Teams refreshed the card."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A button that asks for a dialog (``task/fetch``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A dialog's form, sent in (``task/submit``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Installed:
    """Sightline is now in this person's Teams.

    Teams announces one installation up to twice, and again at each upgrade: greet a person once.
    """

    caller: Caller


@dataclass(frozen=True, slots=True)
class Removed:
    """Sightline was taken out of this person's Teams; nothing sent there arrives any more."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file sent in the chat. It has not been read: ``Files.fetch`` gives what is in it."""

    caller: Caller
    name: str
    """As the sender's machine calls it, made harmless; only its ending is ever believed."""
    source: str
    """Where it lies for a few minutes. Client input: only ``Files`` may follow it."""
    more: int = 0
    """How many other files came with it."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where Teams keeps a file that somebody accepted; the addresses are client input."""

    upload_url: str
    content_url: str
    name: str
    unique_id: str
    file_type: str


@dataclass(frozen=True, slots=True)
class FileAnswered:
    """What somebody said to an offered file (``fileConsent/invoke``)."""

    caller: Caller
    offer: str
    """The ``OfferFile.offer`` that it answers, as the client sends it back."""
    place: FilePlace | None
    """Where to put the file; None where it was declined."""


Turn = Said | Pressed | Opened | Submitted | FileSent | FileAnswered | Installed | Removed


@dataclass(frozen=True, slots=True)
class OutCard:
    """A card as a message of its own; ``summary`` is the toast, else people read "Sent a card"."""

    card: Card
    summary: str


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """The card that takes the pressed card's place. Its ``fallbackText`` serves as the toast."""

    card: Card


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, shown as plain text; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """Opens a dialog, or shows the open one again with another card, say with what to mend."""

    title: str
    card: Card
    size: Literal["small", "medium", "large"] = "medium"


@dataclass(frozen=True, slots=True)
class DialogClosed:
    """Closes the dialog, with a sentence or without one."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class SendCards:
    """Messages to the caller's chat, in this order."""

    cards: tuple[OutCard, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not done, and why, in a sentence for the person. ``status`` as HTTP counts, 4xx or 5xx."""

    status: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to say."""


@dataclass(frozen=True, slots=True)
class OfferFile:
    """Asks whether somebody will have a file: a message in their chat, beside the turn's answer."""

    name: str
    size: int
    """Bytes; Teams shows it."""
    why: str
    offer: str
    """Comes back in ``FileAnswered``: which file it was, never what is in it."""
    words: str
    """What an open dialog, or a pressed card, closes with."""


@dataclass(frozen=True, slots=True)
class FileGiven:
    """Shows a file that has been put where Teams keeps it."""

    place: FilePlace


Answer = (
    CardAnswer
    | Words
    | Dialog
    | DialogClosed
    | SendCards
    | OfferFile
    | FileGiven
    | Refusal
    | Nothing
)


class FileTrouble(Exception):
    """A file could not be fetched or put; ``code`` is for logs, the message for the person."""

    def __init__(self, code: str, message: str) -> None:
        """Carry both; neither says where the file lies or what is in it."""
        super().__init__(message)
        self.code = code
        self.message = message


class Files(Protocol):
    """Carries files between a chat and Sightline; each method raises FileTrouble."""

    async def fetch(self, source: str) -> bytes:
        """Give what is in the file at ``FileSent.source``."""
        ...

    async def put(self, upload_url: str, content: bytes) -> None:
        """Put ``content`` where Teams asked for it."""
        ...


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Somebody as Teams' own roster says: for people to read, and never to say who is acting."""

    name: str
    guest: bool


class Roster(Protocol):
    """Says who somebody in a chat is."""

    async def look(self, caller: Caller) -> RosterEntry | None:
        """Who the caller is; nothing where it cannot be told just now."""
        ...


class Conversation(Protocol):
    """The side of the bot that knows the programme: a turn in, an answer out."""

    async def answer(self, turn: Turn) -> Answer:
        """Answer ``turn``, within two seconds: past that people's Teams presses again."""
        ...
