"""The bot as a tenant runs it, with both sides signing and everything else on loopback."""

from pathlib import Path

import pytest

from bot.serving import served_app
from bot.settings import Settings
from store.vocabulary.errors import Unready
from tests.loopback.activities import TENANT, message, press
from tests.loopback.served import HandClock
from tests.loopback.tenant import APP, Tenant
from tests.store.council import ISSUED, Council


async def test_whoever_teams_has_signed_in_is_answered_and_what_is_sent_is_signed(
    tenant: Tenant,
) -> None:
    person = tenant.person()
    assert await tenant.says(message(tenant.connector.url, "my work"), person) == 200
    assert tenant.connector.messages, "the card of their work has come"
    assert {call.authorization for call in tenant.connector.calls} == {"Bearer token-1"}
    assert len(tenant.service.asked) == 1


async def test_without_a_token_nothing_is_answered_written_or_sent(tenant: Tenant) -> None:
    person = tenant.person()
    with tenant.council.read() as reader:
        before = reader.head()
    for said in (
        message(tenant.connector.url, "my work"),
        press(tenant.connector.url, "allocation.accept"),
    ):
        assert await tenant.says(said, person, signed=False) == 401
    with tenant.council.read() as reader:
        assert reader.head() == before
    assert tenant.connector.calls == []
    assert tenant.service.asked == [], "the bot signed in for nobody"


async def test_the_allocations_of_the_day_go_out_signed(tenant: Tenant) -> None:
    done = await tenant.delivered()
    assert done.delivered > 0
    assert {call.authorization for call in tenant.connector.calls} == {"Bearer token-1"}
    assert len(tenant.service.asked) == 1, "one token for all of them"


async def test_no_setting_turns_the_check_off(tmp_path: Path) -> None:
    council = Council.empty(f"sqlite:///{tmp_path / 'ledger.db'}")
    for missing in ("MicrosoftAppId", "MicrosoftAppTenantId", "MicrosoftAppPassword"):
        said = {
            "MicrosoftAppId": APP,
            "MicrosoftAppTenantId": TENANT,
            "MicrosoftAppPassword": "s",
        } | {missing: ""}
        if missing == "MicrosoftAppPassword":
            del said[missing]
        with pytest.raises(Unready) as refused:
            served_app(
                Settings.model_validate(said),
                council.ledger,
                "p",
                now=lambda: ISSUED,
                clock=HandClock().read,
            )
        assert missing in refused.value.fields
    council.close()
