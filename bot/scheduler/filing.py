"""Files packs and timetables in the council's library by themselves, or by command (§5).

What is owed is read from the ledger and made in the same look; it is put there outside any
transaction, and a fact in one of its own says where it lies. A name stands for one thing alone, so
a file whose fact was lost when a process was killed is found there and not put there again.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.dialogs.reports.report_files import template_of
from bot.graph.evidence import Filed, Library
from bot.graph.refusals import GraphTrouble
from bot.ledger_access import LedgerAccess
from store.ledger import SYSTEM, Reader, Unit
from store.papers.board_docx import board_docx
from store.papers.evidence_pack import evidence_pack
from store.registry import enact
from store.rules.filing import OwedFile, owed_files
from store.tables import CycleReport, Row, Timetable
from store.views.reports.evidence import evidence
from store.views.reports.timetable_report import timetable_in_blocks, timetable_report

RETRY_AFTER: Final = timedelta(minutes=5)
"""The wait after a first failure; it doubles with each."""
LONGEST_WAIT: Final = timedelta(days=1)
FILING: Final = "filing"
"""The name of the lock under which one copy of the bot files."""
BY_ITSELF: Final = "nobody: filed by itself"
ROWS: Final[Mapping[str, type[Row]]] = {"pack": CycleReport, "timetable": Timetable}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file as it is put into the library, with its labels, and the head that they hold."""

    owed: OwedFile
    content: bytes
    labels: Mapping[str, str]
    head_seq: int


@dataclass(slots=True)
class Filing:
    """Files for one programme, one file at a time."""

    access: LedgerAccess
    library: Library
    _tried: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def file_owed(self) -> int:
        """File what is owed now; gives how many were filed. Idempotent, safe at any time.

        What cannot be filed is tried again later, and holds up nothing else.
        """
        filed = 0
        async with self._one_at_a_time, self.access.alone(FILING) as mine:
            for one in await self.access.read(owed_files) if mine else ():
                filed += await self._one(one)
        return filed

    async def _one(self, one: OwedFile) -> bool:
        tries, not_before = self._tried.get(one.of, (0, self.access.now()))
        if self.access.now() < not_before:
            return False
        try:
            made = await self.access.read(lambda reader: made_of(reader, one))
            there = await put_one(self.library, made)
        except GraphTrouble as failed:
            log.warning("file.not_filed", subject=one.of, outcome=failed.outcome.value)
            wait = min(RETRY_AFTER * 2**tries, LONGEST_WAIT)
            asked = timedelta(seconds=failed.retry_after or 0)
            self._tried[one.of] = (tries + 1, self.access.now() + max(wait, asked))
            return False
        await self.access.write(SYSTEM, lambda unit: record_filed(unit, made, there))
        self._tried.pop(one.of, None)
        log.info("file.filed", subject=one.of)
        return True


async def put_one(library: Library, made: FileMade) -> Filed:
    """Put one file there, unless it is there already. Raises GraphTrouble."""
    there = await library.found(made.owed.name)
    return there or await library.file(made.owed.name, made.content, made.labels)


def record_filed(unit: Unit, made: FileMade, there: Filed) -> None:
    """Record once where it lies: what was found there is told as its own labels say it."""
    one = made.owed
    if unit.last_fact(one.of, one.verb) is not None:
        return
    ours = there.labels["SightlineDigest"] == made.labels["SightlineDigest"]
    given: dict[str, Any] = {
        "digest": there.labels["SightlineDigest"],
        "size": len(made.content) if ours else None,
        "item": there.id,
        "head_seq": made.head_seq if ours else None,
        "head": there.labels["SightlineHead"],
        "address": there.address,
    }
    enact(unit, one.verb, unit.get(ROWS[one.kind], one.of), given)


def made_of(reader: Reader, one: OwedFile) -> FileMade:
    """The file as things stand now."""
    if one.kind == "pack":
        told = evidence(reader, one.cycle, asked_by=BY_ITSELF)
        content = evidence_pack(told, template_of(reader))
    else:
        document = timetable_report(reader, reader.get(Timetable, one.of).number)
        blocks = timetable_in_blocks(document, reader.profile.programme.zone)
        local = reader.calendar.local(reader.at)
        content = board_docx(blocks, local, template_of(reader))
    seq, head = reader.head()
    labels = {
        "SightlineCycle": one.cycle,
        "SightlineService": one.service,
        "SightlineMonth": one.month,
        "SightlineHead": head,
        "SightlineDigest": hashlib.sha256(content).hexdigest(),
    }
    return FileMade(one, content, labels, seq)
