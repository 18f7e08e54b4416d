"""A board report as people read it: headings, paragraphs, lists and tables, in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from store.views.reports.grades_in_words import grades_in_words
from store.views.reports.national_frame import inspectors_ask
from store.views.reports.plan_in_words import (
    actions_in_words,
    campaign_in_words,
    not_known_in_words,
    owners_in_words,
    waits_in_words,
)
from store.views.reports.practice_in_words import (
    domains_in_words,
    feedback_in_words,
    kloes_in_words,
)
from store.views.reports.report_blocks import Blocks, Cover, ReportBlock, said
from store.vocabulary.dates_in_words import say_moment

SMALL = (
    "“Not shown” stands for a count of children under 5, or for one that would reveal it. "
    "No child is named in this report."
)
SAID_BY = {"families_said": "Families and children", "practitioners_said": "Practitioners"}
READERS = {
    "board": "Report to the board",
    "practitioners": "For practitioners",
    "members": "Briefing for members",
    "highlights": "For those who run the service",
}


DRAFT = "DRAFT"
"""On the cover and each page of a report with a draft, and before each part that is one."""


def in_blocks(report: Mapping[str, Any], zone: str) -> list[ReportBlock]:
    """The whole report in the order in which a board reads it.

    Parts of its `"draft"`, if it has one, stand where nothing is written yet, each marked.
    """
    told = {
        "board": _board,
        "practitioners": _practitioners,
        "members": _members,
        "highlights": _highlights,
    }
    return [*told[report["audience"]](report, zone)]


def _board(report: Mapping[str, Any], zone: str) -> Blocks:
    yield from _title(report, f"{report['service']}, {report['month']}", zone)
    yield ReportBlock("heading", "Impact")
    yield from _part(report, "impact", "impact", zone)
    if report["last_cycle"] is not None:
        last = report["last_cycle"]
        yield ReportBlock("subheading", f"What followed the audits of {last['month']}")
        yield from said(last["text"])
        yield ReportBlock("list", items=followed_in_words(last))
    yield ReportBlock("subheading", f"What has followed the audits of {report['month']} so far")
    yield ReportBlock("list", items=followed_in_words(report["so_far"]))
    yield ReportBlock("heading", "Learning")
    yield from _part(report, "learning", "learning", zone)
    yield from _strengths(report)
    yield ReportBlock("heading", "Grades")
    yield from grades_in_words(report["grades"], report["scale"])
    yield from _counted(report["counted"])
    yield ReportBlock("heading", "Lines of enquiry")
    yield from kloes_in_words(report["kloes"])
    yield ReportBlock("heading", "By area of practice")
    yield from domains_in_words(report["domains"])
    yield ReportBlock("heading", "Systemic issues")
    yield from _part(report, "systemic", "systemic issues", zone)
    yield ReportBlock("heading", "What families and practitioners said")
    yield ReportBlock("list", items=feedback_in_words(report["feedback"]))
    for key, who in SAID_BY.items():
        yield ReportBlock("subheading", who)
        yield from _part(report, key, f"what {who.lower()} said", zone)
    yield ReportBlock("heading", "Improvement plan")
    yield from _part(report, "improvement", "the improvement plan", zone)
    yield from campaign_in_words(report["plan"])
    yield from actions_in_words(report["actions"])
    yield from owners_in_words(report["board_actions"])
    yield ReportBlock("heading", "What is not known, and why")
    yield from not_known_in_words(report["not_known"], zone)
    yield from inspectors_ask()
    yield ReportBlock("heading", "What the grades mean")
    yield from _meanings(report["grade_meanings"])
    yield from _foot(report)


def _practitioners(report: Mapping[str, Any], zone: str) -> Blocks:
    of = f"what the audits in {report['service']} taught us, {report['month']}"
    yield from _title(report, of, zone)
    yield from said(report["for_practitioners"])
    if report["impact"]:
        yield ReportBlock("heading", "What is different for children")
        yield from said(report["impact"])
    if report["learning"]:
        yield ReportBlock("heading", "What we learnt")
        yield from said(report["learning"])
    yield from _strengths(report)
    yield ReportBlock("heading", "What happens next")
    yield from said(report["improvement"], "The plan is being agreed with your service.")
    yield from campaign_in_words(report["plan"])
    yield from _foot(report)


def _members(report: Mapping[str, Any], zone: str) -> Blocks:
    months = [*dict.fromkeys(cycle["month"] for cycle in report["cycles"])]
    year = " to ".join(dict.fromkeys((months[0], months[-1]))) if months else "no audits yet"
    yield from _title(report, f"Briefing for members, {year}", zone)
    for cycle in report["cycles"]:
        yield ReportBlock("heading", f"{cycle['service']}, {cycle['month']}")
        yield from said(cycle["impact"], _waiting(cycle, "impact", zone))
        yield ReportBlock("list", items=followed_in_words(cycle["so_far"]))
        yield from said(cycle["learning"])
        yield from _strengths(cycle)
        yield from said(cycle["improvement"])
    yield ReportBlock("heading", "Grades")
    yield from grades_in_words(report["grades"], report["scale"])
    yield from _foot(report)


def _highlights(report: Mapping[str, Any], zone: str) -> Blocks:
    yield from _title(report, f"highlights of {report['service']}, {report['month']}", zone)
    yield ReportBlock("heading", "What stands out")
    yield from said(report["highlights"], _waiting(report, "what stands out", zone))
    yield from _strengths(report)
    yield ReportBlock("heading", "Grades")
    yield from grades_in_words(report["grades"], report["scale"])
    yield ReportBlock("heading", "Lines of enquiry")
    yield from kloes_in_words(report["kloes"])
    yield ReportBlock("heading", "What has followed so far")
    yield ReportBlock("list", items=followed_in_words(report["so_far"]))
    yield from _foot(report)


def _part(report: Mapping[str, Any], key: str, what: str, zone: str) -> Blocks:
    """What was written of a part; else what it waits for, and its draft where one is asked for."""
    yield from said(report[key], _waiting(report, what, zone))
    draft = report.get("draft", {}).get("plan" if key == "improvement" else key)
    if draft and not report[key]:
        mark, _, words = draft.partition("\n")
        yield ReportBlock("note", mark)
        yield from said(words)


def _waiting(report: Mapping[str, Any], what: str, zone: str) -> str:
    """In place of what the audit team has not written: whom the paper waits for, and by when."""
    if report["waiting"]["written"]:
        return f"The report as it was written says nothing of {what}."
    whom = waits_in_words(report["waiting"], zone)
    return f"This part waits for {whom}: they have not written of {what} yet."


def _meanings(rows: Sequence[Mapping[str, Any]]) -> Blocks:
    head = ("Grade", "What it means", "Below good")
    lines = ((row["grade"], row["means"], "yes" if row["below_good"] else "no") for row in rows)
    yield ReportBlock("table", "The council's own definitions", rows=(head, *lines))


def _title(report: Mapping[str, Any], of: str, zone: str) -> Blocks:
    title = f"{report['programme']}: {of}"
    yield ReportBlock(
        "title",
        f"{DRAFT}. {title}" if "draft" in report else title,
        cover=Cover(
            authority=report["authority"],
            readers=READERS[report["audience"]],
            made=f"As of {say_moment(report['as_of'], year=True, zone=zone)}",
            classification=f"{DRAFT}. {report['classification']}"
            if "draft" in report
            else report["classification"],
        ),
    )


def _foot(report: Mapping[str, Any]) -> Blocks:
    yield ReportBlock("note", SMALL)
    if report["audience"] != "practitioners":
        yield ReportBlock("note", f"The ledger's head when this was made: {report['head']}")


def followed_in_words(found: Mapping[str, Any]) -> tuple[str, ...]:
    """What `impact` counted, a sentence each; what is not shown is said to be so."""
    below, dips, again = found["below_good"], found["dip_reaudits"], found["reaudits"]
    parts = (
        ("fell below good", below, "have improved so far"),
        ("had a dip re-audit six weeks on", dips, "were good or better then"),
        ("were re-audited in the next cycle", again, "were good or better then"),
    )
    lines = [
        f"{part['n']} {what}; how many {then} is not shown."
        if part["improved"] is None
        else f"{part['n']} {what}; {part['improved']} {then}."
        for what, part, then in parts
        if part["n"]
    ]
    if found["escalated"]:
        lines.append(f"{found['escalated']} were escalated, because they had not improved.")
    elif found["escalated"] is None:
        lines.append("How many were escalated, because they had not improved, is not shown.")
    if any(part["n"] is None for _, part, _ in parts):
        more = "What else was counted" if lines else "How much of it improved"
        lines.append(f"{more} would point to a few children, so it is not shown.")
    return tuple(lines or ["No work fell below good."])


def _strengths(report: Mapping[str, Any]) -> Blocks:
    if report["strengths"]:
        yield ReportBlock("subheading", "Strengths")
        yield ReportBlock("list", items=tuple(report["strengths"]))
    if report["to_develop"]:
        yield ReportBlock("subheading", "To develop")
        yield ReportBlock("list", items=tuple(report["to_develop"]))


def _counted(found: Mapping[str, Any]) -> Blocks:
    """Which of the cycle's audits the figures count, so that nobody takes them for more or less."""
    kinds = ", ".join(f"{one['title']} {one['returned']}" for one in found["kinds"])
    if kinds:
        yield ReportBlock("note", f"Counted for this cycle, as returned: {kinds}.")
    others = ", ".join(f"{one['title']} {one['n']}" for one in found["left_out"])
    if others:
        yield ReportBlock(
            "note", f"Not counted, because they carry no grade or train their auditor: {others}."
        )
