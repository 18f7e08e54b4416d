"""The audits of the whole council, in every state the registry knows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from store.registry import enact
from store.tables import Action, Audit, Person
from tests.store.audit_month import answer, check, dispute, hand_in, moderate, refer, send_back
from tests.store.council import HOS, HOS_CARE, MANAGER, OFFICER, Council
from tests.store.whole_setting import (
    ANSWERS,
    AWAY_MODERATOR,
    BACK_MODERATOR,
    DELEGATE,
    LAST_WEEK,
    OUTCOME,
    QA_HEAD,
    YESTERDAY,
    Labelled,
    undrawn,
)


def every_audit(council: Council) -> Labelled:
    audits = council.audits()
    told: Labelled = {}
    outside = [a for a in audits if a.to_moderate is False]
    inside = [a for a in audits if a.to_moderate]
    # Those whose auditor is of the service audited, so that "own" and "other" are told apart.
    inside.sort(key=lambda audit: council.head_of(audit.auditor) != HOS)
    for label, play in {**OUTSIDE, **INSIDE}.items():
        audit = (outside if label in OUTSIDE else inside).pop(0)
        play(council, audit)
        told[label] = audit.id
    swapped = council.exempt(inside.pop(), by=HOS_CARE)
    council.do(
        "list.swap", swapped.id, {"case_ref": undrawn(council), "reason": "Moved"}, by=OFFICER
    )
    return told | {"swapped": swapped.id}


def _handed_in(council: Council, audit: Audit, at: datetime = YESTERDAY, **given: Any) -> Audit:
    return hand_in(council, audit, at=at, kloes=ANSWERS, **given)


def moderated_audit(council: Council, audit: Audit, at: datetime = YESTERDAY) -> Audit:
    return moderate(council, audit, at=at, kloes=ANSWERS)


def _disputed(council: Council, audit: Audit, at: datetime = YESTERDAY) -> Audit:
    return dispute(council, moderated_audit(council, audit, at), at=at)


def _exemption_asked(council: Council, audit: Audit) -> None:
    council.ask_exemption(audit, reason="Two court cases in December")


def _reallocating(council: Council, audit: Audit) -> None:
    """Exempted; its moderator is one who stays here, for whoever is away is not named anew."""
    council.exempt(audit, by=HOS if council.head_of(audit.auditor) == HOS else HOS_CARE)
    given = {"moderator": "moderator.three", "reason": "They stay"}
    if council.audit(audit.id).moderator != given["moderator"]:
        council.do("list.swap", audit.id, given, by=OFFICER)


def _conflict(council: Council, audit: Audit) -> None:
    given = {"reason": "A friend"}
    council.do("conflict.declare", audit.id, given, by=audit.auditor or "")


def _voided(council: Council, audit: Audit) -> None:
    refer(council, _handed_in(council, audit), at=YESTERDAY)
    given = {"outcome": "close", "reason": "It cannot be done again"}
    council.do("void.decide", audit.id, given, by=OFFICER, at=YESTERDAY)


def _settled(council: Council, audit: Audit) -> None:
    answer(council, _disputed(council, audit), "refer", at=YESTERDAY)
    given = {"grade": "RI", "rationale": "The visits were late"}
    council.do("dispute.settle", audit.id, given, by=OFFICER, at=YESTERDAY)


def _locked(council: Council, audit: Audit) -> None:
    moderated_audit(council, audit)
    council.do("lock.confirm", audit.id, by=QA_HEAD, at=YESTERDAY)


def _with_moderator(upn: str) -> Callable[[Council, Audit], None]:
    def play(council: Council, audit: Audit) -> None:
        check(council, _handed_in(council, _given(council, audit, upn)), at=YESTERDAY)

    return play


def _given(council: Council, audit: Audit, upn: str) -> Audit:
    """Somebody in particular moderates it."""
    if audit.moderator != upn:
        council.do("moderation.hand_over", audit.id, {"moderator": upn}, by=OFFICER)
    return council.audit(audit.id)


def _deputy_called_in(council: Council, audit: Audit) -> None:
    audit = check(council, _handed_in(council, audit), at=YESTERDAY)
    duty = council.duties(audit.id)["moderation.decide"]
    rung = {"duty": duty.id, "rung": "4 working hours after it opens", "tell": "deputy"}
    with council.unit(at=YESTERDAY) as unit:
        given = {"rungs": [rung], "day": "2026-12-09", "alone": True}
        enact(unit, "nudge.send", unit.get(Person, audit.deputy or ""), given)


def _graded(council: Council, audit: Audit, grade: str, **given: Any) -> Audit:
    """Moderated as that, by somebody else than the Audit Manager."""
    others = _given(council, audit, "moderator.three")
    return moderate(council, others, at=YESTERDAY, kloes=ANSWERS, grade=grade, **given)


def _convened(council: Council, audit: Audit) -> None:
    _graded(council, audit, "RI")
    given = {"times": ["2026-12-14T10:00", "2026-12-14T15:00"]}
    council.do("uopp.convene", audit.id, given, by=audit.auditor or "", at=YESTERDAY)


def _met(grade: str, **given: Any) -> Callable[[Council, Audit], None]:
    """The meeting has been held, by the Audit Manager for an Inadequate."""

    def play(council: Council, audit: Audit) -> None:
        _graded(council, audit, grade)
        there = [audit.team_manager, audit.practitioner, audit.auditor, HOS]
        fields = {"held_on": YESTERDAY.date().isoformat(), "attended": there, "record": "Said"}
        chair = MANAGER if grade == "Inadequate" else audit.auditor or ""
        council.do("uopp.held", audit.id, fields | given, by=chair, at=YESTERDAY)

    return play


def _improvement(who: str, scope: str = "case") -> dict[str, Any]:
    return {
        "what": "See the child alone",
        "who": who,
        "by": "2026-12-31",
        "different": "Heard",
        "scope": scope,
    }


def _inadequate_with_actions(council: Council, audit: Audit) -> None:
    """Its actions end up in every state but withdrawn: `every_action` sees to it."""
    case, service = _improvement("team_manager"), _improvement("head_of_service", "service")
    actions = [_improvement("practitioner"), case, service, service, service]
    _graded(council, audit, "Inadequate", actions=actions)


def _all_closed(council: Council, audit: Audit) -> None:
    _graded(council, audit, "RI", actions=[_improvement("team_manager")])
    _close_actions(council, audit.id, YESTERDAY)


def _close_actions(council: Council, audit: str, at: datetime) -> None:
    """Done by its Team Manager, and confirmed in the Head of Service's place."""
    with council.read() as reader:
        found = reader.rows(Action, audit=audit, state="open")
    for action in found:
        council.do("action.done", action.id, OUTCOME, by=action.owner, at=at)
        council.do("action.confirm", action.id, by=DELEGATE, at=at)


def _long_clock(council: Council, audit: Audit) -> None:
    _handed_in(council, audit, grade="Inadequate")
    with council.unit(at=YESTERDAY) as unit:
        enact(unit, "clock.long", unit.get(Audit, audit.id))


def _looked_at_again(council: Council, audit: Audit) -> None:
    moderate(council, audit, at=YESTERDAY, kloes=ANSWERS, grade="RI")
    actions = [row["id"] for row in council.table("action") if row["audit"] == audit.id]
    given = {"grade": "RI", "actions": dict.fromkeys(actions, "on_track")}
    council.do("dip.reaudited", audit.id, given, by=OFFICER, at=YESTERDAY)


OUTSIDE: Mapping[str, Callable[[Council, Audit], object]] = {
    "returned, outside the share": _handed_in,
    "complete": lambda c, a: check(c, _handed_in(c, a), at=YESTERDAY),
}
INSIDE: Mapping[str, Callable[[Council, Audit], object]] = {
    "exemption_asked": _exemption_asked,
    "issued": lambda _c, _a: None,
    "accepted": lambda c, a: c.do("allocation.accept", a.id, by=a.auditor or ""),
    "conflict_declared": _conflict,
    "reallocating": _reallocating,
    "returned, being checked": _handed_in,
    "returned, time of the check over": lambda c, a: _handed_in(c, a, LAST_WEEK),
    "returned, checked": lambda c, a: check(c, _handed_in(c, a), at=YESTERDAY),
    "returned, deputy called in": _deputy_called_in,
    "returned, moderator away": _with_moderator(AWAY_MODERATOR),
    "returned, moderator back": _with_moderator(BACK_MODERATOR),
    "returned, moderated by the Audit Manager": _with_moderator(MANAGER),
    "returned, Inadequate over a long holiday": _long_clock,
    "rectifying": lambda c, a: send_back(
        c, _handed_in(c, a, actions=[_improvement("practitioner")]), at=YESTERDAY
    ),
    "referred": lambda c, a: refer(c, _handed_in(c, _given(c, a, MANAGER)), at=YESTERDAY),
    "voided": _voided,
    "moderated": moderated_audit,
    "Inadequate with actions": _inadequate_with_actions,
    "RI with its actions closed": _all_closed,
    "moderated last week": lambda c, a: moderated_audit(c, a, LAST_WEEK),
    "locked": _locked,
    "dispute raised": _disputed,
    "dispute answered": lambda c, a: answer(c, _disputed(c, a), "resolved", at=YESTERDAY),
    "dispute answered last week": lambda c, a: answer(
        c, _disputed(c, a, LAST_WEEK), "resolved", at=LAST_WEEK
    ),
    "dispute referred": lambda c, a: answer(
        c, _disputed(c, _given(c, a, MANAGER)), "refer", at=YESTERDAY
    ),
    "dispute settled": _settled,
    "moderated Inadequate": lambda c, a: _graded(c, a, "Inadequate"),
    "meeting convened": _convened,
    "meeting held": _met("RI"),
    "higher grade proposed": _met("RI", progression={"grade": "Good", "reason": "They did"}),
    "second meeting due": _met("Inadequate"),
    "below good, looked at again": _looked_at_again,
}
