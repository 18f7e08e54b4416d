"""The chain compared with head, rows, digests of sealed text, and heads that went out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from store.ledger.chain import SEALED, ChainProblem, Verdict, fold
from store.ledger.row_check import rows_that_differ
from store.ledger.witnesses import Witness, Witnessed, compare, heads_told
from store.tables import Head, Sealed


def verify(connection: Connection, programme: str, witnesses: Iterable[Witness] = ()) -> Verdict:
    """Compare chain, head, rows and the digests of sealed text, and heads that went out.

    It opens no text: `proof.verify` does that as well.
    `witnesses` are heads that somebody holds outside the ledger.
    """
    folded = fold(connection, programme)
    problems = folded.problems
    head = Head.__table__  # type: ignore[attr-defined]
    at_head = connection.execute(
        select(head.c.seq, head.c.hash).where(head.c.programme == programme)
    ).one_or_none()
    if at_head is None:
        problems.append(ChainProblem(None, "the head row is missing"))
    elif tuple(at_head) != (folded.seq, folded.head):
        problems.append(ChainProblem(folded.seq, f"the tail was cut: the head says {at_head.seq}"))
    rows = {key: row for key, row in folded.rows.items() if key[0] != SEALED}
    seals = {key[1]: row for key, row in folded.rows.items() if key[0] == SEALED}
    problems.extend(rows_that_differ(connection, programme, rows))
    problems.extend(_seals_that_differ(connection, programme, seals, folded.disposed))
    problems.extend(_told_heads_that_differ(connection, programme))
    compared = compare(connection, programme, witnesses)
    problems.extend(
        ChainProblem(one.seq, _how_it_differs(one, folded.seq)) for one in compared if not one.ok
    )
    return Verdict(folded.seq, folded.head, tuple(problems), compared)


def _how_it_differs(one: Witnessed, last: int) -> str:
    if one.at is None and one.seq > last:
        return f"the tail was cut: somebody holds this head, and the ledger ends at fact {last}"
    return f"was rewritten: somebody holds the head {one.hash[:12]}"


def _told_heads_that_differ(connection: Connection, programme: str) -> Iterable[ChainProblem]:
    told = list(heads_told(connection, programme))
    compared = compare(connection, programme, [head for _, head in told])
    for (seq, head), found in zip(told, compared, strict=True):
        if not found.ok or head.seq >= seq:
            what = f"it sent out the head {head.hash[:12]} of fact {head.seq}, which has another"
            yield ChainProblem(seq, what)


def _seals_that_differ(
    connection: Connection,
    programme: str,
    expected: dict[str, dict[str, Any]],
    disposed: Mapping[str, int],
) -> Iterable[ChainProblem]:
    """A sealed row must match its fact, and only as many may be missing as were disposed of."""
    table = Sealed.__table__  # type: ignore[attr-defined]
    query = select(table.c.id, table.c.digest, table.c.retention)
    gone = Counter(str(row.get("retention")) for row in expected.values())
    for sealed_id, *found in connection.execute(query.where(table.c.programme == programme)):
        if sealed_id not in expected:
            yield ChainProblem(None, f"sealed {sealed_id}: no fact accounts for this text")
            continue
        want = [expected[sealed_id].get(c) for c in ("digest", "retention")]
        gone[str(want[1])] -= 1
        if found != want:
            yield ChainProblem(None, f"sealed {sealed_id}: the text or its retention was replaced")
    for retention, number in gone.items():
        if number > disposed[retention]:
            more = number - disposed[retention]
            what = f"{more} text is" if more == 1 else f"{more} texts are"
            yield ChainProblem(None, f"sealed: {what} missing without a disposal: {retention}")
