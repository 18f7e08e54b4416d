"""A sample audit month under a profile: what happens, and what falls due when.

Each duty is shown once, from the first of its opening acts in the sample month.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from store.checker.owners_in_words import DIGEST, whom
from store.clock.calendar import Calendar
from store.clock.deadlines import CountedDeadline
from store.clock.ladders import OWNER, Ladder
from store.programme.duty_rules import DutyRule
from store.programme.profile import Profile
from store.rules.margins import return_due


@dataclass(frozen=True, slots=True)
class SampleMoment:
    """One line of the sample month: something happens, falls due, or is nudged if still open."""

    on: date
    what: str
    rule: str
    kind: Literal["event", "due", "nudge"] = "event"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One duty, from the day it opens to its due day in each case."""

    kind: str
    words: str
    opened: date
    due: Mapping[str, date]


STORY = {
    "cycle.plan": "The year's timetable is agreed",
    "kloe.held": "Lines of enquiry are agreed",
    "list.propose": "The list is sent for confirmation",
    "list.confirm": "The list is confirmed",
    "list.issue": "The confirmed list is issued",
    "allocation.issue": "Audits are issued to their auditors",
    "appraisal.open": "Team Managers are asked to write an appraisal by the end of the month",
    "dip.open": "Dip samples are given out",
    "exemption.request": "Somebody asks for an exemption",
    "conflict.declare": "Somebody declares a conflict",
    "help.open": "Somebody asks for help",
    "person.unreached": "Teams cannot deliver a message to somebody",
    "reallocation.propose": "A new auditor is proposed for a case",
    "return.submit": "The last audits are returned",
    "check.send_back": "One audit is sent back to its auditor",
    "moderation.refer": "One audit is referred to the audit team",
    "digest.name": "The digest lists the late audits",
    "appraisal.write": "The teams' appraisals are submitted",
    "dip.report": "The findings of the dip samples are reported",
    "moderation.agree": "The last audits are moderated",
    "audit.share": "The audits are complete and shared",
    "action.open": "Actions are agreed, to be completed in four weeks",
    "dispute.raise": "Somebody disputes a grade",
    "dispute.refer": "The dispute is referred",
    "concern.open": "Somebody raises a concern about how an audit was done",
    "uopp.held": "The meeting after work below good is held",
    "progression.open": "A higher grade is proposed, because of progress",
    "action.done": "An action is completed",
    "actions.close": "The last action is confirmed",
    "dip.reaudited": "The dip re-audit finds delay",
    "board.table": "A service action is tabled for the board's next meeting",
    "reaudit.allocate": "The share of work below good is drawn for re-audit",
    "campaign.agreed": "The learning campaign is agreed",
    "board.reported": "The board report is written",
    "learning.plan": "The month's learning is planned",
}
"""The events of the sample month. Everything else follows from the profile."""

ALWAYS = frozenset({"list.propose", "allocation.issue", "return.submit", "moderation.agree"})
"""Events that are shown even where no duty opens on them."""

COUNTED_FROM = {
    "reallocated_at": "reallocation.propose", "reported_at": "dip.report",
    "kloe_met_at": "kloe.held", "uopp_met_at": "uopp.held", "uopp_held_at": "uopp.held",
}  # fmt: skip
"""For each column that `since` may name: the event of the sample month that sets it."""

_PLANNED, _MET, _DONE, _BOARD = -70, -14, 28, 75
"""Calendar days from the first of the audit month, or from moderation."""


def timeline(profile: Profile, calendar: Calendar, month: date) -> tuple[SampleMoment, ...]:
    """Every event, due date and nudge, in order of date."""
    found = _moments(profile, calendar, month)
    return tuple(sorted(found, key=lambda moment: moment.on))


def spans(profile: Profile, calendar: Calendar, month: date) -> tuple[DateSpan, ...]:
    """Every duty that opens in the sample month, in order of opening."""
    found = []
    for kind, at, dues in _clocks(profile, calendar, month):
        due = {case: one.on for case, one in dues.items()}
        found.append(DateSpan(kind, profile.duty[kind].words, calendar.local(at).date(), due))
    return tuple(sorted(found, key=lambda span: span.opened))


def _story(profile: Profile, calendar: Calendar, month: date) -> dict[str, datetime]:
    """When each event happens; events that open no duty of the profile are left out."""
    first = calendar.nth_of_month(month.year, month.month, 1)
    last = calendar.last_of_month(month.year, month.month)
    returned = return_due(profile, calendar, month)
    day = calendar.local(returned).date()
    moderated, starts = calendar.due_at(last), calendar.day_starts
    month_six = _months_on(calendar, month, 5)

    def of_month(days: int) -> datetime:
        return starts(calendar.forward(month + timedelta(days=days)))

    def after(days: int) -> datetime:
        return starts(calendar.forward(last + timedelta(days=days)))

    when = {
        "cycle.plan": of_month(_PLANNED), "kloe.held": of_month(_MET),
        "list.propose": starts(calendar.add(first, -2)), "list.confirm": starts(first),
        "allocation.issue": starts(first), "appraisal.open": starts(first),
        "dip.open": starts(first), "exemption.request": starts(calendar.add(first, 1)),
        "conflict.declare": starts(calendar.add(first, 1)),
        "help.open": starts(calendar.add(first, 2)),
        "person.unreached": starts(calendar.add(first, 2)),
        "reallocation.propose": starts(calendar.add(first, 2)),
        "return.submit": returned, "check.send_back": starts(calendar.add(day, 1)),
        "moderation.refer": starts(calendar.add(day, 2)),
        "digest.name": starts(calendar.add(day, 1)), "appraisal.write": starts(last),
        "dip.report": starts(last), "moderation.agree": moderated, "audit.share": moderated,
        "action.open": moderated, "dispute.raise": starts(calendar.add(last, 1)),
        "dispute.refer": starts(calendar.add(last, 5)),
        "concern.open": starts(calendar.add(last, 1)),
        "uopp.held": starts(calendar.add(last, 4)),
        "progression.open": starts(calendar.add(last, 5)),
        "action.done": after(_DONE), "actions.close": after(_DONE + 4),
        "dip.reaudited": after(6 * 7), "board.table": after(_DONE + 4),
        "reaudit.allocate": starts(month_six), "campaign.agreed": after(7 * 7),
        "board.reported": after(4 * 7), "learning.plan": after(9 * 7),
    }  # fmt: skip
    return {v: at for v, at in when.items() if v in ALWAYS or v in _opening(profile)}


def _months_on(calendar: Calendar, month: date, months: int) -> date:
    count = month.year * 12 + month.month - 1 + months
    return calendar.last_of_month(count // 12, count % 12 + 1)


def _opening(profile: Profile) -> set[str]:
    return {verb for rule in profile.duty.values() for verb in rule.opens_on}


def _clocks(
    profile: Profile, calendar: Calendar, month: date
) -> Iterator[tuple[str, datetime, dict[str, CountedDeadline]]]:
    """Each duty that opens in the sample month: when, and its due date in each case."""
    story = _story(profile, calendar, month)
    for kind, rule in profile.duty.items():
        verb = next((verb for verb in rule.opens_on if verb in story), None)
        if verb is None:
            continue
        had, days = story["return.submit"], _BOARD if verb == "board.table" else _DONE
        own = calendar.local(story[verb] + timedelta(days=days)).date()
        dues = {}
        for case, deadline in rule.due.items():
            at = story.get(COUNTED_FROM.get(rule.since.get(case, ""), verb), story[verb])
            dues[case] = deadline.due(calendar, at, month=month, had=had, own=own, event=rule.event)
        yield kind, story[verb], dues


def _moments(profile: Profile, calendar: Calendar, month: date) -> Iterator[SampleMoment]:
    for verb, at in _story(profile, calendar, month).items():
        yield SampleMoment(calendar.local(at).date(), f"{STORY[verb]}.", verb)
    for kind, opened, dues in _clocks(profile, calendar, month):
        rule = profile.duty[kind]
        for case, due in dues.items():
            label = "" if case == "otherwise" else f" ({case.replace('_', ' ')})"
            yield SampleMoment(due.on, f"Due{label}: {rule.words}.", due.rule, "due")
            if case == "otherwise":
                yield from _nudges(profile, calendar, rule, opened, due.at)


def _nudges(
    profile: Profile, calendar: Calendar, rule: DutyRule, opened: datetime, due: datetime
) -> Iterator[SampleMoment]:
    """The first time that each rung goes out, if the duty stays open."""
    ladder: Ladder = profile.ladders[list(rule.ladder.values())[-1]]
    upto = calendar.due_at(calendar.add(calendar.local(due).date(), 10))
    seen: set[tuple[str, str]] = set()
    for fired in ladder.fired(calendar, opened, due, opened, upto):
        if (fired.rung, fired.tell) not in seen:
            seen.add((fired.rung, fired.tell))
            told = "its owner" if fired.tell == OWNER else whom(profile, fired.tell)
            what = f"Nudge to {told}" if fired.tell != DIGEST else "Listed in the digest"
            what = f"{what}, if still open: {rule.words}."
            yield SampleMoment(calendar.local(fired.at).date(), what, fired.rung, "nudge")
