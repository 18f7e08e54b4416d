"""The words of a return, domain by domain, for a dialog of one of its lawful readers."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.ledger import Reader
from store.people.posts import acting, post, service_of
from store.rules.overall import overall_in_words
from store.tables import Audit
from store.views.audit_month.return_form import last_return
from store.views.parts.action_owner_choices import owner_choices
from store.views.parts.brief import Brief, brief
from store.views.parts.due import moment_in_words
from store.views.parts.grades_of import UNGRADED
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class ReturnRead:
    """A return in full; `passages` are (heading, lines) in reading order."""

    audit: Brief
    auditor: NamedPerson
    grade: str
    returned_on: str
    recalled: bool
    passages: tuple[tuple[str, tuple[str, ...]], ...]


def may_read_return(reader: Reader, audit_id: str, upn: str) -> bool:
    """Those in the audit, the audit team, the service's Head and the PSW (§2.8, §2.14).

    An auditor reads their own return only; a new auditor does not read the former one's.
    """
    audit = reader.find(Audit, audit_id)
    last = None if audit is None else last_return(reader, audit)
    if audit is None or last is None:
        return False
    if last.recalled_at is not None and audit.state != "returned":
        return upn == last.auditor
    own = (
        last.auditor,
        audit.moderator,
        audit.deputy,
        audit.moderated_by,
        audit.practitioner,
        audit.team_manager,
    )
    posts = (post("audit_team"), post("head_of_service", service_of(reader, audit)), post("psw"))
    return upn in own or any(upn in acting(reader, owner) for owner in posts)


def return_read(reader: Reader, audit_id: str) -> ReturnRead | None:
    """The last return of an audit with its words, or nothing."""
    audit = reader.get(Audit, audit_id)
    last = last_return(reader, audit)
    if last is None:
        return None
    content: dict[str, Any] = json.loads(reader.unseal(last.content) or "{}")
    return ReturnRead(
        audit=brief(reader, audit),
        auditor=named(reader, last.auditor),
        grade=last.grade or UNGRADED,
        returned_on=moment_in_words(reader, last.submitted_at),
        recalled=last.recalled_at is not None,
        passages=tuple(
            (heading, tuple(line for line in lines if line))
            for heading, lines in _passages(reader, audit, last.grade, content)
            if any(lines)
        ),
    )


Passage = tuple[str, list[str]]


def _passages(
    reader: Reader, audit: Audit, grade: str | None, said: dict[str, Any]
) -> list[Passage]:
    domains = said.get("domains") or {}
    return [
        (f"Overall: {grade or UNGRADED}", [
            "" if grade is None or said.get("grade") else overall_in_words(reader.profile),
            _named("Evidence", said.get("evidence")),
            _named("Why this grade", said.get("rationale")),
        ]),
        ("The conversation", _conversation(reader, audit, said)),
        *_kloes(reader, audit, said.get("kloes") or {}),
        *_domains(reader, audit, domains),
        *_actions(reader, audit, said.get("actions") or []),
        ("Besides", [
            _named("Excellent practice", said.get("excellent_practice")),
            _named("Internal services involved", ", ".join(said.get("services_involved") or [])),
        ]),
    ]  # fmt: skip


def _conversation(reader: Reader, audit: Audit, said: dict[str, Any]) -> list[str]:
    name = named(reader, audit.practitioner).name
    took_part = said.get("practitioner_involved") == "practitioner"
    return [
        f"{name} took part." if took_part else f"Somebody took part instead of {name}.",
        _named("Who and why", said.get("practitioner_stand_in")),
        _named("Grade and outcome discussed on", _day(said.get("discussed_on"))),
        _named(f"{name} said", said.get("practitioner_feedback")),
        _manager(reader, audit, said),
        _named("The family or child said", said.get("family_feedback")),
        _named("No feedback, because", said.get("no_family_feedback")),
    ]


def _manager(reader: Reader, audit: Audit, said: dict[str, Any]) -> str:
    """Of a re-audit: its discussion with the Team Manager, or that none is recorded (guide §15)."""
    if audit.looks_at is None:
        return ""
    name, day = named(reader, audit.team_manager).with_role, _day(said.get("manager_discussed_on"))
    if day:
        return f"Talked through with {name} on {day}."
    return f"No discussion with {name} is recorded."


def _day(text: Any) -> str:
    return say_day(date.fromisoformat(text)) if isinstance(text, str) else ""


def _kloes(reader: Reader, audit: Audit, told: dict[str, Any]) -> list[Passage]:
    asked = brief(reader, audit).kloes
    return [
        (f"Line of enquiry {number}", [kloe, _named("It showed", told.get(f"k{number}"))])
        for number, kloe in enumerate(asked, 1)
    ]


def _domains(reader: Reader, audit: Audit, found: dict[str, Any]) -> list[Passage]:
    """Each domain with its words; those whose words the audit document holds stand together."""
    passages, graded = [], []
    for domain in reader.profile.domains_of(audit.kind).values():
        heading, lines = _domain(domain.name, found.get(domain.key) or {})
        if any(lines):
            passages.append((heading, lines))
        elif (found.get(domain.key) or {}).get("grade"):
            graded.append(heading)
    if graded:
        graded.append("Their evidence, strengths and areas stand in the audit document.")
        passages.append(("Graded in the audit document", graded))
    return passages


def _domain(name: str, finding: dict[str, Any]) -> Passage:
    if finding.get("not_applicable"):
        return (f"{name}: not applicable", [_named("Because", finding["not_applicable"])])
    return (f"{name}: {finding.get('grade') or 'no grade'}", [
        _named("Evidence", finding.get("evidence")),
        _named("Strengths", finding.get("strengths")),
        _named("Areas to develop", finding.get("areas")),
    ])  # fmt: skip


def _actions(reader: Reader, audit: Audit, actions: list[dict[str, Any]]) -> list[Passage]:
    return [
        (f"Action {number}", [
            _named("What", action.get("what")),
            f"Who and by when: {_owner(reader, audit, action['who'])}, {_day(action['by'])}",
            _named("What will be different", action.get("different")),
        ])
        for number, action in enumerate(actions, 1)
    ]  # fmt: skip


def _owner(reader: Reader, audit: Audit, who: str) -> str:
    """Whose the action is, by name; by title where nobody has that place by now."""
    return dict(owner_choices(reader, audit)).get(who) or f"the {reader.profile.title(who)}"


def _named(label: str, words: str | None) -> str:
    return f"{label}: {words}" if words else ""
