"""Private text whose time is over: it goes, and the fact says how much of what went and when."""

from datetime import date

from pydantic import Field
from sqlalchemy import delete
from sqlmodel import col

from store.ledger import Unit
from store.ledger.chain import DISPOSES
from store.ledger.disposal import Retention, disposable
from store.registry import act
from store.tables import Programme, Sealed
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields

AT_ONCE = 500
"""Ids that one statement names."""


class Disposal(Fields):
    """Which class, sealed before which day, and how many texts whoever decided it was shown."""

    retention: Retention
    before: date
    texts: int = Field(ge=1)


@act(DISPOSES, on=Programme, shell=True, fields=Disposal)
def dispose(unit: Unit, _programme: Programme, given: Disposal) -> None:
    """Rows and facts stay, with the digest of what was said; the words are gone for good."""
    if given.before >= unit.calendar.local(unit.at).date():
        raise Invalid(
            "Only what was sealed before today can go: name an earlier day.",
            {"before": "is not over yet"},
        )
    going = disposable(unit, given.retention, given.before).texts
    if len(going) != given.texts:
        raise Invalid(
            f"{len(going)} texts may go by now, not {given.texts}: look again. Nothing was done.",
            {"texts": f"would be {len(going)}"},
        )
    for first in range(0, len(going), AT_ONCE):
        unit.session.connection().execute(
            delete(Sealed).where(
                col(Sealed.programme) == unit.programme,
                col(Sealed.id).in_(going[first : first + AT_ONCE]),
            )
        )
