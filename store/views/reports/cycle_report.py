"""Reports on a cycle as people are sent them, and the cycle they are written on (§5)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from store.ledger import Reader
from store.people.posts import acting, post
from store.tables import Cycle, CycleReport, Message, Programme
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.views.reports.board_draft import board_draft
from store.views.reports.board_report import board_report
from store.views.reports.domain_figures import last_returns
from store.views.reports.graded import graded_of
from store.views.reports.impact import impact
from store.vocabulary.dates_in_words import say_day, say_month

SENT = ("highlight_report", "board_report", "practitioners_report", "impact_report", "campaign")
"""Kinds of message whose readers may read what was written."""

SHORT = ("practitioners",)
"""What a practitioner reads of a board report."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was sent: by whom and when. Its words are shown in a dialog."""

    report: str
    cycle: str
    version: int
    service: str
    month: str
    kind: str
    by: NamedPerson
    on: str
    workshop: str = ""
    consistent: bool | None = None
    may: frozenset[str] = field(default_factory=frozenset)
    programme: str = ""
    """Where its reader may ask for reports by name; `programme_version` is the row's."""
    programme_version: int = 0


@dataclass(frozen=True, slots=True)
class ReportRead:
    """What was written, part by part."""

    heading: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OnCycle:
    """A cycle that a report is written on, with the day it is due.

    `families_said` and `practitioners_said` are what its returns tell, each with its case, for the
    audit team who sum it up. `draft` has a start for each part of a board report, from the records.
    """

    cycle: str
    version: int
    service: str
    month: str
    due: Due | None = None
    months: tuple[date, date] | None = None
    families_said: tuple[tuple[str, str], ...] = ()
    practitioners_said: tuple[tuple[str, str], ...] = ()
    draft: Mapping[str, str] = field(default_factory=dict)


def reported(reader: Reader, report_id: str, upn: str) -> Reported:
    """One report as a person it was sent to sees it."""
    report = reader.get(CycleReport, report_id)
    cycle = reader.get(Cycle, report.cycle)
    day = report.details.get("workshop_on")
    compared = report.details.get("compared") or {}
    programme = reader.get(Programme, reader.programme)
    by_name = may_now(reader, programme, upn, ("report.issue",))
    return Reported(
        report=report.id,
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        kind=report.kind,
        by=named(reader, report.written_by),
        on=moment_in_words(reader, report.written_at),
        workshop="" if day is None else say_day(date.fromisoformat(day)),
        consistent=compared.get("consistently_improved"),
        may=may_now(reader, cycle, upn, ("paper.issue", "reaudit.widen")),
        programme=programme.id if by_name else "",
        programme_version=programme.version,
    )


WORDS = {
    "text": "",
    "impact": "Impact",
    "learning": "Learning",
    "systemic": "Systemic issues",
    "families_said": "What families and children said",
    "practitioners_said": "What practitioners said",
    "plan": "Plan",
    "practitioners": "For practitioners",
    "themes": "Themes",
}


def report_read(reader: Reader, report_id: str, upn: str) -> ReportRead | None:
    """What was written, for those it was sent to; a practitioner reads the short version."""
    report = reader.find(CycleReport, report_id)
    if report is None:
        return None
    sent = {row.kind for row in reader.rows(Message, to=upn, subject=report_id, kind=SENT)}
    if not sent and upn not in acting(reader, post("audit_team")):
        return None
    cycle = reader.get(Cycle, report.cycle)
    said = json.loads(reader.unseal(report.content) or "{}")
    only = SHORT if sent == {"practitioners_report"} else tuple(WORDS)
    parts = [
        (WORDS[key], ", ".join(said[key]) if isinstance(said[key], list) else said[key])
        for key in only
        if said.get(key)
    ]
    return ReportRead(f"{cycle.service}, {say_month(cycle.month)}", tuple(parts))


def on_cycle(reader: Reader, cycle_id: str, kind: str) -> OnCycle:
    """The cycle that a report of that kind of duty is written on."""
    cycle = reader.get(Cycle, cycle_id)
    is_board = kind == "board.report"
    return OnCycle(
        families_said=_said_in(reader, cycle, "family_feedback") if is_board else (),
        practitioners_said=_said_in(reader, cycle, "practitioner_feedback") if is_board else (),
        cycle=cycle.id,
        version=cycle.version,
        service=cycle.service,
        month=say_month(cycle.month),
        due=due_by(reader, cycle.id, kind),
    )


def on_board_report(reader: Reader, cycle_id: str) -> OnCycle:
    """The cycle with a draft of its board report, if nobody has written one yet."""
    found = on_cycle(reader, cycle_id, "board.report")
    report = board_report(reader, [cycle_id])
    return found if report["waiting"]["written"] else replace(found, draft=board_draft(report))


def _said_in(reader: Reader, cycle: Cycle, field: str) -> tuple[tuple[str, str], ...]:
    """What the cycle's last returns tell in that field, each with its case reference."""
    audits = {
        audit.id: audit for one in graded_of(reader, cycle).values() for audit in one.returned
    }
    found = []
    for row in last_returns(reader, list(audits)):
        words = json.loads(reader.unseal(row.content) or "{}").get(field)
        if words:
            found.append((ref_in_words(reader, audits[row.audit]), str(words)))
    return tuple(sorted(found))


def impact_in_words(reader: Reader, cycle_id: str) -> tuple[tuple[str, str], ...]:
    """The comparison that an impact report is written beside, for the Learning Academy."""
    found = impact(reader, reader.get(Cycle, cycle_id), full=True)
    dips, again = found["dip_reaudits"], found["reaudits"]
    return (
        ("Fell below good", str(found["below_good"]["n"])),
        ("Dip re-audits", f"{dips['improved']} of {dips['n']} good or better"),
        ("With a delay", f"{found['delayed']['delayed']} of {found['delayed']['n']}"),
        ("Re-audits", f"{again['improved']} of {again['n']} good or better"),
        ("Improved so far", f"{found['below_good']['improved']} of {found['below_good']['n']}"),
    )
