"""A cycle as scripts read it (contract.md §6: `sightline cycle show`)."""

import json
from typing import Any

from sqlalchemy import Connection
from sqlmodel import col, select

from store.duties.predicates.closed_lists import governing_grade
from store.ledger import Reader
from store.rules.issuing import issue_day
from store.tables import Audit, Cycle, Fact

GRADES = ("first", "moderated", "third_lock", "disputed", "progressed")


def cycle_board(reader: Reader, cycle_id: str) -> dict[str, Any]:
    """`{"cycle", "service", "month", "state", "seed", "draw", "audits"}`.

    People are UPNs, the month is `YYYY-MM`, a due time a datetime. `draw.drawn` has the case
    references as they were drawn, before any swap. Raises `NotFound` for an unknown cycle.
    """
    cycle = reader.get(Cycle, cycle_id)
    return {
        "cycle": cycle.id,
        "service": cycle.service,
        "month": f"{cycle.month:%Y-%m}",
        "state": cycle.state,
        "seed": cycle.seed,
        "draw": {
            "parameters": cycle.parameters,
            "pool": list(cycle.pool),
            "drawn": _drawn(reader, cycle),
        },
        "audits": [_row(audit) for audit in reader.rows(Audit, cycle=cycle.id)],
    }


def confirmed_board(reader: Reader, cycle_id: str) -> dict[str, Any]:
    """As `cycle_board`, with `issues_on`: the day on which a confirmed list goes or went out.

    It is None before the list is confirmed.
    """
    cycle = reader.get(Cycle, cycle_id)
    issued = cycle.issued_at
    day = issue_day(reader, cycle) if issued is None else reader.calendar.local(issued).date()
    return cycle_board(reader, cycle_id) | {"issues_on": day}


def _row(audit: Audit) -> dict[str, Any]:
    return {
        "id": audit.id,
        "kind": audit.kind,
        "case_ref": audit.case_ref,
        "team": audit.team,
        "practitioner": audit.practitioner,
        "auditor": audit.auditor,
        "moderator": audit.moderator,
        "state": audit.state,
        "version": audit.version,
        "due": audit.due,
        "grades": {name: getattr(audit, name) for name in GRADES}
        | {"governing": governing_grade(audit)},
    }


def _drawn(reader: Reader, cycle: Cycle) -> list[str]:
    """What was drawn, from the draw's own fact: rows may have been swapped since."""
    query = select(Fact.changes).where(
        col(Fact.programme) == reader.programme,
        col(Fact.subject) == cycle.id,
        col(Fact.verb) == "cycle.select",
    )
    refs = {
        columns["case_ref"][1]
        for text in reader.session.execute(query).scalars()
        for table, _, columns in json.loads(text)
        if table == "audit"
    }
    return sorted(refs)


def audits_of_case(connection: Connection, programme: str, case_ref: str) -> list[str]:
    """The ids of the audits of one case, for commands that are given a case reference."""
    query = select(col(Audit.id)).where(
        col(Audit.programme) == programme, col(Audit.case_ref) == case_ref
    )
    return list(connection.scalars(query.order_by(col(Audit.id))))
