"""The dip re-audit six weeks on, and how the Head of Service addresses what is late (§3)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from sqlmodel import col

from store.acts.below_good.receipts import about
from store.audits.governing_grade import is_below_good, today
from store.duties.copies import queue_copies
from store.duties.predicates.below_good import DIP_REAUDIT, delayed_or_below_good
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, blank_to_none, sealed_model
from store.registry import Words, act
from store.relations.below_good import DELAY_ANSWERER, DIP_REAUDITOR
from store.rules.progress import keep_progress
from store.rules.reaudit import judge_improvement
from store.tables import Action, Audit
from store.views.below_good.dip_reaudit import delay_owner
from store.views.parts.due import due_by
from store.vocabulary import terms
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

Standing = Literal["done", "on_track", "delayed"]
NOTIFIED = (
    f"The {terms.HEAD_OF_SERVICE}, the {terms.GROUP_MANAGER}s and the PSW have been notified."
)


def dotted(value: object) -> object:
    """Actions by id, however deep a form or a command nested the parts of their ids.

    An action's id holds full stops, which a form reads as branches.
    """
    if not isinstance(value, Mapping):
        return value
    flat: dict[str, Any] = {}
    for key, item in value.items():
        inner = dotted(item)
        if isinstance(inner, Mapping):
            flat |= {f"{key}.{part}": one for part, one in inner.items()}
        else:
            flat[str(key)] = inner
    return flat


class DipReaudit(Fields):
    """How the work stands six weeks on: its grade now, each agreed action, and any delay."""

    grade: str
    actions: Annotated[dict[str, Standing], BeforeValidator(dotted)] = Field(default_factory=dict)
    delay: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    note: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None


class DelayAddressed(Fields):
    """What was done about the delay, or about work that is still below good."""

    how: PrivateText


def dip_id(audit: Audit) -> str:
    """`M900123-2026-12-dip6`: the dip re-audit six weeks on."""
    return f"{audit.id}-dip6"


def agreed_actions(reader: Reader, audit: Audit) -> list[Action]:
    """The actions that its dip re-audit asks about: all that were not withdrawn."""
    return list(reader.rows(Action, col(Action.state) != "withdrawn", audit=audit.id))


def _not_to_look_at(reader: Reader, audit: Audit) -> str | None:
    if reader.find(Audit, dip_id(audit)) is not None:
        return f"Its dip re-audit has been done, and the {terms.HEAD_OF_SERVICE} has what it found."
    if audit.kind == DIP_REAUDIT or not is_below_good(reader, audit):
        return "This work was not graded below good, so there is no dip re-audit of it."
    return None


def _against_the_plan(reader: Reader, audit: Audit, given: Mapping[str, Any]) -> dict[str, str]:
    """How each agreed action stands, and a delay in words (guide §13)."""
    wrong: dict[str, str] = {}
    if given.get("grade") is not None and given["grade"] not in reader.profile.grades:
        wrong["grade"] = f"choose one of {', '.join(reader.profile.grades)}"
    named = dotted(given.get("actions") or {})
    stands = named if isinstance(named, Mapping) else {}
    agreed = {action.id for action in agreed_actions(reader, audit)}
    wrong |= {f"actions.{one}": "say how it stands" for one in sorted(agreed - stands.keys())}
    wrong |= {f"actions.{one}": "is not an action of this audit" for one in stands.keys() - agreed}
    delay = given.get("delay")
    if "delayed" in stands.values() and not (isinstance(delay, str) and delay.strip()):
        wrong["delay"] = "name what is delayed and why"
    return wrong


def _reaudited_receipt(reader: Reader, audit: Audit) -> str:
    if not delayed_or_below_good(reader, audit):
        return f"Recorded for {audit.case_ref}. {NOTIFIED}"
    due = due_by(reader, audit.id, "duty.delay")
    by = "" if due is None else f" by {due.on}"
    who = delay_owner(reader, audit)
    return f"Recorded for {audit.case_ref}. {NOTIFIED} It is for {who} to address{by}."


@act(
    "dip.reaudited",
    on=Audit,
    by=DIP_REAUDITOR,
    source=DECIDED,
    fields=DipReaudit,
    closed_because=_not_to_look_at,
    rules=_against_the_plan,
    words=Words(
        story="recorded the dip re-audit",
        dialog="Dip re-audit",
        submit="Record the dip re-audit",
        receipt=_reaudited_receipt,
        asks={"dip.reaudit": "Record the dip re-audit…"},
        met="Looked at again",
    ),
)
def reaudited(unit: Unit, audit: Audit, given: DipReaudit) -> None:
    """Its grade is kept apart from the audit's; the governing grade stays (§1, §3).

    Those whose work it is are notified of the result, and so are the Head of Service, Group
    Managers and PSW. The profile says who else is, where the work is still below good.
    """
    grade = unit.profile.grades[given.grade]
    delayed = sum(standing == "delayed" for standing in given.actions.values())
    look = unit.add(
        Audit(
            programme=unit.programme,
            id=dip_id(audit),
            cycle=audit.cycle,
            kind=DIP_REAUDIT,
            case_ref=audit.case_ref,
            team=audit.team,
            practitioner=audit.practitioner,
            team_manager=audit.team_manager,
            auditor=unit.actor.upn,
            state="complete",
            returned_at=unit.at,
            first=grade.name,
            looks_at=audit.id,
        )
    )
    keep_progress(
        unit,
        audit,
        DIP_REAUDIT,
        on=today(unit),
        content=sealed_model(unit, given),
        reaudit=look.id,
        grade=grade.name,
        delayed=delayed,
        actions=dict(given.actions),
    )
    copies = unit.profile.copies
    names = ["practitioner", "team_manager", *copies.dip_reaudited]
    if grade.below_good:
        names += copies.still_inadequate if grade.inadequate else copies.still_below_good
    judge_improvement(unit, audit)
    queue_copies(unit, names, audit, "dip_reaudited")


def _nothing_to_address(reader: Reader, audit: Audit) -> str | None:
    if delayed_or_below_good(reader, audit):
        return None
    return "Its dip re-audit named no delay and did not find the work still below good."


@act(
    "delay.addressed",
    on=Audit,
    by=DELAY_ANSWERER,
    source=DECIDED,
    fields=DelayAddressed,
    closed_because=_nothing_to_address,
    words=Words(
        story="recorded how the delay was addressed",
        dialog="Address what is late",
        submit="Record it",
        receipt=about("Recorded how {ref} was addressed."),
        asks={"duty.delay": "Record how it was addressed…"},
        met="Addressed",
    ),
)
def addressed(unit: Unit, audit: Audit, given: DelayAddressed) -> None:
    """The Head of Service discussed it with practitioner and manager, and addressed it."""
    keep_progress(unit, audit, "delay", on=today(unit), content=sealed_model(unit, given))
