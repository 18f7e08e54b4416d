"""Pictures of each reader's digest from rehearsed months of every profile, as Teams draws them."""

from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import Page
from sqlalchemy import func, select
from sqlmodel import col
from typer.testing import CliRunner

import store.acts
from bot.cli import app as sightline
from bot.dialogs.faces import Face, face
from bot.ledger_opening import open_ledger
from bot.rehearsal.checks.first_read import DIGESTS
from bot.settings import Settings
from store.programme.shipped import shipped_names
from store.tables import Digest, Fact, Message
from store.tables.columns import instant
from tests.shots.cards import draw, drawing_page

assert store.acts.__all__  # importing it declares every act

REHEARSED = ("rehearse", "--small", "--months", "2", "--seed", "3")
PHONE = 408
"""A card of 360 pixels with the page's edges."""
SHOWN = ("first", "worst")


async def shoot_digests(page: Page, folder: Path, scratch: Path) -> None:
    """The first digest of each kind and the one with most that is late, light and dark."""
    for profile in shipped_names():
        file = scratch / f"digests-{profile}.db"
        command = [*REHEARSED, "--profile", profile, "--keep", str(file)]
        played = CliRunner().invoke(sightline, command, catch_exceptions=False)
        assert played.exit_code == 0, played.output
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            async with drawing_page(page, PHONE):
                for name, shown in digests_in(file):
                    await draw(page, shown.card)
                    picture = f"digest-{profile}-{name}-{theme}.png"
                    await page.locator("#card").screenshot(path=folder / picture)


def digests_in(file: Path) -> Iterator[tuple[str, Face]]:
    """Of a kept ledger, each kind's first digest and its worst: the name of each and its card."""
    ledger = open_ledger(Settings.model_validate({"database_url": f"sqlite:///{file}"}))
    (programme,) = ledger.programmes()
    with ledger.engine.connect() as connection:
        last = instant(connection.execute(select(func.max(col(Fact.at)))).scalar_one())
    with ledger.read(programme, at=last) as reader:
        days = {row.id: row.as_of for row in reader.rows(Digest)}
        sent = [
            message
            for message in reader.rows(Message, kind=sorted(DIGESTS))
            if not message.to.startswith("post:") and message.subject in days
        ]
        for kind in sorted(DIGESTS):
            found = sorted(
                (message for message in sent if message.kind == kind),
                key=lambda message: (days[message.subject], message.to),
            )
            drawn = [card for message in found if (card := face(reader, message)) is not None]
            if drawn:
                worst = max(drawn, key=lambda one: len(str(one.card)))
                pair = (drawn[0], worst)
                yield from zip((f"{kind}-{which}" for which in SHOWN), pair, strict=True)
    ledger.engine.dispose()
