"""A draft of what a board report waits for, from the records alone (programme.md §5).

It is offered to the audit team as the start of their own text. It says only what the report itself
counts and tells, so it makes nothing known that the report leaves out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from store.views.reports.board_words import followed_in_words
from store.views.reports.grades_in_words import compared, of_whole_cycles
from store.vocabulary.dates_in_words import say_day

MARK = "DRAFT from the records. Read it, change it, and take this line out."
"""The first line of each draft; a report in which it stands is not sent."""

MOST = 3000
"""Characters of a draft: it leaves room in the box for what its writer adds."""


def board_draft(report: Mapping[str, Any]) -> dict[str, str]:
    """A draft for each part of a `board_report` that the records say something of, by field."""
    parts = {
        "impact": _impact(report),
        "learning": _learning(report),
        "systemic": _asked(report, "report"),
        "families_said": _heard(report, "families", "heard", "families and children were heard"),
        "practitioners_said": _heard(
            report, "practitioners", "took_part", "the practitioner took part"
        ),
        "plan": [*_asked(report, "service"), *_campaign(report)],
    }
    return {name: _marked(lines) for name, lines in parts.items() if lines}


def is_draft(text: str) -> bool:
    """Whether the text still begins as a draft does; a sentence may begin with "Draft plans"."""
    return text.lstrip().startswith("DRAFT")


def _marked(lines: Iterable[str]) -> str:
    """The lines that fit, under the mark."""
    said = MARK
    for line in lines:
        if len(said) + len(line) + 1 > MOST:
            break
        said += f"\n{line}"
    return said


def _impact(report: Mapping[str, Any]) -> list[str]:
    lines = []
    if report["last_cycle"] is not None:
        lines.append(f"Of the audits of {report['last_cycle']['month']}:")
        lines += followed_in_words(report["last_cycle"])
    lines.append(f"Of the audits of {report['month']}, so far:")
    return [*lines, *followed_in_words(report["so_far"])]


def _learning(report: Mapping[str, Any]) -> list[str]:
    own = [row for row in of_whole_cycles(report["grades"]) if row["cycle"] == report["cycle"]]
    lines = [compared(row) for row in own]
    for words, key in (("Strong", "strengths"), ("To develop", "to_develop")):
        if report[key]:
            lines.append(f"{words}: {', '.join(report[key])}.")
    lines += [
        f"Line of enquiry {line['number']}, {line['text']}: {' '.join(line['findings'].split())}"
        for line in report["kloes"]
        if line["findings"]
    ]
    return lines


def _asked(report: Mapping[str, Any], scope: str) -> list[str]:
    """The actions of that scope, each with its owner and day."""
    return [
        f"{row['what'].rstrip('.')}: {row['owner']}, by {say_day(row['due'], year=True)}."
        for row in report["board_actions"]
        if row["scope"] == scope
    ]


def _heard(report: Mapping[str, Any], who: str, key: str, words: str) -> list[str]:
    found = report["feedback"]
    n = found[who][key]
    return [] if n is None or not n else [f"In {n} of {found['returned']} audits {words}."]


def _campaign(report: Mapping[str, Any]) -> list[str]:
    agreed, themes = report["plan"]["agreed"], report["plan"]["themes"]
    lines = [agreed] if agreed else []
    return [*lines, *([f"Themes of the learning campaign: {', '.join(themes)}."] if themes else [])]
