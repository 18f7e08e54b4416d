"""Pictures of the board from rehearsed months, each page in its themes and widths."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from playwright.async_api import Page
from sqlalchemy import func, select
from sqlmodel import col
from typer.testing import CliRunner

import store.acts
from bot.board.app import BoardOptions, board_app
from bot.board.doors import DemoDoor
from bot.board.places import PAGES
from bot.board.sessions import Sessions
from bot.cli import app as sightline
from bot.ledger_access import LedgerAccess
from bot.ledger_opening import open_ledger
from bot.settings import Settings
from store.tables import Audit, Fact, Person
from store.tables.columns import instant

assert store.acts.__all__  # importing it declares every act

REHEARSED = ("rehearse", "--profile", "tower-hamlets", "--months", "2", "--seed", "3", "--keep")
SIZES = ((1280, 900), (360, 780))
THEMES = ("light", "dark", "contrast")


@dataclass(frozen=True)
class Shown:
    """A board that is served, with somebody who runs the programme and one audit's story."""

    url: str
    upn: str
    audit: str

    def address(self, path: str) -> str:
        """The address of a page as that person sees it."""
        return f"{self.url}/board/{path}?as={quote(self.upn)}"


def rehearse(file: Path) -> None:
    """Play the months of these pictures and keep their ledger in `file`."""
    played = CliRunner().invoke(sightline, [*REHEARSED, str(file)], catch_exceptions=False)
    assert played.exit_code == 0, played.output


@asynccontextmanager
async def shown(file: Path) -> AsyncIterator[Shown]:
    """Serve the board over a kept ledger, at the moment of its last fact."""
    ledger = open_ledger(Settings.model_validate({"database_url": f"sqlite:///{file}"}))
    (programme,) = ledger.programmes()
    with ledger.engine.connect() as connection:
        last = connection.execute(select(func.max(col(Fact.at)))).scalar_one()
    at = instant(last)
    access = LedgerAccess(ledger, programme, now=lambda: at)
    with ledger.read(programme, at=at) as reader:
        everybody = reader.rows(Person)
        officer = next(one.id for one in everybody if "audit_officer" in one.roles)
        audits = reader.rows(Audit, state=("moderated", "complete"))
        below = [one for one in audits if one.moderated in {"Inadequate", "RI"}]
        audit = (below or audits)[0].id
    sessions = Sessions(ledger.key, now=access.now)
    options = BoardOptions(door=lambda _access, _session: DemoDoor(sessions), frames=("'self'",))
    served = web.Application()
    served.add_subapp("/board", board_app(access, options))
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield Shown(f"http://127.0.0.1:{runner.addresses[0][1]}", officer, audit)
    finally:
        await runner.cleanup()
        access.close()
        ledger.engine.dispose()


async def shoot_board(page: Page, folder: Path, scratch: Path) -> None:
    """Every page and one story, in each theme and width; the first is the README's."""
    file = scratch / "board.db"
    rehearse(file)
    async with shown(file) as board:
        for theme in THEMES:
            for width, height in SIZES:
                await page.set_viewport_size({"width": width, "height": height})
                for path in (*(one.path for one in PAGES), f"audits/{board.audit}"):
                    await look(page, board.address(path), theme)
                    name = path.partition("/")[0]
                    await page.screenshot(path=folder / f"board-{name}-{theme}-{width}.png")


async def look(page: Page, address: str, theme: str) -> None:
    """Open a page in one of Teams' themes."""
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await page.goto(address)
    await page.wait_for_selector("html[data-ready]")
    if theme == "contrast":
        await page.evaluate("document.documentElement.dataset.theme = 'contrast'")
