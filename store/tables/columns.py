"""How the ledger stores values: moments, dates and lists as text that can be hashed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(value: Any) -> str:
    """JSON in one canonical spelling, so that anyone can repeat a hash over it."""
    return _CANONICAL.encode(value)


_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})


def plain(value: Any) -> Any:
    """A column's value as facts store it: moments in UTC to the microsecond, dates as ISO 8601."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        # `isoformat` spells it as `strftime` would, several times as quickly; it ends in +00:00.
        return f"{value.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def instant(text: str) -> datetime:
    """The moment that `plain` wrote as text."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


_SCAN: Callable[[str, int], tuple[Any, int]] = vars(json.JSONDecoder())["scan_once"]


def _told(text: str) -> Any:
    """As `json.loads`, several times as quickly for the short canonical texts of columns."""
    try:
        value, end = _SCAN(text, 0)
    except StopIteration:
        return json.loads(text)
    return value if end == len(text) else json.loads(text)


def _told_or_none(text: str | None) -> Any:
    return None if text is None else _told(text)


class JsonText(TypeDecorator[Any]):
    """A list or object stored as canonical JSON text; JSONB would change the spelling."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The text to store."""
        del dialect
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The list or object from the stored text."""
        del dialect
        return None if value is None else _told(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Gives the list or object from the stored text, which the database answers as it is."""
        del dialect, coltype
        return _told_or_none
