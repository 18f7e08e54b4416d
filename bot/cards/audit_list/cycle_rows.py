"""A cycle's rows, and the proof that each is lawful (programme.md §2.3)."""

from bot.cards.parts.kit import Json, buttons, card, facts, fold, group, lines, submits, text
from bot.cards.parts.surface import DIALOG, Surface, page_choice, pages_of
from bot.cards.parts.text import count, joined, sentence
from store.views.audit_list.cycle_rows import CycleRow, CycleRows, RowProof
from store.views.parts.offers import button_of

PAGE = 10
"""Rows, each with its button, on a page."""


def cycle_rows_card(view: CycleRows, page: int = 1, place: Surface = DIALOG) -> Json:
    """The rows of a list by page, each with a button to its proof."""
    page, pages = pages_of(len(view.rows), PAGE, page)
    shown = view.rows[(page - 1) * PAGE : page * PAGE]
    where = f", page {page} of {pages}" if pages > 1 else ""
    what = "cases drawn" if view.state == "drawn" else "list"
    refs = [row.case_ref for row in view.rows]
    names = [
        f"{part[0]} to {part[-1]}"
        for part in (refs[first : first + PAGE] for first in range(0, len(refs), PAGE))
    ]
    return card(
        f"The {what} for {view.service}, {view.month}{where}",
        *([] if view.rows else [text("It has no case.")]),
        *(_row(row, view.state, place) for row in shown),
        *page_choice(page, pages, names),
        actions=[
            *(
                [submits("cycle.rows", "Show that page", view.cycle, view.version)]
                if pages > 1
                else []
            ),
            submits("cycle.view", "To the cycle", view.cycle, view.version, primary=False),
        ],
    )


def _row(row: CycleRow, state: str, place: Surface) -> Json:
    if state == "drawn":
        said = f"{row.case_ref}: work of {row.practitioner} ({row.team})"
    else:
        said = (
            f"{row.case_ref}: {row.auditor} audits {row.practitioner} ({row.team}); "
            f"{row.moderator} moderates"
        )
    title = proof_title(allocated=state != "drawn")
    button = place.ask("row.view", title, row.audit, row.version)
    return group(text(said, spacing="Small"), *buttons(button), separator=True)


def row_card(view: RowProof, place: Surface = DIALOG) -> Json:
    """One row's proof, rule by rule, and the button that swaps it."""
    allocated = bool(view.auditor_rules)
    title = "why this row is lawful" if allocated else "how it came onto the list"
    return card(
        f"{view.case_ref}: {title}",
        facts(
            [
                ("Work of", f"{view.practitioner}, {view.team}"),
                ("Auditor", view.auditor.with_role if allocated else ""),
                ("Moderator", view.moderator.with_role if allocated else ""),
                ("Deputy", view.deputy),
            ]
        ),
        *(
            [text(f"No longer lawful today: {joined(list(view.broken_today))}.")]
            if view.broken_today
            else []
        ),
        *buttons(
            place.ask("list.swap", button_of("list.swap"), view.audit, view.version)
            if "list.swap" in view.may
            else None,
            _rules(f"Why {view.auditor.name}?", view.auditor_rules),
            _rules(f"Why {view.moderator.name}?", view.moderator_rules),
            fold(
                "Why this case?",
                text(f"By lot: seed {view.seed}, from {count(view.pool, 'case')}."),
            ),
            place.ask("cycle.rows", "To the list", view.cycle, view.cycle_version),
        ),
    )


def proof_title(*, allocated: bool) -> str:
    """The button that opens a row's proof; before allocation there is no proof yet."""
    return "Why is this row lawful?" if allocated else "Look at it"


def _rules(title: str, rules: tuple[tuple[str, bool], ...]) -> Json | None:
    if not rules:
        return None
    kept = (f"{sentence(rule)[:-1]}: {'yes' if so else 'no'}" for rule, so in rules)
    return fold(title, *lines(kept))
