"""`sightline serve` as a process of its own, in a tenant on loopback; both sides sign."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.loopback.__main__ import StandingTenant
from tests.store.council import KEY, Council, build

PATIENCE = 60


class Collector:
    """An OpenTelemetry collector on loopback that keeps the spans it receives."""

    def __init__(self) -> None:
        self.received: list[ExportTraceServiceRequest] = []

    async def take(self, request: web.Request) -> web.Response:
        """`POST /v1/traces`."""
        self.received.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response()

    def spans(self) -> list[Any]:
        """Every span so far."""
        return [
            span
            for one in self.received
            for resource in one.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Ends everything that the test has started."""
    async with AsyncExitStack() as stack:
        yield stack


async def test_a_press_is_answered_logged_counted_and_traced_and_a_stranger_is_not(
    stack: AsyncExitStack, tmp_path: Path
) -> None:
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    council = Council.empty(ledger)
    build(council)
    audit = council.audits()[0]
    with council.read() as reader:
        person = {one.id: one.entra_object_id for one in reader.everybody()}[audit.auditor or ""]
    council.close()
    collector = Collector()
    there = await _listening(stack, "/v1/traces", collector.take)
    bot, metrics = _free_port(), _free_port()
    tenant = StandingTenant(f"http://127.0.0.1:{bot}/api/messages")
    environment = (
        os.environ
        | await tenant.start(stack, 0)
        | {
            "DATABASE_URL": ledger,
            "SIGHTLINE_DATA_KEY": KEY,
            "SIGHTLINE_METRICS": f"127.0.0.1:{metrics}",
            "OTEL_EXPORTER_OTLP_ENDPOINT": there,
        }
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "serve",
        "--port",
        str(bot),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        client = await stack.enter_async_context(aiohttp.ClientSession())
        await _until_ready(client, f"http://127.0.0.1:{bot}/readyz")

        async def says(**said: Any) -> int:
            asked = {"person": person, **said}
            async with client.post(f"{tenant.url}/say", json=asked) as answer:
                return int((await answer.json())["status"])

        accept = {"verb": "allocation.accept", "id": audit.id, "version": audit.version}
        assert await says(**accept) == 200
        assert await says(**accept, signed=False) == 401
        assert await says(text="Zebedee Quill was seen", signed=True) == 200
        async with client.get(f"{tenant.url}/messages") as answer:
            assert (await answer.json())["signed_with"] == ["Bearer the-bots-own-token"]
        async with client.get(f"http://127.0.0.1:{bot}/metrics") as answer:
            assert answer.status == 404, "the world's address says nothing"
        async with client.get(f"http://127.0.0.1:{metrics}/metrics") as answer:
            text = await answer.text()
        assert 'sightline_answer_seconds_count{status="200",turn="Pressed"} 1.0' in text
        assert 'sightline_answer_seconds_count{status="401",turn="refused"} 1.0' in text
    finally:
        process.terminate()
        out, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, told.decode()
    lines = [json.loads(line) for line in out.decode().splitlines()]
    assert ("act.done", audit.id) in {(line["event"], line.get("subject")) for line in lines}
    assert [line for line in lines if "withheld" in line] == []
    spans = collector.spans()
    pressed = [span for span in spans if "Pressed" in str(span.attributes)]
    assert [span.name for span in pressed] == ["activity"]
    done = next(line for line in lines if line["event"] == "act.done")
    assert done["trace"] == pressed[0].trace_id.hex()
    for everything in (text, out.decode(), told.decode(), str(spans)):
        assert "Quill" not in everything
        assert (audit.auditor or "") not in everything


async def _listening(stack: AsyncExitStack, path: str, handler: Any) -> str:
    app = web.Application()
    app.router.add_post(path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _until_ready(client: aiohttp.ClientSession, address: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with client.get(address) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)
