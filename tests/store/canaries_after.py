"""The acts around the audit month that take private text, a canary in each of their fields.

What comes before a cycle (programme.md §2.1), and what comes once its audits are moderated:
actions and progress, looking again, reports (§3, §5), practice audits and appraisals (§1, §6).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from store.tables import Action, Audit
from tests.store.audit_month import check, hand_in
from tests.store.council import (
    ACADEMY,
    CYCLE,
    HOS,
    HOS_CARE,
    ISSUED,
    OFFICER,
    PSW,
    SETUP,
    Council,
    person,
)
from tests.store.kinds import undrawn

Canary = Callable[[str], str]
Of = Callable[..., dict[str, str]]

LEARNER = "new.auditor"
TODAY = ISSUED.date().isoformat()
PLANNED = "frontdoor-2027-09"
NEXT = "frontdoor-2027-06"
MAY = datetime(2027, 5, 25, 10, tzinfo=UTC)


def said_before_a_cycle(council: Council, canary: Canary) -> None:
    """The timetable's minutes, and a KLOE meeting with its self-assessment (§2.1, §5)."""
    of = _fields(canary)
    agreed = {
        "entries": [{"service": "Frontdoor", "month": "2027-09"}],
        "agreed_on": SETUP.date().isoformat(),
    } | of("timetable.record", "minutes")
    council.do("timetable.record", council.programme, agreed, by=OFFICER, at=SETUP)
    convened = {"starts_at": "2026-11-26T10:00:00+00:00"} | of("kloe.convene", "place")
    council.do("kloe.convene", PLANNED, convened, by=OFFICER, at=SETUP)
    line = {"text": "Is the child heard?", "where": "flags=neglect"}
    held: dict[str, Any] = {
        "held_on": "2026-11-26",
        "attended": [HOS, OFFICER],
        "kloes": [line | of("kloe.held.kloes", "rationale")],
    } | of("kloe.held", "going_well", "worried_about", "need_assurance")
    council.do("kloe.held", PLANNED, held, by=OFFICER, at=ISSUED)


def said_after_an_audit(council: Council, canary: Canary, audit: Audit) -> None:
    """An audit moderated Inadequate that day: its actions and progress, and its dip re-audit."""
    of = _fields(canary)
    check(council, hand_in(council, audit, grade="Inadequate"))
    council.do("moderation.agree", audit.id, by=audit.moderator or "")
    action = next(row for row in council.table("action") if row["audit"] == audit.id)
    done = of("action.done", "different", "evidence")
    council.do("action.done", action["id"], done, by=action["owner"])
    missing = of("action.reopen", "reason")
    council.do("action.reopen", action["id"], missing, by=audit.team_manager)
    supervised = {"on": TODAY} | of("supervision.recorded", "progress")
    council.do("supervision.recorded", audit.id, supervised, by=audit.team_manager)
    weekly = of("progress.reported", "text")
    council.do("progress.reported", audit.id, weekly, by=HOS)
    anew = of("improvement.escalated", "why_not", "approach")
    council.do("improvement.escalated", audit.id, anew, by=ACADEMY)
    looked = {"grade": "RI", "actions": {action["id"]: "delayed"}}
    looked |= of("dip.reaudited", "delay", "note")
    council.do("dip.reaudited", audit.id, looked, by=OFFICER)
    council.do("delay.addressed", audit.id, of("delay.addressed", "how"), by=HOS)


def said_after_a_cycle(council: Council, canary: Canary) -> None:
    """Reports on the cycle, its campaign, practice audit and appraisal, and its wider re-audits."""
    of = _fields(canary)
    council.do("highlight.reported", CYCLE, of("highlight.reported", "text"), by=OFFICER)
    board = of(
        "board.reported", "impact", "learning", "systemic", "families_said",
        "practitioners_said", "plan", "practitioners",
    )  # fmt: skip
    council.do("board.reported", CYCLE, board, by=OFFICER)
    council.do("impact.reported", CYCLE, of("impact.reported", "text"), by=ACADEMY)
    campaign: dict[str, Any] = {
        "workshop_on": "2027-03-10",
        "themes": [canary("campaign.agreed.themes")],
    } | of("campaign.agreed", "plan")
    council.do("campaign.agreed", CYCLE, campaign, by=PSW)
    _board(council, of)
    _practice(council, of)
    _appraisal(council, of)
    council.open_cycle(month="2027-06-01")
    council.do("cycle.select", NEXT, {"seed": 7}, at=MAY)
    council.do("reaudit.widen", CYCLE, of("reaudit.widen", "reason"), by=ACADEMY, at=MAY)


def _board(council: Council, of: Of) -> None:
    """An action before the board of that day: deferred, asked again about, signed off."""
    action = next(row["id"] for row in council.table("action") if row["state"] == "open")
    for decision, fields in {
        "deferred": ("reason", "minutes"),
        "asked_again": ("reason", "minutes"),
        "signed_off": ("minutes",),
    }.items():
        with council.unit() as unit:
            row = unit.get(Action, action)
            row.state, row.scope, row.board_on = "confirmed", "service", ISSUED.date()
            unit.record("test.tabled", action, {})
        verb = f"board.{decision}"
        council.do(verb, action, of(verb, *fields), by=ACADEMY)


def _practice(council: Council, of: Of) -> None:
    """A new person in the other service, who has to do another practice audit."""
    council.load_people(
        [person(LEARNER, service="Care", team="Care Two", manager="tm.care.two", trained_on=None)]
    )
    ref = undrawn(council)
    added = {"kind": "practice", "case_ref": ref, "auditor": LEARNER} | of("audit.add", "reason")
    council.do("audit.add", CYCLE, added, by=OFFICER)
    audit = check(council, hand_in(council, council.audit(f"{ref}-2026-12-practice")))
    council.do("moderation.agree", audit.id, by=audit.moderator or "")
    again = {"feedback_on": TODAY} | of("practice.again", "reason")
    council.do("practice.again", audit.id, again, by=audit.moderator or "")


def _appraisal(council: Council, of: Of) -> None:
    row = council.table("appraisal")[0]
    council.do("appraisal.write", row["id"], of("appraisal.write", "text"), by=row["team_manager"])
    head = {"Frontdoor": HOS, "Care": HOS_CARE}[row["service"]]
    council.do("appraisal.sample", row["id"], of("appraisal.sample", "text"), by=head)


def _fields(canary: Canary) -> Of:
    def of(verb: str, *names: str) -> dict[str, str]:
        return {name: canary(f"{verb}.{name}") for name in names}

    return of
