"""How log lines are written: one JSON object a line, with ids and codes and no person's words.

Only fields in `FIELDS` are written; of any other field the line gives the name alone, so that a new
log call cannot leak what a person wrote. A person is logged by their Entra object id, never by
address, because an address holds a name.
"""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, FilteringBoundLogger, Processor

FIELDS = frozenset({
    "activity", "ahead", "at", "code", "conversation", "error", "event", "failed", "job", "kind",
    "late", "level", "library", "message", "outcome", "owed", "person", "problems", "programme",
    "rows", "seq", "span", "status", "subject", "timestamp", "trace", "turn", "verb", "waited",
    "what", "why", "withheld",
})  # fmt: skip
"""The fields that a log line may hold: ids, counts, codes and places in the code."""

MAX_LENGTH = 200
ID = re.compile(r"[\w.:;/@<>|=+~*-]*(?: < [\w.:-]+)*")
"""An id or code: it has no blank, so it is no sentence. " < " separates places in the code."""
A_PERSON = "(a person)"
"""Replaces the address of a person whom an act is about."""


def write_logs(how: str = "json", to: TextIO | None = None) -> None:
    """Set up logging: `how` is "json", or "words" for a person at a terminal."""
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
    """Add the ids of the current trace and span, if there is one, so that logs match traces."""
    now = trace.get_current_span().get_span_context()
    if now.is_valid:
        line["trace"], line["span"] = f"{now.trace_id:032x}", f"{now.span_id:016x}"
    return line


def keep_ids_only(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Keep the ids, counts, codes and places in the code; name the fields that are withheld."""
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
    """Logs that a library logged, and where, without its words: they may hold what it handled."""

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
