"""Looking again: the dip re-audit six weeks on, re-audits in the next cycle (programme.md §3)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from sqlmodel import col

from store.audits.governing_grade import is_below_good, today
from store.clock.calendar import months_after
from store.duties.outbox import queue
from store.duties.predicates.below_good import DIP_REAUDIT, delayed_or_below_good
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, StaffText, blank_to_none, sealed_model
from store.people.posts import covers
from store.registry import Words, act, perform_after
from store.relations.below_good import (
    DELAY_ANSWERER,
    DIP_REAUDITOR,
    HEAD_OF_ACADEMY,
    LEARNING_ACADEMY,
)
from store.rules.progress import keep_progress
from store.rules.reaudit import add_reaudit, draw_reaudits, left_of, reaudits_of
from store.tables import Action, Audit, Cycle
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED

Standing = Literal["done", "on_track", "delayed"]


def dotted(value: object) -> object:
    """Actions by id, however deep a form or a command nested the parts of their ids."""
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
    """How the work stands six weeks on: its grade now, each agreed action, any delay named."""

    grade: str
    actions: Annotated[dict[str, Standing], BeforeValidator(dotted)] = Field(default_factory=dict)
    delay: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None
    note: Annotated[PrivateText | None, BeforeValidator(blank_to_none)] = None


class DelayAddressed(Fields):
    """What was done about the delay, or about work that is still below good."""

    how: PrivateText


class ReauditDraw(Fields):
    """The cycle that re-audits are drawn into; none where nothing fell below good."""

    into: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    seed: int | None = Field(default=None, ge=0, lt=2**53)


class Widened(Fields):
    """Why all work below good is re-audited, and not only a share of it."""

    reason: StaffText


def dip_id(audit: Audit) -> str:
    """`M900123-2026-12-dip6`: the dip re-audit six weeks on."""
    return f"{audit.id}-dip6"


def agreed_actions(reader: Reader, audit: Audit) -> list[Action]:
    """The actions that its dip re-audit asks after: all that were not withdrawn."""
    return list(reader.rows(Action, col(Action.state) != "withdrawn", audit=audit.id))


def _not_to_look_at(reader: Reader, audit: Audit) -> str | None:
    if reader.find(Audit, dip_id(audit)) is not None:
        return "Its dip re-audit has been done: what it found went to the Head of Service."
    if audit.kind == DIP_REAUDIT or not is_below_good(reader, audit):
        return "This work was not graded below good, so there is no dip re-audit of it."
    return None


def _against_the_plan(reader: Reader, audit: Audit, given: Mapping[str, Any]) -> dict[str, str]:
    """Each agreed action is asked after, and a delay is named in words (guide §13)."""
    wrong: dict[str, str] = {}
    if given.get("grade") is not None and given["grade"] not in reader.profile.grades:
        wrong["grade"] = f"choose one of {', '.join(reader.profile.grades)}"
    told = dotted(given.get("actions") or {})
    told = told if isinstance(told, Mapping) else {}
    agreed = {action.id for action in agreed_actions(reader, audit)}
    wrong |= {f"actions.{one}": "say how it stands" for one in sorted(agreed - told.keys())}
    wrong |= {f"actions.{one}": "is no action of this audit" for one in told.keys() - agreed}
    delay = given.get("delay")
    if "delayed" in told.values() and not (isinstance(delay, str) and delay.strip()):
        wrong["delay"] = "name what is delayed and why"
    return wrong


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
        asks={"dip.reaudit": "Record the dip re-audit…"},
    ),
)
def reaudited(unit: Unit, audit: Audit, given: DipReaudit) -> None:
    """A grade of its own, kept apart from the audit's; the governing one stays (§1, §3).

    To the Head of Service, Group Managers and PSW; who hears of work still below good is the
    profile's to say.
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
        unit, audit, DIP_REAUDIT, on=today(unit), content=sealed_model(unit, given),
        reaudit=look.id, grade=grade.name, delayed=delayed, actions=dict(given.actions),
    )  # fmt: skip
    copies = unit.profile.copies
    told = list(copies.dip_reaudited)
    if grade.below_good:
        told += copies.still_inadequate if grade.inadequate else copies.still_below_good
    elif audit.improved_at is None:
        perform_after(unit, "work.improve", audit)
    for to in dict.fromkeys(owner_named(unit, name, audit) for name in told):
        if to is not None:
            queue(unit, to, "dip_reaudited", audit.id)


def _nothing_to_address(reader: Reader, audit: Audit) -> str | None:
    if delayed_or_below_good(reader, audit):
        return None
    return "No dip re-audit has named a delay here, or found the work still below good."


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
        asks={"duty.delay": "Record how it was addressed…"},
    ),
)
def addressed(unit: Unit, audit: Audit, given: DelayAddressed) -> None:
    """The Head of Service discussed it with practitioner and manager, and addressed it."""
    keep_progress(unit, audit, "delay", on=today(unit), content=sealed_model(unit, given))


# ---- the next cycle ------------------------------------------------------------------------------


BY_HAND_FROM = 6
"""The month of the cycle from which re-audits are drawn without a next cycle."""


def _not_to_draw(reader: Reader, cycle: Cycle) -> str | None:
    """They come with the service's next cycle; by hand once month six is there, and only once."""
    found = reaudits_of(reader, cycle)
    if found:
        return f"Its re-audits are drawn already, into {found[0].cycle}."
    first = months_after(cycle.month, BY_HAND_FROM - 1)
    if today(reader) < first:
        return (
            "Its re-audits are drawn with the service's next cycle; by hand they are drawn from "
            f"{say_day(first)} on."
        )
    return None


@act(
    "reaudit.allocate",
    on=Cycle,
    by=LEARNING_ACADEMY,
    shell=True,
    source={"issued"},
    fields=ReauditDraw,
    closed_because=_not_to_draw,
    words=Words(dialog="Re-audits", asks={"reaudit.allocate": "See the re-audits…"}),
)
def allocate(unit: Unit, former: Cycle, given: ReauditDraw) -> None:
    """Draw the share of this cycle's work below good into the next one (guide §15).

    It follows from the next cycle's own draw, with its seed; the rows are allocated with the
    others by the same rules and moderated as usual. By hand from month six on, into a cycle that
    is drawn, or at once where no next cycle has come; then each row gets its auditor as a
    reallocated one does. Where nothing fell below good there is nothing to draw.
    """
    into = former if given.into is None else unit.get(Cycle, given.into)
    if given.into is not None and (into.state != "drawn" or not covers(into, former.service)):
        raise Invalid(
            "Re-audits are drawn into a cycle of the same service before it is allocated.",
            {"into": "is not drawn, or is another service's"},
        )
    seed = given.seed if given.seed is not None else into.seed or 0
    drawn = draw_reaudits(unit, former, seed=seed)
    for looked_at in drawn.drawn:
        _hand_out(unit, into, looked_at)
    before = (into.parameters or {}).get("reaudits", [])
    into.parameters = {**(into.parameters or {}), "reaudits": [*before, drawn.parameters]}
    if drawn.drawn:
        _tell(unit, former)


def _tell(unit: Unit, former: Cycle) -> None:
    for name in unit.profile.copies.reaudits:
        to = owner_named(unit, name, former)
        if to is not None:
            queue(unit, to, "reaudits", former.id)


def _not_to_widen(reader: Reader, former: Cycle) -> str | None:
    """Only after the share was drawn, and while some of the work below good is left."""
    found = reaudits_of(reader, former)
    if not found:
        return "Its re-audits are not drawn yet: they come with the service's next cycle."
    if not left_of(reader, former):
        return "All its work that fell below good is re-audited already."
    into = reader.get(Cycle, found[0].cycle)
    if into.state not in {"drawn", "issued"}:
        return f"The list of {into.id} is on its way to being confirmed: widen it after that."
    return None


@act(
    "reaudit.widen",
    on=Cycle,
    by=HEAD_OF_ACADEMY,
    source={"issued"},
    fields=Widened,
    closed_because=_not_to_widen,
    words=Words(dialog="Re-audit all the rest"),
)
def widen(unit: Unit, former: Cycle, _given: Widened) -> None:
    """Not consistently improved: all the rest of what fell below good is re-audited (guide §15).

    In a cycle that is issued each row gets its auditor as a reallocated one does.
    """
    into = unit.get(Cycle, reaudits_of(unit, former)[0].cycle)
    for looked_at in left_of(unit, former):
        _hand_out(unit, into, looked_at)
    _tell(unit, former)


def _hand_out(unit: Unit, into: Cycle, looked_at: Audit) -> None:
    """With the list of a cycle that is drawn; in one that is issued, as a reallocated row."""
    if into.state == "drawn":
        add_reaudit(unit, into, looked_at, state="drawn")
        return
    others = unit.rows(Audit, cycle=into.id)
    due = max((audit.due for audit in others if audit.due is not None), default=unit.at)
    row = add_reaudit(unit, into, looked_at, state="reallocating", reallocated_at=unit.at, due=due)
    perform_after(unit, "reallocation.propose", row)
