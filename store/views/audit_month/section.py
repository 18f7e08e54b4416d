"""The practitioner's section: whether it is written, who may read it, what it says (§2.6)."""

import json
from dataclasses import dataclass, field

from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader
from store.people.posts import acting, post
from store.programme.kinds import LOOKS
from store.tables import Audit, Section
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.order_of_acts import in_fact_order
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.states import NOT_ISSUED


@dataclass(frozen=True, slots=True)
class SectionStands:
    """Whether a section was written, by whom and when, without its words."""

    practitioner: NamedPerson
    written_on: str = ""
    written_by: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section with its words, for a dialog of one of its lawful readers."""

    audit: Brief
    stands: SectionStands
    practice_model: str = ""
    difference: str = ""
    stand_in_reason: str = ""
    viewer: str = ""
    stands_in: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


def section_stands(reader: Reader, audit: Audit) -> SectionStands:
    """Whether the section of an audit was written, by whom and when; else when it is due."""
    row = _last(reader, audit)
    return SectionStands(
        practitioner=named(reader, audit.practitioner),
        written_on="" if row is None else moment_in_words(reader, row.written_at),
        written_by="" if row is None else named(reader, row.written_by).name,
        due=None if row is not None else due_by(reader, audit.id, "section.complete"),
    )


def section_read(reader: Reader, audit_id: str, upn: str) -> SectionRead:
    """The section of an audit with its words; only for those whom `may_read_section` admits."""
    audit = reader.get(Audit, audit_id)
    row = _last(reader, audit)
    said = {} if row is None else json.loads(reader.unseal(row.content) or "{}")
    return SectionRead(
        audit=brief(reader, audit),
        stands=section_stands(reader, audit),
        practice_model=said.get("practice_model") or "",
        difference=said.get("difference") or "",
        stand_in_reason="" if row is None else reader.unseal(row.stand_in) or "",
        viewer=upn,
        stands_in=upn != audit.practitioner and is_gone(reader, audit.practitioner),
        may=may_now(reader, audit, upn, ("section.complete",)),
    )


def may_read_section(reader: Reader, audit_id: str, upn: str) -> bool:
    """Whether `upn` has a part in the audit or is of the audit team, and the audit was issued."""
    audit = reader.find(Audit, audit_id)
    if audit is None or audit.kind in LOOKS or audit.state in NOT_ISSUED:
        return False
    return upn in readers_of_section(reader, audit)


def readers_of_section(reader: Reader, audit: Audit) -> set[str]:
    """Auditor, moderator, deputy, practitioner, Team Manager and audit team."""
    own = (audit.auditor, audit.moderator, audit.deputy, audit.practitioner, audit.team_manager)
    return {upn for upn in own if upn is not None} | acting(reader, post("audit_team"))


def _last(reader: Reader, audit: Audit) -> Section | None:
    """The last section; it may be written again until the grade is decided."""
    found = in_fact_order(reader.rows(Section, audit=audit.id))
    return found[-1] if found else None
