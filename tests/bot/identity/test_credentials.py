"""Every way in which the bot signs in, and every place where a secret may be kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.identity.bot_tokens import RETRY_PAUSE, BotTokens
from bot.identity.clouds import CLOUDS
from bot.identity.secret_places import secret_reader
from bot.identity.sign_in_settings import sign_in_problems, token_acquirer
from bot.send_outcome import SendOutcome, Undelivered
from bot.settings import Settings
from store.vocabulary.errors import Unready
from tests.loopback.served import HandClock
from tests.loopback.sign_in import VAULT, LoopbackSignInService, Rerouted

TENANT = "11111111-aaaa-4bbb-8ccc-000000000001"
APP = "33333333-aaaa-4bbb-8ccc-000000000003"
IDENTITY = "44444444-aaaa-4bbb-8ccc-000000000004"
IN_VAULT = f"{VAULT}/secrets/bot-password"


@pytest.fixture
async def service() -> AsyncIterator[LoopbackSignInService]:
    """Microsoft's sign-in on loopback."""
    async with LoopbackSignInService() as service:
        yield service


def settings(**said: object) -> Settings:
    given = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT} | said
    return Settings.model_validate(given)


def signed_in(
    service: LoopbackSignInService, said: Settings, clock: HandClock | None = None
) -> BotTokens:
    way = token_acquirer(said, CLOUDS["public"], Rerouted(service.url))
    return BotTokens(way, clock=(clock or HandClock()).read)


async def test_a_machine_with_an_identity_of_its_own_keeps_no_secret(
    service: LoopbackSignInService,
) -> None:
    said = settings(MicrosoftAppType="UserAssignedMSI")
    assert sign_in_problems(said) == {}
    assert await signed_in(service, said)() == f"identity:{APP}:https://api.botframework.com"


async def test_an_identity_of_the_machine_vouches_for_the_bot(
    service: LoopbackSignInService,
) -> None:
    said = settings(MicrosoftAppType="Federated", identity=IDENTITY)
    assert sign_in_problems(said) == {}
    assert await signed_in(service, said)() == "token-2"
    asked = service.asked[-1]
    assert asked["client_assertion"] == f"identity:{IDENTITY}:api://AzureADTokenExchange"
    assert asked["client_id"] == APP
    assert "client_secret" not in asked


async def test_a_clusters_file_vouches_for_the_bot_and_is_read_anew_each_time(
    service: LoopbackSignInService, tmp_path: Path
) -> None:
    file, clock = tmp_path / "token", HandClock()
    file.write_text("first-from-the-cluster\n")
    said = settings(MicrosoftAppType="Federated", federated_token=file)
    tokens = signed_in(service, said, clock)
    await tokens()
    file.write_text("second-from-the-cluster\n")
    clock.now = 3601
    await tokens()
    vouched = [asked["client_assertion"] for asked in service.asked]
    assert vouched == ["first-from-the-cluster", "second-from-the-cluster"]


@pytest.mark.parametrize("gone", ["the file", "the identity"])
async def test_where_nobody_vouches_messages_stay_owed(
    service: LoopbackSignInService, tmp_path: Path, gone: str
) -> None:
    service.refusal = "identity_not_found"
    way = {"federated_token": tmp_path / "none"} if gone == "the file" else {"identity": IDENTITY}
    tokens = signed_in(service, settings(MicrosoftAppType="Federated", **way))
    with pytest.raises(Undelivered) as failure:
        await tokens()
    assert failure.value.outcome is SendOutcome.retry


async def test_a_password_lies_in_a_file_and_a_new_one_serves_without_a_restart(
    service: LoopbackSignInService, tmp_path: Path
) -> None:
    file, clock = tmp_path / "password", HandClock()
    file.write_text("old-password\n")
    tokens = signed_in(service, settings(MicrosoftAppPassword=f"file:{file}"), clock)
    await tokens()
    file.write_text("new-password\n")
    clock.now = 3601
    await tokens()
    assert [asked["client_secret"] for asked in service.asked] == ["old-password", "new-password"]


async def test_a_password_lies_in_a_key_vault_that_the_machine_may_read(
    service: LoopbackSignInService,
) -> None:
    service.secrets["bot-password"] = "from-the-vault"
    said = settings(MicrosoftAppPassword=IN_VAULT, identity=IDENTITY)
    assert sign_in_problems(said) == {}
    await signed_in(service, said)()
    assert service.asked[-1]["client_secret"] == "from-the-vault"  # noqa: S105 - made up


@pytest.mark.parametrize("trouble", ["refused", "throttled", "absent"])
async def test_a_vault_that_gives_nothing_leaves_messages_owed_and_is_told_without_the_secret(
    service: LoopbackSignInService, trouble: str
) -> None:
    service.secrets["bot-password"] = "from-the-vault"
    match trouble:
        case "refused":
            service.refusal = "identity_not_found"
        case "throttled":
            service.vault_status = 429
        case _:
            service.secrets.clear()
    clock = HandClock()
    tokens = signed_in(service, settings(MicrosoftAppPassword=IN_VAULT, identity=IDENTITY), clock)
    with capture_logs() as logged, pytest.raises(Undelivered):
        await tokens()
    assert "from-the-vault" not in str(logged)
    service.refusal, service.vault_status = None, 200
    service.secrets["bot-password"] = "from-the-vault"
    clock.now += RETRY_PAUSE
    assert (await tokens()).startswith("token-")


@pytest.mark.parametrize(
    "said",
    [
        "https://riverside.vault.azure.net.evil.example/secrets/bot-password",
        "https://evil.example/secrets/bot-password",
        "http://riverside.vault.azure.net/secrets/bot-password",
        "https://user@riverside.vault.azure.net/secrets/bot-password",
        "https://riverside.vault.azure.net/secrets/bot-password?x=1",
        "https://riverside.vault.azure.net/keys/bot-password",
        "https://riverside.vault.azure.net/secrets/../keys",
    ],
)
def test_the_machines_token_goes_to_no_address_that_is_no_vaults(said: str) -> None:
    with pytest.raises(Unready) as refused:
        secret_reader("MicrosoftAppPassword", said, identity=IDENTITY)
    assert set(refused.value.fields) == {"MicrosoftAppPassword"}
    assert "evil" not in refused.value.message


def test_what_is_missing_is_said_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    assert set(sign_in_problems(settings(MicrosoftAppType="Federated"))) == {"SIGHTLINE_IDENTITY"}
    assert set(sign_in_problems(settings(MicrosoftAppPassword=IN_VAULT))) == {"SIGHTLINE_IDENTITY"}
    assert set(sign_in_problems(settings(MicrosoftAppType="Sometimes"))) >= {"MicrosoftAppType"}
    for file in ("empty", "none"):
        with pytest.raises(Unready):
            secret_reader("MicrosoftAppPassword", f"file:{tmp_path / file}")()


async def test_a_token_that_teams_does_not_accept_is_fetched_anew_once_a_minute_at_the_most(
    service: LoopbackSignInService,
) -> None:
    clock = HandClock()
    tokens = signed_in(service, settings(MicrosoftAppPassword="s"), clock)
    first = await tokens()
    tokens.forget(first)
    for _ in range(3):
        with pytest.raises(Undelivered):
            await tokens()
    assert len(service.asked) == 1
    clock.now += RETRY_PAUSE
    second = await tokens()
    assert second != first
    tokens.forget(first)
    assert await tokens() == second, "a late refusal of the old one says nothing of the new one"
    await asyncio.sleep(0)
