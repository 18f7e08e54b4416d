"""Councils with nothing left to send: one with a person to reach, one with a new cycle."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import text

from bot.ledger_access import LedgerAccess
from bot.scheduler.deliver import Delivery
from bot.scheduler.other_channels import OtherChannel
from bot.teams.courier import outbound_session
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.ledger.stamps import stamp_all
from store.tables import Message
from tests.bench.council import ISSUED, KEY, council_at, issue
from tests.bot.scheduler.post import Post
from tests.bot.scheduler.reach_arranging import Post as Reach
from tests.bot.scheduler.reach_arranging import Ways
from tests.loopback.activities import TENANT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.connector import Message as Shown
from tests.loopback.served import courier_to
from tests.loopback.tenant import tenant_of
from tests.store.council import Council, build


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council whose first messages have all been settled, made once."""
    path = tmp_path_factory.mktemp("reach") / "ledger.db"
    council = Council.empty(f"sqlite:///{path}")
    build(council)
    with council.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE message SET settled_at = queued_at, state = 'dropped'"))
    council.close()
    return path


@pytest.fixture
async def reach(made: Path, tmp_path: Path) -> AsyncIterator[Reach]:
    copyfile(made, tmp_path / "ledger.db")
    council = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    audit = next(audit for audit in council.audits() if audit.auditor)
    async with tenant_of(council) as tenant:
        channels = tenant.delivery.other_channels
        ways = Ways(tenant)
        channels.installer = ways.install
        channels.channels = [OtherChannel("email", "an e-mail", ways.tell)]
        yield Reach(tenant, ways, tenant.person(id=audit.auditor), audit.id)
    council.close()


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new cycle with all first messages delivered, made once for all tests."""
    path = tmp_path_factory.mktemp("post") / "issued.db"
    ledger, programme = council_at(f"sqlite:///{path}")
    issue(ledger, programme)
    asyncio.run(_first_post(ledger, programme))
    ledger.engine.dispose()
    return path


async def _first_post(ledger: Ledger, programme: str) -> None:
    async with LoopbackConnector() as connector, outbound_session() as session:
        access = LedgerAccess(ledger, programme, now=lambda: ISSUED)
        delivery = Delivery(access, courier_to(connector, session), TENANT, f"{connector.url}/")
        await delivery.deliver()
        access.close()


@pytest.fixture
async def post(tmp_path: Path, issued: Path) -> AsyncIterator[Post]:
    """A ledger in which nothing is owed, and a connector that knows all people."""
    copyfile(issued, tmp_path / "post.db")
    ledger = Ledger(
        open_engine(f"sqlite:///{tmp_path / 'post.db'}"), key=KEY, randomness=SeededRandomness(2)
    )
    [programme] = ledger.programmes()
    async with LoopbackConnector() as connector, outbound_session() as session:
        with ledger.engine.begin() as connection:
            moved = {"url": f"{connector.url}/"}
            connection.execute(text("UPDATE conversation SET service_url = :url"), moved)
            stamp_all(connection, KEY)  # as if Teams had always been there
        with ledger.read(programme, at=ISSUED) as reader:
            connector.messages += [
                Shown(message.conversation_id or "", message.activity_id, {})
                for message in reader.rows(Message)
                if message.activity_id is not None
            ]
        access = LedgerAccess(ledger, programme, now=lambda: there.at)
        courier = courier_to(connector, session)
        delivery = Delivery(access, courier, TENANT, f"{connector.url}/")
        there = Post(ledger, programme, connector, delivery, ISSUED)
        yield there
        access.close()
    ledger.engine.dispose()
