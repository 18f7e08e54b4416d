"""Fields that somebody might send with each act, lawful or not, chosen by a number."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.store.council import MANAGER, OFFICER, OTHER_OFFICER, a_return, caseload, staff

EVERYBODY = sorted(row.upn for row in staff())
GRADES = ("Good", "Inadequate", "RI", "Outstanding")
FRONTDOOR = [case.case_ref for case in caseload() if case.service == "Frontdoor"]

Given = dict[str, Any]


def fields(verb: str, pick: int, at: datetime) -> Given:
    """Fields for `verb` at that moment; now and then some that no act takes."""
    made = CHOSEN.get(verb)
    if made is not None:
        return made(pick, at)
    return {"reason": f"Reason {pick}"} if verb in REASONED else FIXED.get(verb, {})


def _sometimes(pick: int, **given: Any) -> Given:
    return given if pick % 3 == 0 else {}


def _somebody(pick: int) -> str:
    return EVERYBODY[pick % len(EVERYBODY)]


def _return(pick: int, at: datetime) -> Given:
    given = a_return(grade=GRADES[pick % 4], today=at.date())
    for action in given["actions"]:
        action["by"] = (at.date() + timedelta(days=30)).isoformat()
    return given


def _graded(pick: int, _at: datetime) -> Given:
    return {"grade": GRADES[pick % 4], "rationale": f"Because {pick}"}


def _raised(pick: int, _at: datetime) -> Given:
    return {"grade": GRADES[pick % 4], "reason": f"Because {pick}"}


def _times(at: datetime) -> list[str]:
    return [f"{at.date() + timedelta(days=days)}T10:00" for days in (1, 2)]


def _swap(pick: int, _at: datetime) -> Given:
    choices: tuple[Given, ...] = (
        {"case_ref": FRONTDOOR[pick % len(FRONTDOOR)]},
        {"moderator": _somebody(pick)},
        {"auditor": _somebody(pick)},
    )
    return choices[pick % 3] | {"reason": f"Reason {pick}"}


CHOSEN: Mapping[str, Callable[[int, datetime], Given]] = {
    "post.name": lambda pick, _: {"person": _somebody(pick)},
    "return.submit": _return,
    "return.save": _return,
    "section.complete": lambda pick, _: (
        {"practice_model": "It shows"} | _sometimes(pick, stand_in_reason="They left")
    ),
    "check.send_back": lambda pick, _: {"reasons": ["parts_missing", "no_analysis"][: pick % 3]},
    "moderation.agree": lambda pick, at: _sometimes(pick, spoke_on=at.date().isoformat()),
    "moderation.change": lambda pick, at: _graded(pick, at) | {"spoke_on": at.date().isoformat()},
    "moderation.send_back": lambda _, at: (
        {"reasons": ["scant"], "spoke_on": at.date().isoformat()}
    ),
    "moderation.hand_over": lambda pick, _: _sometimes(pick, moderator=_somebody(pick)),
    "lock.change": _graded,
    "dispute.settle": _graded,
    "dispute.answer": lambda pick, _: (
        {"answer": "It was read", "outcome": ("refer", "resolved")[pick % 2]}
    ),
    "void.decide": lambda pick, _: (
        {"outcome": ("reallocate", "keep", "close")[pick % 3], "reason": f"Reason {pick}"}
    ),
    "cover.name": lambda pick, _: {"person": _somebody(pick)},
    "exemption.request": lambda pick, _: (
        {"category": ("leave", "sickness", "holiday")[pick % 3], "reason": f"Reason {pick}"}
    ),
    "conflict.resolve": lambda pick, _: (
        {"outcome": ("keep", "reallocate")[pick % 2], "reason": f"Reason {pick}"}
    ),
    "reallocation.confirm": lambda pick, _: _sometimes(pick, auditor=_somebody(pick)),
    "list.swap": _swap,
    "audit.add": lambda pick, _: {
        "kind": ("practice", "full", "no such kind")[pick % 3],
        "case_ref": FRONTDOOR[pick % len(FRONTDOOR)],
        "auditor": _somebody(pick),
        "reason": f"Reason {pick}",
    },
    "practice.pass": lambda _, at: {"feedback_on": at.date().isoformat()},
    "practice.again": lambda pick, at: {
        "feedback_on": at.date().isoformat(),
        "reason": f"Reason {pick}",
    },
    "duty.done": lambda _, at: {"done_on": at.date().isoformat()},
    "dip.assign": lambda pick, _: (
        {"to": ("iro", OFFICER, OTHER_OFFICER, MANAGER, _somebody(pick))[pick % 5]}
    ),
    "dip.record": lambda pick, _: (
        {"answer": ("shown", "partly", "not_shown")[pick % 3], "finding": "It is there"}
    ),
    "uopp.convene": lambda pick, at: {"times": _times(at)[: 1 + pick % 2]},
    "uopp.confirm": lambda pick, _: {"answer": ("yes", "cannot")[pick % 2]},
    "uopp.fix": lambda pick, at: {"starts_at": _times(at)[pick % 2]},
    "uopp.noted": lambda _, at: {"noted_on": at.date().isoformat()},
    "progression.propose": _raised,
    "concern.answer": lambda pick, at: (
        {"outcome": ("go_on", "resolved")[pick % 2], "met_on": at.date().isoformat()}
    ),
}
REASONED = {
    "exemption.refuse", "conflict.declare", "moderation.conflict", "moderation.refer",
    "dispute.raise", "dispute.refer", "dip.decline",
    "uopp.not_held", "progression.refuse",
}  # fmt: skip
FIXED: Mapping[str, Given] = {
    "urgent.addressed": {"what": "Seen today"},
    "dip.report": {"findings": "Mostly there"},
    "help.ask": {"what": "I cannot open it"},
    "help.answer": {"answer": "Try this"},
    "digest.addressed": {"how": "Met"},
}
