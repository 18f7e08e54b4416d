"""What is loaded into a programme: its profile, people, cases and closure days."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field, InstanceOf

from store.clock.deadline_forms import LONG_CLOCK as LONG_SPAN
from store.duties.outbox import redraw_about
from store.duties.predicates.closed_lists import holds
from store.duties.settle import looked_at
from store.ledger import Unit
from store.registry import LONG_CLOCK, Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.rules.reassigning import cases_moved, look_again
from store.sheets.cases import CaseRow, CaseSheet
from store.sheets.people import PeopleSheet
from store.tables import Audit, Case, Closure, Duty, Person, Programme
from store.tables.columns import canonical, plain
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class PeopleFields(Fields):
    """A people file that has been read and checked; the rows themselves are the fact's changes."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: str
    rows: int
    sheet: InstanceOf[PeopleSheet] = Field(exclude=True)


class CasesFields(Fields):
    """A case file that has been read and checked; who the children are goes into sealed text."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: str
    rows: int
    sheet: InstanceOf[CaseSheet] = Field(exclude=True)


class ClosureFields(Fields):
    """A day without work."""

    on: date
    kind: Literal["closure", "bank"] = "closure"
    name: str = Field(min_length=1, max_length=80)


PERSON_COLUMNS = {
    "name": "name",
    "entra_object_id": "entra_object_id",
    "roles": "roles",
    "service": "service",
    "team": "team",
    "manager_upn": "reports_to",
    "trained_on": "trained_on",
    "max_audits": "max_audits",
    "absent_from": "absent_from",
    "absent_to": "absent_to",
    "delegate_upn": "delegate",
    "email": "email",
}
CASE_COLUMNS = {
    "service": "service",
    "team": "team",
    "practitioner_upn": "practitioner",
    "team_manager_upn": "team_manager",
    "iro_upn": "iro",
    "cp_chair_upn": "cp_chair",
    "plan": "plan",
    "closed_on": "closed_on",
    "flags": "flags",
    "involved_upns": "involved",
    "subject": "subject",
}
IDENTITY = {"child_name": "name", "date_of_birth": "date_of_birth", "ethnicity": "ethnicity"}
"""What says who the child is; kept together, sealed."""


@act(
    "people.import",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=PeopleFields,
    words=Words(lists=frozenset({"programme"})),
)
def import_people(unit: Unit, _programme: Programme, given: PeopleFields) -> None:
    """Add who is new, bring up to date who is known; nobody is deleted, people leave.

    Of a column that the file has not, what is known stands.
    """
    moved = set()
    for line in given.sheet.rows:
        person = unit.find(Person, line.upn)
        if person is None:
            values = _values(line, PERSON_COLUMNS, absent=())
            unit.add(Person(programme=unit.programme, id=line.upn, **values))
        elif _bring_up_to_date(person, _values(line, PERSON_COLUMNS, given.sheet.absent_columns)):
            moved.add(person.id)
    unit.session.flush()
    look_again(unit, moved)


@act(
    "cases.import",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=CasesFields,
    words=Words(lists=frozenset({"programme"})),
)
def import_cases(unit: Unit, _programme: Programme, given: CasesFields) -> None:
    """The child-level data sheet: name, birth date and ethnicity are sealed, never in a fact.

    Of a column that the file has not, what is known stands.
    """
    moved = set()
    for line in given.sheet.rows:
        case, absent = unit.find(Case, line.case_ref), given.sheet.absent_columns
        known = None if case is None else unit.unseal(case.identity)
        identity = _identity(line, known, absent)
        if case is None:
            values = _values(line, CASE_COLUMNS, absent=())
            sealed = unit.seal(identity, "child")["sealed"]
            unit.add(Case(programme=unit.programme, id=line.case_ref, identity=sealed, **values))
        else:
            values = _values(line, CASE_COLUMNS, absent)
            if identity != known:
                values["identity"] = unit.seal(identity, "child")["sealed"]
            if _bring_up_to_date(case, values):
                moved.add(case.id)
    unit.session.flush()
    look_again(unit, (), moved)
    cases_moved(unit, moved)


def _values(line: object, columns: Mapping[str, str], absent: Collection[str]) -> dict[str, Any]:
    """What a line says, under the names of the row's own columns."""
    given = {
        ours: getattr(line, theirs) for theirs, ours in columns.items() if theirs not in absent
    }
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in given.items()
    }


def _identity(line: CaseRow, known: str | None, absent: Collection[str]) -> str:
    """Who the child is, as one text in one spelling; `known` is the one that the ledger holds."""
    had = {} if known is None else json.loads(known)
    said = {
        part: had.get(part) if column in absent else plain(getattr(line, column))
        for column, part in IDENTITY.items()
    }
    return canonical(said)


def _bring_up_to_date(row: Person | Case, values: Mapping[str, object]) -> bool:
    """Whether anything that independence looks at has changed."""
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    other = {"name", "entra_object_id", "email", "flags", "plan", "identity", "subject"}
    return bool(changed - other)


@act(
    "closure.add",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=ClosureFields,
    words=Words(dialog="Add a day without work", lists=frozenset({"programme"})),
)
def add_closure(unit: Unit, _programme: Programme, given: ClosureFields) -> None:
    """A closure day, or a bank holiday proclaimed late.

    It moves only open deadlines that fall on that day, for none may stand on a day without work
    (programme.md §7); a closure day never extends an Inadequate clock (§4).
    """
    if unit.find(Closure, given.on.isoformat()) is not None:
        raise Invalid("That day is known already.", {"on": "is a day without work already"})
    unit.add(
        Closure(
            programme=unit.programme,
            id=given.on.isoformat(),
            on=given.on,
            kind=given.kind,
            name=given.name,
        )
    )
    unit.forget_calendar()
    for duty in unit.rows(Duty, closed_at=None):
        if unit.calendar.local(duty.due_at).date() == given.on:
            _move_deadline(unit, duty, given)


def _move_deadline(unit: Unit, duty: Duty, given: ClosureFields) -> None:
    """Forward to the next working day, and the rule says so."""
    calendar = unit.calendar
    day = calendar.forward(given.on, closures=duty.closures)
    if day == given.on:
        return
    duty.due_at = calendar.due_at(day)
    duty.rule = f"{duty.rule}; {say_day(given.on)} became a day without work, so the next one"
    ladder = unit.profile_of(duty).ladders[duty.ladder]
    rung = ladder.next_after(
        calendar, duty.opened_at, duty.due_at, duty.swept_at, closures=duty.closures
    )
    duty.rung_at = looked_at(unit, duty.owner, rung)
    audit = unit.find(Audit, duty.subject)
    if duty.kind == "return.submit" and audit is not None:
        audit.due = duty.due_at
    rule = unit.profile.duty.get(duty.kind)
    span = (day - calendar.local(duty.opened_at).date()).days
    if rule and audit and holds(unit, rule.urgent_when, audit) and span > LONG_SPAN:
        perform_after(unit, LONG_CLOCK, audit)
    redraw_about(unit, duty.subject)
