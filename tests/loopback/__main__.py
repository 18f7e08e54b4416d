"""A tenant on this machine that runs until it is stopped, to try an installation without Teams.

    python -m tests.loopback tenant.env      # in one terminal
    set -a; . ./tenant.env; set +a           # in another, then: sightline serve

It signs people in, gives the bot its own token as Azure does for a managed identity, and receives
what the bot sends. It prints an address. There, `POST /say` with `{"person", "text"}` (an Entra
object id and typed words), or with `{"person", "verb", "id", "version"}` for a press, makes that
person's client call the bot; `"signed": false` leaves the call unsigned. `GET /messages` gives what
the bot has sent.
"""

import argparse
import asyncio
import time
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.loopback.activities import BOT, TENANT, message, press
from tests.loopback.connector import LoopbackConnector
from tests.loopback.sign_in import LoopbackSignInService

APP = BOT.removeprefix("28:")
SECRET = "this-machine-alone"  # noqa: S105 - what Azure puts into a container's environment
TOKEN_LASTS = 3600


class StandingTenant:
    """Sign-in, managed identity and Bot Connector, with an address for trying the bot."""

    def __init__(self, bot: str) -> None:
        """`bot` is the address at which the bot takes activities."""
        self._bot = bot
        self._service, self._connector = LoopbackSignInService(), LoopbackConnector()
        self._runner: web.AppRunner | None = None

    async def start(self, stack: AsyncExitStack, port: int) -> dict[str, str]:
        """Run everything until `stack` ends; gives the settings that the bot needs."""
        await stack.enter_async_context(self._service)
        await stack.enter_async_context(self._connector)
        self._client = await stack.enter_async_context(aiohttp.ClientSession())
        app = web.Application()
        app.router.add_get("/identity", self._identity)
        app.router.add_post("/say", self._say)
        app.router.add_get("/messages", self._messages)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return {
            "MicrosoftAppId": APP,
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppType": "UserAssignedMSI",
            "IDENTITY_ENDPOINT": f"{self.url}/identity",
            "IDENTITY_HEADER": SECRET,
            "SIGHTLINE_OPENID_METADATA": self._service.metadata,
            "SIGHTLINE_SERVICE_URL": self._connector.url,
            "SIGHTLINE_LOOPBACK_CONNECTOR": self._connector.url,
        }

    async def _identity(self, request: web.Request) -> web.Response:
        """The bot's own token, as Azure gives it to a container with a managed identity."""
        if request.headers.get("X-IDENTITY-HEADER") != SECRET:
            raise web.HTTPUnauthorized
        return web.json_response(
            {
                "access_token": "the-bots-own-token",
                "expires_on": str(int(time.time()) + TOKEN_LASTS),  # noqa: TID251 - a clock of its own
                "resource": request.query.get("resource", ""),
                "token_type": "Bearer",
            }
        )

    async def _say(self, request: web.Request) -> web.Response:
        """Let a person's client call the bot; gives `{"status", "answer"}`."""
        asked: dict[str, Any] = await request.json()
        url = self._connector.url
        if "verb" in asked:
            given = {name: asked[name] for name in ("id", "version") if name in asked}
            said = press(url, asked["verb"], **given)
        else:
            said = message(url, asked["text"])
        said["from"]["aadObjectId"] = asked["person"]
        said["conversation"]["id"] = f"a:chat-of-{asked['person']}"
        now = datetime.now(UTC)  # noqa: TID251 - as above
        token = self._service.token(now=now, audience=APP, service_url=url)
        headers = {"Authorization": f"Bearer {token}"} if asked.get("signed", True) else {}
        try:
            async with self._client.post(self._bot, json=said, headers=headers) as answer:
                body = await answer.json() if await answer.read() else None
        except aiohttp.ClientConnectionError:
            raise web.HTTPBadGateway(text=f"No bot answers at {self._bot}.\n") from None
        return web.json_response({"status": answer.status, "answer": body})

    async def _messages(self, _request: web.Request) -> web.Response:
        """The messages in the chats, each with the token of its request."""
        return web.json_response(
            {
                "signed_with": sorted({call.authorization or "" for call in self._connector.calls}),
                "messages": [
                    {"chat": one.conversation_id, "activity": one.activity}
                    for one in self._connector.messages
                ],
            }
        )


async def main() -> None:
    """Run until interrupted."""
    asked = argparse.ArgumentParser(prog="python -m tests.loopback", description=__doc__)
    asked.add_argument("settings", type=Path, help="the file to write the settings to")
    asked.add_argument("--port", type=int, default=8500, help="of the tenant's own door")
    asked.add_argument("--bot", default="http://127.0.0.1:3978/api/messages", help="where it is")
    given = asked.parse_args()
    async with AsyncExitStack() as stack:
        tenant = StandingTenant(given.bot)
        settings = await tenant.start(stack, given.port)
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        given.settings.write_text(lines, "utf-8")
        print(
            f"{lines}\nA tenant stands at {tenant.url}; its settings are in {given.settings}.",
            flush=True,
        )
        await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
