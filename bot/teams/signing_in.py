"""How this deployment signs in to Microsoft: by secret, by certificate, or as its machine."""

from requests import Session

from bot.settings import Settings
from bot.teams.bot_tokens import Acquire, by_certificate, by_managed_identity, by_secret
from bot.teams.clouds import Cloud

MANAGED = "UserAssignedMSI"


def acquire(settings: Settings, cloud: Cloud, http: Session | None = None) -> Acquire:
    """What asks for a token for `cloud.scope`; `http` is msal's own way out."""
    tenant, app = settings.tenant_id, settings.app_id
    if settings.app_type == MANAGED:
        return by_managed_identity(cloud, app_id=app)
    if settings.certificate is not None:
        file = settings.certificate
        return by_certificate(cloud, tenant_id=tenant, app_id=app, certificate=file, http=http)
    secret = "" if settings.app_password is None else settings.app_password.get_secret_value()
    return by_secret(cloud, tenant_id=tenant, app_id=app, secret=secret, http=http)
