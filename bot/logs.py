"""How log lines are written: one JSON object a line, events with ids, and nobody's words.

Every field has a name from `FIELDS`; another one is left out and only its name is told, so that a
new line cannot carry what somebody wrote before somebody has thought about it. A person stands as
their Entra object id, never as an address, which is a name.
"""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, FilteringBoundLogger, Processor

FIELDS = frozenset({
    "activity", "at", "code", "conversation", "error", "event", "failed", "job", "kind", "late",
    "level", "library", "message", "outcome", "owed", "person", "problems", "programme", "rows",
    "seq", "span", "status", "subject", "timestamp", "trace", "turn", "verb", "waited",
    "what", "why", "withheld",
})  # fmt: skip
"""Ids, counts, codes and places in the code: what a log line may hold."""

MAX_LENGTH = 200
ID = re.compile(r"[\w.:;/@<>|=+~*-]*(?: < [\w.:-]+)*")
"""An id or code: no blank, so no sentence; places in the code stand with " < " between them."""
A_PERSON = "(a person)"
"""In the place of a person's address where it is what an act was about."""


def write_logs(how: str = "json", to: TextIO | None = None) -> None:
    """Write log lines from now on: `how` is "json", or "words" for a person at a terminal."""
    out = to or sys.stdout
    drawn: Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if how == "words"
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            with_trace,
            keep_ids_only,
            drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)


def with_trace(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Name the trace under way, if there is one, so that log and trace can be laid side by side."""
    now = trace.get_current_span().get_span_context()
    if now.is_valid:
        line["trace"], line["span"] = f"{now.trace_id:032x}", f"{now.span_id:016x}"
    return line


def keep_ids_only(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Leave out of a line whatever is no id, count, code or place in the code."""
    kept: EventDict = {}
    withheld = []
    for name, value in line.items():
        if name in FIELDS and _is_id(value):
            known = name in ("subject", "person") and "@" in str(value)
            kept[name] = A_PERSON if known else value
        else:
            withheld.append(name if name in FIELDS or ID.fullmatch(name) else "(a name)")
    if withheld:
        kept["withheld"] = sorted(withheld)
    return kept


def _is_id(value: object) -> bool:
    if value is None or isinstance(value, bool | int | float):
        return True
    return isinstance(value, str) and len(value) <= MAX_LENGTH and bool(ID.fullmatch(value))


class _Libraries(logging.Handler):
    """What libraries say, by their name and place alone: their words may hold what they handled."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        log: FilteringBoundLogger = structlog.get_logger()
        error = record.exc_info[0] if record.exc_info else None
        log.log(
            record.levelno,
            "library.said",
            library=record.name,
            at=f"{record.module}:{record.lineno}",
            error=None if error is None else error.__name__,
        )
