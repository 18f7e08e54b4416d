"""What readers and units of work share: the database, the data key, queries and profiles."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from store.ledger.database import for_writing
from store.ledger.queries import query_of, shape_of, values_of
from store.ledger.randomness import Randomness
from store.ledger.sealed import DataKey
from store.programme.profile import Profile
from store.tables import ProfileText, Row


class LedgerBase:
    """A database of programmes, with its data key and its source of randomness."""

    def __init__(self, engine: Engine, *, key: DataKey, randomness: Randomness) -> None:
        self.engine, self.key, self.randomness = engine, key, randomness
        self.writes = for_writing(engine)
        self.board_tab = ""
        """Where a card's reader finds the board, as whoever serves this ledger says."""
        self.templates: Path | None = None
        """Where the council's own Word templates lie, as whoever opens this ledger says."""
        self._profiles: dict[tuple[str, str], Profile] = {}
        self.known_since: dict[tuple[str, str], tuple[int, Any]] = {}
        """What was worked out from facts, by programme and question, with the last such fact."""

    def query_for(
        self, table: type[Row], columns: Mapping[str, Any], order: str | None
    ) -> tuple[Any, dict[str, Any]]:
        """The query for rows of `table` to add conditions to, and the values to run it with."""
        shape = shape_of(columns)
        return query_of(table, shape, order, narrowed=True), values_of(shape, columns)

    def profile(self, session: Session, programme: str, version: str) -> Profile:
        """The profile of that version, parsed once, because a version never changes."""
        if (programme, version) not in self._profiles:
            text = session.get_one(ProfileText, (programme, version)).text
            self._profiles[programme, version] = Profile.parse(text)
        return self._profiles[programme, version]
