"""The audits of a cycle that concern a moderator, a practitioner or a Team Manager."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, select

from store.ledger import Reader
from store.ledger.facts import changes_in
from store.people.posts import post
from store.tables import Audit, Cycle, Duty, Fact
from store.views.audit_month.section import SectionStands, section_stands
from store.views.parts.due import Due, duty_of, return_due
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.prefetch import prefetch_audits
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import NOT_ISSUED, AuditState


@dataclass(frozen=True, slots=True)
class SelectedPart:
    """One audit of a cycle that concerns somebody."""

    audit: str
    case_ref: str
    practitioner: NamedPerson
    auditor: NamedPerson
    due: Due | None
    state: AuditState
    version: int = 1
    section: SectionStands | None = None
    may_write: bool = False


@dataclass(frozen=True, slots=True)
class CycleNews:
    """A cycle's audits that concern one person.

    `elsewhere` are audits that they were to moderate and somebody else does: (case reference, who).
    """

    cycle: str
    service: str
    month: str
    parts: tuple[SelectedPart, ...]
    team_manager: NamedPerson | None = None
    kloes: tuple[str, ...] = ()
    tool_link: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()


GIVES = ("moderation.hand_over", "moderation.pass_on", "list.swap", "reallocation.propose")
"""Acts that may give an audit another moderator."""


def moderating(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle that `upn` moderates today, and those that somebody else took over."""
    audits = _audits(reader, cycle_id)
    reader.gather(Duty, [audit.id for audit in audits])
    now = {audit.id: _moderates(reader, audit) for audit in audits}
    gone = _given_away(reader, cycle_id, [audit.id for audit in audits], upn)
    return replace(
        _news(reader, cycle_id, upn, [audit for audit in audits if now[audit.id] == upn]),
        elsewhere=tuple(
            (ref_in_words(reader, audit), owner_in_words(reader, now[audit.id]))
            for audit in audits
            if now[audit.id] != upn and (audit.moderator == upn or audit.id in gone)
        ),
    )


def selected(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle of the work of `upn`."""
    return _news(reader, cycle_id, upn, _audits(reader, cycle_id, practitioner=upn))


def selected_team(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle of the work of the team that `upn` manages."""
    return _news(reader, cycle_id, upn, _audits(reader, cycle_id, team_manager=upn))


def _audits(reader: Reader, cycle_id: str, **whose: Any) -> list[Audit]:
    return [
        audit
        for audit in reader.rows(Audit, cycle=cycle_id, **whose)
        if audit.kind in reader.profile.kinds and audit.state not in NOT_ISSUED
    ]


def _moderates(reader: Reader, audit: Audit) -> str:
    """Who moderates it today: the owner of the duty, else who did it, else who is named for it."""
    duty = duty_of(reader, audit.id, "moderation.decide")
    if duty is not None and duty.closed_at is None:
        return duty.owner
    return audit.moderated_by or audit.moderator or post("audit_team")


def _given_away(reader: Reader, cycle_id: str, audits: Collection[str], upn: str) -> set[str]:
    """The audits that `upn` was to moderate when the list was confirmed and does no longer."""
    confirmed = reader.last_fact(cycle_id, "list.confirm")
    if confirmed is None:
        return set()
    query = select(Fact.changes).where(
        col(Fact.programme) == reader.programme,
        col(Fact.subject).in_(audits),
        col(Fact.verb).in_(GIVES),
        col(Fact.seq) > confirmed.seq,
    )
    return {
        row_id
        for changes in reader.session.scalars(query)
        for table, (row_id, columns) in changes_in(changes)
        if table == Audit.__tablename__ and columns.get("moderator", [None])[0] == upn
    }


def _news(reader: Reader, cycle_id: str, upn: str, audits: Sequence[Audit]) -> CycleNews:
    cycle = reader.get(Cycle, cycle_id)
    prefetch_audits(reader, audits)
    parts = tuple(
        SelectedPart(
            audit=audit.id,
            case_ref=ref_in_words(reader, audit),
            practitioner=named(reader, audit.practitioner),
            auditor=named(reader, audit.auditor),
            due=return_due(reader, audit),
            state=audit.state,
            version=audit.version,
            section=section_stands(reader, audit),
            may_write=bool(may_now(reader, audit, upn, ("section.complete",))),
        )
        for audit in audits
    )
    return CycleNews(
        cycle=cycle.id,
        service=cycle.service,
        month=say_month(cycle.month),
        parts=parts,
        team_manager=named(reader, audits[0].team_manager) if audits else None,
        kloes=tuple(kloe["text"] for kloe in cycle.kloes),
        tool_link=reader.profile.tool.link,
    )
