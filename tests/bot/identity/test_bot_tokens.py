"""The bot's own token: shared by all, renewed early, never on the event loop, never logged."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from bot.identity.bot_tokens import RENEW_AHEAD, RETRY_PAUSE, AcquireToken, BotTokens
from bot.identity.clouds import CLOUDS
from bot.identity.credentials import by_certificate, by_secret
from bot.send_outcome import SendOutcome, Undelivered
from tests.loopback.served import HandClock
from tests.loopback.sign_in import LoopbackSignInService, Rerouted

TENANT = "11111111-aaaa-4bbb-8ccc-000000000001"
APP = "33333333-aaaa-4bbb-8ccc-000000000003"
SECRET = "a-secret-of-the-council"  # noqa: S105 - it must never be seen again


@pytest.fixture
async def service() -> AsyncIterator[LoopbackSignInService]:
    """Microsoft's sign-in on loopback."""
    async with LoopbackSignInService() as service:
        yield service


def acquirer(service: LoopbackSignInService) -> AcquireToken:
    return by_secret(
        CLOUDS["public"],
        tenant_id=TENANT,
        app_id=APP,
        secret=lambda: SECRET,
        http=Rerouted(service.url),
    )


def tokens(service: LoopbackSignInService, clock: HandClock) -> BotTokens:
    return BotTokens(acquirer(service), clock=clock.read)


async def test_a_thousand_messages_need_one_token(service: LoopbackSignInService) -> None:
    mine = tokens(service, HandClock())
    got = await asyncio.gather(*(mine() for _ in range(1000)))
    assert set(got) == {"token-1"}
    assert [asked["client_id"] for asked in service.asked] == [APP]
    assert service.asked[0]["scope"] == "https://api.botframework.com/.default"


async def test_a_slow_sign_in_never_stops_the_bot(service: LoopbackSignInService) -> None:
    """Only the event loop releases the sign-in, so a sign-in that blocked the loop would fail."""
    begun, released, sign_in = threading.Event(), threading.Event(), acquirer(service)

    def slow() -> Mapping[str, Any]:
        begun.set()
        assert released.wait(10)
        return sign_in()

    fetching = asyncio.create_task(_all(BotTokens(slow, clock=HandClock().read), 20))
    assert await asyncio.to_thread(begun.wait, 10)
    assert not fetching.done()
    released.set()
    assert await fetching == {"token-1"}


async def _all(mine: BotTokens, n: int) -> set[str]:
    return set(await asyncio.gather(*(mine() for _ in range(n))))


async def test_a_new_one_is_fetched_before_the_old_one_ends(service: LoopbackSignInService) -> None:
    clock = HandClock()
    mine = tokens(service, clock)
    assert await mine() == "token-1"
    clock.now = 3600 - RENEW_AHEAD + 1
    assert await mine() == "token-1", "nobody waits for the new one"
    for _ in range(200):
        await asyncio.sleep(0.01)
        if await mine() == "token-2":
            break
    assert await mine() == "token-2"
    assert len(service.asked) == 2


async def test_a_token_that_ends_in_the_middle_of_a_batch_is_replaced(
    service: LoopbackSignInService,
) -> None:
    clock = HandClock()
    mine = tokens(service, clock)
    assert await mine() == "token-1"
    clock.now = 3601
    assert await mine() == "token-2"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_while_the_sign_in_is_down_messages_stay_owed_and_it_is_not_stormed(
    service: LoopbackSignInService, status: int
) -> None:
    service.status = status
    clock = HandClock()
    mine = tokens(service, clock)
    for _ in range(5):
        with pytest.raises(Undelivered) as failure:
            await mine()
        assert failure.value.outcome is SendOutcome.retry
    tried = len(service.asked)
    assert tried <= 2, "msal itself asks once more where it may"
    service.status = 200
    clock.now += RETRY_PAUSE
    assert (await mine()).startswith("token-")


async def test_an_old_token_serves_until_its_end_while_no_new_one_is_to_be_had(
    service: LoopbackSignInService,
) -> None:
    clock = HandClock()
    mine = tokens(service, clock)
    assert await mine() == "token-1"
    service.refusal = "invalid_client"
    clock.now = 3599
    assert await mine() == "token-1"
    await asyncio.sleep(0.1)
    assert await mine() == "token-1"
    clock.now = 3601 + RETRY_PAUSE
    with pytest.raises(Undelivered):
        await mine()


async def test_a_refused_secret_is_told_by_its_code_and_nothing_of_it_is_logged(
    service: LoopbackSignInService,
) -> None:
    service.refusal = "invalid_client"
    with capture_logs() as logged, pytest.raises(Undelivered):
        await tokens(service, HandClock())()
    assert [line["event"] for line in logged] == ["token_refused"]
    assert logged[0]["error"] == "invalid_client"
    assert SECRET not in str(logged)
    assert "secret-id-of-theirs" not in str(logged)


async def test_a_certificate_signs_in_and_its_key_stays_here(
    service: LoopbackSignInService, tmp_path: Path
) -> None:
    file = tmp_path / "sightline.pem"
    file.write_bytes(_certificate())
    acquire = by_certificate(
        CLOUDS["public"],
        tenant_id=TENANT,
        app_id=APP,
        pem=file.read_text,
        http=Rerouted(service.url),
    )
    assert await BotTokens(acquire, clock=HandClock().read)() == "token-1"
    assert "client_assertion" in service.asked[0]
    assert "PRIVATE KEY" not in str(service.asked)


def _certificate() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sightline")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=800))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)
