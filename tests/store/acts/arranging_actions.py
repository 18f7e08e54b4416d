"""How the tests of actions, supervision, escalation and the board arrange things."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from store.tables import Action, Audit, Duty
from tests.store.acts.arranging import submit_return
from tests.store.acts.arranging_disputes import CHECKED, MODERATED
from tests.store.council import OFFICER, Council

DONE = datetime(2026, 12, 29, 10, tzinfo=UTC)
"""Tuesday between the years; confirmed by Mon 4 Jan: Wed 30, Thu 31, Mon 4."""
CONFIRMED = datetime(2027, 1, 4, 11, tzinfo=UTC)
"""Monday; the closure is recorded by Mon 11 Jan: Tue 5, Wed 6, Thu 7, Fri 8, Mon 11."""

OUTCOME = {
    "different": "CANARY-outcome: her words now open every review.",
    "evidence": "The review of Tue 22 December",
}
NOT_YET = {"reason": "CANARY-notyet: the plan itself has not changed."}
CLOSURE = {"recorded_on": "2027-01-05", "supervision_on": "2027-01-05"}
SUPERVISED = {"on": "2027-01-12", "progress": "CANARY-supervision: contact is kept."}
ESCALATION = {"why_not": "CANARY-whynot: the family moved.", "approach": "CANARY-approach: anew."}


def improvement(who: str = "practitioner", scope: str = "case", **changed: Any) -> dict[str, Any]:
    """One action of a return's improvement plan."""
    return {
        "what": "CANARY-what: see the child alone", "who": who, "by": "2026-12-31",
        "different": "CANARY-different: the child's own words guide the plan", "scope": scope,
    } | changed  # fmt: skip


def with_actions(
    council: Council, *actions: dict[str, Any], grade: str = "RI", moderated: bool = True
) -> Audit:
    """An audit whose return carries these actions, moderated on Mon 14 December."""
    audit = council.audits()[0]
    submit_return(council, audit, grade=grade, actions=list(actions or (improvement(),)))
    if moderated:
        council.do("check.pass", audit.id, by=OFFICER, at=CHECKED)
        council.do("moderation.agree", audit.id, by=audit.moderator or "", at=MODERATED)
    return council.audit(audit.id)


def actions_of(council: Council, audit: Audit) -> list[Action]:
    """The audit's actions as they stand, by id."""
    with council.read() as reader:
        return list(reader.rows(Action, audit=audit.id))


def the_action(council: Council, audit: Audit) -> Action:
    """Its one action."""
    (action,) = actions_of(council, audit)
    return action


def do_it(council: Council, action: Action, *, at: datetime = DONE, by: str | None = None) -> None:
    """Whoever it is with completes it."""
    council.do("action.done", action.id, OUTCOME, by=by or action.owner, at=at)


def close(council: Council, action: Action, by: str, *, at: datetime = CONFIRMED) -> None:
    """Done, and confirmed by a second person."""
    do_it(council, action, at=at)
    council.do("action.confirm", action.id, by=by, at=at)


def open_ones(council: Council, kind: str) -> Sequence[Duty]:
    """Every open duty of a kind."""
    with council.read() as reader:
        return reader.rows(Duty, kind=kind, closed_at=None)
