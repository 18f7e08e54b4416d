"""What an evidence pack of one cycle holds, for the council's own file of it (programme.md §5).

It leaves the audit team, so it names no child and shows no case's grade and no small count.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.allocation.drawing import REAUDIT
from store.ledger import Reader
from store.tables import Audit, Cycle
from store.views.parts.team_as_filed import team_as_filed
from store.views.reports.agreement import FEWEST
from store.views.reports.board_report import board_report
from store.views.reports.board_words import in_blocks
from store.views.reports.cycle_board import cycle_board
from store.views.reports.digest import digest
from store.views.reports.flat_rows import flat
from store.views.reports.grades import grades
from store.views.reports.imports import imports_of
from store.views.reports.loop import loop
from store.views.reports.register_meetings import meetings
from store.views.reports.register_parts import RowOf, who
from store.views.reports.report_blocks import NOT_SHOWN, ReportBlock
from store.views.reports.scorecard import scorecard

FELL = {"reaudits", "re_audited"}
"""Parameters of the draw that name cases which fell below good."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cycle's pack as of a moment: its tables, two reports, and how its files are named."""

    cycle: str
    service: str
    month: str
    programme: str
    named: str
    as_of: datetime
    head_seq: int
    head: str
    asked_by: str
    tables: Mapping[str, tuple[RowOf, ...]]
    board: tuple[ReportBlock, ...]
    practitioners: tuple[ReportBlock, ...]
    classification: str

    def name_of(self, part: str) -> str:
        """The name of a part's file without its ending, by the authority's own convention."""
        said = self.named.format(
            programme=self.programme, service=self.service, month=self.month, part=part
        )
        return re.sub(r'["*:<>?/\\|]', "-", said)


def evidence(reader: Reader, cycle_id: str, *, asked_by: str = "") -> Evidence:
    """The pack of a cycle that was issued. Raises `NotFound`."""
    cycle, zone = reader.get(Cycle, cycle_id), reader.profile.programme.zone
    seq, head = reader.head()
    board, short = (
        tuple(in_blocks(board_report(reader, [cycle.id], audience), zone))
        for audience in ("board", "practitioners")
    )
    graded = grades(reader, [cycle.id])
    counted = scorecard(reader, [cycle.id], full=False)
    return Evidence(
        cycle=cycle.id,
        service=cycle.service,
        month=f"{cycle.month:%Y-%m}",
        programme=reader.profile.programme.name,
        named=reader.profile.evidence.name,
        as_of=reader.calendar.local(reader.at),
        head_seq=seq,
        head=head,
        asked_by=asked_by,
        tables={
            "The draw": tuple(_draw(reader, cycle)),
            "Imports before it": tuple(imports_of(reader, cycle)),
            "The list": tuple(_list(reader, cycle)),
            "Meetings": tuple(meetings(reader, [cycle], ())),
            "Returns": flat(digest(reader, [cycle.id])["services"]),
            "Grades": flat(grades_by_kind(graded)),
            "Domains": flat(graded["domains"]),
            "Scorecard": flat(counted["rows"]),
            "Kinds of audit": flat(counted["kinds"]),
            "Actions": flat(_actions(loop(reader, [cycle.id]))),
            "Improved": flat(loop(reader, [cycle.id])["improved"]),
        },
        board=board,
        practitioners=short,
        classification=reader.profile.papers.classification,
    )


def _draw(reader: Reader, cycle: Cycle) -> Iterator[RowOf]:
    """All that somebody needs to repeat the draw (programme.md §2.2).

    The draw of re-audits is not in it: its pool is the cases that fell below good.
    """
    drawn = cycle_board(reader, cycle.id)["draw"]
    known = drawn["parameters"] or {}
    parameters = {name: value for name, value in known.items() if name not in FELL}
    again = FELL & known.keys()
    said = {
        "seed": cycle.seed,
        "pool": ", ".join(drawn["pool"]),
        "drawn": ", ".join(drawn["drawn"]),
        "parameters": json.dumps(parameters, sort_keys=True, ensure_ascii=False),
    }
    if again:
        said["re-audits"] = f"{NOT_SHOWN}: the cases they are drawn from fell below good"
    for number, kloe in enumerate(cycle.kloes, 1):
        said[f"line_of_enquiry_{number}"] = kloe["text"]
    for what, value in said.items():
        yield {"what": what.replace("_", " "), "value": value}


def _list(reader: Reader, cycle: Cycle) -> Iterator[RowOf]:
    """Who audited and moderated which case, and by which day; no case has its grade here.

    A re-audit does not name its case, for that would say that it fell below good.
    """
    for audit in reader.rows(Audit, cycle=cycle.id):
        if audit.kind in reader.profile.kinds and audit.state != "swapped":
            again = audit.kind == REAUDIT
            yield {
                "audit": NOT_SHOWN if again else audit.id,
                "case_ref": NOT_SHOWN if again else audit.case_ref,
                "kind": audit.kind,
                "team": team_as_filed(reader, audit),
                "auditor": who(reader, audit.auditor),
                "moderator": who(reader, audit.moderator),
                "due": None if audit.due is None else reader.calendar.local(audit.due),
                "independence_proved": audit.independence is not None,
            }


def grades_by_kind(graded: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The kinds apart and then together, if there are several; "none" where no agreement is."""
    rows = [*graded["rows"], *(graded["together"] if len(graded["rows"]) > 1 else ())]
    return [
        row | {"kappa": "none"} if row["kappa"] is None and row["kappa_n"] < FEWEST else row
        for row in rows
    ]


def _actions(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Without those on one child's case, which are about as many as children below good."""
    return [row for row in found["rows"] if row["scope"] != "case"]
