"""What a person does in Teams (a turn) and what Sightline answers, as plain frozen dataclasses.

The rest of the bot knows only these, so that the Bot Framework stays inside ``bot/teams/``. Each
turn accepts these answers:

============  ==========================================================
turn          answers
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
    """Who is speaking and where, as the Teams service says; nothing comes from a card or client.

    A person's name and roles come from the directory, looked up by ``entra_object_id``.
    """

    entra_object_id: str
    """The person in Entra ID: a GUID in lower case."""
    tenant_id: str
    """The council's tenant, a GUID in lower case; always the one that this deployment serves."""
    teams_id: str
    """The person's id in this bot's channel ("29:…"); no other bot can use it."""
    conversation_id: str
    """The personal chat, to which messages for this person go."""
    service_url: str
    """The Bot Connector that serves this chat now. It is allowed; it may change between turns."""
    activity_id: str
    """For the log only: Teams may repeat a press under a new id, so this is never a key."""
    reply_to: str | None
    """The message whose card was pressed, if a card was pressed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A typed message, or a press on a card's ``Action.Submit`` fallback, which arrives as one."""

    caller: Caller
    text: str
    """Without mentions, no-break spaces and white space at either end; may be empty."""
    value: Mapping[str, Any] | None
    """The fallback's data, ``{"verb", "id", "version"}`` and inputs; None for typed words."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a card (``adaptiveCard/action``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]
    """``{"id", "version"}`` and the card's inputs; each value is a single one."""
    trigger: str
    """"manual" where a person pressed it, "automatic" where Teams refreshed the card."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A press on a button that opens a dialog (``task/fetch``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A dialog's form, submitted (``task/submit``)."""

    caller: Caller
    verb: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Installed:
    """Sightline has been installed in this person's Teams.

    Teams may announce one installation twice, and announces every upgrade: greet a person once.
    """

    caller: Caller


@dataclass(frozen=True, slots=True)
class Removed:
    """Sightline has been removed from this person's Teams, so messages no longer arrive there."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file sent in the chat; ``Files.fetch`` reads its content."""

    caller: Caller
    name: str
    """The sender's name for it, made harmless; only its extension is used."""
    source: str
    """The address that serves it for a few minutes: client input, which only ``Files`` may open."""
    more: int = 0
    """How many other files came with it."""
    text: str = ""
    """What was written beside it."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where Teams keeps a file that the person accepted; the addresses are client input."""

    upload_url: str
    content_url: str
    name: str
    unique_id: str
    file_type: str


@dataclass(frozen=True, slots=True)
class FileAnswered:
    """Whether the person accepts a file that was offered (``fileConsent/invoke``)."""

    caller: Caller
    offer: str
    """The ``OfferFile.offer`` that this answers, as the client returns it."""
    place: FilePlace | None
    """Where to put the file; None if the person declined it."""


Turn = Said | Pressed | Opened | Submitted | FileSent | FileAnswered | Installed | Removed


@dataclass(frozen=True, slots=True)
class OutCard:
    """A card as a message; ``summary`` is its toast, without which Teams says "Sent a card"."""

    card: Card
    summary: str


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """The card that replaces the pressed card. Its ``fallbackText`` is the toast."""

    card: Card


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, shown as plain text; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """Opens a dialog, or shows another card in the open one, such as a form with its errors."""

    title: str
    card: Card
    size: Literal["small", "medium", "large"] = "medium"


@dataclass(frozen=True, slots=True)
class DialogClosed:
    """Closes the dialog, with or without a sentence."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class SendCards:
    """Messages to the caller's chat, in this order."""

    cards: tuple[OutCard, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was done; ``message`` tells the person why. ``status`` is as in HTTP, 4xx or 5xx."""

    status: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to say."""


@dataclass(frozen=True, slots=True)
class OfferFile:
    """Offers the person a file, by a message in their chat beside the turn's answer."""

    name: str
    size: int
    """Bytes, which Teams shows."""
    why: str
    offer: str
    """Returns in ``FileAnswered``: identifies the file and holds none of its content."""
    words: str
    """The sentence with which an open dialog or a pressed card closes."""


@dataclass(frozen=True, slots=True)
class FileGiven:
    """Shows a file that has been uploaded to where Teams keeps it."""

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
    """A file could not be fetched or uploaded; ``code`` is for logs, the message for the person."""

    def __init__(self, code: str, message: str) -> None:
        """Neither text gives the file's address or content."""
        super().__init__(message)
        self.code = code
        self.message = message


class Files(Protocol):
    """Transfers files between a chat and Sightline; each method raises FileTrouble."""

    async def fetch(self, source: str) -> bytes:
        """Read the file at ``FileSent.source``."""
        ...

    async def put(self, upload_url: str, content: bytes) -> None:
        """Upload ``content`` to the address that Teams gave."""
        ...


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person as Teams' own roster describes them: for display only, never proof of who acts."""

    name: str
    guest: bool


class Roster(Protocol):
    """Looks up people in a chat."""

    async def look(self, caller: Caller) -> RosterEntry | None:
        """The caller's entry, or None while Teams does not answer."""
        ...


class Conversation(Protocol):
    """The part of the bot that knows the programme: a turn in, an answer out."""

    async def answer(self, turn: Turn) -> Answer:
        """Answer ``turn`` within two seconds; after that a person's Teams may repeat the press."""
        ...
