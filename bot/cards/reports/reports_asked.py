"""Reports asked for by name: what one says in a few lines, and its file (programme.md §5)."""

from bot.cards.nudges.understood import shows
from bot.cards.parts.charts import Colour, Course, line_chart
from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import RECORDED, count
from store.views.parts.offers import submit_of
from store.views.reports.report_summary import Reports

ISSUE, PAPERS = "report.issue", "papers.view"
COLOURS: tuple[Colour, ...] = ("good", "neutral")


def reports_card(view: Reports, team: str) -> Json:
    """The report that was asked for in a few lines, with its file; else all that they may have."""
    papers = (
        opens_dialog(PAPERS, "Reports on cycles…", view.upn, view.own_version)
        if view.papers
        else None
    )
    if not view.kinds and papers is None:
        return card(
            "No report waits for you",
            text(f"Reports come here once they are written. Questions: the {team}."),
            *buttons(shows("status", "Where things stand")),
        )
    if view.refused:
        return card("You cannot have that report", text(view.refused), *_ways(view, papers))
    if not view.title:
        words = "Say which, of which service and since when: “grades for Frontdoor since April”."
        return card("Your reports", *([text(words)] if view.kinds else []), *_ways(view, papers))
    make = execute(ISSUE, submit_of(ISSUE), view.programme, view.version, primary=True)
    return card(
        view.title,
        facts(view.lines),
        *([quiet(f"And {count(view.more, 'earlier cycle')}, in the file.")] if view.more else []),
        *_choices(view, Typed(view.chosen)),
        *buttons(make, papers, _by_month(view)),
        quiet(RECORDED),
    )


def _by_month(view: Reports) -> Json | None:
    """The line from month to month, folded away with its numbers in words."""
    if view.trend is None:
        return None
    courses = [
        Course(name, points, colour)
        for (name, points), colour in zip(view.trend.courses, COLOURS, strict=False)
    ]
    told = facts(
        (name, ", ".join(f"{words} {value}" for _, words, value in points))
        for name, points in view.trend.courses
    )
    return fold("Month by month", line_chart(view.trend.title, courses), told)


def _ways(view: Reports, papers: Json | None) -> list[Json]:
    """The reports on cycles that were sent, and the form that chooses another."""
    ask = opens_dialog(ISSUE, "Choose a report…", view.programme, view.version)
    return buttons(papers, ask if view.kinds else None)


def report_form(view: Reports, typed: Typed) -> Json:
    """Which report, of which service and months; its issue is recorded."""
    return card(
        "Have a report as a file",
        *_choices(view, typed),
        quiet(RECORDED),
        actions=[submits(ISSUE, submit_of(ISSUE), view.programme, view.version)],
    )


def _choices(view: Reports, typed: Typed) -> list[Json]:
    """What is meant, to correct; a service or a month that is left out means all of them."""
    report = typed.values.get("report") or next((kind for kind, _ in view.kinds), "")
    said = Typed({**typed.values, "report": report}, typed.errors)
    return [
        chosen("report", "Report", list(view.kinds), said, mend="Choose one of the reports."),
        chosen("service", "Service, or all of them", list(view.services), said),
        chosen("since", "From", list(view.months), said),
        chosen("until", "To", list(view.months), said),
    ]
