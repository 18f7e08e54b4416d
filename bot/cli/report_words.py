"""How a report is printed: sections of rows as tables for people, or as Markdown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.cli.output import say, say_table

Rows = Sequence[Mapping[str, Any]]
NOT_SHOWN = "not shown"
SUPPRESSION = "Counts of fewer than 5 children are not shown, nor any count that would reveal them."


def say_report(
    heading: str, sections: Mapping[str, Rows], zone: str, *, as_markdown: bool, foot: str = ""
) -> None:
    """Print a report: its heading, each section by its title, and a last line."""
    say(f"# {heading}" if as_markdown else heading)
    for title, rows in sections.items():
        _say_section(title, rows, zone, as_markdown=as_markdown)
    if foot:
        say(f"\n{foot}")


def _say_section(title: str, rows: Rows, zone: str, *, as_markdown: bool) -> None:
    names = list(rows[0]) if rows else []
    columns = [name[:1].upper() + name[1:].replace("_", " ") for name in names]
    cells = [[in_words(row[name], zone) for name in names] for row in rows]
    if not rows:
        say(f"\n## {title}\n\nNone." if as_markdown else f"\n{title}: none.")
        return
    if not as_markdown:
        say_table(columns, cells, title=f"\n{title}")
        return
    from bot.cards.parts.text import escape

    say(f"\n## {title}\n")
    for place, line in enumerate((columns, *cells)):
        said = (escape(cell).replace("|", "\\|") for cell in line)
        say(f"| {' | '.join(said)} |")
        if place == 0:
            say(f"|{' --- |' * len(columns)}")


def in_words(value: object, zone: str) -> str:
    """A value in words: days and times with their weekday."""
    from store.vocabulary.dates_in_words import say_day, say_moment

    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return say_moment(value, zone=zone)
        case date():
            return say_day(value)
        case Mapping():
            return ", ".join(in_words(part, zone) for part in value.values())
        case _:
            return str(value)


def counts_in_words(counts: Mapping[str, Mapping[str, Any]]) -> str:
    """Counts by grade, such as "Outstanding 2 (10%), Good not shown"."""
    return ", ".join(f"{grade} {count_in_words(one)}" for grade, one in counts.items())


def count_in_words(one: Mapping[str, Any]) -> str:
    """A count with its share, such as "2 (10%)", or that it is not shown."""
    if one["n"] is None:
        return NOT_SHOWN
    percent = one.get("percent")
    return str(one["n"]) if percent is None else f"{one['n']} ({percent}%)"
