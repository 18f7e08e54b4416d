"""The bot's endpoint: reads an HTTP request, asks the conversation, answers as Teams expects.

It extends botbuilder-core's ``BotAdapter``, so that the SDK's middleware works. It does not use the
SDK's ``CloudAdapter``, which answers 500 to every invoke and to most bad tokens (teams.md §0).
"""

import json
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, Final

import structlog
from aiohttp import web
from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ConversationReference, ResourceResponse

from bot.send_outcome import Undelivered
from bot.teams.answers import TROUBLE, error_body, invoke_body
from bot.teams.courier import Courier
from bot.teams.inbound import NotUnderstood, read_turn
from bot.teams.reading import read_activity
from bot.teams.replies import Chatted, file_message, offer_file, out_card, received, reply
from bot.teams.sign_in import NotSignedIn, SignIn
from bot.turns import Conversation, FileAnswered, FileSent, OfferFile, Said, Turn

TURN_KIND: Final = web.RequestKey("turn", str)
"""The kind of turn of a request, set once its sign-in and shape are checked."""
TURN_FAILED: Final = web.RequestKey("troubled", bool)
"""Set on a request whose turn failed and was answered with an apology."""
_FRAMES_LOGGED: Final = 3

log: Final = structlog.get_logger(__name__)


class TeamsAdapter(BotAdapter):
    """Answers ``POST /api/messages``."""

    def __init__(
        self, *, conversation: Conversation, courier: Courier, sign_in: SignIn, tenant_id: str
    ) -> None:
        """Serve one tenant (``tenant_id``, a GUID) with one conversation."""
        super().__init__()
        self._conversation = conversation
        self._courier = courier
        self._sign_in = sign_in
        self._tenant_id = tenant_id

    async def process(self, request: web.Request) -> web.Response:
        """Answer one activity.

        HTTP 200 if the conversation was asked; an invoke's body then holds Teams' own status.
        Otherwise 4xx or 501 with ``{"error", "message"}``, or a pressed card's error shape.
        No request causes another 5xx.
        """
        activity: dict[str, Any] = {}
        try:
            activity = await read_activity(request)
            await self._sign_in.check(
                request.headers.get("Authorization"), activity, request.remote
            )
            turn = read_turn(
                activity, tenant_id=self._tenant_id, service_urls=self._courier.service_urls
            )
        except NotSignedIn as refused:
            log.warning("activity_refused", status=refused.status, code="not_signed_in")
            return _refused(NotUnderstood(refused.status, "not_signed_in", refused.sentence), {})
        except NotUnderstood as refused:
            log.warning("activity_refused", status=refused.status, code=refused.code)
            return _refused(refused, activity)
        request[TURN_KIND] = "none" if turn is None else type(turn).__name__
        if turn is None:
            return web.Response()
        return await self._answered(turn, activity, request)

    async def _answered(
        self, turn: Turn, activity: dict[str, Any], request: web.Request
    ) -> web.Response:
        context = TurnContext(self, received(turn, activity))

        async def ask(context: TurnContext) -> None:
            answer = await self._conversation.answer(turn)
            if isinstance(turn, Chatted):
                await reply(context, turn, answer)
                return
            body = _as_json(invoke_body(turn, answer))
            context.turn_state[self._INVOKE_RESPONSE_KEY] = InvokeResponse(
                status=HTTPStatus.OK, body=body
            )
            if isinstance(answer, OfferFile):
                await offer_file(context, answer)

        try:
            await self.run_pipeline(context, ask)
        except Undelivered as failure:
            log.warning("reply_undelivered", outcome=failure.outcome, **_ids(turn))
        except Exception as error:  # noqa: BLE001 - the one place where a turn's faults end
            # A traceback would carry the error's own words, and those may be about a child.
            log.error(  # noqa: TRY400 - see above
                "turn_failed", error=type(error).__name__, at=_where(error), **_ids(turn)
            )
            request[TURN_FAILED] = True
            return await self._trouble(context, turn)
        if isinstance(turn, Chatted):
            return web.Response()
        response = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        if response is None:
            log.error("turn_unanswered", **_ids(turn))
            request[TURN_FAILED] = True
            return await self._trouble(context, turn)
        return _json(response.body, response.status)

    async def _trouble(self, context: TurnContext, turn: Turn) -> web.Response:
        """Answer that it did not work, in the shape of this turn's answers."""
        if not isinstance(turn, Chatted):
            return _json(_as_json(invoke_body(turn, TROUBLE)))
        if isinstance(turn, Said | FileSent | FileAnswered):
            try:
                await reply(context, turn, TROUBLE)
            except Undelivered as failure:
                log.warning("reply_undelivered", outcome=failure.outcome, **_ids(turn))
        return web.Response()

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Send messages, each a card or plain words; raises Undelivered at the first failure."""
        return [ResourceResponse(id=await self._send(context, one)) for one in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Replace the card that a message shows; raises Undelivered."""
        here, out = context.activity, out_card(activity)
        if out is not None:
            await self._courier.update(here.service_url, here.conversation.id, activity.id, out)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Delete a message from the chat; raises Undelivered."""
        here = context.activity
        await self._courier.delete(here.service_url, here.conversation.id, reference.activity_id)

    async def _send(self, context: TurnContext, activity: Activity) -> str:
        url, chat = context.activity.service_url, context.activity.conversation.id
        if activity.attachments:
            out = out_card(activity)
            if out is None:
                return await self._courier.send_message(url, chat, file_message(activity))
            return await self._courier.send(url, chat, out)
        return await self._courier.send_words(url, chat, activity.text)


def _refused(why: NotUnderstood, activity: Mapping[str, Any]) -> web.Response:
    body: dict[str, Any] = {"error": why.code, "message": why.message}
    if activity.get("name") == "adaptiveCard/action":
        body = error_body(why.status, why.code, why.message)
    response = _json(_as_json(body), why.status)
    if why.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _as_json(body: Mapping[str, Any] | None) -> bytes | None:
    if body is None:
        return None
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _json(body: bytes | None, status: int = HTTPStatus.OK) -> web.Response:
    if body is None:
        return web.Response(status=status)
    return web.Response(body=body, status=status, content_type="application/json")


def _ids(turn: Turn) -> dict[str, str]:
    """The ids of a turn for a log line, without what was typed or pressed."""
    caller = turn.caller
    return {
        "turn": type(turn).__name__,
        "activity": caller.activity_id,
        "conversation": caller.conversation_id,
        "person": caller.entra_object_id,
    }


def _where(error: Exception) -> str:
    """The innermost lines of code, without their values."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    return " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames))
