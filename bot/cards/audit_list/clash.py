"""A cycle that cannot be allocated: which cases clash, and the swaps that would help (§2.3)."""

from bot.cards.parts.kit import Json, buttons, card, fold, lines, quiet, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count, joined, sentence
from store.views.audit_list.clash import Clashing

SWAPS = 4
REFS = 6
LINES = 3


def clash_card(view: Clashing, place: Surface = CHAT) -> Json:
    """No lawful allocation exists: what clashes, and proposed swaps as buttons (§2.3)."""
    shown, more = view.lines[:LINES], len(view.lines) - LINES
    offered = view.swaps[:SWAPS]
    return card(
        f"{view.service}, {view.month} cannot be allocated lawfully",
        *lines(_clash(line.case_refs) for line in shown),
        *([quiet(f"and {count(more, 'more clash', 'more clashes')}.")] if more > 0 else []),
        text(
            "Each of these swaps would resolve one clash:"
            if offered
            else "No swap of a case would resolve it."
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
            fold("What else would help?", *lines(sentence(said) for said in view.others))
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
    return f"{named}{more} {one} nobody left who may lawfully take it."


def _why(view: Clashing) -> list[Json]:
    return lines(
        f"{', '.join(line.case_refs[:REFS])}: {joined(list(line.rules))}"
        for line in view.lines[:REFS]
    )
