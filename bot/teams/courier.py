"""Sends cards and words to Teams through the Bot Connector's REST API, with aiohttp.

A send has no idempotency key, so it is never repeated here. Each failure is an Undelivered whose
outcome says whether a repeat is safe; the outbox decides.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.send_outcome import SendOutcome, Undelivered
from bot.teams.addresses import ForeignServiceUrl, ServiceUrls, is_teams_id
from bot.teams.outcomes import CardTooBig, undelivered
from bot.teams.pace import NotYet, Pace
from bot.turns import OutCard

CARD_BUDGET: Final = 50 * 1024
"""Bytes of a card's JSON in UTF-16, as Microsoft counts them: 25 K characters (trust.md §1). Older
Teams clients fail not far above it."""
CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"

_LARGEST_ANSWER: Final = 64 * 1024
TIMEOUT_SECONDS: Final = 20.0
"""Seconds for a whole call; Teams gives up sooner."""
_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=5.0, sock_read=10.0)

_SENDING: Final[Mapping[SendOutcome, SendOutcome]] = {}
_UPDATING: Final = {
    SendOutcome.unknown: SendOutcome.retry,
    SendOutcome.chat_unreadable: SendOutcome.message_gone,
    SendOutcome.chat_in_doubt: SendOutcome.message_gone,
}
"""An update is idempotent. A card in a chat that Teams cannot read any more is sent afresh."""
_CREATING: Final = {
    SendOutcome.unknown: SendOutcome.retry,
    SendOutcome.conversation_gone: SendOutcome.unreachable,
    SendOutcome.chat_unreadable: SendOutcome.unreachable,
    SendOutcome.chat_in_doubt: SendOutcome.misconfigured,
}
"""Creating a chat shows nothing to the person, and repeating it gives the same chat."""

Token = Callable[[], Awaitable[str | None]]
"""Gives the bearer token for the Bot Connector, or None if it needs none (loopback)."""


async def no_token() -> str | None:
    """Send unsigned: a local Bot Connector needs no token."""
    return None


def ignore_refused_token(_token: str) -> None:
    """Do nothing: without a cached token there is nothing to drop."""


def outbound_session() -> aiohttp.ClientSession:
    """The session for the courier, without cookies and without a proxy from the environment."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)


class Courier:
    """Sends, updates and deletes messages in people's personal chats.

    Every method raises Undelivered and no error of the network library. Only addresses in
    ``service_urls`` are called and no redirect is followed, so that our token goes nowhere else.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        bot_id: str,
        service_urls: ServiceUrls,
        pace: Pace,
        token: Token = no_token,
        on_token_refused: Callable[[str], None] = ignore_refused_token,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """Send as ``bot_id`` ("28:<app id>"). The caller closes the session.

        ``on_token_refused`` is called with a token that Teams did not accept. ``timeout``, in
        seconds, runs from the connection to the answer's last byte.
        """
        self.service_urls = service_urls
        self._session = session
        self._bot_id = bot_id
        self._pace = pace
        self._token = token
        self._on_token_refused = on_token_refused
        self._timeout = timeout

    async def create(self, entra_object_id: str, tenant_id: str, service_url: str) -> str:
        """Create or find the person's chat with the bot; gives its conversation id."""
        wanted = {
            "bot": {"id": self._bot_id},
            "members": [{"id": entra_object_id}],
            "channelData": {"tenant": {"id": tenant_id}},
            "tenantId": tenant_id,
            "isGroup": False,
        }
        return await self._call(
            "POST", service_url, (), wanted, chat=f"new:{entra_object_id}", reading=_CREATING
        )

    async def send(self, service_url: str, conversation_id: str, out: OutCard) -> str:
        """Send a card as a message; gives the message's id."""
        return await self._call(
            "POST", service_url, (conversation_id, "activities"), _card_message(out)
        )

    async def reply(
        self, service_url: str, conversation_id: str, activity_id: str, out: OutCard
    ) -> str:
        """Send a card in reply to ``activity_id``; gives the new message's id."""
        message = _card_message(out) | {"replyToId": activity_id}
        path = (conversation_id, "activities", activity_id)
        return await self._call("POST", service_url, path, message)

    async def send_words(self, service_url: str, conversation_id: str, text: str) -> str:
        """Send a sentence as plain text, without Markdown or mentions; gives the message's id."""
        message = {"type": "message", "text": text, "textFormat": "plain"}
        if (size := _size(message)) > CARD_BUDGET:
            raise CardTooBig(size, CARD_BUDGET)
        return await self._call("POST", service_url, (conversation_id, "activities"), message)

    async def send_message(
        self, service_url: str, conversation_id: str, message: Mapping[str, Any]
    ) -> str:
        """Send another kind of message, such as an offered file; gives its id."""
        return await self._call("POST", service_url, (conversation_id, "activities"), message)

    async def update(
        self, service_url: str, conversation_id: str, activity_id: str, out: OutCard
    ) -> None:
        """Replace the card that message ``activity_id`` shows with ``out``."""
        message = _card_message(out) | {"id": activity_id}
        path = (conversation_id, "activities", activity_id)
        await self._call("PUT", service_url, path, message, reading=_UPDATING)

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Delete message ``activity_id`` from the chat; succeeds too if it is already gone."""
        path = (conversation_id, "activities", activity_id)
        try:
            await self._call("DELETE", service_url, path, None, reading=_UPDATING)
        except Undelivered as gone:
            if gone.outcome is not SendOutcome.message_gone:
                raise

    async def member(
        self, service_url: str, conversation_id: str, member_id: str
    ) -> Mapping[str, Any]:
        """A chat member as Teams gives it: ``name``, ``userPrincipalName``, ``userRole``."""
        path = (conversation_id, "members", member_id)
        answer = await self._answer("GET", service_url, path, None)
        try:
            said = json.loads(answer)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise Undelivered(SendOutcome.unknown, "Teams' answer could not be read.")
        return said

    async def _call(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        payload: Mapping[str, Any] | None,
        *,
        chat: str | None = None,
        reading: Mapping[SendOutcome, SendOutcome] = _SENDING,
    ) -> str:
        """Make one call; gives the id in a POST's answer, or "" for other methods.

        ``reading`` replaces outcomes that mean something else for this kind of call.
        """
        try:
            answer = await self._answer(method, service_url, path, payload, chat=chat)
            return _given_id(answer) if method == "POST" else ""
        except Undelivered as failure:
            failure.outcome = reading.get(failure.outcome, failure.outcome)
            raise

    async def _answer(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        payload: Mapping[str, Any] | None,
        *,
        chat: str | None = None,
    ) -> bytes:
        url = self._url(service_url, path)
        body = _as_json(payload) if payload is not None else None
        lane = chat or path[0]
        try:
            async with self._pace.turn(lane):
                return await self._exchange(method, url, body)
        except NotYet as early:
            raise Undelivered(SendOutcome.retry, "Their chat has had enough.", early.wait) from None
        except Undelivered as failure:
            if failure.outcome is SendOutcome.retry and failure.retry_after is not None:
                self._pace.hold(lane, failure.retry_after)
            raise

    def _url(self, service_url: str, path: tuple[str, ...]) -> URL:
        try:
            base = self.service_urls.base(service_url)
        except ForeignServiceUrl as foreign:
            raise Undelivered(SendOutcome.misconfigured, str(foreign)) from None
        if not all(is_teams_id(step) for step in path):
            raise Undelivered(
                SendOutcome.misconfigured, "That is not the id of a chat or message in Teams."
            )
        steps = ("v3", "conversations", *path)
        return URL(f"{base}/{'/'.join(quote(step, safe='') for step in steps)}", encoded=True)

    async def _exchange(self, method: str, url: URL, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if (token := await self._signed()) is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.request(
                    method, url, data=body, headers=headers, allow_redirects=False, timeout=_TIMEOUT
                ) as response,
            ):
                answer = await _start_of(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            # Refused, unknown name, no TLS or no free connection: the body has not been sent.
            raise Undelivered(SendOutcome.retry, "Teams could not be reached.") from None
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            raise Undelivered(SendOutcome.unknown, "The connection to Teams broke off.") from None
        if 200 <= response.status < 300:  # noqa: PLR2004 - HTTP's own range for success
            return answer
        if response.status == HTTPStatus.UNAUTHORIZED and token is not None:
            self._on_token_refused(token)
        raise undelivered(
            response.status,
            answer,
            retry_after=response.headers.get("Retry-After"),
            date=response.headers.get("Date"),
        )

    async def _signed(self) -> str | None:
        try:
            return await self._token()
        except (aiohttp.ClientError, OSError):
            raise Undelivered(SendOutcome.retry, "Sightline could not sign in to Teams.") from None


def _card_message(out: OutCard) -> dict[str, Any]:
    """A message of one card without text: Teams would split text and card into two messages."""
    if (size := _size(out.card)) > CARD_BUDGET:
        raise CardTooBig(size, CARD_BUDGET)
    return {
        "type": "message",
        "summary": out.summary,
        "attachments": [{"contentType": CARD_TYPE, "content": out.card}],
    }


def _size(value: Mapping[str, Any]) -> int:
    """Bytes in UTF-16, two for most characters and four for the others."""
    return len(_as_json(value).decode().encode("utf-16-le"))


def _as_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


async def _start_of(response: aiohttp.ClientResponse) -> bytes:
    """Read at most 64 KB of the answer; the status counts even if the body breaks off."""
    answer = bytearray()
    try:
        async for chunk in response.content.iter_any():
            answer += chunk
            if len(answer) > _LARGEST_ANSWER:
                response.close()
                break
    except (aiohttp.ClientError, TimeoutError):
        return b""
    return bytes(answer[:_LARGEST_ANSWER])


def _given_id(answer: bytes) -> str:
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError):
        given = None
    found = given.get("id") if isinstance(given, dict) else None
    if not is_teams_id(found):
        raise Undelivered(SendOutcome.unknown, "Teams' answer could not be read.")
    return found
