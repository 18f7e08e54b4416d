"""Files in the chat: people, cases and timetables come in, checked; what was asked for goes out."""

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import structlog

from bot.cards.before_cycle.timetable import timetable_read_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import title_of
from bot.cards.programme.upload import loaded_card, not_loaded_card
from bot.dialogs.officer.views import is_of_the_team
from bot.ledger_access import LedgerAccess
from bot.turns import (
    Answer,
    FileAnswered,
    FileGiven,
    Files,
    FileSent,
    FileTrouble,
    OfferFile,
    OutCard,
    SendCards,
    Words,
)
from store.intake.importing import TIMETABLE, import_table, kind_of
from store.ledger import Actor, Reader
from store.papers.evidence_pack import evidence_pack
from store.papers.register_xlsx import register_xlsx
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from store.sheets.table import Table
from store.sheets.timetable import read_timetable
from store.tables import Fact
from store.views.before_cycle.timetable import timetables
from store.views.parts.people_in_words import named
from store.views.programme.upload import NotLoaded, Trouble
from store.views.reports.evidence import evidence
from store.views.reports.register import register
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed

log = structlog.get_logger()

ENDINGS = (".csv", ".xlsx")
LONGEST_SEQ = 15
"""Digits of a fact's number; a longer one is no number that a database takes."""
SHOWN = 10
"""Problems that a card lists; the rest are counted."""

NOT_THEIRS = "Files are for the audit team alone, so this one was not opened."
OTHER_KIND = (
    "Sightline reads people, cases and timetables from .csv and .xlsx files, so this one was not "
    "opened. Save it as CSV UTF-8 or as an Excel workbook and send it again."
)
ONE_AT_A_TIME = "Please send one file at a time: people first, then cases. Nothing was opened."
GONE = "That file is no longer on offer: ask for it again."
DECLINED = "The file was not taken. Ask for it again whenever you need it."
CALLED = {"register.issue": "The register", "evidence.issue": "The evidence pack"}
"""Acts that issue a file, and what it is called."""
WHY = {
    "register.issue": "The register, for the audit team alone",
    "evidence.issue": "The evidence pack of a cycle, for the council's own file of it",
}


async def take_file(access: LedgerAccess, files: Files, actor: Actor, turn: FileSent) -> Answer:
    """Check a sent file and import it in one commit, or say what to mend.

    Who sends it is looked at before the file is: a stranger's is not even fetched. Its name is
    never kept, for it may name a child; the fact says people.csv or cases.xlsx.
    """
    if not await access.read(lambda reader: is_of_the_team(reader, actor.upn)):
        return Words(NOT_THEIRS)
    if turn.more:
        return Words(ONE_AT_A_TIME)
    ending = PurePosixPath(turn.name).suffix.lower()
    if ending not in ENDINGS:
        return Words(OTHER_KIND)
    kind = ""
    try:
        content = await files.fetch(turn.source)
        table = await asyncio.to_thread(read_table, f"file{ending}", content)
        kind = kind_of(table)
        if kind == TIMETABLE:
            return await _timetable(access, actor, table)
        loaded = await access.write(
            actor, lambda unit: import_table(unit, kind, f"{kind}{ending}", table)
        )
    except FileTrouble as trouble:
        log.info("file.not_fetched", code=trouble.code)
        return Words(trouble.message)
    except BadSheet as bad:
        log.info("file.refused", kind=kind, problems=len(bad.problems))
        return _card(not_loaded_card(_not_loaded(kind, bad)))
    except LedgerError as refused:
        log.info("file.refused", kind=kind, code=refused.code)
        return Words(refused.message)
    log.info("file.imported", kind=kind, rows=loaded.rows, seq=loaded.seq)
    return _card(loaded_card(loaded, access.programme))


async def _timetable(access: LedgerAccess, actor: Actor, table: Table) -> Answer:
    """The year's cycles as the file has them, in a form that asks when they were agreed.

    Nothing is recorded before that: a version is kept with its minutes (programme.md §5).
    """
    said = Typed({"entries": "\n".join(_line(entry) for entry in read_timetable(table))})
    view = await access.read(lambda reader: timetables(reader, actor.upn))
    return _card(timetable_read_card(view, said))


def _line(entry: Mapping[str, str]) -> str:
    """`Frontdoor, 2027-01, Neglect`; a day of the month, as a workbook has it, says its month."""
    month = re.sub(r"^([0-9]{4}-[0-9]{2})-[0-9]{2}$", r"\1", entry["month"])
    return ", ".join(part for part in (entry["service"], month, entry.get("theme", "")) if part)


def _not_loaded(kind: str, bad: BadSheet) -> NotLoaded:
    return NotLoaded(
        kind,
        len(bad.problems),
        tuple(Trouble(problem.place, problem.reason) for problem in bad.problems[:SHOWN]),
    )


def _card(drawn: dict[str, Any]) -> SendCards:
    return SendCards((OutCard(drawn, title_of(drawn)),))


async def offer_file(access: LedgerAccess, actor: Actor, seq: int) -> Answer:
    """Offer the file whose issue is the fact `seq`; its size is that of the file now."""
    issued, name, content = await access.read(lambda reader: _issued(reader, actor.upn, seq))
    return OfferFile(
        name=name,
        size=len(content),
        why=WHY[issued],
        offer=str(seq),
        words=f"{CALLED[issued]} comes as a file in this chat: press Allow to have it.",
    )


async def give_file(access: LedgerAccess, files: Files, actor: Actor, turn: FileAnswered) -> Answer:
    """Put the file where Teams asked; which one it is, the ledger says and not the client."""
    if turn.place is None:
        return Words(DECLINED)
    if not (turn.offer.isdecimal() and turn.offer.isascii() and len(turn.offer) <= LONGEST_SEQ):
        return Words(GONE)
    seq = int(turn.offer)
    try:
        *_, content = await access.read(lambda reader: _issued(reader, actor.upn, seq))
        await files.put(turn.place.upload_url, content)
    except (Invalid, NotAllowed) as refused:
        log.info("file.not_issued", seq=seq, code=refused.code)
        return Words(refused.message)
    except FileTrouble as trouble:
        log.info("file.not_given", code=trouble.code)
        return Words(trouble.message)
    log.info("file.given", seq=seq)
    return FileGiven(turn.place)


def _issued(reader: Reader, upn: str, seq: int) -> tuple[str, str, bytes]:
    """What was issued, its name and its content as it was asked for; for the asker alone."""
    fact = reader.session.get(Fact, (reader.programme, seq))
    if fact is None or fact.verb not in CALLED or fact.actor != upn:
        raise Invalid(GONE)
    if not is_of_the_team(reader, upn):
        raise NotAllowed(NOT_THEIRS)
    made = _pack if fact.verb == "evidence.issue" else _register
    return fact.verb, *made(reader, upn, fact)


def _pack(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    told = evidence(reader, fact.subject, asked_by=named(reader, upn).name)
    return f"{told.name_of('Evidence pack')}.zip", evidence_pack(told)


def _register(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    asked = json.loads(fact.fields)
    made = register(
        reader,
        asked["cycles"],
        identifiable=asked["identifiable"],
        asked_by=named(reader, upn).name,
    )
    return f"register-{reader.calendar.local(reader.at):%Y-%m-%d}.xlsx", register_xlsx(made)
