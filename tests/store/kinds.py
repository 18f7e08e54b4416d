"""Profiles of invented authorities for the tests of kinds: what differs from Tower Hamlets."""

from store.tables import Audit
from tests.store.council import CYCLE, OFFICER, Council, profile_text

KINDS = """
[kind.supervision]
title = "supervision audit"
subject = "supervision record"
graded = false
moderated = true
counted = false
source = "Coventry, programme.md §6"

[kind.observation]
title = "practice observation"
graded = true
moderated = false
source = "Coventry, programme.md §6"
"""

APPRAISALS = """
[duty."duty.appraisal"]
opens_on = ["appraisal.open"]
owner = "appraised_manager"
due = "last working day of the audit month"
event = "the list"
met_by = ["appraisal.write"]
ladder = "short"
words = "look back on the team's month"
source = "Bradford, programme.md §6"

[duty."duty.appraisal_sample"]
opens_on = ["appraisal.write"]
owner = { written_by_the_head = "above_the_head", otherwise = "head_of_service" }
due = "10 working days"
event = "the appraisal"
met_by = ["appraisal.sample"]
ladder = "short"
words = "dip sample the team's appraisal"
source = "Bradford, programme.md §6; the days are a default"
"""


def undrawn(council: Council) -> str:
    """A Frontdoor case that nobody audits yet."""
    drawn = {row["case_ref"] for row in council.table("audit")}
    rows = council.table("child_case")
    return next(str(r["id"]) for r in rows if r["service"] == "Frontdoor" and r["id"] not in drawn)


def added(council: Council, kind: str, ref: str | None = None, **given: str) -> Audit:
    """An audit of that kind, added to the issued cycle."""
    ref = ref or undrawn(council)
    council.do(
        "audit.add",
        CYCLE,
        {"kind": kind, "case_ref": ref, "reason": "Asked for"} | given,
        by=OFFICER,
    )
    return council.audit(f"{ref}-2026-12-{kind}")


def with_rules(text: str, **replaced: tuple[str, str]) -> str:
    """The small council's profile with `text` at its end, and its words `replaced`."""
    source = profile_text()
    for old, new in replaced.values():
        assert old in source, old
        source = source.replace(old, new)
    return source + text
