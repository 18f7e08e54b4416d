"""A council with nothing left to send, and one person of it to owe something to."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import text

from bot.scheduler.reaching import OtherWay
from tests.bot.scheduler.reach_arranging import Post, Ways
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
async def reach(made: Path, tmp_path: Path) -> AsyncIterator[Post]:
    copyfile(made, tmp_path / "ledger.db")
    council = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    audit = next(audit for audit in council.audits() if audit.auditor)
    async with tenant_of(council) as tenant:
        reaching = tenant.delivery.reaching
        ways = Ways(tenant)
        reaching.installing = ways.install
        reaching.ways = [OtherWay("email", "an e-mail", ways.tell)]
        yield Post(tenant, ways, tenant.person(id=audit.auditor), audit.id)
    council.close()
