"""The Director's Monday, the scorecard and the board's papers can be filed as they come (§5)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.simulation import key_for
from store.ledger import Ledger
from store.ledger.database import open_engine
from store.ledger.randomness import SeededRandomness
from store.ledger.sealed import DataKey
from store.programme.profile import shipped_names
from store.tables import Fact, Person
from store.tables.columns import instant
from tests.rehearsal.as_filed import Paper, faults_of, papers_of
from tests.rehearsal.seeds import BY_DAY, YEAR


def unfit_in(file: Path, key: DataKey) -> tuple[list[str], list[str]]:
    """The papers of that ledger at its end, and what nobody would file of them."""
    engine = open_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        last = session.scalars(select(Fact.at).order_by(col(Fact.seq).desc())).first()
    ledger = Ledger(engine, key=key, randomness=SeededRandomness(0))
    (programme,) = ledger.programmes()
    with ledger.read(programme, at=instant(str(last)) + timedelta(minutes=1)) as reader:
        people = {person.id: person.name for person in reader.rows(Person)}
        papers = list(papers_of(reader))
        faults = [fault for paper in papers for fault in faults_of(paper, people)]
    engine.dispose()
    return [paper.name for paper in papers], faults


def test_a_months_papers_can_be_filed_without_editing(month_kept: Callable[[int], Path]) -> None:
    papers, faults = unfit_in(month_kept(BY_DAY[0]), key_for(BY_DAY[0]))
    assert faults == []
    assert any(name.startswith("digest ") for name in papers)
    assert any(name.endswith("Scorecard.xlsx") for name in papers)


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped_names())
def test_a_years_papers_can_be_filed_without_editing(
    name: str, year_of: Callable[[str], tuple[RehearsalReport, Path]]
) -> None:
    papers, faults = unfit_in(year_of(name)[1], key_for(YEAR))
    assert faults == []
    assert any(name.endswith("for board.docx") for name in papers)


def test_what_nobody_would_file_is_found() -> None:
    wrong = ("Impact: not written yet", "sam.lee@council.example", "board_report", "tm.mash said")
    for words in wrong:
        assert list(faults_of(Paper("a card", (words,)), {"tm.mash": "Tom Mash"}))
    assert not list(faults_of(Paper("a card", ("Tom Mash, 71%",)), {"tm.mash": "Tom Mash"}))
