"""The form that adds a day without work (programme.md §4)."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, card, lines, quiet, submits, text
from store.views.parts.offers import submit_of
from store.views.programme.choices import ProgrammeChoices


def closure_form(view: ProgrammeChoices, typed: Typed) -> Json:
    """A closure of the authority's own, or a bank holiday that was proclaimed late."""
    known = view.closures
    return card(
        "Add a day without work",
        text("Open deadlines on that day move to the next working day, and their cards show it."),
        dated("on", "The day", typed, mend="Choose the day without work."),
        chosen(
            "kind",
            "What it is",
            [("closure", "The council is closed"), ("bank", "A new bank holiday")],
            Typed({"kind": "closure"} | dict(typed.values), typed.errors),
            mend="Choose which of the two it is.",
            style="expanded",
        ),
        written(
            "name",
            "Its name",
            typed,
            mend="Give the name that people will read.",
            hint="For example: Council closed between Christmas and New Year.",
            most=80,
            multiline=False,
        ),
        *([quiet("Days already added:"), *lines(known[:10])] if known else []),
        actions=[submits("closure.add", submit_of("closure.add"), view.programme, view.version)],
    )
