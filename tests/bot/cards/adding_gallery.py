"""An audit that is added to a cycle: its form, from a sample view."""

from typing import Any

from bot.cards.audit_list.adding import add_form
from bot.cards.parts.inputs import Typed
from store.views.audit_list.adding import Adding

ADDING = Adding(
    "frontdoor-2026-12",
    3,
    "Frontdoor",
    (("practice", "practice audit, of a case"), ("supervision", "supervision audit, of a record")),
    tuple((f"p{n}@riverside.example", f"Person Number {n}, not trained yet") for n in range(60)),
)


def adding_gallery() -> dict[str, dict[str, Any]]:
    """Each card by its kind and state."""
    return {"form, audit added": add_form(ADDING, Typed())}
