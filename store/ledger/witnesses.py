"""Heads that somebody holds, compared with the ledger: they show whether it was rewritten.

Whoever rewrites the end of a ledger with new hashes leaves a chain that is whole by itself. Only a
head that left the ledger before shows it: in a digest, in an evidence pack or in a file's labels.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from store.tables import Fact

MOST_FACTS: Final = 2**63 - 1
"""The highest number that a fact can have: the column is a 64-bit integer."""
AS_ONE_QUERY: Final = 500
"""How many facts one query asks for; SQLite and PostgreSQL both take more parameters."""
_WRITTEN: Final = re.compile(r"([1-9][0-9]{0,18}):([0-9a-fA-F]{12,64})")


class Witness(NamedTuple):
    """A fact's number, and its hash in lower case: all 64 hexadecimal digits or the first ones."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One witness as compared. `at` is the ledger's own hash, None beyond the end."""

    seq: int
    hash: str
    at: str | None

    @property
    def ok(self) -> bool:
        """Whether the ledger still has that fact with that hash."""
        return self.at is not None and self.at.startswith(self.hash)


def witness(text: str) -> Witness:
    """Read `SEQ:HASH`; HASH has 64 hexadecimal digits or at least the first 12.

    Raises `ValueError` with a sentence that says how to write it.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or int(found[1]) > MOST_FACTS:
        raise ValueError(
            f"{text.strip()[:80]!r} is not a head. Write the fact's number, a colon and the first "
            "12 to 64 digits of its hash, such as 1412:3fa85f6457ab."
        )
    return Witness(int(found[1]), found[2].lower())


def compare(
    connection: Connection, programme: str, witnesses: Iterable[Witness]
) -> tuple[Witnessed, ...]:
    """Each witness beside the ledger's own hash of that fact, in the order given."""
    given = tuple(witnesses)
    own = _hashes(connection, programme, sorted({one.seq for one in given}))
    return tuple(Witnessed(one.seq, one.hash, own.get(one.seq)) for one in given)


def _hashes(connection: Connection, programme: str, seqs: list[int]) -> dict[int, str]:
    table: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
    own: dict[int, str] = {}
    for first in range(0, len(seqs), AS_ONE_QUERY):
        some = seqs[first : first + AS_ONE_QUERY]
        query = select(table.c.seq, table.c.hash)
        query = query.where(table.c.programme == programme, table.c.seq.in_(some))
        own.update((seq, value) for seq, value in connection.execute(query))
    return own


def heads_told(connection: Connection, programme: str) -> Iterator[tuple[int, Witness]]:
    """Each head that went out and that a later fact keeps, with the number of that fact.

    A digest keeps the head that it carries, and the filing of a document the one in its labels.
    What cannot be read is left to the check of the chain.
    """
    table: Any = Fact.__table__  # type: ignore[attr-defined]
    query = select(table.c.seq, table.c.verb, table.c.fields, table.c.changes)
    verbs = ("digest.issue", "evidence.file", "pack.file", "timetable.file")
    query = query.where(table.c.programme == programme, table.c.verb.in_(verbs))
    for seq, verb, fields, changes in connection.execute(query.order_by(table.c.seq)):
        try:
            kept = _of_digest(changes) if verb == "digest.issue" else _of_filing(fields)
        except (ValueError, TypeError, LookupError, AttributeError):
            continue
        for told in kept:
            yield seq, told


def _of_digest(changes: str) -> list[Witness]:
    return [
        Witness(int(columns["head_seq"][1]), str(columns["head_hash"][1]))
        for table, _, columns in json.loads(changes)
        if table == "digest" and "head_hash" in columns
    ]


def _of_filing(fields: str) -> list[Witness]:
    given = json.loads(fields)
    if given.get("head") is None or given.get("head_seq") is None:
        return []  # filed by a release that did not keep it
    return [Witness(int(given["head_seq"]), str(given["head"]))]
