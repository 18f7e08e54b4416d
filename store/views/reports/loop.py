"""`sightline report loop`: the state of every action, and whether the work improved (§5)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from store.audits.board_dates import next_board
from store.ledger import Reader
from store.tables import Action, Audit, Cycle
from store.views.parts.action_deadlines import overdue
from store.views.reports.concerns import concerns
from store.views.reports.impact import impact

SCOPES = ("case", "service", "report")
CLOSED = ("confirmed", "signed_off")


def loop(reader: Reader, cycles: Sequence[str] = (), *, full: bool = False) -> dict[str, Any]:
    """`{"as_of", "next_board", "rows", "different", "improved", "concerns"}`: closing the loop.

    There is a row for each cycle and scope, which counts its actions: open, of these overdue,
    to_confirm, complete (a second person saw what it made different), of these recorded (the
    closure is on the child's record) and signed_off by the board. Actions are not children, so
    their counts are shown. The count of children whose work improved is suppressed if it is small.
    The words of what was different are only in `full`, for the audit team. Raises `NotFound`.
    """
    chosen = (
        [reader.get(Cycle, cycle) for cycle in cycles]
        if cycles
        else [cycle for cycle in reader.rows(Cycle) if cycle.issued_at is not None]
    )
    rows, different, improved = [], [], []
    for cycle in chosen:
        asked, audits = asked_in(reader, cycle)
        rows += [_row(reader, cycle, scope, asked, audits) for scope in SCOPES]
        different += [
            _different(reader, action, audits) for action in asked if full and _has_outcome(action)
        ]
        improved.append(impact(reader, cycle, full=full))
    board = next_board(reader)
    return {
        "as_of": reader.at,
        "next_board": board,
        "rows": rows,
        "improved": improved,
        "concerns": concerns(reader, full=full),
        **({"different": different} if full else {}),
    }


def _has_outcome(action: Action) -> bool:
    return action.outcome is not None and action.state in CLOSED


def _row(
    reader: Reader, cycle: Cycle, scope: str, asked: Sequence[Action], audits: dict[str, Audit]
) -> dict[str, Any]:
    counts = {name: len(rows) for name, rows in in_scope(reader, scope, asked, audits).items()}
    return {"cycle": cycle.id, "scope": scope, **counts}


def in_scope(
    reader: Reader, scope: str, asked: Sequence[Action], audits: Mapping[str, Audit]
) -> dict[str, list[Action]]:
    """The actions that each column of a row counts, of those `asked` on `audits` by their id."""
    own = [action for action in asked if action.scope == scope]
    closed = [action for action in own if action.state in CLOSED]
    return {
        "actions": own,
        "open": [action for action in own if action.state == "open"],
        "overdue": list(overdue(reader, own, reader.at)),
        "to_confirm": [action for action in own if action.state == "done"],
        "complete": closed,
        "recorded": [one for one in closed if audits[one.audit].closed_at is not None],
        "signed_off": [action for action in own if action.state == "signed_off"],
        "waiting_for_a_board_date": [
            action
            for action in own
            if action.state == "confirmed" and scope != "case" and action.board_on is None
        ],
        "outcome_told": [action for action in closed if _has_outcome(action)],
    }


def asked_in(reader: Reader, cycle: Cycle) -> tuple[list[Action], dict[str, Audit]]:
    """The cycle's actions that were not withdrawn, and its audits by their id."""
    audits = {audit.id: audit for audit in reader.rows(Audit, cycle=cycle.id)}
    found = reader.rows(Action, audit=sorted(audits)) if audits else ()
    return [action for action in found if action.state != "withdrawn"], audits


def _different(reader: Reader, action: Action, audits: dict[str, Audit]) -> dict[str, Any]:
    """What one action made different, in the words of the person who did it."""
    text = reader.unseal(action.outcome)
    said = {} if text is None else json.loads(text)
    return {
        "action": action.id,
        "cycle": audits[action.audit].cycle,
        "case_ref": audits[action.audit].case_ref,
        "scope": action.scope,
        "different": said.get("different"),
        "evidence": said.get("evidence"),
    }
