"""Files in the chat: people, cases and timetables come in; registers and packs go out."""

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
from bot.dialogs.files_at_hand import LEAVE_OUT, FilesAtHand
from bot.dialogs.reports.report_files import report_file, template_of
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
from store.intake.importing import CASES, TIMETABLE, import_given, kind_of
from store.ledger import Actor, Reader
from store.papers.board_docx import board_docx
from store.papers.evidence_pack import evidence_pack
from store.papers.register_xlsx import register_xlsx
from store.registry import may
from store.sheets.given import How, read_given
from store.sheets.problems import BadSheet
from store.sheets.reading import BY_OPTION
from store.sheets.table import Table
from store.sheets.timetable import read_timetable
from store.tables import Cycle, Fact
from store.views.before_cycle.timetable import timetables
from store.views.parts.offers import is_of_the_team
from store.views.parts.people_in_words import named
from store.views.programme.upload import NotLoaded, Trouble
from store.views.reports.evidence import evidence
from store.views.reports.paper import paper
from store.views.reports.register import register
from store.vocabulary import terms
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed

log = structlog.get_logger()

ENDINGS = (".csv", ".xlsx", ".zip")
LONGEST_SEQ = 15
"""Digits of a fact's number; the database takes no longer one."""
SHOWN = 10
"""Problems that a card lists; the others are counted."""

NOT_THEIRS = f"Only the {terms.AUDIT_TEAM} can send files, so this one was not opened."
OTHER_KIND = (
    "Sightline reads people, cases and timetables from .csv and .xlsx files, and an SSD extract "
    "from a .zip. Nothing was imported: save the file as one of these and send it again."
)
ONE_AT_A_TIME = "Send one file at a time: people first, then cases. Nothing was imported."
NOT_AT_HAND = f"That file is no longer at hand: send it again with the words: {LEAVE_OUT}"
NO_LONGER = f"This report is no longer yours to have: ask the {terms.AUDIT_TEAM}."
GONE = "That file is no longer available: ask for it again."
DECLINED = "You declined the file. Ask for it again when you need it."
ISSUED = {
    "register.issue": "The register",
    "evidence.issue": "The evidence pack",
    "paper.issue": "The report",
    "report.issue": "The report",
}
"""Acts that issue a file, and its name in words."""
WHY = {
    "register.issue": f"The register, for the {terms.AUDIT_TEAM} alone",
    "evidence.issue": "The evidence pack of a cycle, for the council's records",
    "paper.issue": "The report on a cycle's audits, for whoever it was sent to",
    "report.issue": "A report by name, of the cycles that were asked for",
}


async def take_file(
    access: LedgerAccess, files: Files, actor: Actor, turn: FileSent, at_hand: FilesAtHand
) -> Answer:
    """Check a file and import it in one commit, or say what to correct.

    The sender is checked first: a stranger's file is not fetched. The file's name is not kept,
    because it may name a child; the fact says people.csv or cases.xlsx.
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
        rules = await access.read(lambda reader: reader.profile.child_level_data)
        how = How(leave_out_hidden=LEAVE_OUT in " ".join(turn.text.casefold().split()))
        given = await asyncio.to_thread(read_given, f"file{ending}", content, rules, how)
        kind = CASES if given.table is None else kind_of(given.table)
        if given.table is not None and kind == TIMETABLE:
            return await _timetable(access, actor, given.table)
        loaded = await access.write(
            actor, lambda unit: import_given(unit, f"{kind}{ending}", given, kind)
        )
    except FileTrouble as trouble:
        log.info("file.not_fetched", code=trouble.code)
        return Words(trouble.message)
    except BadSheet as bad:
        log.info("file.refused", kind=kind, problems=len(bad.problems))
        return _card(not_loaded_card(_not_loaded(kind, bad, at_hand.keep(actor.upn, turn))))
    except LedgerError as refused:
        log.info("file.refused", kind=kind, code=refused.code)
        return Words(refused.message)
    log.info("file.imported", kind=kind, rows=loaded.rows, seq=loaded.seq)
    return _card(loaded_card(loaded, access.programme))


async def _timetable(access: LedgerAccess, actor: Actor, table: Table) -> Answer:
    """The file's cycles in a form that asks when they were agreed, and for the minutes.

    Nothing is recorded before the form is sent: a version has its minutes (programme.md §5).
    """
    said = Typed({"entries": "\n".join(_line(entry) for entry in read_timetable(table))})
    view = await access.read(lambda reader: timetables(reader, actor.upn))
    return _card(timetable_read_card(view, said))


def _line(entry: Mapping[str, str]) -> str:
    """`Frontdoor, 2027-01, Neglect`; a date, as in a workbook, stands for its month."""
    month = re.sub(r"^([0-9]{4}-[0-9]{2})-[0-9]{2}$", r"\1", entry["month"])
    return ", ".join(part for part in (entry["service"], month, entry.get("theme", "")) if part)


def _not_loaded(kind: str, bad: BadSheet, at_hand: str) -> NotLoaded:
    return NotLoaded(
        kind,
        len(bad.problems),
        tuple(
            Trouble(problem.place, problem.reason.replace(BY_OPTION, ""))
            for problem in bad.problems[:SHOWN]
        ),
        at_hand,
    )


def _card(drawn: dict[str, Any]) -> SendCards:
    return SendCards((OutCard(drawn, title_of(drawn)),))


async def offer_file(access: LedgerAccess, actor: Actor, seq: int) -> Answer:
    """Offer the file that the fact `seq` issued; its size is that of the file now."""
    issued, name, content = await access.read(lambda reader: _issued(reader, actor.upn, seq))
    return OfferFile(
        name=name,
        size=len(content),
        why=WHY[issued],
        offer=str(seq),
        words=f"{ISSUED[issued]} is offered in this chat: press Allow to get the file.",
    )


async def give_file(access: LedgerAccess, files: Files, actor: Actor, turn: FileAnswered) -> Answer:
    """Put the file where Teams asked; the ledger decides which file, not the client."""
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
    """The verb that issued it, its name and its content; for the person who asked for it."""
    fact = reader.session.get(Fact, (reader.programme, seq))
    if fact is None or fact.verb not in ISSUED or fact.actor != upn:
        raise Invalid(GONE)
    if fact.verb == "paper.issue":
        if not may(reader, fact.verb, reader.get(Cycle, fact.subject), upn):
            raise NotAllowed(NO_LONGER)
    elif fact.verb != "report.issue" and not is_of_the_team(reader, upn):
        raise NotAllowed(NOT_THEIRS)
    return fact.verb, *MADE[fact.verb](reader, upn, fact)


def _pack(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    told = evidence(reader, fact.subject, asked_by=named(reader, upn).name)
    return f"{told.name_of('Evidence pack')}.zip", evidence_pack(told, template_of(reader))


def _paper(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    told = paper(reader, fact.subject, upn)
    return f"{told.name}.docx", board_docx(told.blocks, told.as_of, template_of(reader))


def _report(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    return report_file(reader, upn, json.loads(fact.fields))


def _register(reader: Reader, upn: str, fact: Fact) -> tuple[str, bytes]:
    asked = json.loads(fact.fields)
    made = register(
        reader,
        asked["cycles"],
        identifiable=asked["identifiable"],
        asked_by=named(reader, upn).name,
    )
    return f"register-{reader.calendar.local(reader.at):%Y-%m-%d}.xlsx", register_xlsx(made)


MADE = {
    "evidence.issue": _pack,
    "paper.issue": _paper,
    "register.issue": _register,
    "report.issue": _report,
}
"""What makes the file that each of `ISSUED` issued: its name and its bytes."""
