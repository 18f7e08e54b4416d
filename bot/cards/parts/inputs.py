"""A form's inputs: each with its label, what good looks like, and what to do about a mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards.parts.kit import Json, group, quiet, text
from bot.cards.parts.limits import at_most

REQUIRED = "(required)"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed so far, and what is wrong with it, both by the input's id."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def written(
    name: str,
    label: str,
    typed: Typed,
    *,
    mend: str = "",
    hint: str = "",
    most: int = 1000,
    multiline: bool = True,
) -> Json:
    """A box for words; required where `mend` says what to do about an empty one."""
    box: Json = {"type": "Input.Text"} | ({"isMultiline": True} if multiline else {})
    return _asked(name, label, typed, box, mend=mend, hint=hint, most=most)


def chosen(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    typed: Typed,
    *,
    mend: str = "",
    hint: str = "",
    style: str = "compact",
    several: bool = False,
) -> Json:
    """A choice of (value, words); `style` is compact or expanded."""
    box: Json = {
        "type": "Input.ChoiceSet",
        "choices": [{"title": words, "value": value} for value, words in choices],
        "style": style,
        "wrap": True,
    }
    return _asked(
        name, label, typed, box | ({"isMultiSelect": True} if several else {}), mend=mend, hint=hint
    )


def dated(name: str, label: str, typed: Typed, *, mend: str = "", hint: str = "") -> Json:
    """A day; the form knows from the act between which days it lies (`limits`)."""
    return _asked(name, label, typed, {"type": "Input.Date"}, mend=mend, hint=hint)


def _asked(
    name: str, label: str, typed: Typed, box: Json, *, mend: str, hint: str, most: int = 0
) -> Json:
    """The input with its help above it, and what to correct beside it."""
    asked: dict[str, Any] = {
        **box,
        "id": name,
        "label": f"{label} {REQUIRED}" if mend else label,
        **({"isRequired": True, "errorMessage": mend} if mend else {}),
        **({"value": typed.values[name]} if typed.values.get(name) else {}),
    }
    asked = at_most(asked, most) if most else asked
    wrong = typed.errors.get(name)
    before = [quiet(hint)] if hint else []
    after = (
        [text(f"Please correct: {_said_of_it(wrong)}.", color="Attention", spacing="Small")]
        if wrong
        else []
    )
    return group(*before, asked, *after, spacing="Medium") if before or after else asked


def _said_of_it(wrong: str) -> str:
    """What is wrong with an input, as said right under it: "this is needed"."""
    return f"this {wrong}" if wrong.startswith("is ") else wrong


def mistake(label: str, wrong: str) -> str:
    """What is wrong, with the input's name: "Your reason is needed", "The grade: choose one"."""
    return f"{label} {wrong}" if wrong.startswith("is ") else f"{label}: {wrong}"


def troubles(typed: Typed, labels: Mapping[str, str]) -> list[Json]:
    """What needs correcting, in words at the top of a form; nothing where all is well.

    `labels` says what each input is called; an error about no input stands by itself.
    """
    if not typed.errors:
        return []
    many = "one answer needs" if len(typed.errors) == 1 else f"{len(typed.errors)} answers need"
    told = [
        text(f"{mistake(labels[name], how)}." if name in labels else f"{how}.", spacing="None")
        for name, how in typed.errors.items()
    ]
    first = text(
        f"All that you typed is kept; {many} correcting:", weight="Bolder", color="Attention"
    )
    return [group(first, *told, style="emphasis")]
