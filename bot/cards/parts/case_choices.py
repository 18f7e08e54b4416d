"""Which cases a line of enquiry asks for: chosen from what the data holds, or typed."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json

Choices = Sequence[tuple[str, str]]
"""The filter's text, and what it asks for in words with the number of cases that it leaves."""


def which_cases(number: int, typed: Typed, choices: Choices) -> list[Json]:
    """The inputs for a line's dip samples; what is chosen and what is typed must both hold."""
    first = number == 1
    offered = (
        [
            chosen(
                f"kloes.{number}.pick",
                f"Dip samples for {number}: which cases",
                choices,
                typed,
                hint="How many cases each leaves, of those known now." if first else "",
            )
        ]
        if choices
        else []
    )
    return [
        *offered,
        written(
            f"kloes.{number}.where",
            f"Dip samples for {number}: only cases with",
            typed,
            most=200,
            multiline=False,
            hint="For example: flags=neglect. Leave it empty for any case." if first else "",
        ),
    ]
