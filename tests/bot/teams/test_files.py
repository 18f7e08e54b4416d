"""Files go to and from Teams' own hosts only, complete, in time, and never too large."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.teams import files as teams_files
from bot.teams.courier import outbound_session
from bot.teams.files import FileHosts, TeamsFiles
from bot.turns import FileTrouble

GOOD = (
    "https://council-my.sharepoint.com/personal/x/_layouts/15/download.aspx?UniqueId=1&tempauth=a"
)


@pytest.mark.parametrize(
    "address",
    [
        GOOD,
        "https://sharepoint.com/x",
        "https://COUNCIL.SharePoint.com:443/x",
        "https://council.sharepoint.com./x",
    ],
)
def test_teams_own_hosts_are_believed(address: str) -> None:
    assert str(FileHosts().checked(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://council.sharepoint.com/x",
        "https://council.sharepoint.com:444/x",
        "https://evilsharepoint.com/x",
        "https://council.sharepoint.com.evil.example/x",
        "https://sharepoint.com@evil.example/x",
        "https://me:secret@council.sharepoint.com/x",
        "https://evil.example/#.sharepoint.com",
        "https://evil.example\\.sharepoint.com/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//council.sharepoint.com/x",
        "https:///x",
        "https://council.sharepoint.com:port/x",
        "",
        "https://council.sharepoint.com/\r\nHost: x",
    ],
)
def test_nobody_elses_address_is_followed(address: str) -> None:
    with pytest.raises(FileTrouble) as refused:
        FileHosts().checked(address)
    assert refused.value.code == "foreign_host"
    assert "evil" not in refused.value.message


def test_a_council_may_name_its_own_part_of_sharepoint_alone() -> None:
    hosts = FileHosts(["council-my.sharepoint.com"])
    assert hosts.checked(GOOD)
    with pytest.raises(FileTrouble):
        hosts.checked("https://other-my.sharepoint.com/x")


def test_the_local_desk_is_believed_only_where_it_was_named() -> None:
    here = "http://127.0.0.1:8400/desk/files/a"
    assert FileHosts(loopback="http://127.0.0.1:8400").checked(here)
    for other in ("http://127.0.0.1:8401/desk/files/a", "http://127.0.0.1.evil.example:8400/a"):
        with pytest.raises(FileTrouble):
            FileHosts(loopback="http://127.0.0.1:8400").checked(other)
    with pytest.raises(FileTrouble):
        FileHosts().checked(here)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def keeping(handler: Handler, seconds: float = 5.0) -> AsyncIterator[tuple[TeamsFiles, str]]:
    """A file server on loopback that answers as told, and a client of it."""
    app = web.Application(client_max_size=1024**3)
    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with outbound_session() as session:
            yield TeamsFiles(session, hosts=FileHosts(loopback=url), timeout=seconds), url
    finally:
        await runner.cleanup()


async def refused(files: TeamsFiles, url: str) -> str:
    with pytest.raises(FileTrouble) as trouble:
        await files.fetch(f"{url}/f")
    return trouble.value.code


async def test_a_file_is_fetched_whole_and_without_any_permission_of_ours() -> None:
    seen: list[dict[str, str]] = []

    async def give(request: web.Request) -> web.Response:
        seen.append(dict(request.headers))
        return web.Response(body=b"upn,name\n")

    async with keeping(give) as (files, url):
        assert await files.fetch(f"{url}/f?tempauth=x") == b"upn,name\n"
    assert "Authorization" not in seen[0]
    assert "Cookie" not in seen[0]


@pytest.mark.parametrize("status", [204, 302, 404, 410, 500])
async def test_whatever_is_no_file_is_no_file(status: int) -> None:
    asked: list[str] = []

    async def give(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with keeping(give) as (files, url):
        assert await refused(files, url) == "not_given"
    assert asked == ["/f"]  # no redirect is followed


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_over_the_limit_is_left_where_it_is(
    monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    monkeypatch.setattr(teams_files, "LARGEST", 1000)

    async def give(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if told:
            response.content_length = 1001
        await response.prepare(request)
        await response.write(b"x" * 1001)
        return response

    async with keeping(give) as (files, url):
        assert await refused(files, url) == "too_large"


async def test_a_packed_body_is_not_unpacked() -> None:
    async def give(_request: web.Request) -> web.Response:
        return web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})

    async with keeping(give) as (files, url):
        assert await refused(files, url) in {"not_given", "not_reached"}


async def test_a_file_that_does_not_come_is_given_up() -> None:
    async def give(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with keeping(give, seconds=0.2) as (files, url):
        assert await refused(files, url) == "not_reached"


async def test_nobody_there_is_said_as_such() -> None:
    async with aiohttp.ClientSession() as session:
        files = TeamsFiles(session, hosts=FileHosts(loopback="http://127.0.0.1:9"))
        with pytest.raises(FileTrouble) as trouble:
            await files.fetch("http://127.0.0.1:9/f")
    assert trouble.value.code == "not_reached"


async def test_a_file_is_put_whole_with_its_range() -> None:
    taken: list[tuple[str, str, bytes]] = []
    large = b"x" * 2 * 1024 * 1024

    async def take(request: web.Request) -> web.Response:
        taken.append((request.method, request.headers["Content-Range"], await request.read()))
        return web.Response(status=201)

    async with keeping(take) as (files, url):
        await files.put(f"{url}/up", b"register")
        await files.put(f"{url}/up", large)
    assert taken == [("PUT", "bytes 0-7/8", b"register"), ("PUT", "bytes 0-2097151/2097152", large)]


@pytest.mark.parametrize("status", [302, 401, 409, 500])
async def test_a_file_that_is_not_taken_is_said_so(status: int) -> None:
    async def take(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    async with keeping(take) as (files, url):
        with pytest.raises(FileTrouble) as trouble:
            await files.put(f"{url}/up", b"register")
    assert trouble.value.code == "not_taken"
