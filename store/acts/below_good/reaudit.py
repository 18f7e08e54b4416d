"""Re-audits: the share of a cycle's work below good that the next cycle audits again (§3)."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from store.audits.governing_grade import today
from store.clock.calendar import months_after
from store.duties.copies import queue_copies
from store.duties.settle import close
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, blank_to_none
from store.registry import Words, act, perform_after
from store.relations.below_good import HEAD_OF_ACADEMY, LEARNING_ACADEMY
from store.rules.reaudit import (
    add_reaudit,
    barred_from,
    below_good_of,
    draw_reaudits,
    may_be_redrawn,
    not_reaudited_yet,
    open_to_reaudits,
    reaudits_of,
)
from store.tables import Audit, Cycle, Duty
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

BY_HAND_FROM = 6
"""The month of the cycle from which re-audits are drawn without a next cycle."""


class ReauditDraw(Fields):
    """The cycle that re-audits are drawn into; without it, the one that is open to them."""

    into: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    seed: int | None = Field(default=None, ge=0, lt=2**53)


class Widened(Fields):
    """Why all work below good is re-audited, and not only a share of it."""

    reason: StaffText


def _not_to_draw(reader: Reader, cycle: Cycle) -> str | None:
    """They are drawn with the service's next cycle; by hand from month six on.

    Until the list that they are in is confirmed they can be drawn anew.
    """
    found = reaudits_of(reader, cycle)
    if found and not may_be_redrawn(reader, found):
        return f"Its re-audits are drawn already: they are in {found[0].cycle}."
    first = months_after(cycle.month, BY_HAND_FROM - 1)
    if today(reader) < first:
        return (
            "Its re-audits are drawn with the service's next cycle. From "
            f"{say_day(first)} on they can be drawn by hand."
        )
    return None


def _drawn_receipt(reader: Reader, former: Cycle) -> str:
    found = reaudits_of(reader, former)
    if not found:
        return "Recorded: nothing fell below good, so nothing is re-audited."
    below, into = len(below_good_of(reader, former)), reader.get(Cycle, found[0].cycle)
    share = f"{len(found)} of {below} below good"
    return f"{share} are re-audited in the cycle of {say_month(into.month)}."


@act(
    "reaudit.allocate",
    on=Cycle,
    by=LEARNING_ACADEMY,
    shell=True,
    source={"issued"},
    fields=ReauditDraw,
    closed_because=_not_to_draw,
    words=Words(
        dialog="Re-audits",
        submit="Draw the re-audits",
        receipt=_drawn_receipt,
        asks={"reaudit.allocate": "See the re-audits…"},
        met="Drawn",
    ),
)
def allocate(unit: Unit, former: Cycle, given: ReauditDraw) -> None:
    """Draw the share of this cycle's work below good into the next one (guide §15).

    It follows from the next cycle's own draw, with its seed; the rows are allocated with the
    others by the same rules and moderated as usual. By hand it may be done from month six on,
    into a later cycle: one that is drawn, or one that is issued, where each row gets its auditor
    as a reallocated one does. Done again before the list is confirmed, it takes back what it drew
    first. If nothing fell below good, there is nothing to draw.
    """
    if given.into is None and not below_good_of(unit, former):
        return
    into = _the_cycle(unit, former, given.into)
    for audit in reaudits_of(unit, former):
        perform_after(unit, "reaudit.withdraw", audit)
    seed = given.seed if given.seed is not None else into.seed or 0
    drawn = draw_reaudits(unit, former, into, seed=seed)
    for looked_at in drawn.drawn:
        _hand_out(unit, into, looked_at)
    before = (into.parameters or {}).get("reaudits", [])
    kept = [one for one in before if one["of"] != former.id]
    into.parameters = {**(into.parameters or {}), "reaudits": [*kept, drawn.parameters]}
    if drawn.drawn:
        queue_copies(unit, unit.profile.copies.reaudits, former, "reaudits")


def _the_cycle(unit: Unit, former: Cycle, wanted: str | None) -> Cycle:
    """The cycle named, or the one that is open; `Invalid` names the choices where that fails."""
    may = open_to_reaudits(unit, former)
    found = [cycle for cycle in may if wanted in (None, cycle.id)]
    if len(found) == 1:
        return found[0]
    if not may:
        raise Invalid(
            f"No later cycle of {former.service} is open to re-audits. Open its next cycle, "
            "with a month of its own, and draw its cases: the re-audits are drawn with them.",
            {"into": "there is no cycle to choose"},
        )
    names = ", ".join(cycle.id for cycle in may)
    raise Invalid(
        f"A re-audit belongs to a later cycle of {former.service} that is drawn, or is issued and "
        f"still in its month. Choose one of these in into: {names}.",
        {"into": f"choose one of {names}"},
    )


@act(
    "reaudit.withdraw",
    on=Audit,
    source={"drawn", "reallocating"},
    target="swapped",
    words=Words(story="took it off the list, because the re-audits were drawn again"),
)
def withdraw(unit: Unit, audit: Audit, _fields: object) -> None:
    """The share was drawn anew before its list was confirmed: nobody is asked to do this one."""
    for duty in unit.rows(Duty, subject=audit.id, closed_at=None):
        close(unit, duty, "cancelled")


def _not_to_widen(reader: Reader, former: Cycle) -> str | None:
    """It is open once the share was drawn, while some of the work below good is left."""
    found = reaudits_of(reader, former)
    if not found:
        return "Its re-audits are not drawn yet: they come with the service's next cycle."
    left = not_reaudited_yet(reader, former)
    if not left:
        return "All its work below good is re-audited already."
    into = reader.get(Cycle, found[0].cycle)
    if len(barred_from(reader, into, left)) == len(left):
        return "All the rest was audited again meanwhile, so this programme lets it rest for now."
    if into.state not in {"drawn", "issued"}:
        return f"The list of {into.id} is being confirmed. Re-audit the rest after that."
    return None


@act(
    "reaudit.widen",
    on=Cycle,
    by=HEAD_OF_ACADEMY,
    source={"issued"},
    fields=Widened,
    closed_because=_not_to_widen,
    words=Words(
        button="Re-audit all the rest…",
        dialog="Re-audit all the rest",
        submit="Re-audit all the rest",
        receipt=_drawn_receipt,
    ),
)
def widen(unit: Unit, former: Cycle, _given: Widened) -> None:
    """The work has not consistently improved, so all the rest is re-audited too (guide §15).

    A case that was audited again meanwhile is left out where the profile lets months pass. In a
    cycle that is issued, each row gets its auditor as a reallocated one does.
    """
    into = unit.get(Cycle, reaudits_of(unit, former)[0].cycle)
    left = not_reaudited_yet(unit, former)
    barred = barred_from(unit, into, left)
    for looked_at in left:
        if looked_at.case_ref not in barred:
            _hand_out(unit, into, looked_at)
    queue_copies(unit, unit.profile.copies.reaudits, former, "reaudits")


def _hand_out(unit: Unit, into: Cycle, looked_at: Audit) -> None:
    """Add it to the list of a cycle that is drawn, or to an issued one as a reallocated row."""
    if into.state == "drawn":
        add_reaudit(unit, into, looked_at, state="drawn")
        return
    others = unit.rows(Audit, cycle=into.id)
    due = max([unit.at, *(audit.due for audit in others if audit.due is not None)])
    row = add_reaudit(unit, into, looked_at, state="reallocating", reallocated_at=unit.at, due=due)
    perform_after(unit, "reallocation.propose", row)
