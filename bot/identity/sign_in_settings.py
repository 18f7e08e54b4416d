"""How this deployment signs in to Microsoft, and which settings for that are missing or wrong."""

from pathlib import Path

from requests import Session

from bot.identity.bot_tokens import AcquireToken
from bot.identity.clouds import Cloud
from bot.identity.credentials import (
    by_certificate,
    by_federation,
    by_managed_identity,
    by_secret,
    vouched_by_file,
    vouched_by_identity,
)
from bot.identity.secret_places import FILE, secret_reader
from bot.identity.secret_reading import SecretReader
from bot.settings import Settings
from store.vocabulary.errors import Unready

SINGLE, MANAGED, FEDERATED = "SingleTenant", "UserAssignedMSI", "Federated"
"""The values of `MicrosoftAppType`: an app registration with a secret or certificate, the machine's
own identity, or an app registration for which another identity vouches."""


def token_acquirer(settings: Settings, cloud: Cloud, http: Session | None = None) -> AcquireToken:
    """Acquires tokens for `cloud.scope`; a test replaces `http`, msal's session."""
    tenant, app = settings.tenant_id, settings.app_id
    if settings.app_type == MANAGED:
        resource = cloud.scope.removesuffix("/.default")
        return by_managed_identity(client_id=app, resource=resource, http=http)
    if settings.app_type == FEDERATED:
        file = settings.federated_token
        vouched = (
            vouched_by_identity(settings.identity, http=http)
            if file is None
            else vouched_by_file(file)
        )
        return by_federation(cloud, tenant_id=tenant, app_id=app, assertion=vouched, http=http)
    if (pem := _certificate(settings, http)) is not None:
        return by_certificate(cloud, tenant_id=tenant, app_id=app, pem=pem, http=http)
    secret = _password(settings, http) or str
    return by_secret(cloud, tenant_id=tenant, app_id=app, secret=secret, http=http)


def sign_in_problems(settings: Settings) -> dict[str, str]:
    """What is missing or wrong for signing in, by setting; empty if nothing is."""
    wrong: dict[str, str] = {}
    if settings.app_type not in {SINGLE, MANAGED, FEDERATED}:
        wrong["MicrosoftAppType"] = f"is none of {SINGLE}, {MANAGED} and {FEDERATED}"
    secret = settings.app_password is not None or settings.certificate is not None
    if settings.app_type not in {MANAGED, FEDERATED} and not secret:
        wrong["MicrosoftAppPassword"] = "is not set, and neither is SIGHTLINE_CERTIFICATE"
    vouched = settings.identity or settings.federated_token
    if settings.app_type == FEDERATED and not vouched:
        wrong["SIGHTLINE_IDENTITY"] = "is not set, and neither is SIGHTLINE_FEDERATED_TOKEN_FILE"
    for read in (_password, _certificate):
        try:
            read(settings, None)
        except Unready as unready:
            wrong |= unready.fields
    file = settings.certificate
    if file is not None and "://" not in file and not Path(file).is_file():
        wrong["SIGHTLINE_CERTIFICATE"] = "names no file"
    return wrong


def certificate_of(settings: Settings, http: Session | None = None) -> str:
    """The PEM text of the certificate, or "" if the settings name none.

    Raises `Unready` if it cannot be read.
    """
    read = _certificate(settings, http)
    return "" if read is None else read()


def _password(settings: Settings, http: Session | None) -> SecretReader | None:
    if settings.app_password is None:
        return None
    said = settings.app_password.get_secret_value()
    return secret_reader("MicrosoftAppPassword", said, identity=settings.identity, http=http)


def _certificate(settings: Settings, http: Session | None) -> SecretReader | None:
    if settings.certificate is None:
        return None
    said = settings.certificate if "://" in settings.certificate else FILE + settings.certificate
    return secret_reader("SIGHTLINE_CERTIFICATE", said, identity=settings.identity, http=http)
