"""Proving a ledger: verify it, export it without children's data, rebuild its rows from facts."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Date, insert, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from store.ledger import Ledger, chain, verifying
from store.ledger.chain import ChainProblem
from store.ledger.key_check import proof_of
from store.ledger.sealed import DataKey, digest, open_sealed
from store.ledger.stamps import STAMP, Place, stamp_of, steering
from store.ledger.steering import strays, what_steers
from store.ledger.witnesses import Witness
from store.migrations.shape import can_be_read, differences
from store.tables import ROWS, Sealed
from store.tables.columns import canonical, instant


def verify(ledger: Ledger, programme: str, witnesses: Iterable[Witness] = ()) -> chain.Verdict:
    """Compare chain, head, rows and sealed text with one another, and open every sealed text.

    What steers delivery, rows of programmes never founded, and the database's shape are compared
    with what Sightline wrote (`store.ledger.steering`); stamps only under the right data key, for
    another fits none of them. `witnesses` are heads that somebody holds:
    one that disagrees is a problem.
    """
    right_key = proof_of(ledger.engine, ledger.key).fits
    with Session(ledger.engine) as session:
        connection = session.connection()
        shape = list(differences(connection))
        misshapen = tuple(ChainProblem(None, f"the database's shape: {what}") for what in shape)
        if not can_be_read(shape):
            return chain.Verdict(0, "", misshapen)
        verdict = verifying.verify(connection, programme, witnesses)
        around = tuple(strays(connection))
        if right_key:
            around += tuple(what_steers(connection, programme, ledger.key))
        query = select(Sealed.__table__).where(col(Sealed.programme) == programme)  # type: ignore[attr-defined]
        broken = tuple(
            ChainProblem(None, f"sealed {sealed.id}: the text cannot be read or was replaced")
            for sealed in connection.execute(query, execution_options={"yield_per": 1000})
            if not _reads(ledger, sealed)
        )
    return replace(verdict, problems=(*verdict.problems, *around, *broken, *misshapen))


def _reads(ledger: Ledger, sealed: Any) -> bool:
    """Whether a row of sealed text opens and is the text whose digest it has."""
    try:
        return bool(digest(sealed.salt, open_sealed(ledger.key, sealed)) == sealed.digest)
    except (InvalidTag, UnicodeDecodeError, ValueError):
        return False


def export(ledger: Ledger, programme: str) -> Iterator[str]:
    """The chain as JSON lines, one fact a line, which anyone can verify with a short script.

    It contains no children's data, because facts hold only digests of private text.
    """
    with Session(ledger.engine) as session:
        for fact in chain.facts(session.connection(), programme):
            yield canonical(fact._asdict())


def fact_as_json(fact: chain.FactEntry) -> dict[str, Any]:
    """A fact as `ledger facts` shows it: `{"seq", "at", "actor", "via", "verb", …, "hash"}`."""
    return {
        "seq": fact.seq,
        "at": fact.at,
        "actor": fact.actor,
        "via": fact.via,
        "verb": fact.verb,
        "subject": fact.subject,
        "fields": json.loads(fact.fields),
        "changes": [
            {"table": table, "id": row_id, "columns": columns}
            for table, row_id, columns in json.loads(fact.changes)
        ],
        "hash": fact.hash,
    }


def rebuild(ledger: Ledger, programme: str) -> int:
    """Rebuild every row from the facts alone, and return the number of rows.

    This repairs a half-restored backup. Columns that control deliveries start again from their
    defaults. The head row stays as it is, because it is the witness of facts that a backup lacks.
    """
    with Session(ledger.writes) as session:
        connection = session.connection()
        folded = chain.fold(connection, programme)
        for cls in ROWS.values():
            table = cls.__table__  # type: ignore[attr-defined]  # put there by SQLModel
            connection.execute(table.delete().where(table.c.programme == programme))
        rows = put_rows(connection, ledger.key, programme, folded)
        session.commit()
    return rows


def put_rows(connection: Connection, key: DataKey, programme: str, folded: chain.Fold) -> int:
    """Insert each row that the facts make; gives their number."""
    rows = [(where, row) for where, row in folded.rows.items() if where[0] != chain.SEALED]
    alike: dict[tuple[str, frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for (name, row_id), values in rows:
        table = ROWS[name].__table__  # type: ignore[attr-defined]
        typed = {c: _typed(table.c[c], v) for c, v in values.items()}
        if ROWS[name].transient:
            typed |= _steered_anew(key, name, programme, row_id, typed["queued_at"])
        found = {"programme": programme, "id": row_id, **typed}
        alike[name, frozenset(found)].append(found)
    for (name, _), together in alike.items():
        table = ROWS[name].__table__  # type: ignore[attr-defined]
        connection.execute(insert(table), together)
    return len(rows)


def _steered_anew(
    key: DataKey, table: str, programme: str, row_id: str, queued_at: Any
) -> dict[str, Any]:
    """What steers a delivery that starts again, with its stamp."""
    anew: dict[str, Any] = dict.fromkeys(steering(ROWS[table]))
    anew |= {"not_before": queued_at, "attempts": 0}
    return anew | {STAMP: stamp_of(key, Place(table, programme, row_id), anew)}


def _typed(column: Any, value: Any) -> Any:
    """A value from a fact in the type of its column."""
    if not isinstance(value, str):
        return value
    if isinstance(column.type, UTCDateTime):
        return instant(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
