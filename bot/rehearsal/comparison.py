"""A comparison of two profiles on the same council: what each asks of its people."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.workload import mean_and_most


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rehearsals under different rules, of the same people and cases and with one seed."""

    one: RehearsalReport
    other: RehearsalReport


FIGURES: dict[str, Callable[[RehearsalReport], object]] = {
    "": lambda report: report.profile,
    "audits": lambda report: report.audits,
    "returned in time": lambda report: _percent(report.rate_in_time),
    "meetings held in time": lambda report: _percent(report.meetings_in_time),
    "messages": lambda report: sum(report.messages.values()),
    "messages per person and week, in weeks with any": lambda r: r.messages_per_person_week,
    "most messages to one person in a week": lambda report: report.most_messages_in_a_week,
    "duties": lambda report: sum(kind.opened for kind in report.duties),
    "problems": lambda report: len(report.problems),
}


def comparison_page(comparison: Comparison) -> str:
    """The comparison as Markdown, which can be read as plain text too."""
    one, other = comparison.one, comparison.other
    rows = [(title, str(of(one)), str(of(other))) for title, of in FIGURES.items()]
    loads = mean_and_most(list(one.load)), mean_and_most(list(other.load))
    for role in dict.fromkeys((*loads[0], *loads[1])):
        title = f"acts per {role.replace('_', ' ')} in a month: mean, most"
        rows.append((title, _load(loads[0].get(role)), _load(loads[1].get(role))))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    months = "1 month" if one.months == 1 else f"{one.months} months"
    head = f"# {one.profile} and {other.profile}, {months}, the same council (seed {one.seed})"
    return "\n".join([head, "", *lines]) + "\n"


def _percent(rate: float | None) -> str:
    return "none due" if rate is None else f"{rate:.0%}"


def _load(load: tuple[float, int] | None) -> str:
    return "0" if load is None else f"{load[0]}, {load[1]}"
