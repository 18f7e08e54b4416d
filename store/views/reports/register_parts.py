"""The parts of one audit's register: who the child is, what was found, done and decided."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from store.ledger import Reader
from store.tables import (
    Action,
    Audit,
    Case,
    DipFinding,
    Dispute,
    GradeDecision,
    Person,
    Referral,
    Return,
    SendBack,
)
from store.views.parts.action_deadlines import action_deadlines
from store.views.parts.ref_in_words import kind_in_words
from store.views.parts.team_as_filed import team_as_filed

Cell = str | int | bool | date | datetime | None
RowOf = Mapping[str, Cell]
"""One row: each column's value by its name."""


def who(reader: Reader, upn: str | None) -> str:
    """A person by name; with their UPN where two have the same name, or nobody is known by it."""
    if upn is None:
        return ""
    person = reader.find(Person, upn)
    if person is None:
        return upn
    shared = reader.once("shared names", lambda: _shared_names(reader))
    return f"{person.name} ({upn})" if person.name.casefold() in shared else person.name


def _shared_names(reader: Reader) -> set[str]:
    names = Counter(person.name.casefold() for person in reader.rows(Person))
    return {name for name, n in names.items() if n > 1}


def identity(reader: Reader, case: Case, on: date) -> dict[str, Cell]:
    """Who the child is, and how old on that day; empty if that has been disposed of."""
    known = _read(reader, case.identity)
    said = known.get("date_of_birth")
    born = date.fromisoformat(said) if isinstance(said, str) else None
    return {
        "child_name": known.get("name"),
        "date_of_birth": born,
        "age": None if born is None else age(born, on),
        "ethnicity": known.get("ethnicity"),
    }


def age(born: date, on: date) -> int:
    """Whole years; 0 before the first birthday. A child of 29 February is older from 1 March."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _read(reader: Reader, sealed: str | None) -> dict[str, Any]:
    """Sealed fields as one JSON object; empty if they have been disposed of."""
    text = reader.unseal(sealed)
    found = None if text is None else json.loads(text)
    return found if isinstance(found, dict) else {}


def returned_words(reader: Reader, last: Return | None) -> dict[str, Cell]:
    """What the last return says in words, besides its findings."""
    said = {} if last is None else _read(reader, last.content)
    return {
        "practitioner_stand_in": said.get("practitioner_stand_in"),
        "practitioner_feedback": said.get("practitioner_feedback"),
        "family_feedback": said.get("family_feedback") or said.get("no_family_feedback"),
        "excellent_practice": said.get("excellent_practice"),
        "document_link": said.get("document_link"),
    }


def findings(reader: Reader, audit: Audit, *, identifiable: bool) -> Iterator[RowOf]:
    """What each return found: overall, by domain, and on each line of enquiry."""
    returns = reader.rows(Return, audit=audit.id, order="submitted_at")
    for number, returned in enumerate(returns, 1):
        said = _read(reader, returned.content) if identifiable else {}
        start: dict[str, Cell] = {
            "audit": audit.id,
            "case_ref": audit.case_ref,
            "kind": kind_in_words(reader, audit.kind),
            "return": number,
            "taken_back": returned.recalled_at is not None,
        }
        yield start | _finding("Overall", returned.grade, said, identifiable=identifiable)
        domains = said.get("domains", {})
        for key, domain in reader.profile.domains.items():
            if key in returned.domain_grades:
                grade = returned.domain_grades[key] or "not applicable"
                words = domains.get(key, {})
                yield start | _finding(domain.name, grade, words, identifiable=identifiable)
        for key, words in said.get("kloes", {}).items():
            about = f"Line of enquiry {key.removeprefix('k')}"
            yield start | _finding(about, None, {"evidence": words}, identifiable=identifiable)


def _finding(
    about: str, grade: str | None, said: Mapping[str, Any], *, identifiable: bool
) -> dict[str, Cell]:
    words = {
        "evidence": said.get("evidence") or said.get("not_applicable"),
        "rationale": said.get("rationale"),
        "strengths": said.get("strengths"),
        "areas_to_develop": said.get("areas"),
    }
    return {"about": about, "grade": grade, **(words if identifiable else {})}


def actions(reader: Reader, audit: Audit, *, identifiable: bool) -> Iterator[RowOf]:
    """The improvement plan: who, by when, and whether it is done."""
    found = reader.rows(Action, audit=audit.id, order="due_on")
    due = action_deadlines(reader, found)
    for action in found:
        said = _read(reader, action.content) if identifiable else {}
        words = {"what": said.get("what"), "what_will_be_different": said.get("different")}
        yield {
            "audit": audit.id,
            "case_ref": audit.case_ref,
            "kind": kind_in_words(reader, audit.kind),
            "action": action.id,
            "scope": action.scope,
            "owner": who(reader, action.owner),
            "due": due[action.id].on,
            "state": action.state,
            **(words if identifiable else {}),
        }


def dips(reader: Reader, audit: Audit, *, identifiable: bool) -> RowOf:
    """One dip sample: its line of enquiry, and what the record showed."""
    found = reader.rows(DipFinding, audit=audit.id)
    last = found[-1] if found else None
    row: dict[str, Cell] = {
        "cycle": audit.cycle,
        "audit": audit.id,
        "case_ref": audit.case_ref,
        "line_of_enquiry": audit.kloe,
        "team": team_as_filed(reader, audit),
        "state": audit.state,
        "sampled_by": "" if last is None else who(reader, last.sampled_by),
        "sampled_on": None if last is None else reader.calendar.local(last.sampled_at),
        "answer": "" if last is None else last.answer.replace("_", " "),
    }
    said = None if last is None else reader.unseal(last.content)
    return row | ({"finding": said} if identifiable else {})


def steps(reader: Reader, audit: Audit, *, identifiable: bool) -> list[RowOf]:
    """Every return, send-back, decision, referral and dispute of an audit, in order."""
    rows = [
        *_returns(reader, audit),
        *_send_backs(reader, audit),
        *_decisions(reader, audit),
        *_referrals(reader, audit),
        *_disputes(reader, audit),
    ]
    rows.sort(key=lambda row: row["at"])
    return [_step(reader, audit, row, identifiable=identifiable) for row in rows]


def _step(reader: Reader, audit: Audit, row: dict[str, Any], *, identifiable: bool) -> RowOf:
    said = reader.unseal(row.get("words")) if identifiable else None
    return {
        "audit": audit.id,
        "case_ref": audit.case_ref,
        "kind": kind_in_words(reader, audit.kind),
        "at": reader.calendar.local(row["at"]),
        "step": row["step"],
        "by": who(reader, row["by"]),
        "grade": row.get("grade"),
        "reasons": ", ".join(row.get("reasons", ())).replace("_", " "),
        "spoke_on": row.get("spoke_on"),
        "practitioner_heard": row.get("practitioner_heard"),
        "family_heard": row.get("family_heard"),
        **({"words": _in_words(said)} if identifiable else {}),
    }


def _in_words(said: str | None) -> str | None:
    """What was written; several fields that were sealed together have their names."""
    try:
        fields = json.loads(said or "")
    except ValueError:
        return said
    if not isinstance(fields, dict):
        return said
    return "\n".join(
        f"{name.replace('_', ' ')}: {text}" for name, text in fields.items() if text is not None
    )


def _returns(reader: Reader, audit: Audit) -> Iterator[dict[str, Any]]:
    for row in reader.rows(Return, audit=audit.id):
        yield {"at": row.submitted_at, "step": "returned", "by": row.auditor, "grade": row.grade}
        if row.recalled_at is not None:
            yield {"at": row.recalled_at, "step": "taken back", "by": row.auditor}


def _send_backs(reader: Reader, audit: Audit) -> Iterator[dict[str, Any]]:
    for row in reader.rows(SendBack, audit=audit.id):
        yield {
            "at": row.sent_at,
            "step": f"sent back at {row.step}",
            "by": row.sent_by,
            "reasons": row.reasons,
            "spoke_on": row.spoke_on,
            "words": row.note,
        }


def _decisions(reader: Reader, audit: Audit) -> Iterator[dict[str, Any]]:
    for row in reader.rows(GradeDecision, audit=audit.id):
        yield {
            "at": row.decided_at,
            "step": f"{row.step}: {row.outcome}",
            "by": row.decided_by,
            "grade": row.grade,
            "spoke_on": row.spoke_on,
            "words": row.content,
            "practitioner_heard": row.practitioner_heard,
            "family_heard": row.family_heard,
        }


def _referrals(reader: Reader, audit: Audit) -> Iterator[dict[str, Any]]:
    for row in reader.rows(Referral, audit=audit.id):
        yield {
            "at": row.referred_at,
            "step": f"referred to the {reader.profile.title('audit_team')}",
            "by": row.referred_by,
            "reasons": [row.grounds],
            "spoke_on": row.spoke_on,
            "words": row.reason,
        }
        if row.decided_at is not None:
            yield {
                "at": row.decided_at,
                "step": f"referral decided: {row.outcome}",
                "by": row.decided_by,
                "words": row.decision,
                "reasons": [] if row.support in {None, "none"} else [row.support],
            }


def _disputes(reader: Reader, audit: Audit) -> Iterator[dict[str, Any]]:
    for row in reader.rows(Dispute, audit=audit.id):
        yield {
            "at": row.raised_at,
            "step": "dispute raised",
            "by": row.raised_by,
            "words": row.reason,
        }
        if row.answered_at is not None:
            yield {
                "at": row.answered_at,
                "step": "dispute answered",
                "by": row.answered_by,
                "words": row.answer,
            }
        if row.settled_at is not None:
            yield {"at": row.settled_at, "step": "dispute settled", "by": row.settled_by}
