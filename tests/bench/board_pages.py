"""What a page of the board costs the server, on a year and on five years of a council's data."""

import time
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlmodel import col

from bot.board.layout import whole_page
from bot.board.page import Asked
from bot.board.place import Place
from bot.board.places import PAGES, drawn, ways_of
from bot.ledger_opening import open_ledger
from bot.settings import Settings
from store.ledger import Ledger
from store.tables import Audit, Fact
from store.tables.columns import instant
from store.views.parts.viewer import viewer_by_upn
from tests.bench.setting import Line, Setting
from tests.bench.years import lengthen
from tests.shots.board import rehearse

YEAR, FIVE_YEARS = 12, 60
"""Months, each with the audits of a rehearsed month of Tower Hamlets."""


def page_lines(setting: Setting) -> Iterator[Line]:
    """Each page as the audit team sees it, from its first read to the HTML; the least of turns."""
    file = setting.folder / "board.db"
    rehearse(file)
    ledger = open_ledger(Settings.model_validate({"database_url": f"sqlite:///{file}"}))
    (programme,) = ledger.programmes()
    there = 1
    for months in (YEAR, FIVE_YEARS):
        audits = lengthen(ledger, programme, months, there=there)
        there = months
        for page, seconds in _seconds(ledger, programme, setting.turns).items():
            what = f"CPU seconds of the board's page {page}, {audits:,} audits"
            yield Line(what, seconds, "at most 0.2")
    ledger.engine.dispose()


def _seconds(ledger: Ledger, programme: str, turns: int) -> dict[str, float]:
    with ledger.engine.connect() as connection:
        at = instant(connection.execute(select(func.max(col(Fact.at)))).scalar_one())
    with ledger.read(programme, at=at) as reader:
        upn = next(one.id for one in reader.everybody() if "audit_officer" in one.roles)
        audit = reader.rows(Audit, state=("moderated", "complete"), limit=1)[0].id
    asked: dict[str, dict[str, str]] = {one.path: {} for one in PAGES} | {
        f"audits/{audit}": {},
        "search": {"q": "front"},
    }
    found: dict[str, float] = {}
    for path, chosen in asked.items():
        for _ in range(turns):
            began = time.process_time()
            with ledger.read(programme, at=at) as reader:
                viewer = viewer_by_upn(reader, upn)
                assert viewer is not None
                wanted = Asked(viewer, chosen)
                page = drawn(reader, path, wanted)
            whole_page(Place(path, wanted, {}), page, ways_of(viewer))
            took = time.process_time() - began
            name = path.partition("/")[0]
            found[name] = min(took, found.get(name, took))
    return found
