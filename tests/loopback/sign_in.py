"""Microsoft's sign-in on loopback: OpenID metadata, signing keys, and tokens signed with them."""

import asyncio
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from requests import Session

from tests.loopback.serving import LoopbackServer

ISSUER = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"


MACHINE = "http://169.254.169.254"
"""Where a machine in Azure requests its own identity's token."""
VAULT = "https://riverside.vault.azure.net"


class Rerouted(Session):
    """An HTTP session that sends requests for Microsoft's sign-in to the one on loopback."""

    def __init__(self, to: str) -> None:
        super().__init__()
        self.trust_env = False
        self._to = to

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Any:
        """Make the request at the other address; refuse any that is not for Microsoft."""
        for place, here in ((LOGIN, ""), (MACHINE, ""), (VAULT, "/vault")):
            if str(url).startswith(place):
                where = str(url).replace(place, self._to + here, 1)
                return super().request(str(method), where, *args, **kwargs)
        raise AssertionError(url)


@cache
def _key(number: int) -> rsa.RSAPrivateKey:
    """The first key of every service, or its second, and so on.

    To make one takes longer than most tests, so services share them; one service has none twice.
    """
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class LoopbackSignInService(LoopbackServer):
    """Publishes keys as the Bot Framework does, and signs what a test asks it to.

    Keys can be rotated, withdrawn, or sent slowly, wrongly or not at all; each fetch is counted.
    It also gives the bot its tokens and accepts them until they expire or are withdrawn, answers as
    the machine's managed identity, and holds that identity's vault (``secrets`` by name).
    """

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements: dict[str, list[str]] = {}
        self.fetches = 0
        self.status = 200
        self.delay = 0.0
        self.jwks_uri: str | None = None
        self.garbled = False
        self.asked: list[dict[str, str]] = []
        self.given: set[str] = set()
        self.secrets: dict[str, str] = {}
        self.vault_status = 200
        self.seconds = 3600
        self.refusal: str | None = None
        self.access_token: str | None = None
        self._rotations = 0
        self.rotate("key-1")

    def rotate(self, key_id: str, *, endorsements: list[str] | None = None) -> None:
        """Publish a new key; the older ones stay until `withdraw`."""
        self._rotations += 1
        self.keys[key_id] = _key(self._rotations)
        self.endorsements[key_id] = ["msteams", "webchat"] if endorsements is None else endorsements

    def withdraw(self, key_id: str) -> None:
        """Stop publishing the key."""
        del self.keys[key_id]

    def believes(self, token: str) -> bool:
        """Whether a token was given to the bot and has not been withdrawn."""
        return token in self.given

    def token(
        self,
        *,
        now: datetime,
        audience: str,
        service_url: str | None,
        key_id: str = "key-1",
        header: dict[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        """A token as Teams sends it; a claim given as None is left out."""
        said = {
            "iss": ISSUER,
            "aud": audience,
            "nbf": int((now - timedelta(minutes=1)).timestamp()),
            "exp": int((now + timedelta(minutes=59)).timestamp()),
            "serviceurl": service_url,
        } | claims
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(
            kept, self.keys[key_id], algorithm="RS256", headers={"kid": key_id} | (header or {})
        )

    def application(self) -> web.Application:
        """The routes of Microsoft's sign-in, of the managed identity and of the vault."""
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/v1/.well-known/keys", self._published)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._authority)
        app.router.add_get("/common/discovery/instance", self._clouds)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/metadata/identity/oauth2/token", self._identity)
        app.router.add_get("/vault/secrets/{name}", self._secret)
        return app

    @property
    def metadata(self) -> str:
        """The address of the OpenID metadata."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    async def _metadata(self, _request: web.Request) -> web.Response:
        self.fetches += 1
        await asyncio.sleep(self.delay)
        if self.garbled:
            return web.Response(text="<html>busy</html>", content_type="text/html")
        return web.json_response(
            {
                "issuer": ISSUER,
                "jwks_uri": self.jwks_uri or f"{self.url}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            },
            status=self.status,
        )

    async def _clouds(self, _request: web.Request) -> web.Response:
        """The hosts of one cloud, which msal fetches before it accepts an authority."""
        host = LOGIN.removeprefix("https://")
        known = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
        return web.json_response({"metadata": [known]})

    async def _authority(self, request: web.Request) -> web.Response:
        """A tenant's metadata, which msal reads before it requests a token there."""
        tenant = request.match_info["tenant"]
        return web.json_response(
            {
                "issuer": f"{LOGIN}/{tenant}/v2.0",
                "authorization_endpoint": f"{LOGIN}/{tenant}/oauth2/v2.0/authorize",
                "token_endpoint": f"{LOGIN}/{tenant}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        """A token for the bot itself, numbered by request."""
        form = await request.post()
        self.asked.append({name: str(value) for name, value in form.items()})
        await asyncio.sleep(self.delay)
        if self.refusal is not None:
            said = {"error": self.refusal, "error_description": "AADSTS7000215 secret-id-of-theirs"}
            return web.json_response(said, status=self.status if self.status != 200 else 401)
        if self.status != 200:
            return web.Response(status=self.status, text="busy")
        given = self.access_token or f"token-{len(self.asked)}"
        self.given.add(given)
        return web.json_response(
            {"token_type": "Bearer", "expires_in": self.seconds, "access_token": given}
        )

    async def _identity(self, request: web.Request) -> web.Response:
        """A token of the machine's own identity, for the audience of the request."""
        if request.headers.get("Metadata") != "true" or self.refusal is not None:
            return web.json_response({"error": self.refusal or "no_metadata"}, status=400)
        resource = request.query["resource"]
        self.asked.append(dict(request.query))
        given = f"identity:{request.query['client_id']}:{resource}"
        self.given.add(given)
        return web.json_response(
            {"access_token": given, "expires_in": str(self.seconds), "resource": resource}
        )

    async def _secret(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.given or not token.endswith(":https://vault.azure.net"):
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        if self.vault_status != 200:
            return web.json_response({"error": {"code": "Throttled"}}, status=self.vault_status)
        found = self.secrets.get(request.match_info["name"])
        if found is None:
            return web.json_response({"error": {"code": "SecretNotFound"}}, status=404)
        return web.json_response({"value": found, "id": str(request.url)})

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "keys": [
                    {
                        "kty": "RSA",
                        "use": "sig",
                        "kid": key_id,
                        "x5t": key_id,
                        "n": _b64(key.public_key().public_numbers().n),
                        "e": _b64(key.public_key().public_numbers().e),
                        "endorsements": self.endorsements[key_id],
                    }
                    for key_id, key in self.keys.items()
                ]
            }
        )


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
