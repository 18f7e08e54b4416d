"""The invariants that must hold at the end of a rehearsal (programme.md §7)."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from bot.rehearsal.checks.canaries import Canaries
from bot.rehearsal.checks.papers import worked_out
from bot.rehearsal.checks.papers_agree import disagreements
from store.ledger import Ledger, Reader
from store.ledger.proof import export, rebuild, verify
from store.people.posts import in_post
from store.rules.unreached import TOLD, open_reach
from store.tables import (
    ROWS,
    Audit,
    Conflict,
    Cycle,
    Duty,
    Exemption,
    Fact,
    KloeReport,
    Message,
    Referral,
)
from store.views.reports.evidence import evidence

FINAL = frozenset({"moderated", "complete", "voided", "swapped", "sampled", "drawn", "allocated"})
"""States in which nobody has to act on an audit, either no longer or not yet."""
GRADES = ("first", "moderated", "third_lock", "disputed")
"""Columns whose grade never changes. `amended` is rework, and every version of it is kept."""
DECIDED_ONCE = {"exemption": "decided_by", "conflict": "resolved_by", "referral": "decided_by"}


def final_breaches(
    ledger: Ledger, programme: str, at: datetime, canaries: Canaries
) -> Iterator[str]:
    """One sentence for each breach of an invariant; none where all invariants hold."""
    with ledger.read(programme, at=at) as reader:
        yield from _work_without_a_duty(reader)
        yield from _people_not_reached(reader)
        yield from _decided_by_a_party(reader)
        yield from _sent_twice(reader)
        yield from _told_twice_a_day(reader)
        yield from worked_out(reader)
        yield from disagreements(reader)
        for cycle in reader.rows(Cycle, state="issued", order="month")[-1:]:
            pack = evidence(reader, cycle.id)
            canaries.search(str(pack.tables), f"the evidence pack of {cycle.id}")
    yield from (f"the ledger: {problem.what}" for problem in verify(ledger, programme).problems)
    yield from _differences_after_rebuild(ledger, programme)
    yield from _changes_in_facts(ledger, programme, canaries)


def _differences_after_rebuild(ledger: Ledger, programme: str) -> Iterator[str]:
    """Each row rebuilt from the facts alone must equal the row that was there."""
    before = _rows(ledger)
    rebuild(ledger, programme)
    after = _rows(ledger)
    for name, rows in before.items():
        for key, row in rows.items():
            if after[name].get(key) != row:
                yield f"{name} {key} differs after it is rebuilt from the facts"
        for key in after[name].keys() - rows.keys():
            yield f"{name} {key} exists only after it is rebuilt from the facts"


def _rows(ledger: Ledger) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with ledger.engine.connect() as connection:
        for name, cls in ROWS.items():
            rows = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()  # noqa: S608
            found[name] = {
                row["id"]: {c: v for c, v in row.items() if c not in cls.transient} for row in rows
            }
    return found


def _changes_in_facts(ledger: Ledger, programme: str, canaries: Canaries) -> Iterator[str]:
    """No grade is overwritten, nothing is decided twice and no fact holds private text."""
    decided: Counter[tuple[str, str]] = Counter()
    for line in export(ledger, programme):
        canaries.search(line, "the export of the facts")
        fact = json.loads(line)
        for table, row, columns in json.loads(fact["changes"]):
            if table == "audit":
                for grade in GRADES:
                    was, now = columns.get(grade, (None, None))
                    if (
                        was is not None
                        and was != now
                        and not _is_cleared_on_reallocation(fact["verb"], grade, now)
                    ):
                        yield f"{row}: the {grade} grade was overwritten"
            if (column := DECIDED_ONCE.get(table)) and columns.get(column, (None, None))[1]:
                decided[table, row] += 1
    yield from (f"{table} {row} was decided twice" for (table, row), n in decided.items() if n > 1)


def _is_cleared_on_reallocation(verb: str, grade: str, now: str | None) -> bool:
    """A reallocation clears the first grade: the next auditor gives a first grade of their own."""
    return (verb, grade, now) == ("reallocation.propose", "first", None)


def _work_without_a_duty(reader: Reader) -> Iterator[str]:
    """All work that is under way has an owner and a next date."""
    open_duties = reader.rows(Duty, closed_at=None)
    owed = {duty.subject for duty in open_duties if in_post(reader, duty.owner)}
    for audit in reader.rows(Audit):
        report = f"{audit.cycle}.k{audit.kloe}" if audit.kind == "dip" else None
        if audit.state not in FINAL and not {audit.id, report} & owed:
            yield f"{audit.id} is {audit.state} and no open duty is about it"
    for report_row in reader.rows(KloeReport, col(KloeReport.state) != "shared"):
        if report_row.id not in owed:
            yield f"{report_row.id} is {report_row.state} and no open duty is about it"
    for cycle in reader.rows(Cycle, state=("proposed", "changes_asked")):
        if cycle.id not in owed:
            yield f"{cycle.id} is {cycle.state} and no open duty is about it"


def _people_not_reached(reader: Reader) -> Iterator[str]:
    """A person whom Teams did not reach was reached since or told another way, or that is owed."""
    query = (
        select(col(Fact.verb), col(Fact.subject), col(Fact.fields))
        .where(
            col(Fact.programme) == reader.programme,
            col(Fact.verb).in_(("message.fail", TOLD, "person.reached", "leaver.settle")),
        )
        .order_by(col(Fact.seq))
    )
    lost: dict[str, bool] = {}
    for verb, subject, fields in reader.session.execute(query):
        if verb == TOLD:
            lost[subject] = False
        elif verb != "message.fail":
            lost.pop(subject, None)
        elif json.loads(fields)["out_of_reach"]:
            lost.setdefault(reader.get(Message, subject).to, True)
    for person, waits in lost.items():
        if waits and open_reach(reader, person) is None:
            yield f"{person} is out of reach, was not told another way, and no such duty is open"


def _decided_by_a_party(reader: Reader) -> Iterator[str]:
    for asked in reader.rows(Exemption, state=("approved", "refused")):
        if asked.decided_by in (None, asked.asked_by):
            yield f"{asked.id} was decided by {asked.decided_by}, who asked for it"
    for declared in reader.rows(Conflict, col(Conflict.resolved_by).is_not(None)):
        if declared.resolved_by == declared.declared_by:
            yield f"{declared.id} was resolved by {declared.resolved_by}, who declared it"
    for referral in reader.rows(Referral, state="decided"):
        audit = reader.get(Audit, referral.audit)
        if referral.decided_by in (referral.referred_by, audit.auditor):
            yield f"{referral.id} was decided by {referral.decided_by}, who is a party to it"
    for report in reader.rows(KloeReport):
        by = [signature["by"] for signature in report.signed]
        if len(set(by)) < len(by):
            yield f"{report.id} was signed twice by one person"


def _sent_twice(reader: Reader) -> Iterator[str]:
    """Each rung of a ladder is sent once, and each person gets one bundle a day."""
    for duty in reader.rows(Duty):
        told = Counter((rung["rung"], rung["tell"], rung["to"]) for rung in duty.rungs_sent)
        for (rung, _tell, to), times in told.items():
            if times > 1:
                yield f"{duty.id}: the rung {rung!r} went to {to} {times} times"
    bundles: Counter[tuple[str, str]] = Counter()
    for message in reader.rows(Message, kind="nudge"):
        reason = message.once.rsplit(">", 1)[0]
        if reason.count(":") == 1:
            bundles[message.to, reason] += 1
    yield from (f"{to} had {n} bundles: {why}" for (to, why), n in bundles.items() if n > 1)


def _told_twice_a_day(reader: Reader) -> Iterator[str]:
    """Whoever owes something is told of it once a day, but for urgent kinds (programme.md §4).

    What somebody asked to hear again, hears with a post that they take up, or finds repeated in a
    bundle that takes an earlier one's place, is no second reminder of the ladder.
    """
    urgent = {kind for kind, rule in reader.profile.duty.items() if rule.urgent_when != "never"}
    by_ladder = {
        message.id: message
        for message in reader.rows(Message, kind="nudge")
        if message.once.startswith("nudge:") and ":later>" not in message.once
    }
    for duty in reader.rows(Duty):
        told = Counter(
            (message.to, reader.calendar.local(message.queued_at).date())
            for message in map(by_ladder.get, dict.fromkeys(duty.told))
            if message is not None and duty.kind not in urgent
        )
        for (to, day), times in told.items():
            if times > 1:
                yield f"{to} was told of {duty.id} {times} times on {day}"
