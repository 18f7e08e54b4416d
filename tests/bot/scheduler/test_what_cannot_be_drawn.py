"""One message whose drawing the database refuses holds up no other, in PostgreSQL too."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.dialogs.faces import Face
from bot.ledger_access import LedgerAccess
from bot.scheduler import preparing as claimed
from bot.scheduler.deliver import Delivery
from bot.teams.courier import outbound_session
from store.duties.outbox import waiting
from store.ledger import Reader
from store.tables import Message
from tests.loopback.activities import TENANT
from tests.loopback.connector import LoopbackConnector
from tests.loopback.served import courier_to
from tests.store.council import ISSUED, Council, build


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("redraw", [False, True])
async def test_a_message_that_the_database_refuses_to_draw_holds_up_no_other(
    database: str,
    redraw: bool,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = (
        f"sqlite:///{tmp_path / 'x.db'}"
        if database == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    council = Council.empty(url)
    build(council)
    access = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    with council.read(at=ISSUED) as reader:
        owed = waiting(reader, 200)
        bad = owed[0]

    def broken(reader: Reader, message: str) -> Face | None:
        if message == bad:
            reader.session.execute(text("SELECT no_such_function(1)"))
        return claimed.draw(reader, message)

    def broken_card(reader: Reader, message: str) -> tuple[claimed.Outgoing, str] | None:
        if message == bad:
            reader.session.execute(text("SELECT no_such_function(1)"))
        return claimed.draw_update(reader, message)

    if not redraw:
        monkeypatch.setattr("bot.scheduler.deliver.draw", broken)
    async with LoopbackConnector() as connector, outbound_session() as session:
        delivery = Delivery(access, courier_to(connector, session), TENANT, f"{connector.url}/")
        if redraw:
            await delivery.deliver()
            with council.ledger.engine.begin() as connection:
                connection.execute(
                    text(
                        "UPDATE message SET redraw_at = queued_at, drawn = 'old' "
                        "WHERE activity_id IS NOT NULL"
                    )
                )
            with council.read(at=ISSUED) as reader:
                bad = next(m.id for m in reader.rows(Message, order="redraw_at") if m.activity_id)
            monkeypatch.setattr("bot.scheduler.deliver.draw_update", broken_card)
        for _ in range(3):
            await asyncio.gather(delivery.deliver(), return_exceptions=True)
    access.close()
    with council.read(at=ISSUED) as reader:
        states = {m.id: (m.state, m.drawn, m.redraw_at) for m in reader.rows(Message)}
    council.close()
    if redraw:
        old = [m for m, s in states.items() if s[1] == "old" and m != bad]
        assert old == []
        assert states[bad][2] is not None
    else:
        assert [m for m in owed if states[m][0] == "queued" and m != bad] == []
