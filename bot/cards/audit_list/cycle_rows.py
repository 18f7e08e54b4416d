"""A cycle's rows, the proof of each, and why some cannot be allocated at all."""

from bot.cards.parts.kit import Json, buttons, card, facts, fold, group, lines, quiet, submits, text
from bot.cards.parts.surface import CHAT, DIALOG, Surface, page_choice, pages_of
from bot.cards.parts.text import count, joined, sentence
from store.views.audit_list.clash import Clashing
from store.views.audit_list.cycle_rows import CycleRow, CycleRows, RowProof

PAGE = 10
"""Rows with a button that are shown at a time."""
SWAPS = 4
REFS = 6
LINES = 3


def cycle_rows_card(view: CycleRows, page: int = 1, place: Surface = DIALOG) -> Json:
    """The rows of a list, `PAGE` at a time, each with the way to its proof."""
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
        *([] if view.rows else [text("No case is on it.")]),
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
        said, title = f"{row.case_ref}: work of {row.practitioner} ({row.team})", "Look at it"
    else:
        said = (
            f"{row.case_ref}: {row.auditor} audits {row.practitioner} ({row.team}); "
            f"{row.moderator} moderates"
        )
        title = "Why is this row lawful?"
    button = place.ask("row.view", title, row.audit, row.version)
    return group(text(said, spacing="Small"), *buttons(button), separator=True)


def row_card(view: RowProof, place: Surface = DIALOG) -> Json:
    """One row's proof, rule by rule, and the way to swap it."""
    allocated = bool(view.auditor_rules)
    title = (
        f"{view.case_ref}: why this row is lawful"
        if allocated
        else (f"{view.case_ref}: how it came onto the list")
    )
    return card(
        title,
        facts(
            [
                ("Work of", f"{view.practitioner}, {view.team}"),
                ("Auditor", view.auditor.with_role if allocated else ""),
                ("Moderator", view.moderator.with_role if allocated else ""),
                ("Deputy", view.deputy),
            ]
        ),
        *(
            [text(f"No longer so today: {joined(list(view.broken_today))}.")]
            if view.broken_today
            else []
        ),
        *buttons(
            place.ask("list.swap", "Swap it…", view.audit, view.version)
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


def swapped_card(before: str, view: RowProof, place: Surface = DIALOG) -> Json:
    """That the swap was made, and what stands on the list now."""
    other = before != view.case_ref
    allocated = bool(view.auditor_rules)
    now = (
        f"{view.auditor.name} audits, {view.moderator.name} moderates."
        if allocated
        else (f"Work of {view.practitioner}, {view.team}.")
    )
    return card(
        f"{before} was swapped for {view.case_ref}" if other else f"{before} was changed",
        text(now),
        text("The swap and its reason are recorded."),
        *buttons(
            place.ask("cycle.rows", "To the list", view.cycle, view.cycle_version, primary=True),
            place.ask("row.view", _proof_title(allocated=allocated), view.audit, view.version),
        ),
    )


def _proof_title(*, allocated: bool) -> str:
    return "Why is this row lawful?" if allocated else "Look at it"


def _rules(title: str, rules: tuple[tuple[str, bool], ...]) -> Json | None:
    if not rules:
        return None
    kept = (f"{sentence(rule)[:-1]}: {'yes' if so else 'no'}" for rule, so in rules)
    return fold(title, *lines(kept))


def clash_card(view: Clashing, place: Surface = CHAT) -> Json:
    """No lawful allocation exists: what clashes, and swaps as buttons; no rule is bent (§2.3)."""
    shown, more = view.lines[:LINES], len(view.lines) - LINES
    offered = view.swaps[:SWAPS]
    return card(
        f"{view.service}, {view.month} cannot be allocated lawfully",
        *lines(_clash(line.case_refs) for line in shown),
        *([quiet(f"and {count(more, 'more clash', 'more clashes')}.")] if more > 0 else []),
        text(
            "No rule is bent. Each of these swaps would mend one:"
            if offered
            else "No rule is bent, and no swap of a case would mend it."
        ),
        *buttons(
            *(
                place.ask(
                    "list.swap",
                    f"Swap {swap.case_ref} for {swap.with_case}…",
                    swap.audit,
                    swap.version,
                    primary=number == 0,
                )
                for number, swap in enumerate(offered)
            ),
            fold("Which rules clash?", *_why(view)),
            fold("What else would mend it?", *lines(sentence(said) for said in view.others))
            if view.others
            else None,
        ),
        *buttons(place.act("cycle.allocate", "Allocate again", view.cycle, view.version)),
        says=f"{view.service}, {view.month} cannot be allocated lawfully; swaps are proposed",
    )


def _clash(refs: tuple[str, ...]) -> str:
    named = ", ".join(refs[:REFS])
    more = f" and {len(refs) - REFS} more" if len(refs) > REFS else ""
    one = "has" if len(refs) == 1 else "have"
    return f"{named}{more} {one} nobody left who may lawfully do it."


def _why(view: Clashing) -> list[Json]:
    return lines(
        f"{', '.join(line.case_refs[:REFS])}: {joined(list(line.rules))}"
        for line in view.lines[:REFS]
    )
