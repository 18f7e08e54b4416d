"""The Bot Connector's REST API, as Teams serves it to a bot (teams.md §1).

It has the same paths, statuses and error bodies as Teams.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.desk.chats import SIGHTLINE, Chats, MessageContent
from bot.desk.files import CONSENT, INFO, given_card, offered_card
from bot.desk.refusals import MAX_MESSAGE_BYTES, DeskRefusal, Json, read_object

if TYPE_CHECKING:
    from bot.desk.activities import ActivityBuilder
    from bot.desk.council import Council, DeskDirectory, DeskPerson
    from bot.desk.understood import UnderstoodAnswers

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


class Connector:
    """The routes under `/v3`. Its conversations are the personal chats of the council's people."""

    def __init__(
        self,
        council: Council,
        directory: DeskDirectory,
        chats: Chats,
        builder: ActivityBuilder,
        answers: UnderstoodAnswers,
    ) -> None:
        self._council = council
        self._directory = directory
        self._chats = chats
        self._builder = builder
        self._answers = answers

    def routes(self) -> list[web.RouteDef]:
        """The routes that the bot may call."""
        activities = "/v3/conversations/{conversation}/activities"
        return [
            web.post("/v3/conversations", self.create_conversation),
            web.get("/v3/conversations/{conversation}/members/{member}", self.member),
            web.post(activities, self.send),
            web.post(activities + "/{activity}", self.send),
            web.put(activities + "/{activity}", self.update),
            web.delete(activities + "/{activity}", self.delete),
        ]

    async def create_conversation(self, request: web.Request) -> web.Response:
        """201 `{"id"}`: the chat with that person, which is the same for every request."""
        body = await read_object(request)
        members = body.get("members")
        if not (isinstance(members, list) and len(members) == 1 and isinstance(members[0], dict)):
            raise DeskRefusal(400, "BadArgument", "A personal chat has exactly one member.")
        if body.get("isGroup"):
            raise DeskRefusal(400, "BadArgument", "A bot cannot create a group chat.")
        member = str(members[0].get("id", "")).removeprefix("29:")
        person = await self._directory.by_entra_object_id(member)
        if person is None:
            words = "The bot is not installed for this person: the tenant has no such member."
            raise DeskRefusal(403, "ForbiddenOperationException", words)
        return web.json_response({"id": self._builder.conversation(person)}, status=201)

    async def member(self, request: web.Request) -> web.Response:
        """200: the person of that chat, who is never a guest here."""
        person = await self._person(request)
        return web.json_response(
            {
                "id": f"29:{person.entra_object_id}",
                "aadObjectId": person.entra_object_id,
                "name": person.name,
                "userPrincipalName": person.upn,
                "userRole": "user",
            }
        )

    async def send(self, request: web.Request) -> web.Response:
        """201 `{"id"}`: a new message at the end of the chat, whether a reply or not."""
        person = await self._person(request)
        activity = await _activity(request)
        if activity.get("type") == "typing":
            return web.json_response({"id": self._chats.next_id()}, status=201)
        content, at = _content(activity), await self._council.now()
        content = replace(
            content, understood=self._answers.of(person.entra_object_id, content.card)
        )
        message = self._chats.add(person.entra_object_id, at=at, sender=SIGHTLINE, content=content)
        return web.json_response({"id": message.id}, status=201)

    async def update(self, request: web.Request) -> web.Response:
        """200 `{"id"}`: the message's content is replaced; 404 if there is no such message."""
        person = await self._person(request)
        activity_id = self._own_activity(request, person)
        content, at = _content(await _activity(request)), await self._council.now()
        if not self._chats.change(person.entra_object_id, activity_id, at=at, content=content):
            raise _no_activity()
        return web.json_response({"id": activity_id})

    async def delete(self, request: web.Request) -> web.Response:
        """200: the message is removed; 404 if there is no such message."""
        person = await self._person(request)
        self._chats.remove(person.entra_object_id, self._own_activity(request, person))
        return web.json_response({})

    async def _person(self, request: web.Request) -> DeskPerson:
        person = await self._directory.by_conversation(request.match_info["conversation"])
        if person is None:
            raise DeskRefusal(404, "ConversationNotFound", "Conversation not found.")
        return person

    def _own_activity(self, request: web.Request, person: DeskPerson) -> str:
        """The id of the requested message. Raises `DeskRefusal` 403 if the bot did not send it."""
        message = self._chats.find(person.entra_object_id, request.match_info["activity"])
        if message is None:
            raise _no_activity()
        if message.sender != SIGHTLINE:
            raise DeskRefusal(403, "NotEnoughPermissions", "That message is not the bot's own.")
        return message.id


async def _activity(request: web.Request) -> Json:
    activity = await read_object(request)
    as_utf16 = json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
    if len(as_utf16) > MAX_MESSAGE_BYTES:
        raise DeskRefusal(413, "MessageSizeTooBig", "Message size too large.")
    if activity.get("type") not in ("message", "typing"):
        raise DeskRefusal(400, "BadArgument", "Activity type must be message or typing.")
    return activity


def _content(activity: Json) -> MessageContent:
    text, summary = activity.get("text") or "", activity.get("summary") or ""
    attachments = activity.get("attachments") or []
    if not (isinstance(text, str) and isinstance(summary, str) and isinstance(attachments, list)):
        raise DeskRefusal(400, "BadArgument", "text, summary or attachments is of the wrong kind.")
    card, offer = _card(attachments)
    if not text and card is None:
        raise DeskRefusal(
            400, "BadSyntax", "Activity must include non-empty text or an attachment."
        )
    return MessageContent(text, summary, card, offer)


def _card(attachments: list[object]) -> tuple[Json | None, Json | None]:
    """The card, and the file that it offers. Teams itself draws the card of a file."""
    if not attachments:
        return None, None
    first = attachments[0]
    if len(attachments) > 1 or not isinstance(first, dict):
        raise DeskRefusal(400, "BadArgument", "A message may have only one attachment.")
    card = first.get("content")
    if not isinstance(card, dict):
        raise DeskRefusal(400, "BadArgument", "An attachment's content must be an object.")
    match first.get("contentType"):
        case str(kind) if kind == ADAPTIVE_CARD:
            return card, None
        case str(kind) if kind == CONSENT:
            return offered_card(first), {"name": first.get("name"), **card}
        case str(kind) if kind == INFO:
            return given_card(first), None
        case _:
            known = f"{ADAPTIVE_CARD}, {CONSENT} or {INFO}"
            raise DeskRefusal(400, "BadArgument", f"Send an attachment of one of these: {known}.")


def _no_activity() -> DeskRefusal:
    return DeskRefusal(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")
