"""The checks of `sightline doctor` on the tenant: of the settings, and of what Microsoft answers.

Each finding tells an administrator what is missing and where in the tenant to correct it.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography import x509
from requests import Session

from bot.cli.finding import Finding
from bot.graph.client import graph_scope
from bot.graph.permissions import PERMISSIONS, switched_on
from bot.identity.clouds import CLOUDS, Cloud
from bot.identity.sign_in_settings import (
    FEDERATED,
    MANAGED,
    certificate_of,
    sign_in_problems,
    token_acquirer,
)
from bot.settings import Settings
from bot.teams.courier import outbound_session
from bot.teams.signing_keys import NoKeys, SigningKeys
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Unready

GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NOTICE = timedelta(days=30)
"""How long before a certificate expires the doctor warns."""

NOT_SET = "Not set. It is needed to serve Teams, but not for the demo."
SIGN_IN = {
    7000215: "The secret is wrong. Put the secret's Value, not its ID, into MicrosoftAppPassword.",
    7000222: "The secret has expired. Create a new one under Certificates & secrets of the app "
    "registration, and put it into MicrosoftAppPassword.",
    700016: "The tenant has no such app. Check that MicrosoftAppId and MicrosoftAppTenantId are "
    "right and belong to the same tenant.",
    7000229: "The app has no enterprise application in this tenant. Create it in Entra ID.",
    7000112: "The app is disabled in Entra ID. Enable its enterprise application.",
    90002: "There is no such tenant. Check MicrosoftAppTenantId.",
    900023: "MicrosoftAppTenantId is not a tenant. Copy the tenant's ID from Entra ID's overview.",
    700027: "The certificate is not registered. Upload its public part under Certificates & "
    "secrets of the app registration.",
    53003: "Conditional access blocks the app. Exclude the app, or allow this machine's address.",
}
"""What Entra ID's error codes mean, and what the administrator of the tenant can do."""


def of_settings(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Check the settings, without a request to Microsoft."""
    for name, value in (
        ("MicrosoftAppId", settings.app_id),
        ("MicrosoftAppTenantId", settings.tenant_id),
    ):
        if not value:
            yield Finding(name, "warning", NOT_SET)
        elif GUID.fullmatch(value):
            yield Finding(name, "ok", "Set")
        else:
            words = "Not a GUID: copy it from the app registration's overview."
            yield Finding(name, "wrong", words)
    if settings.app_id:
        yield _signs_in_by(settings, at)
    if settings.cloud not in CLOUDS:
        words = f"Not one of {', '.join(CLOUDS)}. A council's is public."
        yield Finding("SIGHTLINE_CLOUD", "wrong", words)
    if settings.loopback_connector or settings.loopback_graph:
        words = "Set for a trial on this machine. Remove it before people use Sightline."
        yield Finding("Loopback", "warning", words)
    try:
        where = settings.metrics_at
    except Unready as error:
        yield Finding("SIGHTLINE_METRICS", "wrong", error.message)
    else:
        here = "At the bot's own address, only for this machine"
        yield Finding("Metrics", "ok", here if where is None else f"At {settings.metrics}")


def _signs_in_by(settings: Settings, at: datetime) -> Finding:
    name = "Signs in by"
    if settings.app_type == MANAGED:
        return Finding(name, "ok", "The machine's own identity, which needs no renewal")
    if wrong := sign_in_problems(settings):
        words = "; ".join(f"{setting} {how}" for setting, how in wrong.items())
        return Finding(name, "wrong", words)
    if settings.app_type == FEDERATED:
        who = "A managed identity" if settings.federated_token is None else "The cluster's token"
        return Finding(name, "ok", f"{who} that vouches for the bot, which needs no renewal")
    file = settings.certificate
    if file is None:
        return Finding(name, "ok", "A secret. Entra ID shows when it expires")
    try:
        pem = certificate_of(settings)
        ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    except (Unready, ValueError):
        words = f"{file} has no readable certificate. Put one in PEM form there."
        return Finding(name, "wrong", words)
    until = say_day(ends.date(), year=True)
    if ends <= at:
        words = f"A certificate that expired on {until}. Register a new one in Entra ID."
        return Finding(name, "wrong", words)
    return Finding(name, "warning" if ends - at < NOTICE else "ok", f"A certificate, until {until}")


def of_tenant(settings: Settings, http: Session | None = None) -> Iterator[Finding]:
    """Check Microsoft's signing keys, the bot's token and the consent to each permission.

    This blocks. `http` is the session that msal uses; a test passes its own.
    """
    cloud = CLOUDS.get(settings.cloud)
    if cloud is None or not settings.app_id or not settings.tenant_id:
        yield Finding("Tenant", "wrong", "Not checked. Correct the settings above first.")
        return
    yield _keys(settings, cloud)
    answer = _asked(settings, cloud, http)
    if "access_token" in answer:
        yield Finding("Signing in", "ok", "Microsoft issues a token to the bot")
    else:
        yield Finding("Signing in", "wrong", _why(answer))
        return
    yield from _consent(settings, cloud, http)


def _keys(settings: Settings, cloud: Cloud) -> Finding:
    name, address = "Signing keys", settings.openid_metadata or cloud.metadata

    async def find() -> None:
        async with outbound_session() as session:
            await SigningKeys(session, address, clock=time.monotonic).find("")

    try:
        asyncio.run(find())
    except (NoKeys, ValueError):
        words = f"Cannot be read. Allow this machine to reach {address} (https, outbound)."
        return Finding(name, "wrong", words)
    return Finding(name, "ok", "Microsoft's keys can be read, so callers can be verified")


def _asked(settings: Settings, cloud: Cloud, http: Session | None) -> Mapping[str, Any]:
    try:
        return token_acquirer(settings, cloud, http)()
    except Exception as error:  # noqa: BLE001 - msal raises what its HTTP library does
        return {"error": type(error).__name__}


def _why(answer: Mapping[str, Any]) -> str:
    """Entra ID's error code in words. Its own message is left out: it may hold a secret's id."""
    for code in answer.get("error_codes", ()):
        if code in SIGN_IN:
            return SIGN_IN[code]
    named = re.match(r"AADSTS(\d+)", str(answer.get("error_description", "")))
    if named:
        number = int(named[1])
        words = f"Entra ID refuses with AADSTS{number}. See its documentation of that code."
        return SIGN_IN.get(number, words)
    return (
        f"Microsoft issues no token ({str(answer.get('error', 'no answer'))[:40]}). Check that "
        "this machine can reach its sign-in and has the identity that MicrosoftAppId names."
    )


def _consent(settings: Settings, cloud: Cloud, http: Session | None) -> Iterator[Finding]:
    """Check that an administrator has consented to each permission that is on."""
    try:
        on = switched_on(settings.graph)
    except Unready:
        return  # reported with the settings
    if not on or settings.loopback_graph:
        return
    answer = _asked(settings, graph_scope(cloud), http)
    try:
        claims = jwt.decode(answer.get("access_token", ""), options={"verify_signature": False})
    except jwt.PyJWTError:
        yield Finding("Graph consent", "wrong", _why(answer))
        return
    given = set(claims.get("roles", ()))
    for word in sorted(on):
        missing = [one for one in PERMISSIONS[word].consent if one not in given]
        words = (
            f"No administrator has consented to {' and '.join(missing)}. Grant it under the "
            "enterprise application's Permissions, or remove the word from SIGHTLINE_GRAPH."
        )
        yield Finding(
            f"Consent: {word}", "wrong" if missing else "ok", words if missing else "Given"
        )
