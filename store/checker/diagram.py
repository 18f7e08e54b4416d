"""The overview of a cycle: a line for each duty and a column for each week."""

from collections.abc import Sequence
from datetime import date, timedelta

from store.checker.sample_month import DateSpan
from store.vocabulary.dates_in_words import say_month

WEEK = timedelta(weeks=1)
RUNS, DUE, SOONER = "─", "●", "○"
LEGEND = "─ open   ● due   ○ due sooner in another case, such as Inadequate"


def diagram(spans: Sequence[DateSpan]) -> tuple[str, ...]:
    """The lines of the overview, with the months above; empty for a profile without duties.

    A duty that is due before it opens in the sample month is shown on its due day.
    """
    if not spans:
        return ()
    begins = min(min(span.opened, *span.due.values()) for span in spans)
    monday = begins - timedelta(days=begins.weekday())
    ends = max(max(span.opened, *span.due.values()) for span in spans)
    weeks = (ends - monday).days // 7 + 1
    width = max(len(span.words) for span in spans)
    lines = [f"{'':{width}}  {_months(monday, weeks)}".rstrip()]
    lines += [f"{span.words:{width}}  {_bar(span, monday, weeks)}".rstrip() for span in spans]
    return (*lines, LEGEND)


def _bar(span: DateSpan, monday: date, weeks: int) -> str:
    def column(day: date) -> int:
        return (day - monday).days // 7

    cells = [" "] * weeks
    last = span.due.get("otherwise", max(span.due.values()))
    for week in range(column(span.opened), column(last)):
        cells[week] = RUNS
    for case, day in span.due.items():
        if case != "otherwise" and column(day) < column(last):
            cells[column(day)] = SOONER
    cells[column(last)] = DUE
    return "".join(cells)


def _months(monday: date, weeks: int) -> str:
    """The short name of each month, above the week in which it begins."""
    line = ""
    for week in range(weeks):
        end = monday + week * WEEK + timedelta(days=6)
        begins = week == 0 or end.day <= 7  # noqa: PLR2004 - the week that holds the first
        if begins and len(line) <= week:
            line = f"{line:{week}}{say_month(end)[:3]} "
    return line.rstrip()
