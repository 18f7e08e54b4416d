"""People who wrote to Sightline and were turned away."""

from datetime import date, datetime

from sqlmodel import Field

from store.tables.rows import Row


class TurnedAway(Row, table=True):
    """Somebody who wrote to Sightline without access, once for each day; the name is sealed."""

    __tablename__ = "turned_away"

    on: date = Field(index=True)
    entra_object_id: str
    why: str
    name: str | None = None
    at: datetime
