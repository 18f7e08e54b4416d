"""In each kind of month a digest is read in thirty seconds: few words before its first button."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from typer.testing import CliRunner

from bot.cards.reports.digest_opening import MOST_WORDS
from bot.cli import app as sightline
from bot.dialogs.faces import Face, face
from bot.ledger_opening import open_ledger
from bot.rehearsal.checks.first_read import DIGESTS, words_before_buttons
from bot.settings import Settings
from store.ledger import Reader
from store.tables import Digest, Fact, Message, Person
from store.tables.columns import instant
from store.views.reports.digest_read import digest_read
from tests.bot.cards.linter import problems

REHEARSED = ("rehearse", "--profile", "tower-hamlets", "--small", "--months", "2", "--seed", "3")
CHRISTMAS = (date(2026, 12, 25), date(2026, 12, 31))


@dataclass(frozen=True)
class Issued:
    """One digest with every card of it that somebody was sent, and its returns."""

    day: date
    in_time: float
    faces: tuple[Face, ...]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Issued], date]:
    """The digests of two rehearsed months in their order, and when the first person left."""
    file = tmp_path_factory.mktemp("digests") / "kept.db"
    played = CliRunner().invoke(sightline, [*REHEARSED, "--keep", str(file)])
    assert played.exit_code == 0, played.output
    return read_from(file)


def read_from(file: Path) -> tuple[list[Issued], date]:
    ledger = open_ledger(Settings.model_validate({"database_url": f"sqlite:///{file}"}))
    (programme,) = ledger.programmes()
    with ledger.engine.connect() as connection:
        last = instant(connection.execute(select(func.max(col(Fact.at)))).scalar_one())
    with ledger.read(programme, at=last) as reader:
        found = [one_of(reader, row) for row in reader.rows(Digest, order="as_of")]
        left = min(person.left_on for person in reader.rows(Person) if person.left_on is not None)
    ledger.engine.dispose()
    return found, left


def one_of(reader: Reader, row: Digest) -> Issued:
    sent = [
        message
        for message in reader.rows(Message, subject=row.id, kind=sorted(DIGESTS))
        if not message.to.startswith("post:")
    ]
    whole = next(message for message in sent if message.kind == "digest")
    services = digest_read(reader, row.id, whole.to).services
    due = sum(one.fell_due for one in services)
    drawn = (face(reader, message) for message in sent)
    return Issued(
        reader.calendar.local(row.as_of).date(),
        sum(one.in_time for one in services) / due if due else -1,
        tuple(one for one in drawn if one is not None),
    )


def chosen(name: str, found: list[Issued], left: date) -> Issued:
    counted = [one for one in found if one.in_time >= 0]
    return {
        "the first": found[0],
        "a good month": max(counted, key=lambda one: one.in_time),
        "a bad one": min(counted, key=lambda one: one.in_time),
        "one with leavers": next(one for one in found if one.day >= left),
        "Christmas": next(one for one in found if CHRISTMAS[0] <= one.day <= CHRISTMAS[1]),
    }[name]


@pytest.mark.nightly
@pytest.mark.parametrize(
    "name", ["the first", "a good month", "a bad one", "one with leavers", "Christmas"]
)
def test_a_digest_says_at_most_75_words_before_its_first_button(
    issued: tuple[list[Issued], date], name: str
) -> None:
    digest = chosen(name, *issued)
    assert len(digest.faces) > len(DIGESTS)
    for one in digest.faces:
        assert words_before_buttons(one.card) <= MOST_WORDS
        assert problems(one, MOST_WORDS) == []
