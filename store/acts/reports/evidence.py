"""The evidence pack of a cycle: made for the audit team, filed in the council's library (§5)."""

from store.ledger import Unit
from store.registry import Words, act
from store.relations.basic import AUDIT_TEAM
from store.tables import Cycle, CycleReport, Timetable
from store.vocabulary.fields import Fields


class FiledAt(Fields):
    """What was put there, by SHA-256 and bytes, and the library's own id of it; never its name.

    `head` is the ledger's head in its labels, of the fact `head_seq`: earlier releases kept none.
    `address` is where it lies; only for a file that we named, whose name names nobody. The `size`
    of a file that was found there is not known.
    """

    digest: str
    size: int | None
    item: str
    head_seq: int | None = None
    head: str | None = None
    address: str | None = None


@act(
    "evidence.issue",
    on=Cycle,
    by=AUDIT_TEAM,
    shell=True,
    source={"issued"},
    words=Words(button="Evidence pack…", dialog="The evidence pack", submit="Make the file"),
)
def issue_evidence(_unit: Unit, _cycle: Cycle, _fields: object) -> None:
    """The pack goes to the keeper of the council's file of the cycle; it holds the head (§5)."""


@act("evidence.file", on=Cycle, fields=FiledAt)
def file_evidence(_unit: Unit, _cycle: Cycle, _given: FiledAt) -> None:
    """It is in the council's library, whose own rules say who may read it (trust.md §4)."""


@act("pack.file", on=CycleReport, fields=FiledAt)
def file_pack(_unit: Unit, _report: CycleReport, _given: FiledAt) -> None:
    """The pack of the cycle that a board was reported to lies in the library (programme.md §5)."""


@act("timetable.file", on=Timetable, fields=FiledAt)
def file_timetable(_unit: Unit, _version: Timetable, _given: FiledAt) -> None:
    """That version of the timetable, with its minutes, lies in the library (programme.md §5)."""
