"""Log lines hold ids and counts only, whichever code writes them."""

import ast
import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.logs import FIELDS, keep_ids_only, write_logs

CANARY = "Zebedee Quill was seen on 3 February"
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """The stream of log lines; logging is restored afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    out = StringIO()
    write_logs(to=out)
    yield out
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


def written(out: StringIO) -> list[dict[str, Any]]:
    """Every line, each of them one JSON object."""
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_says_what_happened_by_ids(lines: StringIO) -> None:
    structlog.get_logger().info("act.done", verb="return.submit", subject="frontdoor-2026-12-07")
    (line,) = written(lines)
    assert line["event"] == "act.done"
    assert line["subject"] == "frontdoor-2026-12-07"
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("field", sorted(FIELDS - {"event"}))
def test_what_somebody_wrote_is_left_out_of_every_field(field: str) -> None:
    kept = keep_ids_only(None, "info", {"event": "act.done", field: CANARY})
    assert "Quill" not in str(kept)
    assert kept["withheld"] == [field]


def test_what_somebody_wrote_is_left_out_of_a_field_that_nobody_thought_of(lines: StringIO) -> None:
    log = structlog.get_logger()
    log.info("act.done", reason="short", **{CANARY: 1})
    log.info(CANARY)
    log.info("act.done", rows=[CANARY])
    assert "Quill" not in lines.getvalue()
    assert written(lines)[0]["withheld"] == ["(a name)", "reason"]


def test_a_person_stands_in_no_line_by_their_address(lines: StringIO) -> None:
    structlog.get_logger().info("act.done", verb="person.left", subject="amy.smith@council.example")
    assert "amy" not in lines.getvalue()


def test_a_librarys_own_words_and_its_tracebacks_are_left_out(lines: StringIO) -> None:
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("asyncio").exception("Task failed with %s", CANARY)
    assert "Quill" not in lines.getvalue()
    (line,) = written(lines)
    assert (line["library"], line["error"], line["level"]) == ("asyncio", "ValueError", "error")


def test_every_line_that_the_bot_writes_has_fields_that_are_kept() -> None:
    told = list(_logged(Path("bot")))
    assert len(told) > 20, "the search finds the lines"
    assert [line for line in told if not line[1] <= FIELDS] == []


def _logged(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """Each logger call under `folder`: its place and the names of its fields."""
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "log." in text else ():
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)) if (
                    level in LEVELS
                ):
                    yield f"{file}:{node.lineno}", {k.arg for k in node.keywords if k.arg}
