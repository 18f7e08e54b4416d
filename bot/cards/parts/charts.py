"""Charts that Teams draws; what a client without them shows instead says the same in words.

They are Teams' own additions to a card of version 1.5. Clients that do not know them draw the
`fallback`: each number in words, with a bar of text. The numbers stand on the card as text besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.cards.parts.kit import Json, facts, group, text

Colour = Literal["good", "warning", "attention", "neutral"]
BAR: Final = 10
"""Signs of a bar of text."""
STEPS: Final = "▁▂▃▄▅▆▇█"
"""Heights of a line drawn as text."""
SIGNS: Final[dict[Colour, str]] = {
    "good": "█", "warning": "▓", "attention": "░", "neutral": "·",
}  # fmt: skip
"""How each colour looks where there is none: the darker, the better."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: what it is, how many, and its colour; the word says what it means."""

    name: str
    number: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Course:
    """How one number went: a value for each day, written as 2026-12-21 and as "Mon 21 Dec"."""

    name: str
    values: tuple[tuple[str, str, int], ...]
    colour: Colour


def stacked_bars(title: str, rows: Sequence[tuple[str, Sequence[Share]]]) -> Json:
    """A bar for each row, divided into the same shares."""
    return _chart(
        "Chart.HorizontalBar.Stacked",
        title,
        [{"title": name, "data": [_point(one) for one in shares]} for name, shares in rows],
        facts((name, _in_words(shares)) for name, shares in rows),
    )


def donut(title: str, shares: Sequence[Share]) -> Json:
    """One whole and its shares."""
    return _chart(
        "Chart.Donut",
        title,
        [_point(one) for one in shares],
        facts([("All", str(sum(one.number for one in shares))), ("Of them", _in_words(shares))]),
    )


def line_chart(title: str, courses: Sequence[Course]) -> Json:
    """How numbers went from day to day, on one scale."""
    days = [words for _, words, _ in courses[0].values]
    most = max(value for one in courses for *_, value in one.values)
    return _chart(
        "Chart.Line",
        title,
        [
            {
                "legend": one.name,
                "color": one.colour,
                "values": [{"x": day, "y": value} for day, _, value in one.values],
            }
            for one in courses
        ],
        facts((one.name, _steps([value for *_, value in one.values], most)) for one in courses),
        f"{title}, {days[0]} to {days[-1]}",
    )


def _steps(values: Sequence[int], most: int) -> str:
    """One course as signs of a height and in numbers: "▁▃▆█ 4, 19, 41, 54"."""
    heights = (STEPS[value * (len(STEPS) - 1) // max(1, most)] for value in values)
    return f"{''.join(heights)} {', '.join(map(str, values))}"


def _chart(kind: str, title: str, data: list[Json], instead: Json, said: str = "") -> Json:
    return {
        "type": kind,
        "title": title,
        "data": data,
        "fallback": group(text(said or title, weight="Bolder"), instead),
    }


def _point(one: Share) -> dict[str, Any]:
    return {"legend": one.name, "value": one.number, "color": one.colour}


def _in_words(shares: Sequence[Share]) -> str:
    """The shares as a bar of text and in words: "████████▓░ 52 in time, 2 late, 5 not in"."""
    said = ", ".join(f"{one.number} {one.name.lower()}" for one in shares)
    return f"{_bar(shares)} {said}".strip()


def _bar(shares: Sequence[Share]) -> str:
    """`BAR` signs in proportion: no share that is there is lost, and the largest gives way."""
    whole = sum(one.number for one in shares)
    if not whole:
        return ""
    signs = [max(1, round(BAR * one.number / whole)) if one.number else 0 for one in shares]
    largest = max(range(len(shares)), key=lambda place: signs[place])
    signs[largest] += BAR - sum(signs)
    return "".join(SIGNS[one.colour] * n for one, n in zip(shares, signs, strict=True))
