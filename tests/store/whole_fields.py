"""Fields for each act of the registry, made for a subject of the ledger with everything in it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from store.ledger.disposal import RETENTION_CLASSES, disposable
from store.sheets.cases import CaseSheet
from store.sheets.people import PeopleSheet
from tests.store.council import (
    HOS,
    HOS_CARE,
    OFFICER,
    Council,
    a_return,
    caseload,
    profile_text,
    staff,
)
from tests.store.whole_setting import ANSWERS, LEARNING, MEETING, MET, NEW, NOW, undrawn

TODAY = NOW.date().isoformat()
REASON = {"reason": "For a reason"}
ANOTHER_GRADE = {"grade": "Outstanding", "rationale": "It shows more"}
PEOPLE, CASES = PeopleSheet(tuple(staff()[:1]), (), ()), CaseSheet(tuple(caseload()[:1]), (), ())


def _swap(council: Council, audit: Any) -> dict[str, Any]:
    if audit.state == "drawn":
        return {"case_ref": undrawn(council)} | REASON
    return {"moderator": audit.moderator} | REASON


def _theirs(council: Council, person: Any) -> str:
    rows = council.table("audit")
    parts = ("auditor", "practitioner", "team_manager")
    return str(next((r["id"] for r in rows if person.id in [r[part] for part in parts]), ""))


def _actions(council: Council, audit: Any) -> list[str]:
    return [row["id"] for row in council.table("action")
            if row["audit"] == audit.id and row["state"] != "withdrawn"]  # fmt: skip


def _listed(council: Council, cycle: Any) -> str:
    rows = [
        r["id"] for r in council.table("audit") if r["cycle"] == cycle.id and r["kind"] == "full"
    ]
    return str((rows or [""])[0])


def _met(_council: Council, audit: Any) -> dict[str, Any]:
    there = [audit.team_manager, audit.practitioner, audit.auditor, HOS]
    return {"held_on": TODAY, "attended": there, "record": "Said", "stands_in": "Away"}


def _old_texts(council: Council) -> dict[str, Any]:
    """As much as may go of whichever class some of may go."""
    yesterday = NOW.date() - timedelta(days=1)
    with council.read(NOW) as reader:
        found = {kept: len(disposable(reader, kept, yesterday).texts) for kept in RETENTION_CLASSES}
    retention = max(found, key=lambda kept: found[kept])
    return {"retention": retention, "before": yesterday.isoformat(), "texts": found[retention]}


FIELDS: Mapping[str, Callable[[Council, Any], dict[str, Any]]] = {
    "return.submit": lambda _c, _s: a_return(today=NOW.date(), kloes=ANSWERS),
    "return.save": lambda _c, _s: {"evidence": "Half a sen"},
    "section.complete": lambda _c, _s: {"practice_model": "It shows", "stand_in_reason": "Away"},
    "check.send_back": lambda _c, _s: {"reasons": ["no_analysis"]},
    "moderation.change": lambda _c, _s: ANOTHER_GRADE | {"spoke_on": TODAY},
    "moderation.send_back": lambda _c, _s: {"reasons": ["scant"], "spoke_on": TODAY},
    "moderation.refer": lambda _c, _s: REASON,
    "moderation.conflict": lambda _c, _s: REASON,
    "void.decide": lambda _c, _s: {"outcome": "keep"} | REASON,
    "lock.change": lambda _c, _s: ANOTHER_GRADE,
    "dispute.raise": lambda _c, _s: REASON,
    "dispute.answer": lambda _c, _s: {"answer": "It was read", "outcome": "resolved"},
    "dispute.refer": lambda _c, _s: REASON,
    "dispute.settle": lambda _c, _s: ANOTHER_GRADE,
    "cover.name": lambda _c, _s: {"person": OFFICER},
    "concern.raise": lambda council, person: {
        "audit": _theirs(council, person), "text": "I was not heard",
    },
    "action.done": lambda _c, _s: {"different": "Heard", "evidence": "The review"},
    "action.reopen": lambda _c, _s: REASON,
    "board.deferred": lambda _c, _s: REASON,
    "board.asked_again": lambda _c, _s: REASON,
    "supervision.recorded": lambda _c, _s: {"on": TODAY, "progress": "Visits kept"},
    "progress.reported": lambda _c, _s: {"text": "Two visits"},
    "closure.recorded": lambda _c, _s: {"recorded_on": TODAY, "supervision_on": TODAY},
    "improvement.escalated": lambda _c, _s: {"why_not": "They moved", "approach": "Anew"},
    "board.dates": lambda _c, _s: {"dates": ["2027-03-10"]},
    "concern.answer": lambda _c, _s: {"outcome": "resolved", "met_on": TODAY},
    "dip.assign": lambda _c, _s: {"to": OFFICER},
    "dip.decline": lambda _c, _s: REASON,
    "dip.record": lambda _c, _s: {"answer": "shown", "finding": "It is there"},
    "dip.report": lambda _c, _s: {"findings": "Mostly there"},
    "urgent.addressed": lambda _c, _s: {"what": "Seen today"},
    "uopp.convene": lambda _c, _s: {"times": ["2026-12-14T10:00"]},
    "uopp.confirm": lambda _c, _s: {"answer": "cannot"},
    "uopp.fix": lambda _c, _s: {"starts_at": "2026-12-14T10:00"},
    "uopp.held": _met,
    "uopp.not_held": lambda _c, _s: REASON,
    "uopp.noted": lambda _c, _s: {"noted_on": TODAY},
    "case.noted": lambda _c, _s: {"noted_on": TODAY},
    "progression.propose": lambda _c, _s: {"grade": "Outstanding"} | REASON,
    "progression.refuse": lambda _c, _s: REASON,
    "duty.done": lambda _c, _s: {"done_on": TODAY},
    "post.name": lambda _c, _s: {"person": HOS_CARE},
    "help.ask": lambda _c, _s: {"what": "I cannot open it"},
    "help.answer": lambda _c, _s: {"answer": "Try this"},
    "person.absent": lambda _c, _s: {"from": TODAY, "to": "2026-12-31"},
    "person.told": lambda _c, _s: {"how": "phone"},
    "person.left": lambda _c, _s: {"on": TODAY},
    "person.rejoined": lambda _c, _s: {"on": TODAY},
    "exemption.request": lambda _c, _s: {"category": "leave"} | REASON,
    "exemption.refuse": lambda _c, _s: REASON,
    "conflict.declare": lambda _c, _s: REASON,
    "conflict.resolve": lambda _c, _s: {"outcome": "keep"} | REASON,
    "list.change": lambda council, cycle: {"audit": _listed(council, cycle)} | REASON,
    "list.swap": _swap,
    "cycle.open": lambda _c, _s: {"service": "Care", "month": "2026-12-01", "accept_slack": True},
    "timetable.record": lambda _c, _s: {
        "entries": [{"service": "Care", "month": "2027-10"}], "minutes": "Agreed",
        "agreed_on": TODAY,
    },
    "kloe.convene": lambda _c, _s: MEETING,
    "kloe.confirm": lambda _c, _s: {"answer": "yes"},
    "kloe.held": lambda _c, _s: MET,
    "text.dispose": lambda c, _s: _old_texts(c),
    "profile.adopt": lambda _c, _s: {"name": "riverside", "text": profile_text()},
    "audit.add": lambda council, _s: {
        "kind": "practice", "case_ref": undrawn(council), "auditor": NEW,
    } | REASON,
    "practice.pass": lambda _c, _s: {"feedback_on": TODAY},
    "practice.again": lambda _c, _s: {"feedback_on": TODAY} | REASON,
    "appraisal.write": lambda _c, _s: {"text": "Late visits come back"},
    "appraisal.sample": lambda _c, _s: {"text": "It is borne out"},
    "cycle.select": lambda _c, _s: {"seed": 7},
    "cycle.allocate": lambda _c, _s: {"seed": 7},
    "digest.addressed": lambda _c, _s: {"how": "Spoke with them"},
    "dip.reaudited": lambda council, audit: {
        "grade": "Good", "actions": dict.fromkeys(_actions(council, audit), "done"),
    },
    "delay.addressed": lambda _c, _s: {"how": "Talked it through"},
    "reaudit.widen": lambda _c, _s: REASON,
    "highlight.reported": lambda _c, _s: {"text": "Plans are clear"},
    "board.reported": lambda _c, _s: {"impact": "Visits", "learning": "Plans", "plan": "More"},
    "impact.reported": lambda _c, _s: {"text": "Visits are on time"},
    "campaign.agreed": lambda _c, _s: {
        "workshop_on": "2028-03-10", "plan": "One plan a team", "themes": ["Voice"],
    },
    "learning.plan": lambda _c, _s: LEARNING,
    "learning.reflect": lambda _c, _s: {
        "person": "sw.mash", "held_on": "2026-12-08", "cases": ["FR-10"],
    },
    "learning.attend": lambda _c, _s: {
        "what": "A service day", "held_on": "2026-12-08", "people": ["sw.mash"],
    },
    "people.import": lambda _c, _s: {"file": "people.csv", "rows": 1, "sheet": PEOPLE},
    "cases.import": lambda _c, _s: {"file": "cases.csv", "rows": 1, "sheet": CASES},
    "cases.match": lambda _c, _s: {"workers": [{"name": "Ann Lee", "upn": "nobody"}]},
    "closure.add": lambda _c, _s: {"on": "2027-07-01", "name": "Council day"},
}  # fmt: skip
"""The fields with which each act succeeds, made for its subject; an act without any is not here."""
