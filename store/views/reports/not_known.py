"""What a report on a cycle cannot say, why, and whom it waits for (programme.md §5)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from store.ledger import Reader
from store.people.posts import post
from store.tables import Cycle, CycleReport, KloeReport
from store.views.parts.due import duty_of
from store.views.parts.people_in_words import owner_in_words
from store.views.reports.grade_figures import ALL
from store.vocabulary.duty_kinds import DutyKind

WRITTEN_BY = post("audit_team")


def waits_for(reader: Reader, subject: str, kind: DutyKind) -> dict[str, Any]:
    """`{"from", "by"}`: who owes that duty, in words, and by when; else the audit team."""
    duty = duty_of(reader, subject, kind)
    is_open = duty is not None and duty.closed_at is None
    owner, by = (duty.owner, duty.due_at) if is_open and duty is not None else (WRITTEN_BY, None)
    return {"from": owner_in_words(reader, owner), "by": by}


def board_report_waits(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """`{"written", "from", "by"}`: whether the board report is written, else whom it waits for."""
    written = bool(reader.rows(CycleReport, cycle=cycle.id, kind="board"))
    return {"written": written, **waits_for(reader, cycle.id, "board.report")}


def highlights_wait(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """The same of the highlight report."""
    written = bool(reader.rows(CycleReport, cycle=cycle.id, kind="highlight"))
    return {"written": written, **waits_for(reader, cycle.id, "highlight.report")}


def not_known(reader: Reader, cycle: Cycle, report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each `{"what", "why", "from", "by"}`; `from` is "" where nothing is waited for.

    What is hidden for its small count is one line of its own, so that nobody takes it for unknown.
    """
    return list(_gaps(reader, cycle, report))


def _gaps(reader: Reader, cycle: Cycle, report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    waits = report["waiting"]
    if not waits["written"]:
        yield _gap(
            "Impact, learning and the plan in words",
            "The board report is not written yet",
            waits["from"],
            waits["by"],
        )
    own = [row for row in report["grades"] if row["cycle"] == cycle.id]
    for row in own:
        missing = row["planned"] - row["returned"]
        if missing and row["kind"] != ALL:
            what = f"The grades of {missing} of {row['planned']} audits ({row['title']})"
            yield _gap(what, "They are not returned", "their auditors")
    if any(row["too_few"] for row in own):
        why = "Under 60% or under 10 audits were returned: too few to judge by"
        yield _gap("Whether the grades stand for the service", why)
    for kloe in report["kloes"]:
        yield from _of_line(reader, cycle, kloe)
    again = report["so_far"]["reaudits_waiting"]
    if again:
        why = f"Re-audits still to be done: {again}"
        yield _gap("Whether all the work that fell below good has improved", why, _team(reader))
    if any(row.get("placeholder") for row in report["domains"]):
        why = "The areas of the council's own audit tool are not named in its profile yet"
        yield _gap("Strengths by area of practice", why, _team(reader))
    if _is_suppressed(report):
        yield _gap("The counts that are not shown", "They could point to a few children")


def _team(reader: Reader) -> str:
    return owner_in_words(reader, WRITTEN_BY)


def _of_line(reader: Reader, cycle: Cycle, kloe: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is open on one line of enquiry: samples to be done, or their report to be signed off."""
    dips, number = kloe["dip_samples"], kloe["number"]
    if dips["done"] < dips["of"]:
        what = f"What {dips['of'] - dips['done']} of {dips['of']} dip samples show on line {number}"
        yield _gap(what, "They are not recorded yet", _team(reader))
    elif dips["of"] and not kloe["signed_off"]:
        yield _unsigned(reader, cycle, number, f"line {number}")


def _unsigned(reader: Reader, cycle: Cycle, number: int, name: str) -> dict[str, Any]:
    subject = f"{cycle.id}.k{number}"
    found = reader.find(KloeReport, subject)
    why = "The report is not signed off yet" if found is not None else "No report is written yet"
    waits = waits_for(reader, subject, "dip.signoff")
    return _gap(f"What the dip samples on {name} add up to", why, waits["from"], waits["by"])


def _gap(what: str, why: str, by_whom: str = "", by: datetime | None = None) -> dict[str, Any]:
    return {"what": what, "why": why, "from": by_whom, "by": by}


def _is_suppressed(part: Any) -> bool:
    match part:
        case Mapping():
            return bool(part.get("suppressed")) or any(map(_is_suppressed, part.values()))
        case list() | tuple():
            return any(map(_is_suppressed, part))
    return False
