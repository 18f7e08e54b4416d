"""A profile laid over one audit month: what happens in it, and what falls due when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from store.calendar import Calendar
from store.ladders import OWNER, Ladder
from store.programme.owners_in_words import DIGEST, whom
from store.programme.profile import DutyRule, Profile
from store.slack import return_due


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the sample month."""

    on: date
    what: str
    rule: str


STORY = {
    "list.propose": "The list goes to the Head of Service",
    "allocation.issue": "Audits reach their auditors",
    "dip.open": "Dip samples are given out",
    "exemption.request": "Somebody asks for an exemption",
    "reallocation.propose": "A case is given to somebody else",
    "return.submit": "The last audits are returned",
    "check.send_back": "One of them goes back to its auditor",
    "dip.report": "The findings of the dip samples are reported",
    "moderation.agree": "The last audits are moderated",
    "dispute.raise": "Somebody disputes a grade",
}
"""The sample month: what happens in it, the rest follows from the profile."""

COUNTED_FROM = {"reallocated_at": "reallocation.propose", "reported_at": "dip.report"}
"""What a moment that a duty's `since` names stands for in the sample month."""


def timeline(profile: Profile, calendar: Calendar, month: date) -> tuple[Moment, ...]:
    """Everything that happens and falls due, in order of its day."""
    found = _moments(profile, calendar, month)
    return tuple(sorted(found, key=lambda moment: moment.on))


def _story(profile: Profile, calendar: Calendar, month: date) -> Mapping[str, datetime]:
    first = calendar.nth_of_month(month.year, month.month, 1)
    last = calendar.last_of_month(month.year, month.month)
    returned = return_due(profile, calendar, month)
    day = calendar.local(returned).date()
    return {
        "list.propose": calendar.day_starts(calendar.add(first, -2)),
        "allocation.issue": calendar.day_starts(first),
        "dip.open": calendar.day_starts(first),
        "exemption.request": calendar.day_starts(calendar.add(first, 1)),
        "reallocation.propose": calendar.day_starts(calendar.add(first, 2)),
        "return.submit": returned,
        "check.send_back": calendar.day_starts(calendar.add(day, 1)),
        "dip.report": calendar.day_starts(last),
        "moderation.agree": calendar.due_at(last),
        "dispute.raise": calendar.day_starts(calendar.add(last, 1)),
    }


def _moments(profile: Profile, calendar: Calendar, month: date) -> Iterator[Moment]:
    story = _story(profile, calendar, month)
    for verb, at in story.items():
        yield Moment(calendar.local(at).date(), f"{STORY[verb]}.", verb)
        for kind, rule in profile.duty.items():
            if verb in rule.opens_on:
                yield from _clock(profile, calendar, month, kind, at=at, story=story)


def _clock(
    profile: Profile,
    calendar: Calendar,
    month: date,
    kind: str,
    *,
    at: datetime,
    story: Mapping[str, datetime],
) -> Iterator[Moment]:
    """When a duty that opens at `at` falls due, for each case, and when it is nudged if late."""
    rule = profile.duty[kind]
    for case, deadline in rule.due.items():
        counted_from = COUNTED_FROM.get(rule.since.get(case, ""))
        opened = at if counted_from is None else story[counted_from]
        due = deadline.due(
            calendar, opened, month=month, had=story["return.submit"], event=rule.event
        )
        label = "" if case == "otherwise" else f" ({case.replace('_', ' ')})"
        yield Moment(due.on, f"Due{label}: {rule.words}.", due.rule)
        if case == "otherwise":
            yield from _nudges(profile, calendar, rule, opened, due.at)


def _nudges(
    profile: Profile, calendar: Calendar, rule: DutyRule, opened: datetime, due: datetime
) -> Iterator[Moment]:
    """Each rung the first time it goes out, as if nothing were done."""
    ladder: Ladder = profile.ladders[list(rule.ladder.values())[-1]]
    upto = calendar.due_at(calendar.add(calendar.local(due).date(), 10))
    seen: set[tuple[str, str]] = set()
    for fired in ladder.fired(calendar, opened, due, opened, upto):
        if (fired.rung, fired.tell) not in seen:
            seen.add((fired.rung, fired.tell))
            told = "its owner" if fired.tell == OWNER else whom(profile, fired.tell)
            what = f"Nudge to {told}" if fired.tell != DIGEST else "Named in the digest"
            what = f"{what}, if still open: {rule.words}."
            yield Moment(calendar.local(fired.at).date(), what, fired.rung)
