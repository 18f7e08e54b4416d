"""Every act of the audit month that takes private text, with a canary in each of its fields."""

from collections.abc import Callable
from typing import Any

from store.duties.outbox import queue
from store.registry import enact
from store.relations.below_good import PROGRESSION_DECIDER
from store.tables import Audit, Meeting
from tests.store.audit_month import check, hand_in
from tests.store.council import HOS, ISSUED, MANAGER, OFFICER, Council
from tests.store.whole_setting import QA_HEAD

Canary = Callable[[str], str]
TODAY = ISSUED.date().isoformat()


def said_in_the_audit_month(council: Council, canary: Canary, audits: list[Audit]) -> None:
    """Section, check, moderation, lock, dispute, referral, concern, help and dip samples."""
    one, two, three = audits

    def of(verb: str, *names: str) -> dict[str, str]:
        return {name: canary(f"{verb}.{name}") for name in names}

    def action(verb: str) -> list[dict[str, Any]]:
        told = {name: canary(f"{verb}.actions.{name}") for name in ("what", "different")}
        return [{"who": "practitioner", "by": "2026-12-31"} | told]

    _section(
        council, one, of("section.complete", "practice_model", "difference", "stand_in_reason")
    )
    _sent_back_twice(council, one, of)
    moderator = one.moderator or ""
    changed = {"grade": "RI", "spoke_on": TODAY, "actions": action("moderation.change")}
    changed |= of("moderation.change", "rationale", "note")
    council.do("moderation.change", one.id, changed, by=moderator)
    lock = {"grade": "Good"} | of("lock.change", "rationale")
    council.do("lock.change", one.id, lock, by=QA_HEAD)
    council.do("dispute.raise", one.id, of("dispute.raise", "reason"), by=one.team_manager)
    answered = {"outcome": "resolved"} | of("dispute.answer", "answer")
    council.do("dispute.answer", one.id, answered, by=moderator)
    council.do("dispute.refer", one.id, of("dispute.refer", "reason"), by=one.team_manager)
    settled = {"grade": "Inadequate"} | of("dispute.settle", "rationale")
    council.do("dispute.settle", one.id, settled, by=OFFICER)
    _meetings(council, one, of, action)

    council.do(
        "moderation.conflict", two.id, of("moderation.conflict", "reason"), by=two.moderator or ""
    )
    council.do("moderation.hand_over", two.id, of("moderation.hand_over", "reason"), by=OFFICER)
    two = check(council, hand_in(council, two))
    agreed = of("moderation.agree", "note") | {"actions": action("moderation.agree")}
    council.do("moderation.agree", two.id, agreed, by=two.moderator or "")

    hand_in(council, three)
    council.do(
        "moderation.refer", three.id, of("moderation.refer", "reason"), by=three.moderator or ""
    )
    decided = {"outcome": "keep"} | of("void.decide", "reason")
    council.do("void.decide", three.id, decided, by=OFFICER)
    _concern_and_help(council, two, of)
    _dips(council, of)
    _told_another_way(council, of)


def _meetings(
    council: Council,
    audit: Audit,
    of: Callable[..., dict[str, str]],
    action: Callable[[str], list[dict[str, Any]]],
) -> None:
    """Urgent issues, a meeting that was not held, one that was, and a raised grade."""
    addressed = of("urgent.addressed", "what")
    council.do("urgent.addressed", audit.id, addressed, by=audit.team_manager)
    convened = {"times": ["2026-12-02T10:00"]} | of("uopp.convene", "place")
    council.do("uopp.convene", audit.id, convened, by=MANAGER)
    with council.unit() as unit:
        (meeting,) = unit.rows(Meeting, about=audit.id)
        sent = {
            "meeting": meeting.id,
            "event": "AAMk1=",
            "organiser": MANAGER,
            "starts_at": meeting.starts_at,
        } | of("uopp.invite", "link")
        enact(unit, "uopp.invite", unit.get(Audit, audit.id), sent)
    council.do("uopp.not_held", audit.id, of("uopp.not_held", "reason"), by=MANAGER)
    held: dict[str, Any] = {
        "held_on": TODAY,
        "attended": [audit.team_manager, audit.auditor, HOS],
        "actions": action("uopp.held"),
        "progression": {"grade": "RI"} | of("uopp.held.progression", "reason"),
    } | of("uopp.held", "record", "stands_in")
    council.do("uopp.held", audit.id, held, by=MANAGER)
    with council.read() as reader:
        decides = min(PROGRESSION_DECIDER.upns(reader, reader.get(Audit, audit.id)))
    refused = of("progression.refuse", "reason")
    council.do("progression.refuse", audit.id, refused, by=decides)
    higher = {"grade": "Good"} | of("progression.propose", "reason")
    council.do("progression.propose", audit.id, higher, by=MANAGER)


def _section(council: Council, audit: Audit, given: dict[str, str]) -> None:
    """The practitioner is away, so that the Team Manager says why they stand in."""
    worker = audit.practitioner
    council.do("person.absent", worker, {"from": TODAY, "to": TODAY}, by=worker)
    council.do("section.complete", audit.id, given, by=audit.team_manager)


def _sent_back_twice(council: Council, audit: Audit, of: Callable[..., dict[str, str]]) -> None:
    hand_in(council, audit)
    back: dict[str, Any] = {"reasons": ["no_analysis"], **of("check.send_back", "note")}
    council.do("check.send_back", audit.id, back, by=OFFICER)
    check(council, hand_in(council, audit))
    back = {"reasons": ["scant"], "spoke_on": TODAY, **of("moderation.send_back", "note")}
    council.do("moderation.send_back", audit.id, back, by=audit.moderator or "")
    hand_in(council, audit)


def _concern_and_help(council: Council, audit: Audit, of: Callable[..., dict[str, str]]) -> None:
    raised = {"audit": audit.id} | of("concern.raise", "text")
    council.do("concern.raise", audit.team_manager, raised, by=audit.team_manager)
    (concern,) = council.table("concern")
    met = {"outcome": "resolved", "met_on": TODAY} | of("concern.answer", "learnt")
    council.do("concern.answer", concern["id"], met, by=concern["holder"])
    duty = council.duties(council.audits()[0].id)["return.submit"]
    council.do("help.ask", duty.id, of("help.ask", "what"), by=duty.owner)
    (request,) = council.table("help_request")
    council.do("help.answer", request["id"], of("help.answer", "answer"), by=MANAGER)


def _told_another_way(council: Council, of: Callable[..., dict[str, str]]) -> None:
    with council.unit() as unit:
        lost = queue(unit, "iro", "allocation", council.audits()[0].id, once="lost")
        assert lost is not None
        unit.session.flush()
        enact(unit, "message.fail", lost, {"reason": "Blocked", "out_of_reach": True})
    given = {"how": "phone"} | of("person.told", "note")
    council.do("person.told", "iro", given, by=OFFICER)


def _dips(council: Council, of: Callable[..., dict[str, str]]) -> None:
    dips = [row["id"] for row in council.table("audit") if row["state"] == "sampling"]
    council.do("dip.assign", dips[0], {"to": "iro"}, by=OFFICER)
    council.do("dip.decline", dips[0], of("dip.decline", "reason"), by=OFFICER)
    for dip in dips:
        found = {"answer": "shown"} | of("dip.record", "finding")
        council.do("dip.record", dip, found, by=OFFICER)
    report = council.table("kloe_report")[0]["id"]
    council.do("dip.report", report, of("dip.report", "findings"), by=OFFICER)
