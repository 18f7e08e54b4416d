"""Who and when the whole council is, and what its profile adds."""

from datetime import UTC, datetime
from typing import Any

from tests.store.council import HOS, OFFICER, Council, caseload

DELEGATE, IDLE_DELEGATE, LEAVER, GONE_DELEGATE = "stands.in", "would.stand.in", "left", "left.too"
AWAY_OFFICER, AWAY_WORKER = "audit.two", "sw.response"
AWAY_MODERATOR, BACK_MODERATOR = "moderator.away", "moderator.back"
QA_HEAD, CHAIR, NEW = "qa.head", "iro.care", "new.auditor"
LAST_WEEK = datetime(2026, 12, 2, 10, tzinfo=UTC)
"""Longer ago than a grade can be disputed, and than an answer can be taken further."""
YESTERDAY = datetime(2026, 12, 9, 15, tzinfo=UTC)
NOW = datetime(2026, 12, 10, 10, tzinfo=UTC)
"""Thursday of the audit month's second week: the moment at which everything is tried."""
EARLIER = datetime(2026, 12, 10, 9, 15, tzinfo=UTC)
LEARNING = {
    "theme": "Voice",
    "domain": "c1",
    "starts_on": "2026-12-14",
    "pieces": [{"title": "Their words", "minutes": 10}],
}
"""What the PSW plans for the issued cycle."""
EACH = 22
"""Cases in each team."""
KLOES = [{"text": f"Question {n}?", "where": "flags=neglect"} for n in range(1, 7)]
ANSWERS = {f"k{n}": "It is in the plan." for n in range(1, 7)}
MEETING = {"starts_at": "2027-03-16T10:00:00+00:00", "place": "Room 2"}
MET: dict[str, Any] = {
    "held_on": "2026-11-23",
    "attended": [HOS, OFFICER],
    "going_well": "Visits are in time",
    "worried_about": "Plans are long",
    "need_assurance": "That children are heard",
    "kloes": [{"text": "Is the child heard?", "where": "flags=neglect", "rationale": "Few were"}],
}
OUTCOME = {"different": "Her words open the plan", "evidence": "The review"}
Labelled = dict[str, str]
"""The id of a subject by what it is."""
THIRD_LOCK = """
[duty."lock.confirm"]
opens_on = ["moderation.agree", "moderation.change"]
owner = "post:head_of_qa"
due = "2 working days"
event = "moderation"
met_by = ["lock.confirm", "lock.change"]
ends_on = ["dispute.settle"]
ladder = "short"
words = "set the third lock"
source = "programme.md §2.11"
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
source = "programme.md §6"
"""
OWN_DUTY = """
[duty."duty.family_call"]
opens_on = ["allocation.accept"]
owner = "auditor"
due = "5 working days"
event = "the auditor's acceptance"
met_by = ["duty.done"]
ends_on = ["reallocation.propose"]
ladder = "short"
words = "call the family"
source = "our own"

[duty."duty.numbers"]
opens_on = ["allocation.accept"]
owner = "post:performance_team"
due = "5 working days"
event = "the auditor's acceptance"
met_by = ["duty.done"]
ends_on = ["reallocation.propose"]
ladder = "short"
words = "count the visits"
source = "our own"
"""
CASE_NOTE = """
[duty."case.note"]
opens_on = ["moderation.agree", "moderation.change"]
when = "below_good"
owner = "post:audit_manager"
due = "5 working days"
event = "moderation"
met_by = ["case.noted"]
ladder = "short"
words = "put the case note on the file"
source = "programme.md §3, Bromley"
"""


def undrawn(council: Council) -> str:
    """A case of Frontdoor that no cycle has drawn."""
    drawn = {row["case_ref"] for row in council.table("audit")}
    frontdoor = (c.case_ref for c in caseload(each=EACH) if c.service == "Frontdoor")
    return next(ref for ref in frontdoor if ref not in drawn)
