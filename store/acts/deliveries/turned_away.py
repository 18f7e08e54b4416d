"""People who were turned away, for the audit team to look into (trust.md §4, who is calling)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from store.duties.outbox import queue, redraw_about
from store.ledger import Unit
from store.ledger.private import StaffText, blank_to_none, sealed_text
from store.people.posts import post
from store.registry import act
from store.tables import Programme, TurnedAway
from store.vocabulary.fields import Fields

MOST_A_DAY = 50
"""People recorded a day; a longer list would not be read."""


class VisitorFields(Fields):
    """The person as Entra ID identifies them, and why they were turned away."""

    entra_object_id: str
    why: Literal["unknown", "left", "guest"]
    name: Annotated[StaffText | None, BeforeValidator(blank_to_none)] = None


@act("visitor.turn_away", on=Programme, fields=VisitorFields)
def turn_away(unit: Unit, _programme: Programme, given: VisitorFields) -> None:
    """Record each person once a day; the audit team gets one card a day about all of them."""
    today = unit.calendar.local(unit.at).date()
    noted = unit.rows(TurnedAway, on=today)
    known = any(one.entra_object_id == given.entra_object_id for one in noted)
    if known or len(noted) >= MOST_A_DAY:
        return
    about = f"turned-away-{today:%Y-%m-%d}"
    unit.add(
        TurnedAway(
            programme=unit.programme,
            id=f"{about}.{len(noted) + 1}",
            on=today,
            entra_object_id=given.entra_object_id,
            why=given.why,
            name=sealed_text(unit, given.name),
            at=unit.at,
        )
    )
    queue(unit, post("audit_team"), "turned_away", f"{about}.1", once=about)
    redraw_about(unit, f"{about}.1")
