"""The audit team's register: a row for each audit, with its findings, actions and steps (§5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.people.posts import case_of
from store.programme.papers import CLASSIFICATION
from store.tables import (
    Action,
    Audit,
    Cycle,
    Dispute,
    GradeDecision,
    Referral,
    Return,
    Section,
    SendBack,
)
from store.views.parts.action_deadlines import overdue
from store.views.parts.people_in_words import post_in_words
from store.views.parts.ref_in_words import kind_in_words
from store.views.parts.team_as_filed import team_as_filed
from store.views.reports.graded import graded_of
from store.views.reports.register_meetings import meetings
from store.views.reports.register_parts import (
    Cell,
    RowOf,
    actions,
    dips,
    findings,
    identity,
    returned_words,
    steps,
    who,
)
from store.views.reports.report_blocks import ChartBar, ReportChart
from store.vocabulary.dates_in_words import say_month


@dataclass(frozen=True, slots=True)
class Register:
    """The register as of a moment. Each table has rows of the same columns, in order.

    Only an `identifiable` one says who the child is and what people wrote in their own words. What
    was asked or done, by whom, when and with what grade is always in it.
    """

    programme: str
    as_of: datetime
    head_seq: int
    head: str
    asked_by: str
    identifiable: bool
    cycles: tuple[RowOf, ...]
    audits: tuple[RowOf, ...]
    findings: tuple[RowOf, ...]
    actions: tuple[RowOf, ...]
    steps: tuple[RowOf, ...]
    meetings: tuple[RowOf, ...]
    dips: tuple[RowOf, ...]
    chart: ReportChart | None = None
    classification: str = CLASSIFICATION

    @property
    def tables(self) -> Mapping[str, tuple[RowOf, ...]]:
        """The tables by name."""
        return {
            "Audits": self.audits,
            "Findings": self.findings,
            "Actions": self.actions,
            "Steps": self.steps,
            "Meetings": self.meetings,
            "Dip samples": self.dips,
        }


PARTS = (Action, Dispute, GradeDecision, Referral, Return, Section, SendBack)
"""Tables of an audit's parts, which are read a cycle at a time."""


def register(
    reader: Reader, cycles: Sequence[str], *, identifiable: bool, asked_by: str = ""
) -> Register:
    """The register of `cycles`, or of all if none is given. Raises `NotFound` for an unknown one.

    A concern about how an audit was done is in no register: it is confidential (§2.12).
    """
    chosen = (
        [reader.get(Cycle, cycle) for cycle in cycles]
        if cycles
        else list(reader.rows(Cycle, order="month"))
    )
    by_id = {cycle.id: cycle for cycle in chosen}
    audits = reader.rows(Audit, cycle=sorted(by_id))
    graded = [audit for audit in audits if audit.kind != "dip"]
    for cycle in by_id:
        own = [audit.id for audit in audits if audit.cycle == cycle]
        for table in PARTS:
            reader.gather(table, own)
    seq, head = reader.head()
    return Register(
        programme=reader.profile.programme.title,
        as_of=reader.calendar.local(reader.at),
        head_seq=seq,
        head=head,
        asked_by=asked_by,
        identifiable=identifiable,
        cycles=tuple(_cycle(cycle) for cycle in chosen),
        audits=tuple(
            _audit(reader, by_id[audit.cycle], audit, identifiable=identifiable) for audit in graded
        ),
        findings=tuple(
            row for audit in graded for row in findings(reader, audit, identifiable=identifiable)
        ),
        actions=tuple(
            row for audit in graded for row in actions(reader, audit, identifiable=identifiable)
        ),
        steps=tuple(
            row for audit in graded for row in steps(reader, audit, identifiable=identifiable)
        ),
        meetings=tuple(meetings(reader, chosen, graded)),
        dips=tuple(
            dips(reader, audit, identifiable=identifiable)
            for audit in audits
            if audit.kind == "dip"
        ),
        chart=_chart(reader, chosen),
        classification=reader.profile.papers.classification,
    )


def _chart(reader: Reader, cycles: Sequence[Cycle]) -> ReportChart:
    """The grades that govern, by cycle: whole, because the register is the audit team's alone."""
    bars = []
    for cycle in cycles:
        kinds = graded_of(reader, cycle).values()
        places = Counter(step.final for one in kinds for step in one.steps)
        if places:
            counts = tuple(places[place] for place in range(len(reader.profile.grades)))
            bars.append(ChartBar(f"{cycle.service}, {say_month(cycle.month)}", counts))
    return ReportChart(tuple(reader.profile.grades), tuple(bars))


def _cycle(cycle: Cycle) -> RowOf:
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": say_month(cycle.month),
        "state": cycle.state,
        "seed_of_the_draw": cycle.seed,
        "cases_drawn_from": len(cycle.pool),
    }


def _audit(reader: Reader, cycle: Cycle, audit: Audit, *, identifiable: bool) -> RowOf:
    last = _last_return(reader, audit)
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "audit": audit.id,
        "case_ref": audit.case_ref,
        **(
            identity(reader, case_of(reader, audit), _audited_on(reader, audit))
            if identifiable
            else {}
        ),
        "kind": kind_in_words(reader, audit.kind),
        "team": team_as_filed(reader, audit),
        "practitioner": who(reader, audit.practitioner),
        "team_manager": who(reader, audit.team_manager),
        "auditor": who(reader, audit.auditor),
        "moderator": who(reader, audit.moderator),
        "why_chosen": _why(reader, cycle, audit),
        "plan": case_of(reader, audit).plan,
        "state": audit.state.replace("_", " "),
        "due": _local(reader, audit.due),
        "returned": _local(reader, audit.returned_at),
        "in_time": _in_time(audit),
        "grade_first": audit.first,
        "grade_amended": audit.amended,
        "grade_moderated": audit.moderated,
        "grade_third_lock": audit.third_lock,
        "grade_disputed": audit.disputed,
        "grade_governing": governing_grade(audit),
        "practitioner_section": _section(reader, audit),
        "check": _check(reader, audit),
        "sent_back": len(reader.rows(SendBack, audit=audit.id)),
        "moderated_by": who(reader, audit.moderated_by),
        "moderated_on": _local(reader, audit.moderated_at),
        "dispute": _dispute(reader, audit),
        "practitioner_took_part": _took_part(last),
        "discussed_on": None if last is None else last.discussed_on,
        "manager_discussed_on": None if last is None else last.manager_discussed_on,
        "family_heard": None if last is None else last.family_heard,
        **_actions(reader, audit),
        "services_involved": "" if last is None else ", ".join(last.services_involved),
        **(returned_words(reader, last) if identifiable else {}),
    }


def _audited_on(reader: Reader, audit: Audit) -> date:
    """The day of its return, or today: the child's age is the age at the audit."""
    return reader.calendar.local(audit.returned_at or reader.at).date()


def _local(reader: Reader, at: datetime | None) -> datetime | None:
    return None if at is None else reader.calendar.local(at)


def _in_time(audit: Audit) -> bool | None:
    if audit.returned_at is None or audit.due is None:
        return None
    return audit.returned_at <= audit.due


def _last_return(reader: Reader, audit: Audit) -> Return | None:
    found = reader.rows(Return, audit=audit.id, order="submitted_at")
    kept = [row for row in found if row.recalled_at is None]
    return kept[-1] if kept else None


def _why(reader: Reader, cycle: Cycle, audit: Audit) -> str:
    """Why this case: the draw, which anybody can repeat, and the quota it was drawn for."""
    if audit.replaces is not None:
        return f"In place of {audit.replaces}, which was voided"
    drawn = f"Seeded draw ({cycle.seed}) from {len(cycle.pool)} cases"
    where = ((cycle.parameters or {}).get("full") or {}).get("where")
    within = f" where {where}" if where else ""
    quota = "" if audit.quota is None else f", for {reader.profile.title(audit.quota)}s to audit"
    return f"{drawn}{within}{quota}"


def _section(reader: Reader, audit: Audit) -> str:
    """Whether it was written; a missing section blocks nothing (programme.md §2.6)."""
    written = reader.rows(Section, audit=audit.id)
    if not written:
        return "not written"
    return "written by the Team Manager" if written[-1].stand_in else "written"


def _check(reader: Reader, audit: Audit) -> str:
    if audit.checked is not None:
        return audit.checked
    if audit.returned_at is None:
        return ""
    return f"open with {post_in_words(reader, 'post:audit_team')}"


def _dispute(reader: Reader, audit: Audit) -> str:
    found = reader.rows(Dispute, audit=audit.id, order="raised_at")
    return found[-1].state if found else ""


def _took_part(last: Return | None) -> str:
    if last is None:
        return ""
    return "yes" if last.practitioner_involved == "practitioner" else "somebody else in their place"


def _actions(reader: Reader, audit: Audit) -> dict[str, Cell]:
    found = reader.rows(Action, audit=audit.id)
    left = [action for action in found if action.state == "open"]
    return {
        "actions": len(found),
        "actions_open": len(left),
        "actions_overdue": len(overdue(reader, left, reader.at)),
    }


def as_document(made: Register) -> dict[str, Any]:
    """The register as one JSON document (contract.md §6)."""
    tables = {name.lower().replace(" ", "_"): rows for name, rows in made.tables.items()}
    return {
        "programme": made.programme,
        "as_of": made.as_of,
        "head": made.head,
        "asked_by": made.asked_by,
        "identifiable": made.identifiable,
        "cycles": made.cycles,
        **tables,
    }
