"""`profile show`: a profile in plain words, with what falls due when in a sample month.

What the published text does not settle is marked as a default.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from store.calendar import Calendar
from store.ladders import OWNER, Ladder
from store.programme.profile import DEFAULT, DutyRule, Profile
from store.slack import return_due

DIGEST = "digest"
"""A rung that is no message of its own: the next digest names what is late."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing the profile settles, in words; `default` where the published text is silent."""

    key: str
    words: str
    default: bool


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One kind of duty: who owes what by when, for each named case, and how it is nudged."""

    kind: str
    words: str
    owner: Mapping[str, str]
    due: Mapping[str, str]
    met_by: tuple[str, ...]
    nudges: tuple[str, ...]
    escalations: tuple[str, ...]
    source: str
    default: bool
    nudges_default: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the sample month."""

    on: date
    what: str
    rule: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole profile as people read it."""

    name: str
    title: str
    published: str
    settings: tuple[Setting, ...]
    duties: tuple[DutyShown, ...]
    timeline: tuple[Moment, ...]


def show(profile: Profile, calendar: Calendar, month: date) -> Shown:
    """Explain `profile`, its timeline laid over the audit month `month`."""
    about = profile.programme
    return Shown(
        name=about.name,
        title=about.title,
        published=about.published,
        settings=tuple(
            Setting(key, words, is_default(profile, key)) for key, words in _settings(profile)
        ),
        duties=tuple(_duty(profile, kind, rule) for kind, rule in profile.duty.items()),
        timeline=tuple(sorted(_timeline(profile, calendar, month), key=lambda each: each.on)),
    )


def is_default(profile: Profile, key: str) -> bool:
    """Whether the profile marks `key`, or the table it is in, as a default of ours."""
    return any(key == marked or key.startswith(f"{marked}.") for marked in profile.defaults)


def _settings(profile: Profile) -> Iterator[tuple[str, str]]:
    for grade in profile.scale:
        below = ", below good" if grade.below_good else ""
        yield "scale", f"{grade.name}{below}: {grade.definition}"
    for domain in profile.tool.domains:
        yield "tool.domains", domain.name + (" (to be replaced)" if domain.placeholder else "")
    months = profile.tool.practice_window_months
    yield "tool.practice_window_months", f"Practice of the last {months} months is looked at."
    yield (
        "tool.action_slots",
        f"The return's form has room for {profile.tool.action_slots} actions.",
    )
    for quota in profile.selection.quotas:
        yield "selection.quotas", f"At least {quota.at_least} cases: {profile.title(quota.role)}."
    span = profile.selection.dip_samples_per_kloe
    words = f"{span.at_least} to {span.at_most} dip samples per key line of enquiry."
    yield "selection.dip_samples_per_kloe", words
    senior = ", ".join(profile.title(role) for role in profile.selection.senior_roles)
    yield "selection.senior_roles", f"Senior, so may moderate: {senior}."
    slack = profile.slack
    yield (
        "slack.least",
        f"A cycle with under {slack.least} working days of slack needs the audit team's word.",
    )
    yield "exemption.categories", f"Reasons to ask: {', '.join(profile.exemption.categories)}."
    alternate = whom(profile, profile.exemption.alternate)
    yield "exemption.alternate", f"Where nobody is above the asker, {alternate} decides."
    extensions = "may" if profile.exemption.extensions else "may not"
    yield "exemption.extensions", f"A due date {extensions} be extended."
    recipients = ", ".join(whom(profile, name) for name in profile.digest.recipients)
    yield "digest.recipients", f"The non-submission digest goes to {recipients}."
    answers = whom(profile, profile.digest.addressed_by)
    yield "digest.addressed_by", f"Each failure in it is answered by {answers}."
    yield "digest.weekday", f"It goes out each {profile.digest.weekday}."
    if profile.digest.at_month_end:
        yield "digest.at_month_end", "And on each month's last working day."


def _duty(profile: Profile, kind: str, rule: DutyRule) -> DutyShown:
    used = dict.fromkeys(rule.ladder.values())
    rungs = [rung for name in used for rung in profile.ladder[name].rungs]
    return DutyShown(
        kind=kind,
        words=rule.words,
        owner={case: whom(profile, name) for case, name in rule.owner.items()},
        due={case: deadline.text for case, deadline in rule.due.items()},
        met_by=rule.met_by,
        nudges=tuple(dict.fromkeys(rung.at for rung in rungs if rung.tell == OWNER)),
        escalations=tuple(
            dict.fromkeys(
                f"{rung.at}: {whom(profile, rung.tell)}" for rung in rungs if rung.tell != OWNER
            )
        ),
        source=rule.source,
        default=DEFAULT in rule.source,
        nudges_default=all(profile.ladder[name].source == DEFAULT for name in used),
    )


def whom(profile: Profile, name: str) -> str:
    """An owner or somebody told, in this authority's words."""
    head = profile.title("head_of_service")
    match name:
        case "exempting_authority" | "auditors_head":
            return f"the auditor's own {head}"
        case "head_of_service":
            return f"the service's {head}"
        case "group_managers":
            return f"the service's {profile.title('group_manager')}s"
        case "digest_answerer":
            return whom(profile, profile.digest.addressed_by)
        case _ if name == DIGEST:
            return "the digest, by name"
        case _:
            post, _, service = name.removeprefix("post:").partition(":")
            return f"the {profile.title(post)}" + (f" of {service}" if service else "")


STORY = {
    "list.propose": "The list goes to the Head of Service",
    "allocation.issue": "Audits reach their auditors",
    "exemption.request": "Somebody asks for an exemption",
    "reallocation.propose": "A case is given to somebody else",
    "return.submit": "The last audits are returned",
}
"""The sample month: what happens in it, the rest follows from the profile."""


def _story(profile: Profile, calendar: Calendar, month: date) -> Mapping[str, datetime]:
    first = calendar.nth_of_month(month.year, month.month, 1)
    return {
        "list.propose": calendar.day_starts(calendar.add(first, -2)),
        "allocation.issue": calendar.day_starts(first),
        "exemption.request": calendar.day_starts(calendar.add(first, 1)),
        "reallocation.propose": calendar.day_starts(calendar.add(first, 2)),
        "return.submit": return_due(profile, calendar, month),
    }


def _timeline(profile: Profile, calendar: Calendar, month: date) -> Iterator[Moment]:
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
        opened = story["reallocation.propose"] if case in rule.since else at
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
