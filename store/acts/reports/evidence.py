"""A file of a cycle put into the council's own library: that it left is a fact (trust.md §4)."""

from store.ledger import Unit
from store.registry import act
from store.tables import Cycle
from store.vocabulary.fields import Fields


class FiledAt(Fields):
    """What was put there, by SHA-256 and bytes, and the library's own id of it; never its name."""

    digest: str
    size: int
    item: str


@act("evidence.file", on=Cycle, fields=FiledAt)
def file_evidence(_unit: Unit, _cycle: Cycle, _given: FiledAt) -> None:
    """It lies in the library, where the council's own rules say who may read it."""
