"""The audits and duties that somebody's typed words may be about, as far as they may see them."""

import re
from dataclasses import dataclass

from sqlmodel import col, or_

from store.ledger import Reader
from store.registry import ACTS
from store.tables import Audit, Cycle, Duty, Meeting
from store.views.nudges.duty_lines import Ask, DutyButton, about, ask
from store.views.parts.brief import Brief, brief
from store.views.parts.due import moment_in_words
from store.views.parts.offers import button_of, is_of_the_team, may_now
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import work_of
from store.views.parts.scope import scope_of
from store.vocabulary.states import NOT_ISSUED, AuditState

MOST = 5
"""Audits that an answer speaks of."""
REFERENCE = re.compile(r"\b([A-Za-z]{1,4})[-/ ]?(\d{3,8})\b|\b(\d{5,9})\b")
OFFERED = (
    "exemption.request", "conflict.declare", "moderation.conflict", "return.recall",
    "exemption.withdraw",
)  # fmt: skip
UNTOLD: frozenset[AuditState] = NOT_ISSUED | {"offered", "sampling", "sampled"}
"""Audits of which the people in them are not notified: a list not issued yet, and dip samples."""
AT_MEETINGS = ("uopp.confirm", "uopp.convene", "uopp.fix", "uopp.held", "uopp.not_held")


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """An audit: its people, its state and what this person may do about it now.

    `auditor` is empty while nobody has been notified that it is theirs. `presses` are buttons of
    acts on it, by verb.
    """

    audit: Brief
    state: AuditState
    auditor: str
    moderator: str
    asks: tuple[Ask, ...]
    presses: tuple[DutyButton, ...]

    def press(self, *verbs: str) -> DutyButton | None:
        """The button of the first of these acts that may be done now."""
        return next((one for one in self.presses if one.verb in verbs), None)


@dataclass(frozen=True, slots=True)
class MeetingSpokenOf:
    """A meeting ahead to which somebody is invited, and what they may do about it."""

    about: str
    when: str
    place: str
    presses: tuple[DutyButton, ...]


def references_in(text: str) -> tuple[str, ...]:
    """What looks like a case's reference, as it was typed."""
    return tuple(found.group() for found in REFERENCE.finditer(text))


def spoken_of(reader: Reader, upn: str, reference: str = "") -> tuple[SpokenOf, ...]:
    """The audits of `upn`, the newest first; with a `reference` those of that case they may see."""
    if reference:
        rows = reader.rows(Audit, case_ref=_spellings(reference), order="-cycle", limit=4 * MOST)
        seen = [row for row in rows if _may_see(reader, upn, row)]
    else:
        part = or_(*(col(who) == upn for who in _PARTS))
        rows = reader.rows(Audit, part, order="-cycle", limit=8 * MOST)
        seen = [row for row in rows if _has_part(upn, row) and row.state not in UNTOLD]
    return tuple(_spoken(reader, row, upn) for row in seen[:MOST])


def asks_of(reader: Reader, upn: str, *kinds: str) -> tuple[Ask, ...]:
    """The open duties of `upn` of these kinds, the most urgent first; of all kinds where none."""
    found = work_of(reader, upn)
    people = {duty.id: doers for duty, doers in found}
    duties = one_line_an_audit((duty for duty, _ in found), reader.at)
    wanted = [duty for duty in duties if not kinds or duty.kind in kinds]
    lines = (ask(reader, duty, upn, people[duty.id]) for duty in wanted)
    return tuple(line for line in lines if line is not None)


def meetings_of(reader: Reader, upn: str) -> tuple[MeetingSpokenOf, ...]:
    """The meetings ahead to which `upn` is invited or that they lead, the nearest first."""
    rows = reader.rows(Meeting, state=["convened", "fixed"], order="starts_at")
    mine = [row for row in rows if upn in {*row.invited, row.chair, row.convened_by}]
    return tuple(_meeting(reader, row, upn) for row in mine[:MOST])


_PARTS = (Audit.auditor, Audit.moderator, Audit.practitioner, Audit.team_manager)


def _has_part(upn: str, row: Audit) -> bool:
    """Whether it is theirs to know: a proposed auditor has not been notified yet (§2.7)."""
    if row.state == "reallocating" and row.auditor == upn:
        return False
    return upn in {row.auditor, row.moderator, row.practitioner, row.team_manager}


def _may_see(reader: Reader, upn: str, row: Audit) -> bool:
    if row.state in UNTOLD and not is_of_the_team(reader, upn):
        return False
    if _has_part(upn, row):
        return True
    scope = scope_of(reader, upn)
    if scope.only is not None or not scope.has_service(reader.get(Cycle, row.cycle).service):
        return False
    return scope.team is None or scope.team.casefold() == row.team.casefold()


def _spoken(reader: Reader, row: Audit, upn: str) -> SpokenOf:
    short = brief(reader, row)
    told = row.state != "reallocating" or is_of_the_team(reader, upn)
    return SpokenOf(
        audit=short,
        state=row.state,
        auditor="" if short.auditor is None or not told else short.auditor.name,
        moderator="" if short.moderator is None else short.moderator.name,
        asks=tuple(
            line
            for duty in reader.rows(Duty, subject=row.id, closed_at=None, order="due_at")
            if (line := _own_ask(reader, duty, upn)) is not None
        ),
        presses=_presses(reader, row, upn, OFFERED),
    )


def _own_ask(reader: Reader, duty: Duty, upn: str) -> Ask | None:
    line = ask(reader, duty, upn)
    return None if line is None or line.stands_in or line.press is None else line


def _presses(
    reader: Reader, row: Audit, upn: str, verbs: tuple[str, ...]
) -> tuple[DutyButton, ...]:
    may = may_now(reader, row, upn, verbs)
    return tuple(
        DutyButton(verb, button_of(verb), row.id, row.version, bool(ACTS[verb].words.dialog))
        for verb in verbs
        if verb in may
    )


def _meeting(reader: Reader, row: Meeting, upn: str) -> MeetingSpokenOf:
    audit = reader.find(Audit, row.about)
    when = "no time fixed yet" if row.starts_at is None else moment_in_words(reader, row.starts_at)
    named = (
        "the KLOE meeting"
        if audit is None
        else f"{about(reader, audit)}, {reader.profile.uopp.name}"
    )
    presses = () if audit is None else _presses(reader, audit, upn, AT_MEETINGS)
    return MeetingSpokenOf(named, when, row.place or "", presses)


def _spellings(reference: str) -> list[str]:
    """A reference as it may stand in the ledger, with or without what parts it."""
    found = REFERENCE.fullmatch(reference.strip())
    if found is None:
        return [reference]
    letters, digits, alone = found.groups()
    if alone:
        return [alone]
    return [f"{letters.upper()}{between}{digits}" for between in ("-", "", "/", " ")]
