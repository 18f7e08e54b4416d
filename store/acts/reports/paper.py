"""A cycle's report as a document, for whoever it was sent to: that they had it is a fact (§5)."""

from store.ledger import Unit
from store.registry import Words, act
from store.relations.reports import PAPER_READER
from store.tables import Cycle


@act(
    "paper.issue",
    on=Cycle,
    by=PAPER_READER,
    shell=True,
    source={"issued"},
    words=Words(
        button="Get the document…", dialog="The report as a document", submit="Make the file"
    ),
)
def issue_paper(_unit: Unit, _cycle: Cycle, _fields: object) -> None:
    """The report as the reader's version of it stands now; it names no child."""
