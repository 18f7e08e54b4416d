"""The closed lists that profiles choose from: when a duty opens, who owns it, who is told."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from store.audits.governing_grade import (
    governing_grade,
    is_below_good,
    is_gone,
    is_inadequate,
    people_with_a_say,
    today,
)
from store.duties.predicates import audit_month as predicates_audit_month
from store.duties.predicates import before_cycle as predicates_before
from store.duties.predicates import below_good as predicates_below_good
from store.duties.predicates import moderation as predicates_moderation
from store.duties.predicates.moderation import is_to_be_moderated
from store.ledger import Reader
from store.people.posts import (
    AUTHORITY,
    exempting_authority,
    has_left,
    head_of_service_of,
    in_post,
    list_confirmer,
    post,
    service_of,
)
from store.programme.kinds import CASE
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Case,
    Cycle,
    DigestLine,
    KloeReport,
    Person,
    Row,
    Section,
)

__all__ = (
    "ASKED_OF", "MOMENTS", "MOMENTS_OF", "OF_AN_AUDIT", "OWNED_OF", "OWNERS", "PREDICATES",
    "TOLD_ELSEWHERE", "chosen", "governing_grade", "holds", "is_below_good", "is_gone",
    "is_inadequate", "is_to_be_moderated", "of_a_leaver", "owner_named", "people_named",
    "people_with_a_say", "today",
)  # fmt: skip

T = TypeVar("T")


def issued_late(reader: Reader, audit: Audit) -> bool:
    """Whether it was issued so late that the audit month's date leaves less than the days from it.

    Nobody is asked for a return by a day that has passed, or that leaves them too few (§2.8).
    """
    rule, month = reader.profile.duty["return.submit"], reader.get(Cycle, audit.cycle).month
    by_month, from_issue = rule.due["otherwise"], rule.due.get("issued_late")
    if from_issue is None:
        return False
    at = from_issue.due(reader.calendar, reader.at).at
    return at > by_month.due(reader.calendar, reader.at, month=month).at


def of_a_leaver(reader: Reader, audit: Audit) -> bool:
    """Whether the auditor that it was last taken from has left."""
    person = reader.find(Person, audit.barred[-1]) if audit.barred else None
    return person is not None and has_left(person, today(reader))


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "always": lambda _reader, _subject: True,
    "otherwise": lambda _reader, _subject: True,
    "never": lambda _reader, _subject: False,
    "reallocated": lambda _reader, audit: audit.reallocated_at is not None,
    "issued_late": issued_late,
    "not_yet_accepted": lambda _reader, audit: audit.state == "issued",
    "of_a_leaver": of_a_leaver,
    "not_of_a_leaver": lambda reader, audit: not of_a_leaver(reader, audit),
    "without_section": lambda reader, audit: (
        audit.kind != "reaudit" and _looks_at_a_case(reader, audit) and not _sections(reader, audit)
    ),
    "unchecked": lambda _reader, audit: audit.checked is None,
    "recalled": lambda _reader, audit: audit.state == "accepted",
    "given_to_a_sampler": lambda _reader, audit: getattr(audit, "auditor", None) is not None,
    "unsigned": lambda _reader, report: report.state == "reported",
    "inadequate": is_inadequate,
    "below_good": is_below_good,
    **predicates_before.PREDICATES,
    **predicates_moderation.PREDICATES,
    **predicates_below_good.PREDICATES,
    **predicates_audit_month.PREDICATES,
}
"""What a profile may ask of a subject; a grade's own name may stand beside these."""


def _looks_at_a_case(reader: Reader, audit: Audit) -> bool:
    rule = reader.profile.kinds.get(audit.kind)
    return rule is None or rule.subject == CASE


def _sections(reader: Reader, audit: Audit) -> bool:
    return bool(reader.rows(Section, audit=audit.id, limit=1))


def _service(reader: Reader, subject: Row) -> str:
    match subject:
        case Cycle() | DigestLine():
            return subject.service
        case Audit():
            return service_of(reader, subject)
        case Appraisal():
            return subject.service
        case KloeReport() | Action():
            return reader.get(Cycle, subject.cycle).service
        case _:
            raise TypeError(f"{type(subject).__name__} belongs to no service")


def _head_of_service(reader: Reader, subject: Row) -> str:
    """The Head of the service audited; who confirms in their place in a cycle of all services."""
    if isinstance(subject, KloeReport):
        subject = reader.get(Cycle, subject.cycle)
    if isinstance(subject, Cycle):
        return list_confirmer(reader, subject)
    return post("head_of_service", _service(reader, subject))


def _group_managers(reader: Reader, subject: Row) -> str:
    """The Group Managers of the service audited; all of them in a cycle of all services."""
    service = _service(reader, subject)
    return post("group_manager", None if service == AUTHORITY else service)


def _service_leads(reader: Reader, subject: Row) -> str:
    """The Head of Service and the Group Managers together (Tower Hamlets guide §13)."""
    return post("service_leads", _service(reader, subject))


def _section_writer(reader: Reader, audit: Audit) -> str:
    """The practitioner; where they are gone the Team Manager stands in (programme.md §3)."""
    return audit.team_manager if is_gone(reader, audit.practitioner) else audit.practitioner


def _next_signatory(reader: Reader, report: KloeReport) -> str | None:
    signed = {signature["post"] for signature in report.signed}
    return next((name for name in reader.profile.dips.signed_by if name not in signed), None)


OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "auditor": lambda _reader, audit: audit.auditor,
    "practitioner": lambda _reader, audit: audit.practitioner,
    "section_writer": _section_writer,
    "team_manager": lambda _reader, audit: audit.team_manager,
    "iro": lambda reader, audit: reader.get(Case, audit.case_ref).iro,
    "cp_chair": lambda reader, audit: reader.get(Case, audit.case_ref).cp_chair,
    "head_of_service": _head_of_service,
    "group_managers": _group_managers,
    "service_leads": _service_leads,
    "exempting_authority": lambda reader, audit: exempting_authority(reader, audit.auditor),
    "auditors_head": lambda reader, subject: head_of_service_of(reader, subject.auditor),
    "audit_manager": lambda _reader, _subject: post("audit_manager"),
    "audit_team": lambda _reader, _subject: post("audit_team"),
    "next_signatory": _next_signatory,
    "divisional_director": lambda _reader, _subject: post("divisional_director"),
    "digest_answerer": lambda reader, _subject: reader.profile.digest.addressed_by,
    **predicates_before.OWNERS,
    **predicates_moderation.OWNERS,
    **predicates_below_good.OWNERS,
    **predicates_audit_month.OWNERS,
}
"""Who may own a duty or be told of it, beside any `post:<name>`."""

Kinds = tuple[type[Row], ...]
OF_AN_AUDIT: Kinds = (Audit,)
_OF_A_SERVICE: Kinds = (Audit, Cycle, DigestLine, KloeReport, Action, Appraisal)
OWNED_OF: dict[str, Kinds] = dict.fromkeys((
    "practitioner", "section_writer", "team_manager", "iro", "cp_chair", "exempting_authority",
), OF_AN_AUDIT)  # fmt: skip
"""Owners that only some kinds of subject have; the others, everything has."""
OWNED_OF |= {"auditor": (Audit, DigestLine), "auditors_head": (Audit, DigestLine)}
OWNED_OF |= {"head_of_service": _OF_A_SERVICE, "group_managers": _OF_A_SERVICE}
OWNED_OF |= {"service_leads": (Audit,)}
OWNED_OF |= {"next_signatory": (KloeReport,)}
OWNED_OF |= predicates_moderation.OWNED_OF
OWNED_OF |= predicates_below_good.OWNED_OF
OWNED_OF |= predicates_audit_month.OWNED_OF

ASKED_OF: dict[str, Kinds] = dict.fromkeys((
    "reallocated", "issued_late", "not_yet_accepted", "of_a_leaver", "not_of_a_leaver",
    "without_section", "unchecked", "recalled",
), OF_AN_AUDIT)  # fmt: skip
"""Predicates that only some kinds of subject can be asked."""
ASKED_OF |= {"unsigned": (KloeReport,)}
ASKED_OF |= predicates_moderation.ASKED_OF
ASKED_OF |= predicates_before.ASKED_OF
ASKED_OF |= predicates_below_good.ASKED_OF
ASKED_OF |= predicates_audit_month.ASKED_OF

MOMENTS, MOMENTS_OF = predicates_below_good.MOMENTS, predicates_below_good.MOMENTS_OF
"""The moments, and the rows that have them, that `since` may name besides their columns."""
TOLD_ELSEWHERE = ("digest",)
"""Targets of a rung that are no message of their own: the next digest carries them."""


def holds(reader: Reader, name: str, subject: Row) -> bool:
    """Whether the predicate or grade called `name` holds of `subject`."""
    if name in reader.profile.grades:
        return isinstance(subject, Audit) and governing_grade(subject) == name
    return PREDICATES[name](reader, subject)


def chosen(reader: Reader, cases: Mapping[str, T], subject: Row) -> tuple[str, T] | None:
    """The first case that holds of `subject`, with its value, or nothing."""
    found = (case for case in cases.items() if holds(reader, case[0], subject))
    return next(found, None)


def owner_named(reader: Reader, name: str, subject: Row) -> str | None:
    """The person or post that `name` means for `subject`."""
    return name if name.startswith("post:") else OWNERS[name](reader, subject)


def people_named(reader: Reader, name: str, subject: Row) -> list[str]:
    """The UPNs of those that `name` means for `subject`, who have not left."""
    owner = owner_named(reader, name, subject)
    return [] if owner is None else [person.id for person in in_post(reader, owner)]
