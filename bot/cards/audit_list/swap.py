"""Swapping a row of the list: the form, and the row as it then is (programme.md §2.2)."""

from bot.cards.audit_list.cycle_rows import proof_title
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, quiet, submits, text
from bot.cards.parts.surface import DIALOG, Surface
from store.views.audit_list.cycle_rows import RowProof
from store.views.audit_list.swap import SwapChoices
from store.views.parts.offers import submit_of

REASON = 1000


def swap_form(view: SwapChoices, typed: Typed) -> Json:
    """Another lawful case, auditor or moderator, with a reason (programme.md §2.2)."""
    row = view.row
    people = [
        *(
            [chosen("auditor", "Another auditor", list(view.auditors), typed)]
            if view.auditors
            else []
        ),
        *(
            [chosen("moderator", "Another moderator", list(view.moderators), typed)]
            if view.moderators
            else []
        ),
    ]
    return card(
        f"Swap {row.case_ref}",
        text(
            f"Now {row.auditor.name} audits and {row.moderator.name} moderates. Choose what to "
            "change; Sightline keeps the row lawful."
            if view.state != "drawn"
            else "Nobody is allocated yet, so only the case can be swapped."
        ),
        *(
            [
                chosen(
                    "case_ref",
                    "Another case, next in the draw first",
                    [(ref, ref) for ref in view.cases],
                    typed,
                )
            ]
            if view.cases
            else [quiet("The draw has no other case left.")]
        ),
        *people,
        written(
            "reason",
            "The reason",
            typed,
            mend="Say why; the reason is recorded with the swap.",
            hint="For example: the case moved to another council. Do not identify the child.",
            most=REASON,
        ),
        actions=[submits("list.swap", submit_of("list.swap"), row.audit, row.version)],
    )


def swapped_card(before: str, view: RowProof, place: Surface = DIALOG) -> Json:
    """That the swap was made, and what is on the list now."""
    other = before != view.case_ref
    allocated = bool(view.auditor_rules)
    now = (
        f"{view.auditor.name} audits, {view.moderator.name} moderates."
        if allocated
        else f"Work of {view.practitioner}, {view.team}."
    )
    return card(
        f"{before} was swapped for {view.case_ref}" if other else f"{before} was changed",
        text(now),
        text("The swap and its reason are recorded."),
        *buttons(
            place.ask("cycle.rows", "To the list", view.cycle, view.cycle_version, primary=True),
            place.ask("row.view", proof_title(allocated=allocated), view.audit, view.version),
        ),
    )
