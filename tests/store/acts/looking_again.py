"""How the tests of dip re-audits, re-audits and reports arrange things."""

from datetime import UTC, date, datetime
from typing import Any

from store.tables import Audit, Case, Message
from tests.store.audit_month import moderate
from tests.store.council import HOS, OFFICER, Council

SIX_WEEKS_ON = datetime(2027, 1, 21, 10, tzinfo=UTC)
"""Six weeks after moderation on Thu 10 Dec."""
MODERATED = datetime(2026, 12, 10, 11, tzinfo=UTC)
NEXT = "frontdoor-2027-06"
JUNE = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
MAY = datetime(2027, 5, 25, 10, tzinfo=UTC)


def moderated(council: Council, *grades: str) -> list[Audit]:
    """The cycle's audits, moderated with these grades in turn."""
    audits = council.audits()[: len(grades)]
    for audit, grade in zip(audits, grades, strict=True):
        moderate(council, audit, at=MODERATED, grade=grade)
    return [council.audit(audit.id) for audit in audits]


def below_good(council: Council, grade: str = "RI") -> Audit:
    """One audit that fell below good."""
    return moderated(council, grade)[0]


def actions_of(council: Council, audit: Audit) -> list[str]:
    return [row["id"] for row in council.table("action") if row["audit"] == audit.id]


def dip(council: Council, audit: Audit, grade: str = "Good", **given: Any) -> None:
    """The dip re-audit, by an officer who has no other part in it."""
    standing = given.pop("standing", "done")
    actions = dict.fromkeys(actions_of(council, audit), standing)
    fields = {"grade": grade, "actions": actions} | given
    council.do("dip.reaudited", audit.id, fields, by=OFFICER, at=SIX_WEEKS_ON)


def told(council: Council, kind: str, subject: str) -> set[str]:
    """Who was told this kind of thing about a subject or a part of it."""
    with council.read() as reader:
        found = [m for m in reader.rows(Message) if m.kind == kind]
        return {m.to for m in found if m.subject.startswith(subject)}


def next_cycle(council: Council, *, seed: int = 7, service: str = "Frontdoor") -> list[Audit]:
    """The service's next cycle, six months on, drawn; gives its re-audits."""
    cycle = council.open_cycle(service=service, month="2027-06-01")
    council.do("cycle.select", cycle, {"seed": seed}, at=MAY)
    return reaudits(council, cycle)


def reaudits(council: Council, cycle: str = NEXT) -> list[Audit]:
    with council.read() as reader:
        return list(reader.rows(Audit, cycle=cycle, kind="reaudit"))


def issue_next(council: Council) -> None:
    council.do("cycle.allocate", NEXT, {"seed": 7}, at=MAY)
    council.do("list.propose", NEXT, at=MAY)
    council.do("list.confirm", NEXT, by=HOS, at=JUNE)


def close_case(council: Council, ref: str, on: date = date(2026, 11, 1)) -> None:
    with council.unit() as unit:
        unit.get(Case, ref).closed_on = on
        unit.record("case.closed", ref, {})
