"""Private text past its retention is deleted; the fact says how much of which class, and when."""

from pydantic import Field
from sqlalchemy import delete
from sqlmodel import col

from store.clock.given_days import AgedDay
from store.ledger import Unit
from store.ledger.chain import DISPOSES
from store.ledger.disposal import Retention, disposable
from store.registry import act
from store.tables import Programme, Sealed
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

AT_ONCE = 500
"""Ids in one DELETE statement."""


class Disposal(Fields):
    """The retention class, the day before which texts were sealed, and how many were shown."""

    retention: Retention
    before: AgedDay
    texts: int = Field(ge=1)


@act(DISPOSES, on=Programme, shell=True, fields=Disposal)
def dispose(unit: Unit, _programme: Programme, given: Disposal) -> None:
    """Delete the sealed texts for good; rows and facts stay, with the digest of each text."""
    if given.before >= unit.calendar.local(unit.at).date():
        raise Invalid(
            "Only texts sealed before today can be deleted: give an earlier day.",
            {"before": "is not before today"},
        )
    going = disposable(unit, given.retention, given.before).texts
    if len(going) != given.texts:
        raise Invalid(
            f"{len(going)} texts can be deleted now, not {given.texts}: "
            "nothing was done. Look again.",
            {"texts": f"is {len(going)} now"},
        )
    for first in range(0, len(going), AT_ONCE):
        unit.session.connection().execute(
            delete(Sealed).where(
                col(Sealed.programme) == unit.programme,
                col(Sealed.id).in_(going[first : first + AT_ONCE]),
            )
        )
