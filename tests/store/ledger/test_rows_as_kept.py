"""Rows are compared as SQLite keeps them, and an odd spelling is never taken for the right one."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ledger import chain
from store.ledger.proof import verify
from store.ledger.row_check import rows_that_differ
from store.ledger.spelling import as_told, keeping, readable, spelt
from store.tables import ROWS
from store.tables.columns import plain
from tests.bot.test_query_plans import asked
from tests.store.council import Council, issued_at

ODD_MOMENTS = (
    "2026-13-01 09:00:00.000000",
    "2026-W01-1 09:00:00.000000",
    "2026-12-01T09:00:00.000000",
    "2026-12-01 09:00:00",
    "2026-12-01 9:00:00.0000000",
    "20261201 09:00:00.00000000",
    "",
    "yesterday",
    7,
)


@pytest.fixture(scope="module")
def in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    held = issued_at(tmp_path_factory.mktemp("kept") / "issued.db")
    yield held
    held.close()


def test_a_whole_ledger_is_verified_with_one_question_a_table(in_sqlite: Council) -> None:
    council = in_sqlite
    with asked(council.engine) as statements:
        assert verify(council.ledger, council.programme).ok
    of_rows = [s for s in statements.count if "kept_" in s]
    assert of_rows == []
    for name in ROWS:
        whole = [n for s, n in statements.count.items() if f'FROM "{name}" WHERE programme' in s]
        assert sum(whole) == 1 + (1 if ROWS[name].transient else 0)


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - naive by Hypothesis
def test_a_moment_is_kept_as_sightline_spells_it(moment: datetime) -> None:
    kept = spelt(moment)
    assert readable(kept)
    assert as_told(kept) == plain(moment)


@pytest.mark.parametrize("kept", ODD_MOMENTS)
def test_a_moment_in_another_spelling_is_looked_into(kept: object) -> None:
    assert not readable(kept)


def test_every_row_of_the_record_has_its_spelling_in_sqlite(in_sqlite: Council) -> None:
    council = in_sqlite
    with council.engine.connect() as connection:
        rows = chain.fold(connection, council.programme).rows
        for (name, row_id), row in rows.items():
            if name == chain.SEALED:
                continue
            table = ROWS[name].__table__  # type: ignore[attr-defined]  # put there by SQLModel
            for column, value in row.items():
                keep = keeping(table.c[column])
                text = f'SELECT "{column}" FROM "{name}" WHERE programme = ? AND id = ?'
                asked_for = (council.programme, row_id)
                kept = connection.exec_driver_sql(text, asked_for).scalar_one()
                assert kept == (value if keep is None else keep(value)), (name, row_id, column)


def test_rows_are_named_by_what_is_wrong_with_them_however_they_are_compared(
    in_sqlite: Council,
) -> None:
    council = in_sqlite
    with council.engine.connect() as connection:
        folded = chain.fold(connection, council.programme).rows
        expected = {key: dict(row) for key, row in folded.items() if key[0] != chain.SEALED}
        [one, other, *_] = [key for key in expected if key[0] == "person"]
        expected[one]["name"] = "Somebody else"
        del expected[other]["service"]
        found = [
            problem.what for problem in rows_that_differ(connection, council.programme, expected)
        ]
    assert f"person {one[1]}: name was edited" in found
    assert f"person {other[1]}: service was edited" in found
