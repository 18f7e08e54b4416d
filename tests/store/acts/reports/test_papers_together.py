"""Cycles of thirty audits, graded by chance: nobody works out a hidden count of any (§5).

The papers are read as their readers have them and put together by integer programming.
"""

from collections.abc import Iterator
from random import Random

import pytest

from bot.rehearsal.checks.papers import worked_out
from store.tables import Audit
from store.views.reports.grades import grades
from tests.store.acts.looking_again import MODERATED
from tests.store.council import CYCLE, Council, caseload, profile_text, staff
from tests.store.kinds import KINDS

SCALE = ("Outstanding", "Good", "RI", "Inadequate")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """A cycle of thirty audits, on SQLite: the counts are made of rows alone."""
    folder = tmp_path_factory.mktemp("wide")
    council = Council.empty(f"sqlite:///{folder / 'ledger.db'}")
    council.found(profile_text(tm=22, ap=8) + KINDS)
    council.load_people(staff())
    council.load_cases(caseload(each=18))
    council.open_cycle()
    council.draw()
    council.issue()
    yield council
    council.close()


def grade_by_chance(council: Council, chance: Random) -> None:
    """Every audit returned; some observations, some not moderated, some locked or disputed."""
    observations, moderated = chance.choice((0, 3, 9)), chance.choice((0.3, 0.9, 1))
    locked, disputed = chance.choice((0, 0, 0.9)), chance.choice((0, 0, 0.05))
    shares = chance.choice(((1, 6, 3, 1), (1, 12, 2, 0.3), (3, 3, 3, 3)))
    with council.unit(at=MODERATED) as unit:
        for at, audit in enumerate(unit.rows(Audit, cycle=CYCLE, kind=["full", "observation"])):
            audit.kind = "observation" if at < observations else "full"
            audit.state, audit.returned_at = "moderated", MODERATED
            (audit.first,) = chance.choices(SCALE, shares)
            audit.moderated = audit.third_lock = audit.disputed = None
            if audit.kind == "full" and chance.random() < moderated:
                audit.moderated = _near(audit.first, chance)
                if chance.random() < locked:
                    audit.third_lock = _near(audit.moderated, chance)
            if chance.random() < disputed:
                audit.disputed = _near(audit.first, chance)
        unit.record("test.arranged", council.programme, {})


def _near(grade: str, chance: Random) -> str:
    by = chance.choice((0, 0, 0, 0, 1, -1))
    return SCALE[min(3, max(0, SCALE.index(grade) + by))]


def breaches(council: Council, seed: int) -> list[str]:
    grade_by_chance(council, Random(seed))  # noqa: S311 - invented grades, the same each time
    with council.read(MODERATED) as reader:
        return list(worked_out(reader))


@pytest.mark.parametrize("seed", range(4))
def test_5_nobody_works_out_a_hidden_count_from_all_the_papers(wide: Council, seed: int) -> None:
    assert breaches(wide, seed) == []


def test_what_decides_it_prints_nothing_into_a_command_s_answer(
    wide: Council, capfd: pytest.CaptureFixture[str]
) -> None:
    """HiGHS prints a line of its own where it must repair a solution, as of big switches."""
    for seed in range(4):
        grade_by_chance(wide, Random(seed))  # noqa: S311 - as above
        with wide.read(MODERATED) as reader:
            grades(reader, [CYCLE])
    assert capfd.readouterr().out == ""


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4, 64))
def test_5_nobody_does_of_many_cycles(wide: Council, seed: int) -> None:
    assert breaches(wide, seed) == []
