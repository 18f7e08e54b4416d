"""A reader runs each query once; a unit of work runs it each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from sqlalchemy import event

from store.ledger.ordering import NEWEST
from store.ledger.queries import NOT_NULL, UpTo
from store.registry import perform
from store.tables import Duty
from store.views.audit_month.selected import moderating
from store.views.parts.due import due_by
from tests.store.council import CYCLE, ISSUED, Council


@contextmanager
def counted(council: Council) -> Iterator[list[str]]:
    """The queries that the database gets in the meantime."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(council.ledger.engine, "before_cursor_execute", note)
    yield asked
    event.remove(council.ledger.engine, "before_cursor_execute", note)


def test_a_card_may_ask_for_an_audits_dates_again_and_again(council: Council) -> None:
    audit = council.audits()[0].id
    with council.read() as reader:
        first = due_by(reader, audit, "return.submit")
        with counted(council) as asked:
            assert due_by(reader, audit, "return.submit") == first
            due_by(reader, audit, "allocation.accept")
    assert asked == []


def test_a_list_of_many_audits_asks_no_more_than_a_list_of_one(council: Council) -> None:
    audits = council.audits()
    moderators = [audit.moderator or "" for audit in audits]
    many = max(moderators, key=moderators.count)
    assert moderators.count(many) > 1
    with council.read() as reader, counted(council) as asked:
        assert len(moderating(reader, CYCLE, many).parts) == moderators.count(many)
    of_one = [statement for statement in asked if "FROM duty" in statement]
    assert len(of_one) == len({*of_one}) == 1


QUESTIONS: tuple[dict[str, object], ...] = (
    {},
    {"closed_at": None},
    {"closed_at": NOT_NULL},
    {"kind": "return.submit"},
    {"kind": ["return.submit", "allocation.accept"]},
    {"due_at": UpTo(ISSUED)},
    {"closed_at": UpTo(ISSUED, or_none=True)},
)


@pytest.mark.parametrize("order", [None, NEWEST, "-opened_at", "due_at -id"])
def test_what_is_found_at_hand_is_what_the_database_would_find(
    council: Council, order: str | None
) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    with council.read() as reader, council.unit() as unit:
        for columns, most in product(QUESTIONS, (None, 1)):
            looked = reader.rows(Duty, subject=audit.id, order=order, limit=most, **columns)
            asked = unit.rows(Duty, subject=audit.id, order=order, limit=most, **columns)
            assert [duty.id for duty in looked] == [duty.id for duty in asked]


def test_an_act_sees_what_another_act_of_its_commit_has_just_opened(council: Council) -> None:
    audit = council.audits()[0]
    with council.unit(by=audit.auditor or "") as unit:
        before = unit.rows(Duty, subject=audit.id, closed_at=None)
        kinds = {duty.kind for duty in before}
        perform(unit, "allocation.accept", audit.id)
        after = unit.rows(Duty, subject=audit.id, closed_at=None)
    assert "allocation.accept" in kinds
    assert {duty.kind for duty in after} == kinds - {"allocation.accept"}
