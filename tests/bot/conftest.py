"""A tenant on loopback for tests of the bot as it is served."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.loopback.tenant import Tenant, loopback_tenant


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    """A tenant on loopback, with authentication on."""
    async with loopback_tenant(tmp_path / "ledger.db") as tenant:
        yield tenant


@pytest.fixture
async def tenant_with_guests(tmp_path: Path) -> AsyncIterator[Tenant]:
    """A tenant of an authority whose guests may take part."""
    async with loopback_tenant(tmp_path / "ledger.db", guests=True) as tenant:
        yield tenant
