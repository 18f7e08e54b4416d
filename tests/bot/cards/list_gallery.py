"""The list on its way to being confirmed: cards and form in every state."""

from dataclasses import replace
from typing import Any

from bot.cards.audit_list.confirmation import (
    list_card,
    list_change_card,
    list_change_form,
    list_dialog,
)
from bot.cards.parts.inputs import Typed
from tests.bot.cards import samples as s


def list_gallery() -> dict[str, dict[str, Any]]:
    """Each card by its kind and state."""
    issued = replace(
        s.LIST,
        state="issued",
        confirmed_by=s.PRIYA,
        confirmed_on="Tue 1 Dec, 09:30",
        may=frozenset(),
    )
    return {
        "list, to confirm": list_card(s.LIST),
        "list, copy": list_card(replace(s.LIST, may=frozenset(), viewer="")),
        "list, changes asked": list_card(
            replace(s.LIST, state="changes_asked", changes=2, may=frozenset({"list.change"}))
        ),
        "list, changes asked, copy": list_card(
            replace(s.LIST, state="changes_asked", changes=1, may=frozenset())
        ),
        "list, issued": list_card(issued),
        "list, confirmed early": list_card(
            replace(issued, state="confirmed", issues_on="Tue 1 Dec")
        ),
        "list confirmed": list_card(replace(issued, viewer="")),
        "list, issued, to others": list_card(replace(issued, viewer="")),
        "list, not sent yet": list_card(replace(s.LIST, state="allocated", may=frozenset())),
        "list dialog, first page": list_dialog(s.LIST),
        "list dialog, last page": list_dialog(s.LIST, 3),
        "list dialog, one page": list_dialog(replace(s.LIST, rows=s.ROWS[:4])),
        "list change, asked": list_change_card(s.CHANGE),
        "list change, long reason": list_change_card(replace(s.CHANGE, reason=s.LONG_REASON)),
        "list change, swapped": list_change_card(replace(s.CHANGE, swapped=True)),
        "list, sent again": list_card(
            replace(
                s.LIST, sent_again=True, swapped=("M900002 instead of M900001; Tom Reed audits it",)
            )
        ),
        "list, sent again after several swaps": list_card(
            replace(
                s.LIST,
                sent_again=True,
                swapped=(
                    "M900002 instead of M900001; Tom Reed audits it",
                    "M900003: Tom Reed audits, no longer Leah Grant",
                ),
            )
        ),
        "list, sent again as it was": list_card(replace(s.LIST, sent_again=True)),
        "list change, answered": list_change_card(replace(s.CHANGE, state="answered")),
        "form, list change": list_change_form(s.LIST, Typed()),
    }
