"""`sightline doctor` tells an administrator what is missing or wrong in a tenant."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.cli.tenant_health import of_settings, of_tenant
from bot.graph.permissions import PERMISSIONS
from bot.settings import Settings
from tests.loopback.activities import BOT, TENANT
from tests.loopback.sign_in import LoopbackSignInService, Rerouted
from tests.store.council import ISSUED

GOOD = {
    "MicrosoftAppId": BOT.removeprefix("28:"),
    "MicrosoftAppTenantId": TENANT,
    "MicrosoftAppPassword": "a-secret",
}


def said(**more: Any) -> dict[str, tuple[str, str]]:
    """The findings about the settings, by name."""
    settings = Settings.model_validate(GOOD | more)
    return {name: (state, words) for name, state, words in of_settings(settings, ISSUED)}


@pytest.fixture
async def service() -> AsyncIterator[LoopbackSignInService]:
    """Microsoft's sign-in on loopback."""
    async with LoopbackSignInService() as service:
        yield service


async def answers(service: LoopbackSignInService, **more: Any) -> dict[str, tuple[str, str]]:
    """The findings from Microsoft's answers, by name."""
    settings = Settings.model_validate(GOOD | {"openid_metadata": service.metadata} | more)
    found = await asyncio.to_thread(lambda: list(of_tenant(settings, Rerouted(service.url))))
    return {name: (state, words) for name, state, words in found}


def test_a_whole_set_of_settings_lacks_nothing() -> None:
    assert {state for state, _ in said().values()} == {"ok"}


@pytest.mark.parametrize(
    ("wrong", "named", "remedy"),
    [
        ({"MicrosoftAppId": "Sightline"}, "MicrosoftAppId", "copy it from the app registration"),
        ({"MicrosoftAppPassword": None}, "Signs in by", "MicrosoftAppPassword is not set"),
        ({"MicrosoftAppType": "MultiTenant"}, "Signs in by", "is none of SingleTenant"),
        ({"certificate": "no-such.pem"}, "Signs in by", "SIGHTLINE_CERTIFICATE names no file"),
        ({"cloud": "moon"}, "SIGHTLINE_CLOUD", "A council's is public"),
        ({"metrics": "9464"}, "SIGHTLINE_METRICS", "127.0.0.1:9464"),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_its_remedy(
    wrong: dict[str, Any], named: str, remedy: str
) -> None:
    state, words = said(**wrong)[named]
    assert state == "wrong"
    assert remedy in words


def test_what_is_for_a_trial_alone_is_to_be_taken_out() -> None:
    state, words = said(loopback_connector="http://127.0.0.1:9/")["Loopback"]
    assert state == "warning"
    assert "before people use Sightline" in words


@pytest.mark.parametrize(("days", "state"), [(90, "ok"), (29, "warning"), (-1, "wrong")])
def test_the_doctor_warns_a_month_before_a_certificate_expires(
    tmp_path: Path, days: int, state: str
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sightline")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ISSUED - timedelta(days=365))
        .not_valid_after(ISSUED + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "sightline.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    assert said(certificate=str(file))["Signs in by"][0] == state


async def test_a_tenant_that_answers_lacks_nothing(service: LoopbackSignInService) -> None:
    found = await answers(service)
    assert found["Signing keys"][0] == found["Signing in"][0] == "ok"


async def test_a_refused_secret_is_explained_and_not_repeated(
    service: LoopbackSignInService,
) -> None:
    service.refusal = "invalid_client"
    state, words = (await answers(service))["Signing in"]
    assert state == "wrong"
    assert "the secret's Value, not its ID" in words
    assert "secret-id-of-theirs" not in words


async def test_keys_that_cannot_be_read_name_the_address_to_open(
    service: LoopbackSignInService,
) -> None:
    service.status = 503
    state, words = (await answers(service))["Signing keys"]
    assert state == "wrong"
    assert service.metadata in words


async def test_a_permission_that_is_on_without_consent_is_named(
    service: LoopbackSignInService,
) -> None:
    consented = list(PERMISSIONS["directory"].consent)
    service.access_token = jwt.encode({"roles": consented}, "k" * 32, algorithm="HS256")
    found = await answers(service, graph="install,directory")
    assert found["Consent: directory"] == ("ok", "Given")
    state, words = found["Consent: install"]
    assert state == "wrong"
    assert all(one in words for one in PERMISSIONS["install"].consent)
