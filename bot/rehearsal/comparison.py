"""Two profiles on the same council: what either would ask of its people, side by side."""

from dataclasses import dataclass

from bot.rehearsal.report import Account
from bot.rehearsal.workload import by_role


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rehearsals of the same people, cases and chance under different rules."""

    one: Account
    other: Account


def compared(comparison: Comparison) -> str:
    """The comparison as a page of Markdown that reads as plain text too."""
    one, other = comparison.one, comparison.other
    rows = [
        ("", one.profile, other.profile),
        ("audits", str(one.audits), str(other.audits)),
        ("returned in time", _share(one.rate_in_time), _share(other.rate_in_time)),
        ("meetings held by their day", _share(one.meetings_in_time),
         _share(other.meetings_in_time)),
        ("messages", str(sum(one.messages.values())), str(sum(other.messages.values()))),
        ("messages a person in a week with any", str(one.messages_per_person_week),
         str(other.messages_per_person_week)),
        ("most messages to one person in a week", str(one.most_messages_in_a_week),
         str(other.most_messages_in_a_week)),
        ("duties", str(sum(kind.opened for kind in one.duties)),
         str(sum(kind.opened for kind in other.duties))),
        ("problems", str(len(one.problems)), str(len(other.problems))),
    ]  # fmt: skip
    loads = by_role(list(one.load)), by_role(list(other.load))
    for role in dict.fromkeys((*loads[0], *loads[1])):
        title = f"done in a month by each {role.replace('_', ' ')}, and the most"
        rows.append((title, _load(loads[0].get(role)), _load(loads[1].get(role))))
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    months = "1 month" if one.months == 1 else f"{one.months} months"
    head = f"# {one.profile} and {other.profile}, {months}, the same council (seed {one.seed})"
    return "\n".join([head, "", *lines]) + "\n"


def _share(rate: float | None) -> str:
    return "none due" if rate is None else f"{rate:.0%}"


def _load(load: tuple[float, int] | None) -> str:
    return "0" if load is None else f"{load[0]}, {load[1]}"
