"""The desk sends and receives files as Teams does: by an address, and only with consent."""

import json
from base64 import b64encode
from io import BytesIO
from typing import Any

from bot.desk.files import CONSENT, INFO, MAX_BYTES
from tests.bot.desk.conftest import Desk
from tests.bot.desk.fakes import LEAH, PRIYA, Json

CONTENT = b"upn,name\na@b.cc,A\n"


def a_file(name: str = "people.csv", content: bytes = CONTENT) -> Json:
    return {"file": {"name": name, "content": b64encode(content).decode()}}


def consent(offer: str = "17") -> Json:
    context = {"offer": offer}
    content = {
        "description": "The register",
        "sizeInBytes": 2048,
        "acceptContext": context,
        "declineContext": context,
    }
    attachment = {"contentType": CONSENT, "name": "register.xlsx", "content": content}
    return {"type": "message", "summary": "The register", "attachments": [attachment]}


async def offered(desk: Desk) -> str:
    async with desk.http.post(desk.activities(PRIYA), json=consent()) as answer:
        assert answer.status == 201
        return str((await answer.json())["id"])


def heard(desk: Desk, name: str | None = None) -> Any:
    """The last activity that the bot received, or the last invoke with that name."""
    found = [a for a in desk.bot.heard if name is None or a.get("name") == name]
    return found[-1]


async def test_a_script_sends_a_file_and_the_bot_fetches_it_by_its_address(installed: Desk) -> None:
    status, body = await installed.press(PRIYA, **a_file("C:\\files\\people.csv"))
    assert (status, body["kind"]) == (200, "none")
    sent = heard(installed)
    [attachment] = sent["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.teams.file.download.info"
    assert attachment["name"] == "people.csv"
    async with installed.http.get(attachment["content"]["downloadUrl"]) as answer:
        assert answer.status == 200
        assert await answer.read() == CONTENT
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [m["text"] for m in await installed.chat(PRIYA)][-1] == "File: people.csv"


async def test_a_malformed_file_is_refused(installed: Desk) -> None:
    for wrong in (
        {"file": "x"},
        {"file": {"name": "a.csv"}},
        {"file": {"name": "a.csv", "content": "§§§"}},
        {"file": {"name": " ", "content": "YQ=="}},
    ):
        status, body = await installed.press(PRIYA, **wrong)
        assert (status, "message" in body["error"]) == (400, True)


async def test_a_file_of_five_megabytes_is_taken_and_no_larger_one(installed: Desk) -> None:
    for size, status in ((MAX_BYTES, 200), (MAX_BYTES + 1, 413), (2 * MAX_BYTES, 413)):
        body = BytesIO(json.dumps(a_file(content=b"x" * size)).encode())
        where = f"{installed.url}/desk/chats/{PRIYA.upn}"
        kind = {"Content-Type": "application/json"}
        async with installed.http.post(where, data=body, headers=kind) as answer:
            assert answer.status == status


async def test_nobody_guesses_a_files_address(installed: Desk) -> None:
    for method in ("GET", "PUT"):
        async with installed.http.request(method, f"{installed.url}/desk/files/1") as answer:
            assert answer.status == 404


async def test_an_offered_file_is_allowed_put_and_shown(installed: Desk) -> None:
    message = await offered(installed)
    [shown] = [m for m in await installed.chat(PRIYA) if m["id"] == message]
    assert "register.xlsx" in str(shown["card"])
    assert "The register (2 KB)." in str(shown["card"])
    status, _ = await installed.press(PRIYA, message=message, verb="file.accept")
    assert status == 200
    answer = heard(installed, "fileConsent/invoke")["value"]
    assert (answer["type"], answer["action"]) == ("fileUpload", "accept")
    assert answer["context"] == {"offer": "17"}
    place = answer["uploadInfo"]
    put = {"Content-Range": "bytes 0-2/3"}
    async with installed.http.put(place["uploadUrl"], data=b"abc", headers=put) as taken:
        assert taken.status == 201
    async with installed.http.put(place["uploadUrl"], data=b"abc", headers=put) as twice:
        assert twice.status == 409
    info = {
        "contentType": INFO,
        "contentUrl": place["contentUrl"],
        "name": place["name"],
        "content": {"uniqueId": place["uniqueId"], "fileType": place["fileType"]},
    }
    given = {"type": "message", "summary": place["name"], "attachments": [info]}
    async with installed.http.post(installed.activities(PRIYA), json=given) as sent:
        assert sent.status == 201
    newest = (await installed.chat(PRIYA))[-1]
    assert place["contentUrl"] in str(newest["card"])
    async with installed.http.get(place["contentUrl"]) as got:
        assert await got.read() == b"abc"


async def test_a_declined_file_asks_no_more(installed: Desk) -> None:
    message = await offered(installed)
    await installed.press(PRIYA, message=message, verb="file.decline")
    answer = heard(installed, "fileConsent/invoke")["value"]
    assert answer["action"] == "decline"
    assert "uploadInfo" not in answer
    [shown] = [m for m in await installed.chat(PRIYA) if m["id"] == message]
    assert "You declined this file." in str(shown["card"])
    status, _ = await installed.press(PRIYA, message=message, verb="file.accept")
    assert status == 400


async def test_a_part_of_a_file_is_not_taken_for_the_whole(installed: Desk) -> None:
    message = await offered(installed)
    await installed.press(PRIYA, message=message, verb="file.accept")
    url = heard(installed, "fileConsent/invoke")["value"]["uploadInfo"]["uploadUrl"]
    for headers in ({}, {"Content-Range": "bytes 0-2/9"}):
        async with installed.http.put(url, data=b"abc", headers=headers) as refused:
            assert refused.status == 400
    async with installed.http.get(url) as nothing:
        assert nothing.status == 404


async def test_another_attachment_is_refused_as_before(installed: Desk) -> None:
    other = {"type": "message", "attachments": [{"contentType": "image/png", "content": {}}]}
    async with installed.http.post(installed.activities(LEAH), json=other) as answer:
        assert answer.status == 400
