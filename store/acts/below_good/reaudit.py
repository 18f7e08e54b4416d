"""Re-audits: the share of a cycle's work below good that the next cycle audits again (§3)."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from store.audits.governing_grade import today
from store.clock.calendar import months_after
from store.duties.copies import queue_copies
from store.ledger import Reader, Unit
from store.ledger.private import StaffText, blank_to_none
from store.people.posts import covers
from store.registry import Words, act, perform_after
from store.relations.below_good import HEAD_OF_ACADEMY, LEARNING_ACADEMY
from store.rules.reaudit import (
    add_reaudit,
    barred_from,
    below_good_of,
    draw_reaudits,
    not_reaudited_yet,
    reaudits_of,
)
from store.tables import Audit, Cycle
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

BY_HAND_FROM = 6
"""The month of the cycle from which re-audits are drawn without a next cycle."""


class ReauditDraw(Fields):
    """The cycle that re-audits are drawn into; none where nothing fell below good."""

    into: Annotated[str | None, BeforeValidator(blank_to_none)] = None
    seed: int | None = Field(default=None, ge=0, lt=2**53)


class Widened(Fields):
    """Why all work below good is re-audited, and not only a share of it."""

    reason: StaffText


def _not_to_draw(reader: Reader, cycle: Cycle) -> str | None:
    """They are drawn with the service's next cycle; by hand from month six on, and only once."""
    found = reaudits_of(reader, cycle)
    if found:
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
    into a cycle that is drawn, or at once if there is no next cycle; then each row gets its
    auditor as a reallocated one does. If nothing fell below good, there is nothing to draw.
    """
    into = former if given.into is None else unit.get(Cycle, given.into)
    if given.into is not None and (into.state != "drawn" or not covers(into, former.service)):
        raise Invalid(
            "Choose a cycle of the same service that is drawn and not allocated yet.",
            {"into": "is not drawn, or is another service's"},
        )
    seed = given.seed if given.seed is not None else into.seed or 0
    drawn = draw_reaudits(unit, former, into, seed=seed)
    for looked_at in drawn.drawn:
        _hand_out(unit, into, looked_at)
    before = (into.parameters or {}).get("reaudits", [])
    into.parameters = {**(into.parameters or {}), "reaudits": [*before, drawn.parameters]}
    if drawn.drawn:
        queue_copies(unit, unit.profile.copies.reaudits, former, "reaudits")


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
    due = max((audit.due for audit in others if audit.due is not None), default=unit.at)
    row = add_reaudit(unit, into, looked_at, state="reallocating", reallocated_at=unit.at, due=due)
    perform_after(unit, "reallocation.propose", row)
