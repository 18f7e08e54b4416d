"""The plan, its owners, and what is not known, as a report says them (programme.md §5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from store.views.reports.report_blocks import Blocks, ReportBlock, said
from store.vocabulary.dates_in_words import say_day, say_moment

SCOPES = {"service": "For the service", "report": "For the board"}
STATES = {
    "open": "open",
    "overdue": "overdue",
    "done": "done, to be confirmed",
    "confirmed": "confirmed, for the board to sign off",
    "signed_off": "signed off",
}


def campaign_in_words(plan: Mapping[str, Any]) -> Blocks:
    if plan["workshop_on"]:
        day = say_day(date.fromisoformat(plan["workshop_on"]))
        yield ReportBlock("text", f"Team managers' workshop: {day}.")
    yield from said(plan["agreed"])
    if plan["themes"]:
        yield ReportBlock("subheading", "Themes of the learning campaign")
        yield ReportBlock("list", items=tuple(plan["themes"]))


def actions_in_words(rows: Sequence[Mapping[str, Any]]) -> Blocks:
    if not any(row["agreed"] for row in rows):
        return
    yield ReportBlock("subheading", "Actions")
    table: list[tuple[str, ...]] = [("Scope", "Agreed", "Open", "Overdue", "Complete")]
    table += [
        (
            SCOPES[row["scope"]],
            *(str(row[key]) for key in ("agreed", "open", "overdue", "complete")),
        )
        for row in rows
        if row["agreed"]
    ]
    yield ReportBlock("table", "Actions by scope", rows=tuple(table))


def owners_in_words(rows: Sequence[Mapping[str, Any]]) -> Blocks:
    """Each of the board's own actions with its owner."""
    if not rows:
        return
    lines = (
        (
            row["what"],
            SCOPES[row["scope"]],
            row["owner"],
            say_day(row["due"], year=True),
            STATES[row["state"]],
        )
        for row in rows
    )
    head = ("Action", "Scope", "Owner", "Due", "State")
    yield ReportBlock("table", "Actions and their owners", rows=(head, *lines))


def not_known_in_words(rows: Sequence[Mapping[str, Any]], zone: str) -> Blocks:
    """What the report cannot say, why, and whom it waits for."""
    if not rows:
        yield ReportBlock("text", "Nothing: all that this report counts and tells is in.")
        return
    lines = ((row["what"], row["why"], waits_in_words(row, zone)) for row in rows)
    head = ("Not known", "Why", "Waits for")
    yield ReportBlock("table", "What is not known, and why", rows=(head, *lines))


def waits_in_words(waits: Mapping[str, Any], zone: str) -> str:
    """Whom something waits for, and by when: "the audit team, by Fri 26 Feb 2027, 17:00"."""
    by: datetime | None = waits["by"]
    when = "" if by is None else f", by {say_moment(by, year=True, zone=zone)}"
    return f"{waits['from']}{when}" if waits["from"] else "nothing more is due"
