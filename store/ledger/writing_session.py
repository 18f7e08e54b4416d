"""The session of a unit of work, which lets it capture every change that a flush makes."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from store.tables import Row


class WritingSession(Session):
    """A session whose flushes notify the current unit of work, so that it captures each change."""


@event.listens_for(WritingSession, "before_flush")
def _bump(session: WritingSession, _context: Any, _instances: Any) -> None:
    session.info["unit"].bump(session)


@event.listens_for(WritingSession, "after_flush")
def _capture(session: WritingSession, _context: Any) -> None:
    session.info["unit"].capture(session)


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk_write(state: ORMExecuteState) -> None:
    """Allow bulk updates of delivery tables alone, because a bulk write escapes the capture."""
    if state.is_select or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if issubclass(table, Row) and not (state.is_update and table.transient):
        raise TypeError(
            f"{table.__name__}: change rows of the record through a unit of work, one by one"
        )
