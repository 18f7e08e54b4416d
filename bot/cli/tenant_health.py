"""What `sightline doctor` says of the tenant: by the settings, and by what Microsoft answers.

In an administrator's words: what is missing, and where in the tenant it is put right.
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

from bot.graph.client import graph_scope
from bot.graph.permissions import PERMISSIONS, switched_on
from bot.identity.clouds import CLOUDS, Cloud
from bot.settings import Settings
from bot.teams.courier import outbound_session
from bot.teams.signing_in import FEDERATED, MANAGED, acquire, certificate_of, lacking
from bot.teams.signing_keys import NoKeys, SigningKeys
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Unready

Health = tuple[str, str, str]
"""What was looked at; `ok`, `warning` or `wrong`; how it stands."""

GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NOTICE = timedelta(days=30)
"""How long before a certificate ends it is said: Entra keeps no spare."""

NOT_SET = "Not set: needed to serve Teams, not for the demo."
SIGN_IN = {
    7000215: "The secret is not right: put the secret's Value, not its ID, into "
    "MicrosoftAppPassword.",
    7000222: "The secret has run out: make a new one under the app registration's Certificates & "
    "secrets, and put it into MicrosoftAppPassword.",
    700016: "The tenant has no such app: check MicrosoftAppId and MicrosoftAppTenantId, and that "
    "both are of the same tenant.",
    7000229: "The app has no enterprise application in this tenant: create it in Entra ID.",
    7000112: "The app is switched off in Entra ID: switch its enterprise application on.",
    90002: "There is no such tenant: check MicrosoftAppTenantId.",
    900023: "MicrosoftAppTenantId is no tenant: copy the tenant's ID from Entra ID's overview.",
    700027: "The certificate is not registered: upload its public part under the app "
    "registration's Certificates & secrets.",
    53003: "Conditional access refuses the app: exclude it, or allow this machine's address.",
}
"""What Entra ID's error codes mean for whoever runs the tenant."""


def of_settings(settings: Settings, at: datetime) -> Iterator[Health]:
    """What the settings alone tell, with nothing asked of anybody."""
    for name, value in (
        ("MicrosoftAppId", settings.app_id),
        ("MicrosoftAppTenantId", settings.tenant_id),
    ):
        if not value:
            yield (name, "warning", NOT_SET)
        elif GUID.fullmatch(value):
            yield (name, "ok", "Set")
        else:
            yield (name, "wrong", "Is no GUID: copy it from the app registration's overview.")
    if settings.app_id:
        yield _signs_in_by(settings, at)
    if settings.cloud not in CLOUDS:
        yield (
            "SIGHTLINE_CLOUD",
            "wrong",
            f"Is none of {', '.join(CLOUDS)}: a council's is public.",
        )
    if settings.loopback_connector or settings.loopback_graph:
        words = "Set, for a trial on this machine: take it out before people use Sightline."
        yield ("Loopback", "warning", words)
    try:
        where = settings.metrics_at
    except Unready as error:
        yield ("SIGHTLINE_METRICS", "wrong", error.message)
    else:
        here = "At the bot's own address, for this machine alone"
        yield ("Metrics", "ok", here if where is None else f"At {settings.metrics}")


def _signs_in_by(settings: Settings, at: datetime) -> Health:
    name = "Signs in by"
    if settings.app_type == MANAGED:
        return (name, "ok", "The machine's own identity: nothing to keep or renew")
    if wrong := lacking(settings):
        # One thing at a time: the rest often follows from the first.
        return (name, "wrong", "; ".join(f"{setting} {how}" for setting, how in wrong.items()))
    if settings.app_type == FEDERATED:
        who = "A managed identity" if settings.federated_token is None else "The cluster's file"
        return (name, "ok", f"{who} that vouches for the bot: nothing to keep or renew")
    file = settings.certificate
    if file is None:
        return (name, "ok", "A secret; Entra ID says when it ends")
    try:
        pem = certificate_of(settings)
        ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    except (Unready, ValueError):
        return (name, "wrong", f"{file} holds no certificate in PEM form that can be read.")
    until = say_day(ends.date(), year=True)
    if ends <= at:
        words = f"A certificate that ended on {until}: register a new one in Entra ID."
        return (name, "wrong", words)
    state = "warning" if ends - at < NOTICE else "ok"
    return (name, state, f"A certificate, until {until}")


def of_tenant(settings: Settings, http: Session | None = None) -> Iterator[Health]:
    """What Microsoft answers: its signing keys, the bot's token, each permission that is on.

    `http` is msal's own way out, which a test replaces. It waits.
    """
    cloud = CLOUDS.get(settings.cloud)
    if cloud is None or not settings.app_id or not settings.tenant_id:
        yield ("Tenant", "wrong", "Not asked: the settings above come first.")
        return
    yield _keys(settings, cloud)
    answer = _asked(settings, cloud, http)
    if "access_token" in answer:
        yield ("Signing in", "ok", "Microsoft gives the bot its token")
    else:
        yield ("Signing in", "wrong", _why(answer))
        return
    yield from _consent(settings, cloud, http)


def _keys(settings: Settings, cloud: Cloud) -> Health:
    name, address = "Signing keys", settings.openid_metadata or cloud.metadata

    async def find() -> None:
        async with outbound_session() as session:
            await SigningKeys(session, address, clock=time.monotonic).find("")

    try:
        asyncio.run(find())
    except (NoKeys, ValueError):
        words = f"Cannot be read: let this machine reach {address} (https, outbound)."
        return (name, "wrong", words)
    return (name, "ok", "Microsoft's keys can be read, so that callers can be checked")


def _asked(settings: Settings, cloud: Cloud, http: Session | None) -> Mapping[str, Any]:
    try:
        return acquire(settings, cloud, http)()
    except Exception as error:  # noqa: BLE001 - msal raises what its HTTP library does
        return {"error": type(error).__name__}


def _why(answer: Mapping[str, Any]) -> str:
    """Entra ID's code in an administrator's words; its own sentence may hold a secret's id."""
    for code in answer.get("error_codes", ()):
        if code in SIGN_IN:
            return SIGN_IN[code]
    named = re.match(r"AADSTS(\d+)", str(answer.get("error_description", "")))
    if named:
        number = int(named[1])
        return SIGN_IN.get(number, f"Entra ID refuses with AADSTS{number}: its documentation says.")
    return (
        f"Microsoft gives no token ({str(answer.get('error', 'no answer'))[:40]}): is its sign-in "
        "reached from here, and has this machine the identity that MicrosoftAppId names?"
    )


def _consent(settings: Settings, cloud: Cloud, http: Session | None) -> Iterator[Health]:
    """Which of the permissions that are on an administrator has not consented to."""
    try:
        on = switched_on(settings.graph)
    except Unready:
        return  # said with the settings
    if not on or settings.loopback_graph:
        return
    answer = _asked(settings, graph_scope(cloud), http)
    try:
        claims = jwt.decode(answer.get("access_token", ""), options={"verify_signature": False})
    except jwt.PyJWTError:
        yield ("Graph consent", "wrong", _why(answer))
        return
    given = set(claims.get("roles", ()))
    for word in sorted(on):
        missing = [one for one in PERMISSIONS[word].consent if one not in given]
        words = (
            f"No administrator has consented to {' and '.join(missing)}: grant it under the "
            "enterprise application's Permissions, or take the word out of SIGHTLINE_GRAPH."
        )
        yield (f"Consent: {word}", "wrong" if missing else "ok", words if missing else "Given")
