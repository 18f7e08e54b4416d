"""People and cases imported from files (contract.md §4)."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ConfigDict, Field, InstanceOf
from sqlmodel import col

from store.acts.deliveries.chat import forget_account
from store.acts.programme.matching import settle_cases
from store.ledger import Unit
from store.people.post_history import Place
from store.people.presence import has_left
from store.people.upns import rename
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.rules.case_steps import step_flags, steps_after
from store.rules.reassigning import cases_moved, look_again, posts_changed
from store.sheets.cases import CaseRow, CaseSheet
from store.sheets.people import PeopleSheet
from store.tables import Case, Person, Programme
from store.tables.columns import canonical, plain
from store.vocabulary.fields import Fields


class PeopleFields(Fields):
    """A people file that has been read and checked; its rows become the fact's changes."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: str
    rows: int
    sheet: InstanceOf[PeopleSheet] = Field(exclude=True)


class CasesFields(Fields):
    """A case file that has been read and checked; the children's identities are sealed.

    `kind` is what the file was taken for, and `sha256` the hash of its bytes, by which a draw's
    import can be shown to be a file that somebody holds.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: str
    rows: int
    kind: str = "sheet"
    sha256: str = ""
    sheet: InstanceOf[CaseSheet] = Field(exclude=True)


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
    "worker_named": "worker_named",
    "team_named": "team_named",
    "set_aside": "set_aside",
    "involvements": "involvements",
}
NOT_OF_INDEPENDENCE = frozenset({
    "name", "entra_object_id", "email", "flags", "plan", "identity", "subject", "steps",
    "worker_named", "team_named", "set_aside",
})  # fmt: skip
"""Columns that may change without anybody's becoming too close to a case."""
FLUSHED = 1_000
UNKNOWN_KEEPS = ("practitioner", "team_manager", "service", "team")
"""Columns that a known case keeps where an extract names somebody whom nobody knows."""
IDENTITY = {"child_name": "name", "date_of_birth": "date_of_birth", "ethnicity": "ethnicity"}
"""Columns that identify the child, with their names in the sealed text."""


@act(
    "people.import",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=PeopleFields,
    words=Words(lists=frozenset({"programme"})),
)
def import_people(unit: Unit, _programme: Programme, given: PeopleFields) -> None:
    """Add new people and update known ones. Nobody is deleted: people leave.

    A column that is not in the file keeps its values. A leaver's line changes nothing and brings
    nobody back: `person.rejoined` does.
    """
    moved, before = set(), {}
    for line in given.sheet.rows:
        person = unit.find(Person, line.upn)
        if person is not None and has_left(person, unit.today):
            continue
        if person is not None and person.entra_object_id != line.entra_object_id:
            forget_account(unit, person.id)
        before[line.upn] = _place(unit, person)
        if person is None:
            values = _values(line, PERSON_COLUMNS, absent=())
            unit.add(Person(programme=unit.programme, id=line.upn, **values))
        elif _bring_up_to_date(person, _values(line, PERSON_COLUMNS, given.sheet.absent_columns)):
            moved.add(person.id)
    for upn, known in given.sheet.renamed.items():
        person = unit.get(Person, known)
        if not has_left(person, unit.today):
            rename(unit, person, upn)
    unit.session.flush()
    look_again(unit, moved)
    posts_changed(unit, before)
    # Somebody who is new may be whom a case that is set aside names.
    settle_cases(unit, unit.rows(Case, col(Case.set_aside).is_not(None)))


def _place(unit: Unit, person: Person | None) -> Place:
    """What somebody is before the file changes it; who is new here holds no post."""
    if person is None:
        return Place(unit.today, (), "")
    return Place(unit.today, tuple(person.roles), person.service)


@act(
    "cases.import",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=CasesFields,
    words=Words(lists=frozenset({"programme"})),
)
def import_cases(unit: Unit, _programme: Programme, given: CasesFields) -> None:
    """Import the child-level data sheet; name, birth date and ethnicity are sealed, not in a fact.

    A column that is not in the file keeps its values. Whom an extract names and nobody knows takes
    nobody's place: the case keeps who was known, and is set aside.
    """
    moved, absent = set(), given.sheet.absent_columns
    # One query: a look-up a line would also write the lines before it, each time.
    cases = {case.id: case for case in unit.rows(Case)}
    for number, line in enumerate(given.sheet.rows, start=1):
        if number % FLUSHED == 0:
            unit.session.flush()  # what is written need not be held
        case = cases.get(line.case_ref)
        known = None if case is None else unit.unseal(case.identity)
        identity = _identity(line, known, absent)
        if case is None:
            values = _values(line, CASE_COLUMNS, absent=())
            sealed = unit.seal(identity, "child")["sealed"]
            unit.add(Case(programme=unit.programme, id=line.case_ref, identity=sealed, **values))
        else:
            values = _values(line, CASE_COLUMNS, absent)
            values = {
                name: value for name, value in values.items() if value or name not in UNKNOWN_KEEPS
            } | _steps(unit, case, line, absent)
            if identity != known:
                values["identity"] = unit.seal(identity, "child")["sealed"]
            if _bring_up_to_date(case, values):
                moved.add(case.id)
    unit.session.flush()
    look_again(unit, (), moved)
    cases_moved(unit, moved)


def _steps(unit: Unit, case: Case, line: CaseRow, absent: Collection[str]) -> dict[str, Any]:
    """The case's steps up and down with this import's, and its flags with those of the steps."""
    now = case.plan if "plan" in absent else line.plan
    steps = steps_after(unit, case.steps, case.plan, now)
    if not steps and not case.steps:
        return {}
    former = step_flags(unit, case.steps or ())
    own = [flag for flag in case.flags if flag not in former]
    flags = [*(own if "flags" in absent else line.flags), *step_flags(unit, steps)]
    return {"steps": steps or None, "flags": list(dict.fromkeys(flags))}


def _values(line: object, columns: Mapping[str, str], absent: Collection[str]) -> dict[str, Any]:
    """A line's values under the names of the table's columns."""
    given = {
        ours: getattr(line, theirs) for theirs, ours in columns.items() if theirs not in absent
    }
    return {name: _as_kept(value) for name, value in given.items()}


def _as_kept(value: object) -> Any:
    """A value as a column keeps it: tuples are lists, at any depth."""
    return [_as_kept(part) for part in value] if isinstance(value, tuple) else value


def _identity(line: CaseRow, known: str | None, absent: Collection[str]) -> str:
    """The child's identity as canonical text; `known` is the text that the ledger holds."""
    had = {} if known is None else json.loads(known)
    said = {
        part: had.get(part) if column in absent else plain(getattr(line, column))
        for column, part in IDENTITY.items()
    }
    return canonical(said)


def _bring_up_to_date(row: Person | Case, values: Mapping[str, object]) -> bool:
    """Update the row. Returns whether anything changed that independence depends on."""
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed - NOT_OF_INDEPENDENCE)
