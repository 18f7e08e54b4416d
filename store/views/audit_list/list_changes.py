"""What was swapped on a list since it was last sent, read from the facts (§2.4)."""

import json
from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select

from store.ledger import Reader
from store.tables import Audit, Fact
from store.views.parts.people_in_words import named

PEOPLE = {"auditor": "audits", "moderator": "moderates"}
"""The people of a row, and what each of them does."""

Change = tuple[Any, Any]
"""A column's value before and after."""


def swapped_since_last_sent(reader: Reader, cycle_id: str) -> tuple[str, ...]:
    """A line for each swap between the last two times that the list was sent.

    Nobody can edit the drawn list unseen (programme.md §2.2), so a list that is sent again says
    what has changed.
    """
    sent = _sent(reader, cycle_id)
    if len(sent) < 2:  # noqa: PLR2004 - sent once, there is no earlier list to compare with
        return ()
    query = (
        select(Fact.subject, Fact.changes)
        .where(
            col(Fact.programme) == reader.programme,
            col(Fact.verb) == "list.swap",
            col(Fact.seq) > sent[-2],
            col(Fact.seq) < sent[-1],
        )
        .order_by(col(Fact.seq))
    )
    return tuple(
        line
        for subject, changes in reader.session.execute(query).all()
        for line in _swap(reader, cycle_id, subject, json.loads(changes))
    )


def is_swapped_since(reader: Reader, audit_id: str, asked: int) -> bool:
    """Whether a row was swapped after the fact numbered `asked`."""
    swapped = reader.last_fact(audit_id, "list.swap")
    return swapped is not None and swapped.seq > asked


def _sent(reader: Reader, cycle_id: str) -> list[int]:
    query = (
        select(Fact.seq)
        .where(
            col(Fact.programme) == reader.programme,
            col(Fact.verb) == "list.propose",
            col(Fact.subject) == cycle_id,
        )
        .order_by(col(Fact.seq))
    )
    return list(reader.session.scalars(query).all())


def _swap(reader: Reader, cycle_id: str, subject: str, changes: list[Any]) -> Iterable[str]:
    """One swap in words: the new case, or who audits or moderates it now."""
    row = reader.find(Audit, subject)
    if row is None or row.cycle != cycle_id:
        return
    rows: dict[str, dict[str, Change]] = {
        row_id: columns for table, row_id, columns in changes if table == Audit.__tablename__
    }
    new = next((columns for row_id, columns in rows.items() if row_id != subject), None)
    if new is not None:
        case, auditor = new["case_ref"][1], named(reader, new["auditor"][1]).name
        yield f"{case} instead of {row.case_ref}; {auditor} audits it"
        return
    for column, does in PEOPLE.items():
        before, after = rows.get(subject, {}).get(column, (None, None))
        if before != after:
            now, was = named(reader, after).name, named(reader, before).name
            yield f"{row.case_ref}: {now} {does}, no longer {was}"
