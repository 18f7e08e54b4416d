"""How the tests of UoPP meetings arrange things."""

from datetime import UTC, datetime
from typing import Any

from store.audits.governing_grade import governing_grade
from store.registry import Done
from store.tables import Audit, Meeting, Progression
from tests.store.acts.arranging_disputes import MODERATED, moderated
from tests.store.council import HOS, MANAGER, OFFICER, Council

CONVENED = datetime(2026, 12, 14, 15, tzinfo=UTC)
MET = datetime(2026, 12, 17, 16, tzinfo=UTC)
"""Thursday."""
NEXT_DAY = datetime(2026, 12, 18, 10, tzinfo=UTC)
TIMES = ["2026-12-16T10:00", "2026-12-17T14:00"]
RECORD = "CANARY-record: her own words led us to change the visits."
ACTION = {
    "what": "CANARY-action: see her at school",
    "who": "practitioner",
    "by": "2027-01-15",
    "different": "CANARY-different: she says what she wants",
}


def not_by(council: Council, *upns: str) -> Audit:
    """An audit in which none of these people has a part."""
    return next(
        audit
        for audit in council.audits()
        if not {audit.auditor, audit.moderator, audit.team_manager, audit.practitioner} & set(upns)
    )


def below_good(council: Council, grade: str = "RI", *, at: datetime = MODERATED) -> Audit:
    """An audit moderated as that, the Audit Manager and the Audit Officer having no part in it."""
    return moderated(council, not_by(council, MANAGER, OFFICER), grade=grade, at=at)


def quorum(audit: Audit) -> list[str]:
    """Team Manager, practitioner, original auditor; for an Inadequate the Head of Service too."""
    head = [HOS] if governing_grade(audit) == "Inadequate" else []
    return [audit.team_manager, audit.practitioner, audit.auditor or "", *head]


def hold(
    council: Council, audit: Audit, *, by: str | None = None, at: datetime = MET, **given: Any
) -> Done:
    """The meeting was held that day, by its quorum unless said otherwise."""
    fields = {
        "held_on": at.date().isoformat(), "attended": quorum(audit), "record": RECORD,
        "actions": [ACTION], "into_plan": "existing_plan",
    }  # fmt: skip
    return council.do("uopp.held", audit.id, fields | given, by=by or audit.auditor or "", at=at)


def convene(council: Council, audit: Audit, *, by: str | None = None, **given: Any) -> Done:
    """Two times are proposed."""
    fields: dict[str, Any] = {"times": TIMES} | given
    return council.do("uopp.convene", audit.id, fields, by=by or audit.auditor or "", at=CONVENED)


def the_meeting(council: Council) -> Meeting:
    """The last meeting there is."""
    with council.read() as reader:
        return max(reader.rows(Meeting), key=lambda row: int(row.id.rpartition(".u")[2]))


def the_proposal(council: Council) -> Progression:
    """The last proposal to raise a grade."""
    with council.read() as reader:
        return max(reader.rows(Progression), key=lambda row: int(row.id.rpartition(".p")[2]))


def owed(council: Council, audit: Audit) -> set[str]:
    """The kinds of open duties about meetings and what follows them."""
    mine = ("urgent.", "uopp.", "progression.", "case.")
    return {kind for kind in council.duties(audit.id) if kind.startswith(mine)}
