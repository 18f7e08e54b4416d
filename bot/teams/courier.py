"""Carries cards and words to Teams: the Bot Connector's REST API, spoken with aiohttp.

A send has no idempotency key, so nothing here tries twice: each failure is an Undelivered whose
outcome says whether another try is safe, and the outbox decides.
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

CARD_BUDGET: Final = 25 * 1024
"""Bytes of a card's JSON (trust.md §1); older Teams clients give up not far above."""
CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"

_LARGEST_ANSWER: Final = 64 * 1024
TIMEOUT_SECONDS: Final = 20.0
"""Seconds for a whole call; Teams itself gives up sooner."""
_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=5.0, sock_read=10.0)

_SENDING: Final[Mapping[SendOutcome, SendOutcome]] = {}
_UPDATING: Final = {SendOutcome.unknown: SendOutcome.retry}
"""An update twice is an update once."""
_CREATING: Final = _UPDATING | {SendOutcome.conversation_gone: SendOutcome.unreachable}
"""To create a chat puts nothing before anybody, and gives the same chat again the second time."""

Token = Callable[[], Awaitable[str | None]]
"""Gives the bearer token for the Bot Connector, or None where none is needed (loopback)."""


async def no_token() -> str | None:
    """Send unsigned: a local Bot Connector asks for nothing."""
    return None


def ignore_refused_token(_token: str) -> None:
    """Where no token is kept, a refused one needs no forgetting."""


def outbound_session() -> aiohttp.ClientSession:
    """Open the session the courier sends through; no cookies, no proxy from the environment."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)


class Courier:
    """Sends, updates and removes messages in people's personal chats.

    Every method raises Undelivered, and none a network library's own error. Nothing is sent to an
    address outside ``service_urls``, and no redirect is followed: our token must not travel on.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        bot_id: str,
        service_urls: ServiceUrls,
        pace: Pace,
        token: Token = no_token,
        refused: Callable[[str], None] = ignore_refused_token,
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        """Speak as ``bot_id`` ("28:<app id>"). The session stays the caller's, to close.

        ``refused`` is told of a token that Teams did not accept; ``patience`` is in seconds, from
        the connection to the answer's last byte.
        """
        self.service_urls = service_urls
        self._session = session
        self._bot_id = bot_id
        self._pace = pace
        self._token = token
        self._refused = refused
        self._patience = patience

    async def create(self, entra_object_id: str, tenant_id: str, service_url: str) -> str:
        """Open the person's chat with the bot, or find it again; give its conversation id."""
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
        """Send a card as a message of its own; give the message's id."""
        return await self._call(
            "POST", service_url, (conversation_id, "activities"), _card_message(out)
        )

    async def reply(
        self, service_url: str, conversation_id: str, activity_id: str, out: OutCard
    ) -> str:
        """Send a card as the answer to ``activity_id``; give the new message's id."""
        message = _card_message(out) | {"replyToId": activity_id}
        path = (conversation_id, "activities", activity_id)
        return await self._call("POST", service_url, path, message)

    async def send_words(self, service_url: str, conversation_id: str, text: str) -> str:
        """Send a sentence, shown as it is: no Markdown, no mention; give the message's id."""
        message = {"type": "message", "text": text, "textFormat": "plain"}
        if (size := len(_as_json(message))) > CARD_BUDGET:
            raise CardTooBig(size, CARD_BUDGET)
        return await self._call("POST", service_url, (conversation_id, "activities"), message)

    async def send_message(
        self, service_url: str, conversation_id: str, message: Mapping[str, Any]
    ) -> str:
        """Send a message that is no card of ours, such as an offered file; give its id."""
        return await self._call("POST", service_url, (conversation_id, "activities"), message)

    async def update(
        self, service_url: str, conversation_id: str, activity_id: str, out: OutCard
    ) -> None:
        """Put ``out`` in the place of the card that message ``activity_id`` shows."""
        message = _card_message(out) | {"id": activity_id}
        path = (conversation_id, "activities", activity_id)
        await self._call("PUT", service_url, path, message, reading=_UPDATING)

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Take message ``activity_id`` out of the chat; one that is gone already is as good."""
        path = (conversation_id, "activities", activity_id)
        try:
            await self._call("DELETE", service_url, path, None, reading=_UPDATING)
        except Undelivered as gone:
            if gone.outcome is not SendOutcome.message_gone:
                raise

    async def member(
        self, service_url: str, conversation_id: str, member_id: str
    ) -> Mapping[str, Any]:
        """What Teams says of somebody in a chat: ``name``, ``userPrincipalName``, ``userRole``."""
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
        """Make one call; give the id that a POST answers with ("" for other methods).

        ``reading`` says which outcomes mean something else for this kind of call.
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
                SendOutcome.misconfigured, "That is no id of a chat or message in Teams."
            )
        steps = ("v3", "conversations", *path)
        return URL(f"{base}/{'/'.join(quote(step, safe='') for step in steps)}", encoded=True)

    async def _exchange(self, method: str, url: URL, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if (token := await self._signed()) is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with (
                asyncio.timeout(self._patience),
                self._session.request(
                    method, url, data=body, headers=headers, allow_redirects=False, timeout=_TIMEOUT
                ) as response,
            ):
                answer = await _start_of(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            # Refused, no such name, no TLS, no free connection: nothing of the body went out.
            raise Undelivered(SendOutcome.retry, "Teams could not be reached.") from None
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            raise Undelivered(SendOutcome.unknown, "The connection to Teams broke off.") from None
        if 200 <= response.status < 300:  # noqa: PLR2004 - HTTP's own range for success
            return answer
        if response.status == HTTPStatus.UNAUTHORIZED and token is not None:
            self._refused(token)
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
    """Build a message of one card and no text, for Teams splits text and card into two messages."""
    if (size := len(_as_json(out.card))) > CARD_BUDGET:
        raise CardTooBig(size, CARD_BUDGET)
    return {
        "type": "message",
        "summary": out.summary,
        "attachments": [{"contentType": CARD_TYPE, "content": out.card}],
    }


def _as_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


async def _start_of(response: aiohttp.ClientResponse) -> bytes:
    """Read at most 64 KB of the answer; the status counts even where the rest does not come."""
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
