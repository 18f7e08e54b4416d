"""A report as a file, for whoever it is for: that they had it is a fact (programme.md §5)."""

from typing import Annotated

from pydantic import Field

from store.ledger import Unit
from store.registry import Words, act
from store.relations.reports import PAPER_READER, REPORT_READER
from store.tables import Cycle, Programme
from store.views.reports.report_asked import asked_by
from store.vocabulary.fields import Fields
from store.vocabulary.reports import Report


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


Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
"""A month as `2026-12`."""


class WhichReport(Fields):
    """Which report, of which cycles; without one, the first that its reader may have.

    `since` and `until` are audit months, both included.
    """

    report: Report | None = None
    service: str | None = None
    since: Month | None = None
    until: Month | None = None


@act(
    "report.issue",
    on=Programme,
    by=REPORT_READER,
    fields=WhichReport,
    words=Words(button="Get a report…", dialog="A report as a file", submit="Make the file"),
)
def issue_report(unit: Unit, _programme: Programme, given: WhichReport) -> None:
    """The report as it stands when its file is made; without small counts but for the scorecard.

    Raises `NotAllowed` for somebody else's report or service, `Invalid` where no cycle is meant.
    """
    asked_by(unit, unit.actor.upn, given.model_dump())
