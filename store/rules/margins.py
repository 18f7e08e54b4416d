"""Slack: the working days that a month leaves between the steps of an audit (programme.md §4)."""

from datetime import date, datetime

from store.clock.calendar import Calendar
from store.programme.profile import Profile


def return_due(profile: Profile, calendar: Calendar, month: date) -> datetime:
    """When returns of that audit month are due."""
    deadline = profile.duty["return.submit"].due["otherwise"]
    return deadline.due(
        calendar,
        calendar.day_starts(calendar.nth_of_month(month.year, month.month, 1)),
        month=month,
    ).at


def slack_of(profile: Profile, calendar: Calendar, month: date) -> int:
    """Working days to spare after return, check and rectification, for moderation.

    Negative if the month is too short for all of them.
    """
    due = calendar.local(return_due(profile, calendar, month)).date()
    ready = calendar.add(calendar.add(due, profile.slack.check), profile.slack.rectify)
    last = calendar.last_of_month(month.year, month.month)
    if ready > last:
        return -calendar.working_days_between(last, ready)
    return calendar.working_days_between(ready, last)


def warnings(profile: Profile, calendar: Calendar, month: date, today: date) -> list[str]:
    """Warnings for the audit team before it opens a cycle for that month."""
    issue = max(today, calendar.nth_of_month(month.year, month.month, 1))
    due = calendar.local(return_due(profile, calendar, month)).date()
    days = calendar.working_days_between(issue, due)
    least = profile.slack.issue_to_return
    if days >= least:
        return []
    return [f"Auditors need {least} working days from issue to return; this month leaves {days}."]
