"""Tamperings tried one by one on one ledger, and what was found of each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from store.ledger.witnesses import Witness
from tests.faults.runs import Database
from tests.store.council import Council
from tests.tamper.editing import Tampering, of_rows
from tests.tamper.holding import Held
from tests.tamper.ledgers import lived_in
from tests.tamper.looking import found, looked_at
from tests.tamper.rewriting import of_endings
from tests.tamper.shaping import of_shape

Choice = Callable[[Sequence[Tampering]], Sequence[Tampering]]
"""Which of all tamperings to try."""


@dataclass
class Toll:
    """What was found of the tamperings of one ledger, by table and kind."""

    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    alone: int = 0
    """How many were found only with an earlier head."""

    def miss(self, where: tuple[str, str], what: str) -> None:
        """Note a tampering that was not found."""
        self.missed.setdefault(where, []).append(what)

    @property
    def tried(self) -> int:
        """How many tamperings there were."""
        return self.found.total() + sum(len(these) for these in self.missed.values())


@dataclass
class Target:
    """A whole ledger, its head as somebody holds it, and every tampering with it."""

    held: Held
    head: Witness
    tamperings: Sequence[Tampering]

    def tried(self, choice: Choice) -> Toll:
        """What is found of the chosen tamperings."""
        toll = Toll()
        for tampering in choice(self.tamperings):
            where = (tampering.table, tampering.kind)
            try:
                seen = found(self.held, tampering, [self.head])
            except DBAPIError as error:
                toll.miss(where, f"{tampering.what}: {type(error.orig).__name__}")
                continue
            if seen:
                toll.found[where] += 1
                toll.alone += tampering.witness
            else:
                toll.miss(where, tampering.what)
        return toll


@contextmanager
def target(database: Database, folder: Path) -> Iterator[Target]:
    """A ledger in a fresh database, of which nothing is said before anything is done to it."""
    url = database.fresh()
    council = Council.empty(url)
    lived_in(council, folder)
    (row,) = council.table("head")
    head, held = Witness(row["seq"], row["hash"]), Held(council)
    council.close()
    try:
        if said := looked_at(held, [head]):
            raise RuntimeError(f"the ledger is not whole before anything was done: {said[:3]}")
        with held.tampered() as connection:
            kinds = (of_rows(connection), of_endings(connection, held.programme))
            every = [one for kind in (*kinds, of_shape(connection)) for one in kind]
        yield Target(held, head, every)
    finally:
        held.close()
    database.drop(url)


def tamper(database: Database, folder: Path, choice: Choice) -> Toll:
    """What is found of the chosen tamperings with a ledger in a fresh database."""
    with target(database, folder) as aim:
        return aim.tried(choice)
