"""Microsoft's Agents SDK, with its own token check, answering with the same card.

The SDK is no part of Sightline, so this runs in a process and an environment of its own, which
`make bench` makes: `agents_echo.py KEYS_URL APP_ID`, with the answer's body on standard input. It
prints its port.
"""

import asyncio
import json
import sys

from aiohttp import web
from microsoft_agents.activity import Activity, InvokeResponse
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import TurnContext
from microsoft_agents.hosting.core.authorization import AgentAuthConfiguration
from microsoft_agents.hosting.core.authorization.jwt import jwt_token_validator

ISSUER = "https://api.botframework.com"


class GivenToken:
    """The bot's own token, which costs nothing: only inbound calls are measured."""

    def __init__(self, configuration: AgentAuthConfiguration) -> None:
        self.configuration = configuration

    async def get_access_token(self, *_asked: object, **_more: object) -> str:
        """A token that is not checked."""
        return "a-token"


class OneConnection:
    """The SDK's only connection."""

    def __init__(self, token: GivenToken) -> None:
        self._token = token

    def get_token_provider(self, *_asked: object) -> GivenToken:
        """The only connection."""
        return self._token

    get_connection = get_default_connection = get_token_provider

    def get_token_provider_from_activity(self, *_asked: object) -> GivenToken:
        """The only connection."""
        return self._token

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        """The configuration of the only connection."""
        return self._token.configuration


class Echo:
    """Answers each press with the same card."""

    def __init__(self, body: object) -> None:
        self._answer = InvokeResponse(status=200, body=body)

    async def on_turn(self, context: TurnContext) -> None:
        """Answer with the card."""
        await context.send_activity(Activity(type="invokeResponse", value=self._answer))


async def main(keys: str, app_id: str, body: object) -> None:
    """Listen until the process is ended."""
    jwt_token_validator.BOTFRAMEWORK_JWKS_URIS[ISSUER] = keys
    configuration = AgentAuthConfiguration(client_id=app_id, tenant_id="a-tenant")
    adapter = CloudAdapter(connection_manager=OneConnection(GivenToken(configuration)))
    agent = Echo(body)

    async def messages(request: web.Request) -> web.StreamResponse:
        answered = await adapter.process(request, agent)
        assert isinstance(answered, web.StreamResponse)
        return answered

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = configuration
    app.router.add_post("/api/messages", messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], json.load(sys.stdin)))
