"""What the form of an act sends in, as the act's fields; and an error, as the input it is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.cards.audit_month.return_blocks import NOT_APPLICABLE
from bot.dialogs.conversations import FORMS
from bot.dialogs.parts.form_fields import Flat, input_named, input_nested, listed, nested, typed_of

NESTED = frozenset({"return.submit", "return.save"})


def fields_of(verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The act's own fields from what its form sent in; empty boxes are dropped."""
    flat = typed_of(data)
    if verb in FORMS:
        return FORMS[verb].fields(flat)
    return _old_fields(verb, flat)


def _old_fields(verb: str, flat: Flat) -> dict[str, Any]:
    if verb not in NESTED:
        return listed(flat)
    plain = dict(flat)
    for key, value in flat.items():
        is_grade = key.startswith("domains.") and key.endswith(".grade")
        if verb == "return.submit" and is_grade and value == NOT_APPLICABLE:
            del plain[key]
    fields = nested(plain)
    for key in flat.keys() - plain.keys():
        domains = fields.setdefault("domains", {})
        if isinstance(domains, dict):  # no form sends "domains" itself; the act refuses it
            domains.setdefault(key.split(".")[1], {})
    return fields


def inputs_of(
    verb: str, wrong: Iterable[tuple[str, str]], flat: Mapping[str, str]
) -> dict[str, str]:
    """Each error beside its input; two about one input stand together."""
    beside: dict[str, str] = {}
    for key, how in wrong:
        name, words = input_of(verb, key, flat), how.rstrip(".")
        beside[name] = f"{beside[name]}; {words}" if name in beside else words
    return beside


def input_of(verb: str, key: str, flat: Mapping[str, str]) -> str:
    """The input that an act's complaint about the field `key` belongs beside."""
    parts = key.split(".")
    if verb in FORMS:
        return FORMS[verb].input_of(parts, flat)
    return input_nested(parts, flat) if verb in NESTED else input_named(parts, flat)
