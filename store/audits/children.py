"""The children whom a text is about: of its own case, their siblings, and of many cases."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col

from store.audits.naming import Child
from store.audits.subjects import subject_of
from store.ledger import Reader
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Case,
    Concern,
    Cycle,
    DigestLine,
    Duty,
    HelpRequest,
    KloeReport,
    Row,
)


def case_of_text(reader: Reader, row: Row | None, given: Mapping[str, Any]) -> Case | None:
    """The case that text of an act on `row` is about; None where it is about no single case."""
    named = given.get("audit")
    if isinstance(named, str) and (audit := reader.find(Audit, named)) is not None:
        return reader.find(Case, audit.case_ref)
    reference = given.get("case_ref")
    if not isinstance(row, Audit) and isinstance(reference, str):
        return reader.find(Case, reference)
    audit = _audit_of(reader, row)
    return None if audit is None else reader.find(Case, audit.case_ref)


def _audit_of(reader: Reader, row: Row | None) -> Audit | None:
    match row:
        case Audit():
            return row
        case Action() | DigestLine():
            return reader.find(Audit, row.audit)
        case Duty():
            return _audit_of(reader, subject_of(reader, row.subject))
        case HelpRequest():
            return _audit_of(reader, reader.find(Duty, row.duty))
        case Concern():
            content = json.loads(reader.unseal(row.content) or "{}")
            return reader.find(Audit, content.get("audit", ""))
    return None


def cases_of_text(reader: Reader, row: Row | None) -> list[Case]:
    """The cases that text about a cycle, a line of enquiry or a team's month speaks of."""
    match row:
        case Cycle():
            audits: Iterable[Audit] = reader.rows(Audit, cycle=row.id)
        case KloeReport():
            audits = reader.rows(Audit, cycle=row.cycle, kind="dip", kloe=row.kloe)
        case Appraisal():
            audits = reader.rows(
                Audit, col(Audit.team_manager) == row.team_manager, cycle=row.cycle
            )
        case Duty():
            return cases_of_text(reader, subject_of(reader, row.subject))
        case HelpRequest():
            return cases_of_text(reader, reader.find(Duty, row.duty))
        case _:
            return []
    found = (reader.find(Case, ref) for ref in sorted({audit.case_ref for audit in audits}))
    return [case for case in found if case is not None]


def identities(reader: Reader) -> Sequence[Mapping[str, Any]]:
    """`{"name", "date_of_birth", …}` of every child whose identity is not disposed of.

    They are read together, and once for a reader.
    """
    return reader.once("identities", lambda: _identities(reader))


def _identities(reader: Reader) -> list[Mapping[str, Any]]:
    texts = reader.unseal_many(case.identity for case in reader.rows(Case))
    return [json.loads(text) for text in texts.values()]


def every_child(reader: Reader) -> list[Child]:
    """Every child that the ledger knows, for text that is about no case of its own."""
    return [_child(known) for known in identities(reader)]


def child_of(reader: Reader, case: Case) -> Child:
    """The child of a case as the ledger holds them; nobody once their identity is disposed of."""
    return _child(json.loads(reader.unseal(case.identity) or "{}"))


def _child(known: Mapping[str, Any]) -> Child:
    born = known.get("date_of_birth")
    return Child.of(known.get("name"), None if not born else date.fromisoformat(born))


def with_siblings(reader: Reader, case: Case) -> Iterator[Child]:
    """The child, and those with the same surname whose practitioner is the same."""
    child = child_of(reader, case)
    yield child
    if not child.surname:
        return
    for other in reader.rows(Case, practitioner=case.practitioner):
        if other.id != case.id:
            sibling = child_of(reader, other)
            if sibling.surname == child.surname:
                yield sibling
