"""The charts of a digest: returns by service, how they came in; each number is text too (§5)."""

from collections.abc import Sequence

from bot.cards.parts.charts import Course, Share, donut, line_chart, stacked_bars
from bot.cards.parts.kit import MOST_ACTIONS, Json, buttons, facts, fold
from store.views.reports.digest_services import ServiceRow
from store.views.reports.digest_weeks import Week
from store.views.reports.service_digest import DigestTally


def returns_chart(rows: Sequence[tuple[str, ServiceRow | DigestTally]]) -> list[Json]:
    """What fell due: a bar for each row, or one ring where there is a single row."""
    due = [(name, _shares(row)) for name, row in rows if row.fell_due]
    if not due:
        return []
    if len(due) == 1:
        ((name, shares),) = due
        return [donut(f"Returns, {name}", shares)]
    return [stacked_bars("Returns", due)]


def _shares(row: ServiceRow | DigestTally) -> list[Share]:
    return [
        Share("In time", row.in_time, "good"),
        Share("Late", row.late, "warning"),
        Share("Not in", row.not_in, "attention"),
    ]


def with_weeks(actions: Sequence[Json | None], weeks: Sequence[Week]) -> list[Json]:
    """A digest's buttons, the last of them its line from week to week where there is one.

    The line is a row of its own where the first has no room: never is it the only button, far down.
    """
    shown = [action for action in actions if action is not None]
    line = _week_by_week(weeks)
    if line is None or len(shown) < MOST_ACTIONS:
        return buttons(*shown, line)
    return [*buttons(*shown), *buttons(line)]


def _week_by_week(weeks: Sequence[Week]) -> Json | None:
    """The line of what was due and what was in, folded away with its numbers in words."""
    if not weeks:
        return None
    courses = [
        Course("In", tuple((week.day, week.words, week.returned) for week in weeks), "good"),
        Course("Due", tuple((week.day, week.words, week.due) for week in weeks), "neutral"),
    ]
    told = facts((week.words, f"{week.returned} in, {week.due} due") for week in weeks)
    return fold("Week by week", line_chart("Returns, week by week", courses), told)
