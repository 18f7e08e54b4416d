"""What the form of an act sends in, as the act's fields; and the input that an error belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.dialogs.conversations import FORMS
from bot.dialogs.parts.form_fields import Flat, errors_by_input, input_named, listed, typed_of


def fields_of(verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The act's own fields from what its form sent in; empty boxes are dropped."""
    form = FORMS.get(verb)
    return (listed if form is None else form.fields)(typed_of(data))


def inputs_of(verb: str, wrong: Iterable[tuple[str, str]], flat: Flat) -> dict[str, str]:
    """Each error about a field of the act, beside its input."""
    return errors_by_input(_input_of(verb), wrong, flat)


def input_of(verb: str, key: str, flat: Flat) -> str:
    """The input that an error about the act's field `key` belongs beside."""
    return _input_of(verb)(key.split("."), flat)


def _input_of(verb: str) -> Callable[[Sequence[str], Flat], str]:
    form = FORMS.get(verb)
    return input_named if form is None else form.input_of
