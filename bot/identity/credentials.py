"""How the bot proves to Microsoft who it is: secret, certificate, managed or federated identity.

Each gives an `Acquire`, which waits and so is called in a thread. What is secret is read anew each
time, some once an hour: a secret that was changed serves from the next token on.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from msal import ConfidentialClientApplication, ManagedIdentityClient, UserAssignedManagedIdentity
from requests import Session

from bot.identity.bot_tokens import AcquireToken
from bot.identity.clouds import Cloud

SecretReader = Callable[[], str]
"""Reads what is secret from where it is kept. It may wait, and may raise OSError."""

EXCHANGE: Final = "api://AzureADTokenExchange"
"""For whom an identity signs what another app is to believe (workload identity federation)."""

_TIMEOUT_SECONDS: Final = 10.0
"""Seconds for each of msal's own requests; without this it would wait for ever."""


class NoAssertion(Exception):
    """The identity that vouches for the bot gave nothing to show."""


class TimedSession(Session):
    """msal's way out: no proxy from the environment, and no wait without an end."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Any:
        """As ever, but never longer than _PATIENCE."""
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
    """Sign in with a certificate: one PEM text with the private key and the certificate in it."""

    def credential() -> Mapping[str, str]:
        text = pem()
        return {"private_key": text, "public_certificate": text}

    return _of(cloud, tenant_id, app_id, credential, http)


def by_managed_identity(
    *, client_id: str, resource: str, http: Session | None = None
) -> AcquireToken:
    """Sign in as the machine's own user-assigned identity (`UserAssignedMSI`): no secret at all."""

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
    """Sign in with what another identity says of the bot: nothing secret is kept anywhere.

    `assertion` is `vouched_by_identity` or `vouched_by_file`.
    """
    return _of(cloud, tenant_id, app_id, lambda: {"client_assertion": assertion}, http)


def vouched_by_identity(client_id: str, *, http: Session | None = None) -> SecretReader:
    """A managed identity of the machine, which the app registration trusts, vouches for the bot."""
    acquire = by_managed_identity(client_id=client_id, resource=EXCHANGE, http=http)

    def assertion() -> str:
        token = acquire().get("access_token")
        if not isinstance(token, str):
            raise NoAssertion
        return token

    return assertion


def vouched_by_file(path: Path) -> SecretReader:
    """A cluster puts a signed token into a file and renews it there (Kubernetes, GitHub, …)."""
    return lambda: path.read_text("utf-8").strip()


def _of(
    cloud: Cloud, tenant_id: str, app_id: str, credential: Callable[[], object],
    http: Session | None,
) -> AcquireToken:  # fmt: skip
    def acquire() -> Mapping[str, Any]:
        # Made anew each time: it keeps a token and a refusal of its own, and would give either
        # again where we have just been told to ask.
        client = ConfidentialClientApplication(
            app_id,
            authority=f"{cloud.login}/{tenant_id}",
            client_credential=credential(),
            http_client=http or TimedSession(),
        )
        answer: Mapping[str, Any] = client.acquire_token_for_client(scopes=[cloud.scope])
        return answer

    return acquire
