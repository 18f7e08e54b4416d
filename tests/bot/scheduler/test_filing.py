"""Packs and timetables are filed in the council's library by themselves, each once (§5)."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any
from zipfile import ZipFile

import aiohttp
import pytest

from bot.graph.client import Graph
from bot.graph.evidence import COLUMNS, library
from bot.graph.permissions import EVIDENCE
from bot.ledger_access import LedgerAccess
from bot.scheduler.filing import LONGEST_WAIT, RETRY_AFTER, Filing
from bot.teams.courier import no_token
from bot.teams.files import FileHosts
from tests.loopback.connector import Answers
from tests.loopback.graph import LoopbackGraph
from tests.store.acts.looking_again import SIX_WEEKS_ON
from tests.store.acts.reports.test_cycle_report import BOARD
from tests.store.council import CYCLE, OFFICER, SHELL, Council, profile_text

PACK, AGAIN = "Frontdoor 2026-12 Evidence pack.zip", "Frontdoor 2026-12 Evidence pack 2.zip"
AGREED = {
    "entries": [{"service": "Frontdoor", "month": "2027-06-01", "theme": "Neglect"}],
    "minutes": "Agreed by all", "agreed_on": "2026-12-01",
}  # fmt: skip


@dataclass
class Place:
    """A council whose profile files everything, and its library."""

    council: Council
    graph: LoopbackGraph
    filing: Filing
    at: datetime

    def facts(self, *verbs: str) -> list[dict[str, Any]]:
        return [
            json.loads(fact["fields"])
            for fact in self.council.table("fact")
            if fact["verb"] in verbs
        ]


@pytest.fixture
async def place(made: Path, tmp_path: Path) -> AsyncIterator[Place]:
    copyfile(made, tmp_path / "ledger.db")
    council = Council.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    text = profile_text() + '\n[evidence]\nfiles = ["pack", "timetable"]\n'
    adopt(council, text)
    graph = LoopbackGraph(consented={"Sites.Selected"}, token=None)
    graph.library.columns = set(COLUMNS)
    async with graph, aiohttp.ClientSession() as session:
        client = Graph(session, graph.url, no_token, EVIDENCE)
        hosts = FileHosts(loopback=graph.url)
        access = LedgerAccess(council.ledger, council.programme, now=lambda: here.at)
        shelf = library(client, drive="D", folder="root", hosts=hosts)
        here = Place(council, graph, Filing(access, shelf), SIX_WEEKS_ON)
        yield here
        access.close()
    council.close()


def adopt(council: Council, text: str) -> None:
    council.do("profile.adopt", council.programme, {"name": "riverside", "text": text}, by=SHELL)


def reported(place: Place) -> None:
    place.council.do("board.reported", CYCLE, BOARD, by=OFFICER, at=place.at)


async def test_a_board_report_has_its_cycles_pack_filed_under_the_agreed_name(place: Place) -> None:
    assert await place.filing.file_owed() == 0
    reported(place)
    assert await place.filing.file_owed() == 1
    [content] = place.graph.library.files.values()
    assert set(place.graph.library.files) == {PACK}
    assert "Frontdoor 2026-12 Board report.docx" in ZipFile(BytesIO(content)).namelist()
    [fact] = place.facts("pack.file")
    assert fact["address"].startswith("https://council.sharepoint.com/")
    assert (fact["size"], fact["item"]) == (len(content), "01ITEM0")
    [labels] = place.graph.library.labels.values()
    assert (labels["SightlineHead"], labels["SightlineCycle"]) == (fact["head"], CYCLE)


async def test_each_thing_is_filed_once_and_a_second_report_has_a_pack_of_its_own(
    place: Place,
) -> None:
    reported(place)
    for _ in range(3):
        await place.filing.file_owed()
    assert len(place.facts("pack.file")) == 1
    place.at += timedelta(days=1)
    reported(place)
    assert await place.filing.file_owed() == 1
    assert set(place.graph.library.files) == {PACK, AGAIN}


async def test_every_version_of_the_timetable_is_filed_with_its_minutes(place: Place) -> None:
    for _ in range(2):
        place.council.do("timetable.record", place.council.programme, AGREED, by=OFFICER)
    assert await place.filing.file_owed() == 2
    first, second = sorted(place.graph.library.files)
    assert first.endswith("Timetable and minutes, version 1.docx")
    told = {
        name: ZipFile(BytesIO(content)).read("word/document.xml").decode()
        for name, content in place.graph.library.files.items()
    }
    assert "Agreed by all" in told[first]
    assert "Version 2" in told[second]
    assert "Version 2" not in told[first]
    assert len(place.facts("timetable.file")) == 2


async def test_a_file_whose_fact_was_lost_in_a_kill_is_found_and_not_put_there_again(
    place: Place,
) -> None:
    reported(place)
    place.graph.library.files[PACK] = b"put there before the kill"
    place.graph.library.labels["01ITEM0"] = dict.fromkeys(COLUMNS, "told")
    assert await place.filing.file_owed() == 1
    assert place.graph.library.files == {PACK: b"put there before the kill"}
    [fact] = place.facts("pack.file")
    assert (fact["head"], fact["digest"], fact["size"]) == ("told", "told", None)


async def test_one_that_was_put_there_without_labels_is_put_there_again(place: Place) -> None:
    reported(place)
    place.graph.library.files[PACK] = b"half done"
    assert await place.filing.file_owed() == 1
    assert place.graph.library.files[PACK] != b"half done"
    assert set(place.graph.library.labels["01ITEM0"]) == set(COLUMNS)


async def test_what_cannot_be_filed_is_tried_again_later_and_no_fact_says_it_was(
    place: Place,
) -> None:
    reported(place)
    place.graph.consented.clear()
    assert await place.filing.file_owed() == 0
    assert place.facts("pack.file") == []
    place.graph.consented = {"Sites.Selected"}
    assert await place.filing.file_owed() == 0, "not before its time"
    place.at += RETRY_AFTER
    assert await place.filing.file_owed() == 1
    assert RETRY_AFTER < LONGEST_WAIT


async def test_where_graph_asks_to_wait_it_is_waited_for(place: Place) -> None:
    reported(place)
    place.graph.will(Answers(429, retry_after="900"))
    assert await place.filing.file_owed() == 0
    place.at += timedelta(minutes=14)
    assert await place.filing.file_owed() == 0
    place.at += timedelta(minutes=2)
    assert await place.filing.file_owed() == 1


async def test_a_profile_without_the_key_files_nothing(place: Place) -> None:
    adopt(place.council, profile_text())
    reported(place)
    assert await place.filing.file_owed() == 0
    assert place.graph.library.files == {}
