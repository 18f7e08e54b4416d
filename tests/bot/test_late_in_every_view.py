"""What is late says so, by how much and whose it is: every card, list, page and command (§4)."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.board.page import Asked, Cell
from bot.board.places import PAGES, drawn
from bot.cli.lateness import due_of_duty, due_of_return
from bot.dialogs.faces import face, said
from store.ledger import Reader
from store.tables import Audit, Duty, Message, Person
from store.views.parts.due import due_by, due_of
from store.views.parts.viewer import viewer_by_upn
from tests.bot.cards.linter import said as words_of
from tests.store.council import DIRECTOR, HOS, OFFICER, Council
from tests.store.whole_council import everything_at_once

LATE = datetime(2027, 1, 28, 10, tzinfo=UTC)
"""Weeks after everything of the whole council was due."""

DAY = re.compile(r"\b(?:due|by|until)\b (?:Mon|Tue|Wed|Thu|Fri) \d{1,2} (?:Nov|Dec|Jan)\b(?! 20)")
SAYS_SO = re.compile(r"working days? (?:ago|late)|which has passed")
AS_IT_WAS = {"digest", "service_digest", "digest_copy"}
"""Papers of a day: they say what was so on the day they were issued."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('late') / 'ledger.db'}")
    everything_at_once(council)
    with council.read(LATE) as reading:
        yield reading
    council.close()


@pytest.fixture(scope="module")
def late(reader: Reader) -> dict[str, set[str]]:
    """By audit, and "" for all, the days of its open duties that are past."""
    found: dict[str, set[str]] = {"": set()}
    for duty in reader.rows(Duty, closed_at=None):
        due = due_of(reader, duty)
        if due.passed:
            found[""].add(due.on)
            found.setdefault(duty.subject.partition(".")[0], set()).add(due.on)
    return found


def _unsaid(words: str, days: set[str]) -> list[str]:
    """The sentences that name a past day of an open duty and do not say that it is late."""
    sentences = re.split(r"(?<=[.;]) |\n", words.replace("\u00a0", " "))
    return [
        sentence
        for sentence in sentences
        if not SAYS_SO.search(sentence)
        and any(found.partition(" ")[2] in days for found in DAY.findall(sentence))
    ]


@pytest.mark.parametrize("each", [3, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_every_card_about_something_late_says_how_late_it_is(
    reader: Reader, late: dict[str, set[str]], each: int
) -> None:
    assert len(late[""]) > 8, "the whole council is late with much"
    of_kind, wrong = Counter[str](), []
    for message in reader.rows(Message):
        if message.kind in AS_IT_WAS or of_kind[message.kind] >= each:
            continue
        shown = face(reader, message)
        if shown is None:
            continue
        of_kind[message.kind] += 1
        days = late.get(message.subject.partition(".")[0], set())
        wrong += [(message.kind, said) for said in _unsaid(words_of(shown.card), days)]
    assert wrong == []
    assert len(of_kind) > 20


@pytest.mark.parametrize("asked", ["my work", "who owes", "status"])
def test_every_list_of_what_is_owed_says_how_late_it_is(
    reader: Reader, late: dict[str, set[str]], asked: str
) -> None:
    for person in reader.rows(Person)[:: 1 if asked == "my work" else 4]:
        for answer in said(reader, person, asked):
            assert _unsaid(words_of(answer.card), late[""]) == [], person.id


def test_the_command_line_says_how_late_each_duty_and_each_return_is(reader: Reader) -> None:
    for duty in reader.rows(Duty, closed_at=None):
        due = due_of(reader, duty)
        assert due_of_duty(reader, duty.id).endswith(f", {due.how_late}") == due.passed
    for audit in reader.rows(Audit):
        returned = due_by(reader, audit.id, "return.submit")
        if returned is not None and returned.late:
            assert due_of_return(reader, audit.id).endswith(f"{returned.how_late}")


def _rows(reader: Reader, upn: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Every row of every page that this person has, its cells by their columns."""
    viewer = viewer_by_upn(reader, upn)
    assert viewer is not None
    for place in PAGES:
        if not place.is_for(viewer):
            continue
        for table in drawn(reader, place.path, Asked(viewer, {"cycle": "all"})).tables:
            names = [column.key for column in table.columns]
            for row in table.rows:
                yield f"{place.path}, {table.caption}", dict(zip(names, row, strict=False))


@pytest.mark.parametrize("upn", [OFFICER, DIRECTOR, HOS])
def test_every_row_of_the_board_that_is_late_says_how_late_it_is(
    reader: Reader, late: dict[str, set[str]], upn: str
) -> None:
    wrong, seen = [], 0
    for where, cells in _rows(reader, upn):
        for name, cell in cells.items():
            words = f"{cell.text}, {cell.note}"
            if name == "due" and cell.tone == "late" and not SAYS_SO.search(words):
                wrong.append((where, name, words))
            seen += bool(SAYS_SO.search(words))
            wrong += [(where, name, unsaid) for unsaid in _unsaid(words, late[""])]
    assert wrong == []
    assert seen, "something on the board is late"
