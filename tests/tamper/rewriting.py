"""The end of a ledger written anew, with hashes that fit: only an earlier head shows it."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from store.ledger.chain import FactEntry, facts, link
from store.tables import Fact, Head
from tests.tamper.editing import Do, Tampering

FACT: Any = Fact.__table__  # type: ignore[attr-defined]  # put there by SQLModel
HEAD: Any = Head.__table__  # type: ignore[attr-defined]  # likewise
PLACES = 20
"""At how many facts, evenly spread, a rewriting begins."""

EDITS: dict[str, Callable[[FactEntry], FactEntry | None]] = {
    "another actor": lambda fact: fact._replace(actor="somebody.else"),
    "another moment": lambda fact: fact._replace(at="2026-11-01T09:00:00.000000Z"),
    "another way in": lambda fact: fact._replace(via=f"{fact.via}.other"),
    "other fields": lambda fact: fact._replace(fields='{"forged":true}'),
}


def of_endings(connection: Connection, programme: str) -> Iterator[Tampering]:
    """Rewritings from many places on, and tails cut with their head."""
    chain = list(facts(connection, programme))
    last = len(chain)
    for place in sorted({1 + (last - 1) * n // (PLACES - 1) for n in range(PLACES)}):
        for kind, edit in EDITS.items():
            what = f"{kind} in fact {place}"
            do = _rewritten(programme, chain, place, edit)
            yield Tampering("fact", "end rewritten with new hashes", what, do, witness=True)
    for place in range(last - 1, max(last - 6, 0), -1):
        do = _cut(programme, chain[place - 1])
        yield Tampering("fact", "tail cut with its head", f"after {place}", do, witness=True)


def _rewritten(
    programme: str,
    chain: list[FactEntry],
    place: int,
    edit: Callable[[FactEntry], FactEntry | None],
) -> Do:
    def rewrite(connection: Connection) -> None:
        previous = chain[place - 2].hash if place > 1 else ""
        written = []
        for fact in chain[place - 1 :]:
            changed = (edit(fact) if fact.seq == place else None) or fact
            changed = changed._replace(hash=link(previous, changed))
            previous = changed.hash
            written.append(changed._asdict())
        connection.execute(delete(FACT).where(FACT.c.programme == programme, FACT.c.seq >= place))
        connection.execute(insert(FACT), written)
        _move_head(connection, programme, chain[-1].seq, previous)

    return rewrite


def _cut(programme: str, last: FactEntry) -> Do:
    def cut(connection: Connection) -> None:
        connection.execute(delete(FACT).where(FACT.c.programme == programme, FACT.c.seq > last.seq))
        _move_head(connection, programme, last.seq, last.hash)

    return cut


def _move_head(connection: Connection, programme: str, seq: int, value: str) -> None:
    moved = update(HEAD).where(HEAD.c.programme == programme)
    connection.execute(moved.values(seq=seq, hash=value))
