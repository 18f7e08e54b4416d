"""That somebody looked at identifiable data on the board: one fact a person, page and day."""

from pydantic import Field

from store.ledger import Unit
from store.registry import act
from store.tables import Person
from store.vocabulary.fields import Fields


class LookFields(Fields):
    """The page, as it stands in its address; of a file with what it is a file of."""

    page: str = Field(min_length=1, max_length=200)


@act("page.looked", on=Person, fields=LookFields)
def looked(_unit: Unit, _person: Person, _given: LookFields) -> None:
    """The fact is all there is of it: who, which page, when (trust.md §4, what leaks)."""
