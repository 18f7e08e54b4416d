"""A cycle's report as a document for one reader: which version, its name and its blocks (§5)."""

from dataclasses import dataclass
from datetime import datetime

from store.ledger import Reader
from store.rules.paper_readers import Version, version_for
from store.tables import Cycle
from store.views.parts.paper_lines import PARTS
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.report_blocks import ReportBlock


@dataclass(frozen=True, slots=True)
class Paper:
    """What the document holds, and the name of its file without the ending."""

    version: Version
    name: str
    blocks: tuple[ReportBlock, ...]
    as_of: datetime


def paper(reader: Reader, cycle_id: str, upn: str) -> Paper:
    """The report on that cycle in the version that `upn` reads. Raises `NotFound`."""
    cycle = reader.get(Cycle, cycle_id)
    version = version_for(reader, cycle, upn)
    document = board_report(reader, [cycle.id], version)
    about = reader.profile.programme.name, cycle.service, f"{cycle.month:%Y-%m}"
    name = reader.profile.evidence.named(*about, PARTS[version])
    return Paper(
        version,
        name,
        tuple(in_blocks(document, reader.profile.programme.zone)),
        reader.calendar.local(reader.at),
    )
