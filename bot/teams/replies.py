"""Replies in the chat itself, sent through the SDK's context so that its middleware sees them.

SDK activities are built field by field, and only where needed: the SDK takes longer to parse an
activity than the rest of a turn takes.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount

from bot.send_outcome import SendOutcome, Undelivered
from bot.teams.answers import UnfitAnswerError
from bot.teams.courier import CARD_TYPE, Courier
from bot.teams.file_activities import consent_message, info_message
from bot.turns import (
    Answer,
    Caller,
    CardAnswer,
    FileAnswered,
    FileGiven,
    FileSent,
    Installed,
    Nothing,
    OfferFile,
    OutCard,
    Refusal,
    Removed,
    Said,
    SendCards,
    Turn,
    Words,
)

Chatted = Said | Installed | Removed | FileSent | FileAnswered
"""Turns that are answered by a message in the chat; the others in the HTTP response."""


def received(turn: Turn, activity: Mapping[str, Any]) -> Activity:
    """A checked activity as the SDK's object: its kind, its ids and whom to answer."""
    caller = turn.caller
    return Activity(
        type=activity["type"],
        name=activity.get("name"),
        id=caller.activity_id,
        channel_id="msteams",
        service_url=caller.service_url,
        conversation=ConversationAccount(
            id=caller.conversation_id, conversation_type="personal", tenant_id=caller.tenant_id
        ),
        from_property=ChannelAccount(id=caller.teams_id, aad_object_id=caller.entra_object_id),
        recipient=ChannelAccount(),
        reply_to_id=caller.reply_to,
    )


async def reply(context: TurnContext, turn: Chatted, answer: Answer) -> None:
    """Send ``answer`` to the caller's chat. Raises Undelivered or UnfitAnswerError."""
    match answer:
        case Nothing():
            return
        case Words(text) | Refusal(message=text) if text:
            await context.send_activity(Activity(type="message", text=text))
        case SendCards(cards):
            for out in cards:
                await context.send_activity(_message(out))
        case OfferFile() if isinstance(turn, Said):
            await offer_file(context, answer)
        case FileGiven(place) if isinstance(turn, FileAnswered):
            await context.send_activity(_with_file(info_message(place)))
        case CardAnswer(card) if isinstance(turn, Said):
            await _replace_or_send(context, turn, OutCard(card, card.get("fallbackText", "")))
        case _:
            raise UnfitAnswerError(turn, answer)


async def offer_file(context: TurnContext, offer: OfferFile) -> None:
    """Offer the caller a file in the chat. Raises Undelivered."""
    await context.send_activity(_with_file(consent_message(offer)))


def telling(courier: Courier) -> Callable[[Caller, Answer], Awaitable[None]]:
    """Says an answer in the caller's chat once their turn is over. Raises Undelivered."""

    async def tell(caller: Caller, answer: Answer) -> None:
        url, chat = caller.service_url, caller.conversation_id
        match answer:
            case Nothing():
                return
            case Words(text):
                await courier.send_words(url, chat, text)
            case SendCards(cards):
                for out in cards:
                    await courier.send(url, chat, out)
            case _:
                raise UnfitAnswerError(caller, answer)

    return tell


def out_card(message: Activity) -> OutCard | None:
    """The card in an SDK activity, or None if it holds a file's."""
    (attachment,) = message.attachments
    if attachment.content_type != CARD_TYPE:
        return None
    return OutCard(attachment.content, message.summary)


def file_message(message: Activity) -> dict[str, Any]:
    """The message in an SDK activity that offers or shows a file."""
    (one,) = message.attachments
    named = {"contentType": one.content_type, "name": one.name, "content": one.content}
    where = {} if one.content_url is None else {"contentUrl": one.content_url}
    return {"type": "message", "summary": message.summary, "attachments": [named | where]}


def _with_file(message: Mapping[str, Any]) -> Activity:
    (one,) = message["attachments"]
    attachment = Attachment(
        content_type=one["contentType"],
        content_url=one.get("contentUrl"),
        name=one["name"],
        content=one["content"],
    )
    return Activity(type="message", summary=message["summary"], attachments=[attachment])


async def _replace_or_send(context: TurnContext, turn: Said, out: OutCard) -> None:
    """Replace the pressed card with ``out``; after typed words, or if it is gone, send a message.

    About one update in a thousand finds its message gone (teams.md §1).
    """
    pressed = turn.caller.reply_to if turn.value is not None else None
    message = _message(out)
    if pressed is not None:
        message.id = pressed
        try:
            await context.update_activity(message)
        except Undelivered as failure:
            if failure.outcome is not SendOutcome.message_gone:
                raise
        else:
            return
    await context.send_activity(message)


def _message(out: OutCard) -> Activity:
    attachment = Attachment(content_type=CARD_TYPE, content=out.card)
    return Activity(type="message", summary=out.summary, attachments=[attachment])
