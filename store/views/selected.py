"""What a cycle means for those who hear of it: moderators, practitioners, their Team Managers."""

from dataclasses import dataclass
from typing import Any

from store.dates_in_words import say_month
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.at_hand import bring
from store.views.due import Due, due_by
from store.views.offers import may_now
from store.views.people_in_words import Named, named
from store.views.section import SectionStands, section_stands


@dataclass(frozen=True, slots=True)
class Part:
    """One audit of a cycle that concerns somebody."""

    audit: str
    case_ref: str
    practitioner: Named
    auditor: Named
    due: Due | None
    state: str
    version: int = 1
    section: SectionStands | None = None
    may_write: bool = False


@dataclass(frozen=True, slots=True)
class CycleNews:
    """A cycle's audits that concern one person."""

    cycle: str
    service: str
    month: str
    parts: tuple[Part, ...]
    team_manager: Named | None = None
    kloes: tuple[str, ...] = ()


def moderating(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle that `upn` moderates."""
    return _news(reader, cycle_id, upn, moderator=upn)


def selected(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle that look at the work of `upn`."""
    return _news(reader, cycle_id, upn, practitioner=upn)


def selected_team(reader: Reader, cycle_id: str, upn: str) -> CycleNews:
    """The audits of a cycle that look at the work of `upn`'s team."""
    return _news(reader, cycle_id, upn, team_manager=upn)


def _news(reader: Reader, cycle_id: str, upn: str, **whose: Any) -> CycleNews:
    cycle = reader.get(Cycle, cycle_id)
    audits = [
        audit
        for audit in reader.rows(Audit, cycle=cycle.id, **whose)
        if audit.kind in reader.profile.kinds
        and audit.state not in {"swapped", "drawn", "allocated"}
    ]
    bring(reader, audits)
    parts = tuple(
        Part(
            audit=audit.id,
            case_ref=audit.case_ref,
            practitioner=named(reader, audit.practitioner),
            auditor=named(reader, audit.auditor),
            due=due_by(reader, audit.id, "return.submit"),
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
    )
