"""The same card given back by Microsoft's Agents SDK with its own check of the token.

Runs as a process of its own in an environment of its own (`make bench` makes it), for the SDK is no
part of Sightline: `agents_echo.py KEYS_URL APP_ID`, the answer's body on standard input. It prints
the port that it listens on.
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
    """The bot's own token, which costs nothing here: only the way in is measured."""

    def __init__(self, configuration: AgentAuthConfiguration) -> None:
        self.configuration = configuration

    async def get_access_token(self, *_asked: object, **_more: object) -> str:
        """Give a token that nobody looks at."""
        return "a-token"


class OneConnection:
    """The SDK's connections, of which there is one."""

    def __init__(self, token: GivenToken) -> None:
        self._token = token

    def get_token_provider(self, *_asked: object) -> GivenToken:
        """Give the one there is."""
        return self._token

    get_connection = get_default_connection = get_token_provider

    def get_token_provider_from_activity(self, *_asked: object) -> GivenToken:
        """Give the one there is."""
        return self._token

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        """Give what the one there is was made with."""
        return self._token.configuration


class Echo:
    """Answers each press with the same card."""

    def __init__(self, body: object) -> None:
        self._answer = InvokeResponse(status=200, body=body)

    async def on_turn(self, context: TurnContext) -> None:
        """Give the card back."""
        await context.send_activity(Activity(type="invokeResponse", value=self._answer))


async def main(keys: str, app_id: str, body: object) -> None:
    """Listen until somebody ends the process."""
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
