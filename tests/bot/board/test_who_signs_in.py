"""Who gets a session of the board (trust.md §4): what Entra ID signed for this app, no more."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.board.sessions import COOKIE, SECONDS, Sessions
from tests.bot.board.conftest import ADDRESS, LOGIN, ServedBoard
from tests.loopback.activities import TENANT, message
from tests.loopback.tenant import APP
from tests.store.council import HOS, ISSUED, OFFICER

OTHER = "99999999-aaaa-4bbb-8ccc-000000000009"
FIRST: dict[str, Any] = {"iss": f"https://sts.windows.net/{TENANT}/", "ver": "1.0"}
RESOURCE = f"api://{ADDRESS.removeprefix('https://')}/{APP}"


@pytest.mark.parametrize(
    "said", [{}, {"aud": RESOURCE}, FIRST | {"aud": RESOURCE}, {"scp": "openid access_as_user"}]
)
async def test_somebody_signed_in_to_teams_gets_a_short_session(
    board: ServedBoard, said: dict[str, Any]
) -> None:
    answer = await board.sign_in(board.token(OFFICER, **said))
    assert answer.status == 204
    name, *rules = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith(f"{COOKIE}={board.object_id(OFFICER)}.")
    assert rules == [
        "Path=/", f"Max-Age={SECONDS}", "Secure", "HttpOnly", "SameSite=None", "Partitioned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"iss": "https://api.botframework.com"},
        {"iss": f"{LOGIN}/{OTHER}/v2.0"},
        {"iss": f"https://sts.windows.net/{OTHER}/", "ver": "1.0"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        FIRST | {"ver": "2.0"},
        {"ver": None},
        {"ver": ["2.0"]},
        {"aud": OTHER},
        {"aud": f"api://elsewhere.example/{APP}"},
        {"aud": [APP]},
        {"aud": None},
        {"tid": OTHER},
        {"tid": None},
        {"scp": "openid"},
        {"scp": "access_as_user_too"},
        {"scp": None},
        {"scp": ["access_as_user"]},
        {"oid": None},
        {"oid": ""},
        {"oid": 7},
        {"exp": int((ISSUED - timedelta(minutes=6)).timestamp())},
        {"nbf": int((ISSUED + timedelta(minutes=6)).timestamp())},
        {"exp": None},
        {"nbf": None},
        {"exp": "tomorrow"},
    ],
    ids=str,
)
async def test_a_token_with_one_wrong_claim_signs_nobody_in(
    board: ServedBoard, said: dict[str, Any]
) -> None:
    answer = await board.sign_in(board.token(OFFICER, **said))
    assert answer.status == 401
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("said", [{"acct": 1}, {"idp": f"https://sts.windows.net/{OTHER}/"}])
async def test_a_guest_of_the_tenant_is_told_kindly_that_it_is_for_staff(
    board: ServedBoard, said: dict[str, Any]
) -> None:
    answer = await board.sign_in(board.token(OFFICER, **said))
    assert answer.status == 403
    assert "guest" in answer.text


async def test_a_key_of_ones_own_signs_nobody_in(board: ServedBoard) -> None:
    claims = jwt.decode(board.token(OFFICER), options={"verify_signature": False})
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for headers in ({"kid": "key-1"}, {"kid": "mine"}, {"kid": "key-1", "jwk": {"kty": "RSA"}}):
        forged = jwt.encode(claims, mine, algorithm="RS256", headers=headers)
        assert (await board.sign_in(forged)).status == 401
    secret = jwt.encode(claims, "s" * 64, algorithm="HS256", headers={"kid": "key-1"})
    assert (await board.sign_in(secret)).status == 401
    for nothing in (None, "", "a.b.c", "x" * 8100):
        assert (await board.sign_in(nothing)).status == 401


async def test_a_token_of_the_bots_door_does_not_open_the_board_nor_the_other_way_round(
    board: ServedBoard,
) -> None:
    tenant = board.tenant
    bots = tenant.signed()["Authorization"].removeprefix("Bearer ")
    assert (await board.sign_in(bots)).status == 401
    said = message(tenant.connector.url, "my work")
    tabs = board.token(OFFICER, serviceurl=tenant.connector.url)
    headers = {"Authorization": f"Bearer {tabs}"}
    async with tenant.client.post(tenant.address, json=said, headers=headers) as answer:
        assert answer.status == 401
    cookie = {"Cookie": f"{COOKIE}={await board.cookie(OFFICER)}"}
    async with tenant.client.post(tenant.address, json=said, headers=cookie) as answer:
        assert answer.status == 401


async def test_who_is_not_in_the_directory_gets_no_session(board: ServedBoard) -> None:
    answer = await board.sign_in(board.token(OFFICER, oid=OTHER))
    assert answer.status == 403
    assert "does not know you" in answer.text


async def test_a_session_ends_after_an_hour_and_cannot_be_made_up(board: ServedBoard) -> None:
    cookie = await board.cookie(HOS)
    assert (await board.get("/board/cycles", cookie)).status == 200
    person, ends, mark = cookie.split(".")
    officer = board.object_id(OFFICER)
    for forged in (
        f"{officer}.{ends}.{mark}", f"{person}.{int(ends) + 60}.{mark}",
        f"{person}.{ends}.{mark[:-1]}0",
        f"{person}.{ends}", "", "x" * 500,
    ):  # fmt: skip
        if forged != cookie:
            assert (await board.get("/board/cycles", forged)).status == 401
    board.tenant.clock = ISSUED + timedelta(seconds=SECONDS + 1)
    assert (await board.get("/board/cycles", cookie)).status == 401


async def test_another_ledgers_key_makes_no_session_here(board: ServedBoard) -> None:
    other = Sessions(b"k" * 32, now=lambda: ISSUED)
    cookie = other.cookie(board.object_id(OFFICER)).partition(";")[0].partition("=")[2]
    assert (await board.get("/board/cycles", cookie)).status == 401


async def test_whoever_leaves_sees_nothing_from_the_next_page_on(board: ServedBoard) -> None:
    cookie = await board.cookie(HOS)
    board.tenant.council.do("person.left", HOS, {"on": "2026-12-01"}, by=OFFICER)
    answer = await board.get("/board/cycles", cookie)
    assert answer.status == 403
    assert "FR-1" not in answer.text
