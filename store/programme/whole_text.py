"""Writes merged rules as TOML, so that a profile is stored whole and readable."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")

WIDTH = 120
"""In characters. A longer table or list is written over several lines."""


def written(data: Mapping[str, Any]) -> str:
    """`data` as TOML; `tomllib` reads the same data back, with the keys in the same order.

    A profile consists of texts, whole numbers, booleans, lists and tables. Raises `TypeError` for
    any other value.
    """
    plain = {key: value for key, value in data.items() if not _has_header(value)}
    blocks = ["\n".join(_lines(plain))] if plain else []
    for name, value in data.items():
        if not _has_header(value):
            continue
        if isinstance(value, list):
            blocks.append("\n".join(_block(f"[[{_key(name)}]]", entry) for entry in value))
        elif value and all(isinstance(part, Mapping) for part in value.values()):
            blocks += [_block(f"[{_key(name)}.{_key(key)}]", part) for key, part in value.items()]
        else:
            blocks.append(_block(f"[{_key(name)}]", value))
    return "\n\n".join(blocks) + "\n"


def _has_header(value: Any) -> bool:
    """Whether the value gets its own header: a table, or a list of tables only."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping)


def _block(header: str, table: Mapping[str, Any]) -> str:
    return "\n".join([header, *_lines(table)])


def _lines(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Each key with its value; a value too long for a line is split into its parts."""
    for key, value in table.items():
        name = f"{before}{_key(key)}"
        line = f"{name} = {_value(value)}"
        if len(line) > WIDTH and isinstance(value, Mapping):
            yield from _lines(value, f"{name}.")
        elif len(line) > WIDTH and isinstance(value, list):
            yield f"{name} = ["
            yield from (f"  {_value(entry)}," for entry in value)
            yield "]"
        else:
            yield line


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """TOML quotes text as JSON does, and also escapes the control character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    match value:
        case str():
            return _quoted(value)
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list():
            return f"[{', '.join(_value(entry) for entry in value)}]"
        case Mapping():
            pairs = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
    raise TypeError(f"no profile holds a {type(value).__name__}")
