"""The inputs of one improvement action, wherever somebody adds one (programme.md §3)."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json

LONGEST = 300
"""Most characters of what is to be done, and of what will be different."""

SCOPES = [("case", "This case"), ("service", "The service"), ("report", "The report")]


def action_inputs(number: int, owners: Sequence[tuple[str, str]], typed: Typed) -> list[Json]:
    """The inputs of the action with that number; `owners` are (value, words) of whose it may be."""
    at = f"actions.{number}"
    return [
        written(f"{at}.what", f"Action {number}: what exactly", typed, most=LONGEST),
        chosen(f"{at}.who", f"Action {number}: who", owners, typed),
        dated(f"{at}.by", f"Action {number}: by when", typed),
        written(f"{at}.different", f"Action {number}: what will be different", typed, most=LONGEST),
        chosen(f"{at}.scope", f"Action {number}: for (this case unless chosen)", SCOPES, typed),
    ]
