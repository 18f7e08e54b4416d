"""The desk's API for scripts besides presses: people, clock and stories; and access control."""

import asyncio
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import LEAH, MONDAY_NINE, PRIYA
from tests.bot.desk.sample_cards import allocation


async def test_people_are_listed_with_their_open_duties(desk: Desk) -> None:
    status, people = await desk.ask("/desk/people")
    assert status == 200
    assert isinstance(people, list)
    leah = next(one for one in people if one["upn"] == LEAH.upn)
    assert leah == asdict(LEAH) | {"revision": 0, "former_upns": []}
    assert (leah["name"], leah["role"], leah["owes"]) == ("Leah Grant", "Auditor", 2)


async def test_a_persons_mark_differs_when_their_chat_has_changed(desk: Desk) -> None:
    async def marks() -> dict[str, object]:
        _, people = await desk.ask("/desk/people")
        assert isinstance(people, list)
        return {one["upn"]: one["revision"] for one in people}

    before = await marks()
    await desk.bot_sends(PRIYA, allocation())
    after = await marks()
    assert [upn for upn in after if after[upn] != before[upn]] == [PRIYA.upn]


@pytest.mark.parametrize("path", ["/desk/chats/nobody@x", "/desk/audits/nobody@x"])
async def test_somebody_who_is_not_of_the_programme_has_no_chat(desk: Desk, path: str) -> None:
    status, body = await desk.ask(path)
    assert status == 404
    assert isinstance(body, dict)
    assert "nobody@x" in body["error"]["message"]


async def test_a_upn_is_known_in_any_case(desk: Desk) -> None:
    status, body = await desk.ask(f"/desk/chats/{PRIYA.upn.upper()}")
    assert (status, body) == (200, {"upn": PRIYA.upn, "messages": []})


async def test_the_clock_says_what_comes_next(desk: Desk) -> None:
    wednesday = MONDAY_NINE + timedelta(days=2)
    assert await desk.ask("/desk/clock") == (
        200,
        {"now": MONDAY_NINE.isoformat(), "next": {"at": wednesday.isoformat(), "what": "nudges"}},
    )
    desk.council.to_come = []
    _, body = await desk.ask("/desk/clock")
    assert body == {"now": MONDAY_NINE.isoformat(), "next": None}


@pytest.mark.parametrize(
    ("move", "reached", "happened"),
    [
        ({"by": "hour"}, MONDAY_NINE + timedelta(hours=1), []),
        ({"by": "day"}, MONDAY_NINE + timedelta(days=1), []),
        ({"by": "next"}, MONDAY_NINE + timedelta(days=2), ["nudges went out"]),
        ({"now": "2026-12-03T09:00"}, datetime(2026, 12, 3, 9, tzinfo=UTC), ["nudges went out"]),
        ({"now": "2026-07-01T09:00"}, None, None),
        ({"now": "2027-07-01T09:00"}, datetime(2027, 7, 1, 8, tzinfo=UTC), ["nudges went out"]),
        ({"now": "2026-11-30T11:00+01:00"}, datetime(2026, 11, 30, 10, tzinfo=UTC), []),
        ({"now": "tomorrow"}, None, None),
        ({"by": "year"}, None, None),
        ({}, None, None),
    ],
)
async def test_the_clock_moves_forward_and_tells_what_happened_on_the_way(
    desk: Desk, move: dict[str, str], reached: datetime | None, happened: list[str] | None
) -> None:
    status, body = await desk.tell("/desk/clock", move)
    if reached is None:
        assert status == 400
        assert desk.council.time == MONDAY_NINE
        return
    assert status == 200
    assert datetime.fromisoformat(body["now"]) == desk.council.time == reached
    assert body["happened"] == happened


async def test_a_day_on_is_the_same_hour_when_the_clocks_change(desk: Desk) -> None:
    desk.council.time = datetime(2027, 3, 27, 9, tzinfo=UTC)  # Saturday; on Sunday BST begins
    await desk.tell("/desk/clock", {"by": "day"})
    assert desk.council.time == datetime(2027, 3, 28, 8, tzinfo=UTC)


async def test_nothing_to_come_cannot_be_moved_to(desk: Desk) -> None:
    desk.council.to_come = []
    status, body = await desk.tell("/desk/clock", {"by": "next"})
    assert (status, body["error"]["code"]) == (400, "NothingToCome")


async def test_the_story_of_an_audit_is_served(desk: Desk) -> None:
    assert await desk.ask("/desk/story/M900123") == (
        200,
        {
            "audit": "M900123",
            "moments": [
                {
                    "at": MONDAY_NINE.isoformat(),
                    "who": "The audit team",
                    "what": "issued the audit to Priya Shah",
                }
            ],
        },
    )
    assert (await desk.ask("/desk/story/M0"))[0] == 404
    assert await desk.ask(f"/desk/audits/{PRIYA.upn}") == (
        200,
        {
            "upn": PRIYA.upn,
            "audits": [{"audit": "M900123", "part": "auditor", "words": "FD-1, December 2026"}],
        },
    )


async def test_an_open_page_hears_whose_chat_changed(desk: Desk) -> None:
    async with asyncio.timeout(5), desk.http.get(desk.url + "/desk/events") as stream:
        assert await stream.content.readline() == b"retry: 1000\n"
        await desk.bot_sends(PRIYA, allocation())
        await stream.content.readline()
        line = await stream.content.readline()
        assert json.loads(line.removeprefix(b"data: ")) == [f"chat:{PRIYA.entra_object_id}"]
        await stream.content.readline()
        await desk.tell("/desk/clock", {"by": "hour"})
        line = await stream.content.readline()
        assert "clock" in json.loads(line.removeprefix(b"data: "))


@pytest.mark.parametrize("host", ["sightline.example", "127.0.0.1.evil.example", "10.0.0.7:80", ""])
async def test_a_host_that_is_not_this_machine_is_turned_away(desk: Desk, host: str) -> None:
    async with desk.http.get(desk.url + "/desk/people", headers={"Host": host}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080"])
async def test_this_machine_may_go_by_any_of_its_names(desk: Desk, host: str) -> None:
    async with desk.http.get(desk.url + "/desk/people", headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_sites_page_cannot_press_anything(
    installed: Desk, headers: dict[str, str]
) -> None:
    status, body = await installed.tell(f"/desk/chats/{PRIYA.upn}", {"text": "help"}, **headers)
    assert (status, body["error"]["code"]) == (403, "OtherSite")
    assert installed.bot.pressed() == []


async def test_the_desks_own_page_may_press(installed: Desk) -> None:
    own = {"Origin": installed.url, "Sec-Fetch-Site": "same-origin"}
    status, _ = await installed.tell(f"/desk/chats/{PRIYA.upn}", {"text": "help"}, **own)
    assert status == 200


async def test_a_form_posted_as_text_is_refused(installed: Desk) -> None:
    url = f"{installed.url}/desk/chats/{PRIYA.upn}"
    async with installed.http.post(url, data='{"text":"help"}') as answer:
        assert answer.status == 415
    assert installed.bot.pressed() == []


async def test_nothing_but_the_desks_own_files_is_served_and_no_script_from_elsewhere(
    desk: Desk,
) -> None:
    async with desk.http.get(desk.url + "/") as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in page
    assert "<script>" not in page
    assert "http" not in page.replace("http-equiv", "")
    for path in (
        "/desk/page/..%2Fapp.py",
        "/desk/page/nothing.js",
        "/desk/vendor/x.js",
        "/nothing",
    ):
        status, body = await desk.ask(path)
        assert status == 404
        assert isinstance(body, dict)
        assert set(body["error"]) == {"code", "message"}


async def test_a_library_that_is_not_installed_says_how_to_get_it(desk: Desk) -> None:
    _, body = await desk.ask("/desk/vendor/adaptivecards.min.js")
    assert isinstance(body, dict)
    assert "make demo" in body["error"]["message"]


async def test_after_a_renaming_the_same_chat_is_found_by_either_upn(desk: Desk) -> None:
    await desk.bot_sends(PRIYA, allocation())
    married = replace(PRIYA, upn="priya.patel@council.example", former_upns=(PRIYA.upn,))
    desk.council.members[desk.council.members.index(PRIYA)] = married
    _, people = await desk.ask("/desk/people")
    assert isinstance(people, list)
    assert [one["revision"] for one in people if one["upn"] == married.upn] == [1]
    for upn in (married.upn, PRIYA.upn):
        status, body = await desk.ask(f"/desk/chats/{upn}")
        assert isinstance(body, dict)
        assert (status, body["upn"], len(body["messages"])) == (200, married.upn, 1)
