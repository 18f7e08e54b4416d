"""Ways to sign in to Microsoft: by secret, certificate, managed identity or federated identity.

Each gives an `AcquireToken`, which blocks and so runs in a thread. Secrets are read again for every
token, about once an hour, so that a changed secret needs no restart.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from msal import ConfidentialClientApplication, ManagedIdentityClient, UserAssignedManagedIdentity
from requests import Session

from bot.identity.bot_tokens import AcquireToken
from bot.identity.clouds import Cloud
from bot.identity.secret_reading import SecretReader

EXCHANGE: Final = "api://AzureADTokenExchange"
"""The audience of a token with which one identity vouches for another (federation)."""

_TIMEOUT_SECONDS: Final = 10.0
"""Seconds for each of msal's requests, which otherwise have no timeout."""


class NoAssertion(Exception):
    """The identity that vouches for the bot gave no token."""


class TimedSession(Session):
    """The HTTP session for msal: with a timeout, and without a proxy from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Any:
        """Make the request within _TIMEOUT_SECONDS."""
        kwargs["timeout"] = _TIMEOUT_SECONDS
        return super().request(str(method), str(url), *args, **kwargs)


def by_secret(
    cloud: Cloud, *, tenant_id: str, app_id: str, secret: SecretReader, http: Session | None = None
) -> AcquireToken:
    """Sign in with a client secret (`MicrosoftAppPassword`)."""
    return _of(cloud, tenant_id, app_id, secret, http)


def by_certificate(
    cloud: Cloud, *, tenant_id: str, app_id: str, pem: SecretReader, http: Session | None = None
) -> AcquireToken:
    """Sign in with a certificate: `pem` reads one text with private key and certificate."""

    def credential() -> Mapping[str, str]:
        text = pem()
        return {"private_key": text, "public_certificate": text}

    return _of(cloud, tenant_id, app_id, credential, http)


def by_managed_identity(
    *, client_id: str, resource: str, http: Session | None = None
) -> AcquireToken:
    """Sign in as the machine's user-assigned identity (`UserAssignedMSI`), without a secret."""

    def acquire() -> Mapping[str, Any]:
        identity = UserAssignedManagedIdentity(client_id=client_id)
        client = ManagedIdentityClient(identity, http_client=http or TimedSession())
        answer: Mapping[str, Any] = client.acquire_token_for_client(resource=resource)
        return answer

    return acquire


def by_federation(
    cloud: Cloud,
    *,
    tenant_id: str,
    app_id: str,
    assertion: SecretReader,
    http: Session | None = None,
) -> AcquireToken:
    """Sign in with a token by which another identity vouches for the bot, without a secret.

    `assertion` comes from `vouched_by_identity` or `vouched_by_file`.
    """
    return _of(cloud, tenant_id, app_id, lambda: {"client_assertion": assertion}, http)


def vouched_by_identity(client_id: str, *, http: Session | None = None) -> SecretReader:
    """Let a managed identity of the machine, which the app registration trusts, vouch for it."""
    acquire = by_managed_identity(client_id=client_id, resource=EXCHANGE, http=http)

    def assertion() -> str:
        token = acquire().get("access_token")
        if not isinstance(token, str):
            raise NoAssertion
        return token

    return assertion


def vouched_by_file(path: Path) -> SecretReader:
    """Read the signed token that a cluster keeps current in a file (Kubernetes, GitHub, …)."""
    return lambda: path.read_text("utf-8").strip()


def _of(
    cloud: Cloud,
    tenant_id: str,
    app_id: str,
    credential: Callable[[], object],
    http: Session | None,
) -> AcquireToken:
    def acquire() -> Mapping[str, Any]:
        # A new client each time: msal caches tokens and refusals, and would return an old one
        # when a new one is needed.
        client = ConfidentialClientApplication(
            app_id,
            authority=f"{cloud.login}/{tenant_id}",
            client_credential=credential(),
            http_client=http or TimedSession(),
        )
        answer: Mapping[str, Any] = client.acquire_token_for_client(scopes=[cloud.scope])
        return answer

    return acquire
