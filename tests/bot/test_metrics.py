"""Metrics: the ledger's own numbers, about no person, and not readable from outside."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any, get_args

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

import bot.turns
from bot.app import DELIVERY, LEDGER_ACCESS, METRICS, Options, TeamsConnection, bot_app
from bot.scheduler.ticking import tick
from bot.scheduler.timetable import _guarded
from bot.teams.sign_in import LoopbackSignIn
from bot.understanding.reading import Tier
from store.tables import Message, Person
from store.views.reports.counts import LATENESS, STATES
from store.vocabulary.intents import Intent
from tests.loopback.activities import BOT, TENANT, message
from tests.loopback.connector import LoopbackConnector
from tests.store.council import DUE, ISSUED, Council, build

TURNS = {name for name, kind in vars(bot.turns).items() if isinstance(kind, type)}
LABELS = {
    "state": set(STATES),
    "lateness": set(LATENESS),
    "job": {"sweep", "digest", "deliver", "standing"},
    "turn": TURNS | {"refused", "none"},
    "tier": set(get_args(Tier)),
    "intent": {*get_args(Intent), "at_risk", "none"},
}
"""All values of labels; `status`, `version` and `le` are numbers."""


@dataclass
class Watched:
    """A bot on loopback, its clock and its metrics."""

    council: Council
    connector: LoopbackConnector
    client: aiohttp.ClientSession
    app: web.Application
    address: str
    at: datetime = ISSUED

    async def text(self, **headers: str) -> tuple[int, str]:
        """The answer to `GET /metrics` at the bot's own address."""
        async with self.client.get(f"{self.address}/metrics", headers=headers) as answer:
            return answer.status, await answer.text()

    async def read(self, name: str, **labels: str) -> float:
        """The value of one metric."""
        for family in text_string_to_metric_families((await self.text())[1]):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    return sample.value
        raise AssertionError(name, labels)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an issued cycle, to be copied."""
    file = tmp_path_factory.mktemp("council") / "ledger.db"
    council = Council.empty(f"sqlite:///{file}")
    build(council)
    council.close()
    return file


@pytest.fixture
async def watched(issued: Path, tmp_path: Path) -> AsyncIterator[Watched]:
    """An issued cycle and its bot, whose clock only the test moves."""
    copyfile(issued, tmp_path / "ledger.db")
    council = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    async with LoopbackConnector() as connector, aiohttp.ClientSession() as client:
        found: list[Watched] = []
        teams = TeamsConnection(
            bot_id=BOT,
            tenant_id=TENANT,
            service_url=connector.url,
            sign_in=LoopbackSignIn.over,
            loopback=connector.url,
        )
        app = bot_app(
            council.ledger,
            council.programme,
            now=lambda: found[0].at,
            teams=teams,
            options=Options(ticking=False),
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            found.append(Watched(council, connector, client, app, address))
            yield found[0]
        finally:
            await runner.cleanup()
    council.close()


async def test_messages_are_counted_by_what_became_of_them(watched: Watched) -> None:
    owed = await watched.read("sightline_messages", state="queued")
    assert owed > 0
    assert await watched.read("sightline_messages", state="delivered") == 0
    waited = await watched.read("sightline_message_overdue_seconds")
    watched.at = ISSUED + timedelta(minutes=10)
    assert await watched.read("sightline_message_overdue_seconds") == waited + 600
    with watched.council.read() as reader:
        auditor = reader.get(Person, watched.council.audits()[0].auditor or "")
    watched.connector.blocked.add(auditor.entra_object_id)
    await tick(watched.app[LEDGER_ACCESS], watched.app[DELIVERY])
    with watched.council.read() as reader:
        lost = len(reader.rows(Message, to=auditor.id, state="failed"))
    assert await watched.read("sightline_messages", state="failed") == lost > 0
    assert await watched.read("sightline_messages", state="queued") == 0
    assert await watched.read("sightline_message_overdue_seconds") == 0


async def test_duties_are_counted_by_how_many_working_days_they_are_late(watched: Watched) -> None:
    returns = len(watched.council.audits())
    watched.at = DUE - timedelta(hours=1)
    assert await watched.read("sightline_duties", lateness="due_today") == returns
    watched.at = DUE + timedelta(days=1)
    late = await watched.read("sightline_duties", lateness="late_to_2_days")
    assert late == returns
    # Christmas has no working days, so a week and a half later it is only five days late.
    watched.at = DUE + timedelta(days=9)
    assert await watched.read("sightline_duties", lateness="late_to_5_days") >= returns


async def test_a_job_that_fails_grows_old_and_is_counted(watched: Watched) -> None:
    metrics = watched.app[METRICS]
    metrics.expect(["sweep"])

    async def breaks() -> None:
        raise ValueError

    async def works() -> None:
        pass

    await _guarded("sweep", breaks, metrics)()
    assert await watched.read("sightline_job_failures_total", job="sweep") == 1
    before = metrics.job_age("sweep")
    await _guarded("sweep", works, metrics)()
    assert metrics.job_age("sweep") < before


async def test_a_turn_that_fails_is_counted_by_its_kind_though_it_is_answered_calmly(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched.council.read() as reader:
        person = reader.rows(Person, limit=1)[0]
    said: dict[str, Any] = message(watched.connector.url, "my work")
    said["from"]["aadObjectId"] = person.entra_object_id

    async def says_so() -> int:
        async with watched.client.post(f"{watched.address}/api/messages", json=said) as answer:
            return answer.status

    assert await says_so() == 200
    assert await watched.read("sightline_turn_failures_total", turn="Said") == 0

    def breaks(*_given: object) -> None:
        raise ValueError(person.name)

    monkeypatch.setattr("bot.dialogs.conversation.said", breaks)
    assert await says_so() == 200
    assert await watched.read("sightline_turn_failures_total", turn="Said") == 1
    assert person.name not in (await watched.text())[1]


async def test_no_label_says_who_or_what_and_nothing_of_a_child_is_in_it(watched: Watched) -> None:
    with watched.council.read() as reader:
        people = reader.rows(Person)
    for person in (people[0], None):
        said: dict[str, Any] = message(watched.connector.url, "Zebedee Quill is my work")
        said["from"]["aadObjectId"] = person.entra_object_id if person else "nobody"
        async with watched.client.post(f"{watched.address}/api/messages", json=said):
            pass
    await tick(watched.app[LEDGER_ACCESS], watched.app[DELIVERY])
    text = (await watched.text())[1]
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            for label, value in sample.labels.items():
                if label in LABELS:
                    assert value in LABELS[label], sample
                else:
                    assert label in ("status", "version", "le"), sample
                    assert value.replace(".", "").isdecimal() or value == "+Inf", sample
    for audit in watched.council.audits():
        assert audit.id not in text
        assert audit.case_ref not in text
    assert not [person.id for person in people if person.id in text or person.name in text]
    assert "Zebedee" not in text


async def test_who_is_not_on_this_machine_reads_no_metrics(watched: Watched) -> None:
    assert (await watched.text())[0] == 200
    for header in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"):
        assert (await watched.text(**{header: "203.0.113.9"}))[0] == 404


async def test_a_ledger_that_does_not_answer_is_no_ledger_with_nothing_in_it(
    watched: Watched,
) -> None:
    assert await watched.read("sightline_ledger_up") == 1
    watched.council.tamper("DROP TABLE message")
    assert await watched.read("sightline_ledger_up") == 0
    assert 'sightline_messages{state="queued"}' not in (await watched.text())[1]
    async with watched.client.get(f"{watched.address}/readyz") as answer:
        assert answer.status == 200, "the database itself answers"
    watched.council.tamper("DELETE FROM alembic_version")
    async with watched.client.get(f"{watched.address}/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["migrations"] is False
