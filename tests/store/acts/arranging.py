"""How the tests of the month's rules arrange things."""

from datetime import UTC, date, datetime
from typing import Any

from store.ledger import Unit
from store.people.posts import exempting_authority
from store.tables import Audit, Person
from tests.store.council import (
    ACADEMY,
    HOS,
    HOS_CARE,
    MANAGER,
    OTHER_OFFICER,
    PSW,
    Council,
    a_return,
    case,
    caseload,
)

RETURNED = datetime(2026, 12, 8, 14, tzinfo=UTC)


def submit_return(council: Council, audit: Audit, *, at: datetime = RETURNED, **given: Any) -> None:
    council.do("return.submit", audit.id, a_return(**given), by=audit.auditor or "", at=at)


def everybody(council: Council) -> dict[str, Person]:
    with council.read() as reader:
        return {p.id: p for p in reader.rows(Person)}


def change_person(council: Council, upn: str | None, **changed: Any) -> None:
    """Somebody's entry in the directory changes; later issues have acts for it."""
    with council.unit() as unit:
        row = unit.get(Person, upn or "")
        for name, value in changed.items():
            setattr(row, name, value)
        unit.record("person.changed", row.id, {})


def audit_under(council: Council, head: str) -> Audit:
    """An issued audit whose auditor is in that Head's service."""
    return next(a for a in council.audits() if council.head_of(a.auditor) == head)


def given_to(council: Council, upn: str) -> Audit:
    """An issued audit that somebody in particular has to do."""
    change_person(council, upn, trained_on=date(2026, 1, 5))
    audit = reallocating(council)
    if council.audit(audit.id).moderator == upn:
        free = next(m for m in (ACADEMY, MANAGER, PSW) if m != upn)
        council.do("list.swap", audit.id, {"moderator": free, "auditor": upn, "reason": "x"},
                   by=OTHER_OFFICER)  # fmt: skip
    council.do("reallocation.confirm", audit.id, {"auditor": upn}, by=OTHER_OFFICER)
    return council.audit(audit.id)


def decider(council: Council, audit: str) -> str:
    """Whoever decides for that audit's auditor now, as the duty will name them."""
    with council.read() as reader:
        owner = exempting_authority(reader, reader.get(Audit, audit).auditor or "")
    return {"post:head_of_service:Care": HOS_CARE, "post:head_of_service:Frontdoor": HOS}.get(
        owner, owner
    )


def reallocating(council: Council) -> Audit:
    return council.exempt(council.audits()[0])


def a_swap(council: Council) -> dict[str, Any]:
    return {"case_ref": undrawn(council), "reason": "The family moved away"}


def undrawn(council: Council) -> str:
    drawn = {row["case_ref"] for row in council.table("audit") if row["kind"] == "full"}
    return next(
        c.case_ref for c in caseload() if c.service == "Frontdoor" and c.case_ref not in drawn
    )


def another_auditor(council: Council, audit: Audit) -> str:
    """Somebody else who may lawfully audit it."""
    return next(
        p.id
        for p in everybody(council).values()
        if p.trained_on
        and p.team not in ("", audit.team)
        and "auditor" in p.roles
        and p.id not in (audit.auditor, audit.moderator, *audit.barred)
    )


def case_today(audit: Audit, *, involved: list[str]) -> Any:
    """The case sheet's line for that audit's case as it is today."""
    return case(audit.case_ref, team=audit.team, involved=involved)


def everybody_else_untrained(unit: Unit, keep: str) -> None:
    for row in unit.rows(Person):
        if row.id != keep:
            row.trained_on = None
    unit.record("training.expired", unit.programme, {})
