"""Who spoke to Sightline and was turned away."""

from datetime import date, datetime

from sqlmodel import Field

from store.tables.rows import Row


class TurnedAway(Row, table=True):
    """Somebody who spoke to Sightline and may not, once for each day; their name is sealed."""

    __tablename__ = "turned_away"

    on: date = Field(index=True)
    entra_object_id: str
    why: str
    name: str | None = None
    at: datetime
