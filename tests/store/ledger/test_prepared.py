"""Prepared questions give the rows that SQLAlchemy's ORM gives, with every value as it is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from store.ledger.ordering import NEWEST
from store.ledger.prepared import rows_in
from store.ledger.queries import NOT_NULL, UpTo, query_of, shape_of, values_of
from store.ledger.statements import STEP
from store.tables import ROWS, Audit, Duty, Message, Person, Row
from tests.store.council import ISSUED, Council

LATER = ISSUED + timedelta(days=3)
QUESTIONS: tuple[tuple[type[Row], dict[str, Any], str | None, int | None], ...] = (
    *((table, {}, None, None) for table in ROWS.values()),
    (Person, {"id": ["nobody", "am@x.gov.uk"]}, None, None),
    (Audit, {"state": "issued"}, "-cycle case_ref", None),
    (Audit, {"state": ["issued", "drawn", "accepted"], "deputy": None}, NEWEST, 3),
    (Duty, {"closed_at": None, "rung_at": UpTo(LATER)}, "rung_at", 5),
    (Duty, {"closed_at": None, "rung_at": NOT_NULL}, "-due_at", None),
    (Message, {"settled_at": None, "claimed_until": UpTo(LATER, or_none=True)}, None, 2),
    (Message, {"urgent": True, "to": ["a", "b", "c"]}, "-urgent queued_at", None),
)


def _said(rows: Any) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in type(row).model_fields} for row in rows]


@pytest.mark.parametrize(("table", "columns", "order", "limit"), QUESTIONS)
def test_a_prepared_question_gives_the_rows_that_the_orm_gives(
    council: Council,
    table: type[Row],
    columns: dict[str, Any],
    order: str | None,
    limit: int | None,
) -> None:
    shape = shape_of(columns)
    asked = values_of(shape, columns) | {"programme": council.programme}
    with Session(council.engine) as session:
        theirs = _said(session.scalars(query_of(table, shape, order).limit(limit), asked))
    with Session(council.engine) as session:
        ours = _said(rows_in(session, council.programme, table, columns, order=order, limit=limit))
    assert ours == theirs


@pytest.mark.parametrize("size", [1, 2, 3, 5, STEP, STEP + 1, 5 * STEP])
def test_a_list_of_any_length_is_asked_for_at_once(council: Council, size: int) -> None:
    with council.read() as reader:
        people = [person.id for person in reader.rows(Person)]
    wanted = [*people[:size], *(f"nobody-{n}" for n in range(size - len(people)))]
    with council.read() as reader:
        found = [person.id for person in reader.rows(Person, id=wanted)]
    assert found == sorted(set(wanted) & set(people))


def test_nothing_is_found_in_an_empty_list(council: Council) -> None:
    with council.read() as reader:
        assert list(reader.rows(Person, id=[])) == []


def test_a_row_that_a_session_has_is_not_read_over(council: Council) -> None:
    with Session(council.engine, autoflush=False) as session:
        [one, *_] = rows_in(session, council.programme, Audit, {})
        one.state = "accepted"
        again = rows_in(session, council.programme, Audit, {"id": one.id})
        assert again == [one]
        assert again[0] is one
        assert one in session.dirty


def test_a_question_in_an_act_sees_what_the_act_has_changed(council: Council) -> None:
    with pytest.raises(RuntimeError, match="no fact says why"):
        _accept_without_a_fact(council)


def _accept_without_a_fact(council: Council) -> None:
    with council.unit() as unit:
        audit = unit.rows(Audit, state="issued")[0]
        audit.state = "accepted"
        assert audit in unit.rows(Audit, state="accepted")
        assert audit not in unit.rows(Audit, state="issued")
