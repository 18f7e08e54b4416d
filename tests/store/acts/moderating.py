"""How the tests of what follows a return arrange things."""

from datetime import UTC, datetime
from typing import Any

from store.tables import Audit
from tests.store.acts.arranging import submit_return
from tests.store.council import OFFICER, OTHER_OFFICER, Council

CHECKED = datetime(2026, 12, 9, 9, 30, tzinfo=UTC)
MODERATED = datetime(2026, 12, 10, 11, tzinfo=UTC)
SPOKE = "2026-12-10"
ACTION = {
    "what": "Supervise monthly",
    "who": "team_manager",
    "by": "2027-01-15",
    "different": "Drift is seen early",
}


def returned(council: Council, *, checked: bool = True, **given: Any) -> Audit:
    """An audit that is in, and checked unless said otherwise."""
    audit = council.audits()[0]
    submit_return(council, audit, **given)
    if checked:
        council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    return council.audit(audit.id)


def checker(audit: Audit) -> str:
    """Somebody of the audit team who has no other part in it."""
    return next(u for u in (OFFICER, OTHER_OFFICER) if u not in (audit.auditor, audit.moderator))


def moderate(council: Council, audit: Audit, verb: str = "agree", **given: Any) -> None:
    """The moderator decides."""
    council.do(f"moderation.{verb}", audit.id, given, by=audit.moderator or "", at=MODERATED)


def rows(council: Council, table: Any) -> list[Any]:
    """Every row of a table."""
    with council.read(MODERATED) as reader:
        return list(reader.rows(table))
