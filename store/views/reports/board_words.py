"""A board report as people read it: headings, paragraphs, lists and tables, in order."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from store.views.reports.grades_in_words import grades_in_words
from store.views.reports.report_blocks import Blocks, Cover, ReportBlock
from store.vocabulary.dates_in_words import say_day, say_moment

NOT_SHOWN = "not shown"
SMALL = (
    "“Not shown” stands for a count of children under 5, or for one that would reveal it. "
    "No child is named in this report."
)
ANSWERS = {"shown": "fully", "partly": "partly", "not_shown": "not at all"}
SAID_BY = {"families_said": "Families and children", "practitioners_said": "Practitioners"}
READERS = {
    "board": "Report to the board",
    "practitioners": "For practitioners",
    "members": "Briefing for members",
}
SCOPES = {"service": "For the service", "report": "For the board"}


def in_blocks(report: Mapping[str, Any], zone: str) -> list[ReportBlock]:
    """The whole report in the order in which a board reads it."""
    if report["audience"] == "members":
        return [*_members(report, zone)]
    short = report["audience"] == "practitioners"
    return [*(_practitioners(report, zone) if short else _board(report, zone))]


def _board(report: Mapping[str, Any], zone: str) -> Blocks:
    yield from _title(report, f"{report['service']}, {report['month']}", zone)
    yield ReportBlock("heading", "Impact")
    yield from _said(report["impact"], "Nothing has been written about impact yet.")
    if report["last_cycle"] is not None:
        last = report["last_cycle"]
        yield ReportBlock("subheading", f"What followed the audits of {last['month']}")
        yield from _said(last["text"])
        yield ReportBlock("list", items=_impact(last))
    yield ReportBlock("subheading", f"What has followed the audits of {report['month']} so far")
    yield ReportBlock("list", items=_impact(report["so_far"]))
    yield ReportBlock("heading", "Learning")
    yield from _said(report["learning"], "Nothing has been written about learning yet.")
    yield from _strengths(report)
    yield ReportBlock("heading", "Grades")
    yield from grades_in_words(report["grades"], report["scale"])
    yield from _counted(report["counted"])
    yield ReportBlock("heading", "Lines of enquiry")
    yield from _kloes(report["kloes"])
    yield ReportBlock("heading", "By area of practice")
    yield from _domains(report["domains"])
    if report["systemic"]:
        yield ReportBlock("heading", "Systemic issues")
        yield from _said(report["systemic"])
    yield ReportBlock("heading", "What families and practitioners said")
    yield ReportBlock("list", items=_feedback(report["feedback"]))
    for key, who in SAID_BY.items():
        yield ReportBlock("subheading", who)
        yield from _said(report[key], f"Nothing has been written of what {who.lower()} said.")
    yield ReportBlock("heading", "Improvement plan")
    yield from _said(report["improvement"], "No plan has been written yet.")
    yield from _campaign(report["plan"])
    yield from _actions(report["actions"])
    yield from _foot(report)


def _practitioners(report: Mapping[str, Any], zone: str) -> Blocks:
    of = f"what the audits in {report['service']} taught us, {report['month']}"
    yield from _title(report, of, zone)
    yield from _said(report["for_practitioners"])
    if report["impact"]:
        yield ReportBlock("heading", "What is different for children")
        yield from _said(report["impact"])
    if report["learning"]:
        yield ReportBlock("heading", "What we learnt")
        yield from _said(report["learning"])
    yield from _strengths(report)
    yield ReportBlock("heading", "What happens next")
    yield from _said(report["improvement"], "The plan is being agreed with your service.")
    yield from _campaign(report["plan"])
    yield from _foot(report)


def _members(report: Mapping[str, Any], zone: str) -> Blocks:
    yield from _title(report, "Briefing for members", zone)
    for cycle in report["cycles"]:
        yield ReportBlock("heading", f"{cycle['service']}, {cycle['month']}")
        yield from _said(cycle["impact"], "No board report has been written on this cycle yet.")
        yield from _said(cycle["learning"])
        yield from _said(cycle["improvement"])
    yield ReportBlock("heading", "Grades")
    yield from grades_in_words(report["grades"], report["scale"])
    yield from _foot(report)


def _title(report: Mapping[str, Any], of: str, zone: str) -> Blocks:
    yield ReportBlock(
        "title",
        f"{report['programme']}: {of}",
        cover=Cover(
            authority=report["authority"],
            programme=report["programme"],
            subject=of,
            readers=READERS[report["audience"]],
            made=f"As of {say_moment(report['as_of'], year=True, zone=zone)}",
            classification=report["classification"],
        ),
    )


def _foot(report: Mapping[str, Any]) -> Blocks:
    yield ReportBlock("note", SMALL)
    if report["audience"] != "practitioners":
        yield ReportBlock("note", f"The ledger's head when this was made: {report['head']}")


def _said(text: str, otherwise: str = "") -> Blocks:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines and otherwise:
        yield ReportBlock("note", otherwise)
    yield from (ReportBlock("text", line) for line in lines)


def _n(value: int | None) -> str:
    return NOT_SHOWN if value is None else str(value)


def _impact(found: Mapping[str, Any]) -> tuple[str, ...]:
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


def _kloes(found: Sequence[Mapping[str, Any]]) -> Blocks:
    if not found:
        yield ReportBlock("note", "This cycle had no lines of enquiry.")
    for kloe in found:
        yield ReportBlock("subheading", f"Line {kloe['number']}: {kloe['text']}")
        if kloe["rationale"]:
            yield ReportBlock("text", f"Why it was asked: {kloe['rationale']}")
        yield ReportBlock("text", _dips(kloe["dip_samples"]))
        yield from _said(kloe["findings"], "The report on it is not signed off yet.")


def _dips(found: Mapping[str, Any]) -> str:
    """What the samples answered; which answers are left out is said once."""
    told = [f"{words} in {found[key]}" for key, words in ANSWERS.items() if found[key] is not None]
    left_out = [words for key, words in ANSWERS.items() if found[key] is None]
    said = f"Dip samples: {found['done']} of {found['of']} done"
    if told:
        said += f"; the practice was found {', '.join(told)}"
    if left_out:
        said += f"; how often {' or '.join(left_out)} is not shown"
    return f"{said}."


def _domains(rows: Sequence[Mapping[str, Any]]) -> Blocks:
    """A table for each kind of audit, whose tools may differ."""
    if not rows:
        yield ReportBlock("note", "No audit has been returned yet.")
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        yield ReportBlock("subheading", f"{own[0]['title'].capitalize()}: {own[0]['n']} returned")
        table: list[tuple[str, ...]] = [("Area", "Good or better", "Below good", "Not applicable")]
        for row in own:
            good = _n(row["good_or_better"])
            share = f" ({row['percent_good']} %)" if "percent_good" in row else ""
            table.append(
                (row["domain"], good + share, _n(row["below_good"]), _n(row["not_applicable"]))
            )
        yield ReportBlock("table", f"Areas of practice: {own[0]['title']}", rows=tuple(table))


def _feedback(found: Mapping[str, Any]) -> tuple[str, ...]:
    of = f"{found['returned']} returned audits"
    heard = (
        ("families or children gave feedback", found["families"]["heard"]),
        ("the practitioner took part", found["practitioners"]["took_part"]),
    )
    return tuple(
        f"In how many of {of} {what} is not shown." if n is None else f"In {n} of {of} {what}."
        for what, n in heard
    )


def _campaign(plan: Mapping[str, Any]) -> Blocks:
    if plan["workshop_on"]:
        day = say_day(date.fromisoformat(plan["workshop_on"]))
        yield ReportBlock("text", f"Team managers' workshop: {day}.")
    yield from _said(plan["agreed"])
    if plan["themes"]:
        yield ReportBlock("subheading", "Themes of the learning campaign")
        yield ReportBlock("list", items=tuple(plan["themes"]))


def _actions(rows: Sequence[Mapping[str, Any]]) -> Blocks:
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
