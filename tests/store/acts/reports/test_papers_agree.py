"""What two papers say of one thing is equal, and equal to what others compute from the rows (§5).

The second computation is scikit-learn's and NumPy's, from the rows of the database alone.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from bot.rehearsal.checks.papers_agree import PAPERS, disagreements
from store.ledger import Reader
from store.views.reports.grades import grades
from tests.store.acts.looking_again import MODERATED, SIX_WEEKS_ON, dip, moderated
from tests.store.acts.reports import test_papers_together
from tests.store.acts.reports.test_board_report import WRITTEN
from tests.store.acts.reports.test_papers_together import SCALE, grade_by_chance
from tests.store.council import CYCLE, OFFICER, Council

ALMOST = 1e-9
wide = test_papers_together.wide
"""The fixture of thirty audits."""


def test_5_the_papers_of_a_cycle_say_the_same_of_each_thing(council: Council) -> None:
    audits = moderated(council, "RI", "Good", "Inadequate", "Good")
    dip(council, audits[0], "Good")
    council.do("board.reported", CYCLE, WRITTEN, by=OFFICER, at=SIX_WEEKS_ON)
    with council.read(SIX_WEEKS_ON) as reader:
        assert list(disagreements(reader)) == []


def test_5_a_paper_that_counts_otherwise_is_found_out(council: Council) -> None:
    def lies(_: Reader, __: str) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield ("returned", "full"), 99

    moderated(council, "Good")
    with council.read(SIX_WEEKS_ON) as reader:
        (said,) = disagreements(reader, {**PAPERS, "a copy by hand": lies})
    assert said.startswith(f"{CYCLE}, returned full: the report of grades 1, ")
    assert said.endswith("a copy by hand 99")


@pytest.mark.parametrize("seed", range(6))
def test_5_grades_shares_and_agreement_are_those_that_others_compute(
    wide: Council, seed: int
) -> None:
    grade_by_chance(wide, Random(100 + seed))  # noqa: S311 - invented grades, the same each time
    with wide.read(MODERATED) as reader:
        rows = {row["kind"]: row for row in grades(reader, [CYCLE], full=True)["rows"]}
        assert list(disagreements(reader)) == []
    audits = [row for row in wide.table("audit") if row["state"] == "moderated"]
    for kind, row in rows.items():
        own = [audit for audit in audits if audit["kind"] == kind]
        for step, column in (("first", "first"), ("moderated", "moderated")):
            given = np.array([SCALE.index(a[column]) for a in own if a[column] in SCALE], int)
            counts = np.bincount(given, minlength=len(SCALE))
            assert [row[step][grade]["n"] for grade in SCALE] == counts.tolist()
            if counts.sum():
                shares = 100 * counts / counts.sum()
                told = np.array([row[step][grade]["percent"] for grade in SCALE])
                assert told.sum() == 100
                assert np.abs(told - shares).max() < 1
        pairs = [
            (SCALE.index(a["first"]), SCALE.index(a["moderated"])) for a in own if a["moderated"]
        ]
        moved = np.array([after - before for before, after in pairs], int)
        assert (row["raised"], row["lowered"]) == (int((moved < 0).sum()), int((moved > 0).sum()))
        if row["kappa"] is not None:
            first, second = zip(*pairs, strict=True)
            known = cohen_kappa_score(first, second, labels=range(len(SCALE)), weights="linear")
            assert abs(row["kappa"] - known) < ALMOST
