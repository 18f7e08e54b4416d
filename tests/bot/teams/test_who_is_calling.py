"""Who is calling (trust.md §4): every forged call is refused, and Teams' own are accepted."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.teams.bot_framework_tokens import BotFrameworkSignIn
from bot.teams.sign_in import NotSignedIn
from bot.teams.signing_keys import FETCH_PAUSE, FRESH, STALE, SigningKeys
from tests.loopback.activities import message
from tests.loopback.served import HandClock, served_bot
from tests.loopback.sign_in import ISSUER, LoopbackSignInService

APP = "33333333-aaaa-4bbb-8ccc-000000000003"
NOW = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
TEAMS = "https://smba.trafficmanager.net/uk/"


@dataclass
class Gate:
    """The check with everything that it needs."""

    service: LoopbackSignInService
    keys: SigningKeys
    sign_in: BotFrameworkSignIn
    clock: HandClock

    async def refuses(self, authorization: str | None, **activity: Any) -> int:
        """The status of the refusal."""
        said = message(TEAMS, "my work") | activity
        kept = {key: value for key, value in said.items() if value is not None}
        with pytest.raises(NotSignedIn) as refused:
            await self.sign_in.check(authorization, kept, "203.0.113.7")
        return refused.value.status

    async def believes(self, token: str, **activity: Any) -> bool:
        """Whether the call is accepted."""
        said = message(TEAMS, "my work") | activity
        await self.sign_in.check(f"Bearer {token}", said, "203.0.113.7")
        return True

    def token(self, **said: Any) -> str:
        """A genuine token, with the claims that a test changes."""
        given: dict[str, Any] = {"now": NOW, "audience": APP, "service_url": TEAMS} | said
        return self.service.token(**given)


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    """The check with a sign-in service on loopback and a fixed clock."""
    clock = HandClock()
    async with LoopbackSignInService() as service, aiohttp.ClientSession() as session:
        keys = SigningKeys(session, service.metadata, clock=clock.read)
        sign_in = BotFrameworkSignIn(keys, app_id=APP, issuer=ISSUER, now=lambda: NOW)
        yield Gate(service, keys, sign_in, clock)


def _part(said: object) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


async def test_what_the_bot_framework_signed_for_this_bot_is_heard(gate: Gate) -> None:
    assert await gate.believes(gate.token())
    assert await gate.believes(gate.token(service_url=TEAMS.rstrip("/"))), "but for a last slash"


@pytest.mark.parametrize(
    "authorization",
    [
        None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer not.a.token", "Bearer a.b",
        "Bearer " + "x" * 9000, "Bearer \u202ea.b.c", "Bearer ..", "bearer {}", "Token abc",
    ],
)  # fmt: skip
async def test_without_a_token_or_with_a_garbled_one_nobody_is_heard(
    gate: Gate, authorization: str | None
) -> None:
    assert await gate.refuses(authorization) == 401


async def test_a_token_that_nobody_signed_is_refused(gate: Gate) -> None:
    body = gate.token().split(".")[1]
    for alg in ("none", "None", "NONE", ""):
        assert await gate.refuses(f"Bearer {_part({'alg': alg, 'kid': 'key-1'})}.{body}.") == 401


async def test_the_public_key_used_as_a_shared_secret_is_refused(gate: Gate) -> None:
    public = gate.service.keys["key-1"].public_key()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(gate.token(), options={"verify_signature": False})
    head, body = _part({"alg": "HS256", "typ": "JWT", "kid": "key-1"}), _part(claims)
    # The library refuses to sign this way, so it is done by hand.
    import hmac  # noqa: PLC0415 - for this forgery alone

    mark = hmac.digest(secret, f"{head}.{body}".encode(), "sha256")
    forged = f"{head}.{body}.{urlsafe_b64encode(mark).rstrip(b'=').decode()}"
    assert await gate.refuses(f"Bearer {forged}") == 401


async def test_a_signature_by_another_key_under_a_known_id_is_refused(gate: Gate) -> None:
    claims = jwt.decode(gate.token(), options={"verify_signature": False})
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims, mine, algorithm="RS256", headers={"kid": "key-1"})
    assert await gate.refuses(f"Bearer {forged}") == 401


@pytest.mark.parametrize("name", ["jku", "x5u", "jwk", "x5c", "crit"])
async def test_a_key_named_in_the_header_is_not_even_looked_at(gate: Gate, name: str) -> None:
    forged = gate.token(header={name: f"{gate.service.url}/mine"})
    assert await gate.refuses(f"Bearer {forged}") == 401
    assert gate.service.fetches == 0, "refused before anything is asked"


@pytest.mark.parametrize(
    "said",
    [
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/"},
        {"iss": "https://api.botframework.com.evil.example"},
        {"iss": "https://api.botframework.us"},
        {"iss": None},
        {"audience": "44444444-aaaa-4bbb-8ccc-000000000004"},
        {"aud": [APP, "44444444-aaaa-4bbb-8ccc-000000000004"]},
        {"aud": None},
        {"exp": int((NOW - timedelta(minutes=6)).timestamp())},
        {"nbf": int((NOW + timedelta(minutes=6)).timestamp())},
        {"exp": None},
        {"nbf": None},
        {"exp": "tomorrow"},
        {"nbf": []},
    ],
    ids=[
        "emulator, old", "emulator", "look-alike issuer", "another cloud's issuer", "no issuer",
        "for another bot", "for several", "for nobody", "over", "not begun", "never over",
        "always begun", "an end in words", "a beginning that is none",
    ],
)  # fmt: skip
async def test_a_token_of_another_maker_for_another_bot_or_another_time_is_refused(
    gate: Gate, said: dict[str, Any]
) -> None:
    assert await gate.refuses(f"Bearer {gate.token(**said)}") == 401


async def test_clocks_may_differ_by_five_minutes(gate: Gate) -> None:
    over, soon = NOW - timedelta(minutes=4), NOW + timedelta(minutes=4)
    assert await gate.believes(gate.token(exp=int(over.timestamp())))
    assert await gate.believes(gate.token(nbf=int(soon.timestamp())))


@pytest.mark.parametrize(
    "address",
    [
        None, 7, "https://smba.trafficmanager.net/amer/", "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/uk/", "https://smba.trafficmanager.net./uk/",
        "http://smba.trafficmanager.net/uk/", "https://203.0.113.9/uk/", "https://smb\u0430.trafficmanager.net/uk/",
    ],
)  # fmt: skip
async def test_an_activity_that_says_another_address_than_was_signed_is_refused(
    gate: Gate, address: object
) -> None:
    assert await gate.refuses(f"Bearer {gate.token()}", serviceUrl=address) == 403


async def test_a_token_that_is_signed_for_no_address_is_refused(gate: Gate) -> None:
    assert await gate.refuses(f"Bearer {gate.token(service_url=None)}") == 403


@pytest.mark.parametrize("channel", [None, "", "webchat", "emulator", "directline", "MSTEAMS", 3])
async def test_another_channel_than_teams_is_refused(gate: Gate, channel: object) -> None:
    assert await gate.refuses(f"Bearer {gate.token()}", channelId=channel) == 403


async def test_a_key_that_may_not_sign_for_teams_is_refused(gate: Gate) -> None:
    gate.service.rotate("web", endorsements=["webchat"])
    assert await gate.refuses(f"Bearer {gate.token(key_id='web')}") == 403


async def test_keys_are_rotated_and_the_new_one_is_known_at_once(gate: Gate) -> None:
    assert await gate.believes(gate.token())
    gate.clock.now += FETCH_PAUSE
    gate.service.rotate("key-2")
    assert await gate.believes(gate.token(key_id="key-2"))
    assert gate.service.fetches == 2


async def test_a_key_that_is_published_no_longer_is_refused_within_a_day(gate: Gate) -> None:
    old = gate.token()
    assert await gate.believes(old)
    gate.service.rotate("key-2")
    gate.service.withdraw("key-1")
    gate.clock.now += FRESH + 1
    assert await gate.refuses(f"Bearer {old}") == 401


async def test_a_flood_of_unknown_key_ids_is_one_fetch(gate: Gate) -> None:
    assert await gate.believes(gate.token())
    gate.clock.now += FETCH_PAUSE
    flood = [gate.token(header={"kid": f"made-up-{n}"}) for n in range(50)]
    statuses = await asyncio.gather(*(gate.refuses(f"Bearer {token}") for token in flood))
    assert set(statuses) == {401}
    assert gate.service.fetches == 2
    assert await gate.believes(gate.token()), "who is known is heard meanwhile"


async def test_many_at_once_share_the_first_fetch(gate: Gate) -> None:
    gate.service.delay = 0.05
    assert all(await asyncio.gather(*(gate.believes(gate.token()) for _ in range(20))))
    assert gate.service.fetches == 1


@pytest.mark.parametrize("trouble", ["down", "garbled", "redirected", "http"])
async def test_where_keys_cannot_be_read_nobody_is_believed_and_nothing_breaks(
    gate: Gate, trouble: str
) -> None:
    match trouble:
        case "down":
            gate.service.status = 503
        case "garbled":
            gate.service.garbled = True
        case "redirected":
            gate.service.status = 302
        case "http":
            gate.service.jwks_uri = "http://login.botframework.com/keys"
    token = gate.token()
    assert await gate.refuses(f"Bearer {token}") == 401
    gate.service.status, gate.service.garbled, gate.service.jwks_uri = 200, False, None
    assert await gate.refuses(f"Bearer {token}") == 401, "it is not asked again at once"
    gate.clock.now += FETCH_PAUSE
    assert await gate.believes(token)


async def test_known_keys_outlast_an_outage_but_not_for_ever(gate: Gate) -> None:
    token = gate.token()
    assert await gate.believes(token)
    gate.service.status = 503
    gate.clock.now += FRESH + 1
    assert await gate.believes(token)
    gate.clock.now += STALE
    assert await gate.refuses(f"Bearer {token}") == 401


async def test_a_short_key_is_no_key(gate: Gate) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - on purpose
    gate.service.keys["short"] = short
    gate.service.endorsements["short"] = ["msteams"]
    with pytest.warns(UserWarning, match="key"):
        token = gate.token(key_id="short")
    assert await gate.refuses(f"Bearer {token}") == 401


def test_without_an_app_id_it_does_not_start() -> None:
    with pytest.raises(ValueError, match="app id"):
        BotFrameworkSignIn(None, app_id=" ", issuer=ISSUER, now=lambda: NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    ["http://login.botframework.com/x", "ftp://login.example/x", "https://a b/", "file:///etc"],
)
async def test_keys_are_read_over_https_alone(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(ValueError, match="https"):
            SigningKeys(session, address, clock=lambda: 0.0)


async def test_the_endpoint_hears_teams_and_refuses_the_rest_before_anything_is_done(
    gate: Gate,
) -> None:
    async with served_bot(sign_in=gate.sign_in) as bot:
        said = message(bot.connector.url, "my work")
        token = gate.token(service_url=bot.connector.url)
        headers = {"Authorization": f"Bearer {token}"}
        async with bot.client.post(bot.address, json=said, headers=headers) as answer:
            assert answer.status == 200
        async with bot.client.post(bot.address, json=said) as answer:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert len(bot.conversation.heard) == 1
