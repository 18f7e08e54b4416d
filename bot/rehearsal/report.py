"""The report of a rehearsal: a document for programs and a page for people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bot.rehearsal.checks.observations import Observations
from bot.rehearsal.checks.played import turns_played
from bot.rehearsal.standing_messages import Standing, standing_by_part
from bot.rehearsal.teams.delivery import SimulatedDelivery
from bot.rehearsal.workload import RoleLoad, mean_and_most, workload_by_role
from store.ledger import Reader
from store.tables import Audit, Cycle, Duty
from store.views.reports.assignments import assignments

MEETINGS = ("kloe.hold", "uopp.hold", "uopp.second")
BOTTLENECKS = 5
"""How many of the most often late kinds of duty the page shows."""
PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DutyTiming:
    """One kind of duty: how many were opened and late, and how long they took.

    `median_hours` is in working hours, `most_days_late` in working days.
    """

    kind: str
    opened: int
    late: int
    median_hours: float
    most_days_late: int


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """The outcome of a rehearsal. The fields without a default are fixed (contract.md §6)."""

    profile: str
    seed: int
    months: int
    audits: int
    facts: int
    head: str
    ok: bool
    problems: tuple[str, ...]
    rate_in_time: float | None
    messages_per_person_week: float
    meetings_in_time: float | None
    cycles: tuple[dict[str, Any], ...] = ()
    states: dict[str, int] = field(default_factory=dict)
    duties: tuple[DutyTiming, ...] = ()
    messages: dict[str, int] = field(default_factory=dict)
    most_messages_in_a_week: int = 0
    load: tuple[RoleLoad, ...] = ()
    acts: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    pressed_twice: int = 0
    no_button_found: dict[str, int] = field(default_factory=dict)
    late_and_in_no_digest: int = 0
    first_told_on_the_due_day: int = 0
    looked_at_again_twice: int = 0
    told_nothing_more_then_owed: int = 0
    played: dict[str, int] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()
    return_form: dict[str, Any] = field(default_factory=dict)


def report_on(
    reader: Reader,
    *,
    profile: str,
    seed: int,
    months: int,
    delivery: SimulatedDelivery,
    observations: Observations,
) -> RehearsalReport:
    """Make the report from the ledger and from what was counted during the run."""
    cycles = list(reader.rows(Cycle, order="month"))
    due = [one for one in assignments(reader, cycles) if one.fell_due(reader.at)]
    audits = reader.rows(Audit)
    states: dict[str, int] = defaultdict(int)
    for audit in audits:
        states[audit.state] += 1
    weeks = delivery.sent_by_week
    facts, head = reader.head()
    return RehearsalReport(
        profile=profile,
        seed=seed,
        months=months,
        audits=sum(audit.kind in reader.profile.kinds for audit in audits),
        facts=facts,
        head=head,
        ok=not observations.problems,
        problems=tuple(observations.problems),
        rate_in_time=round(sum(one.in_time for one in due) / len(due), 3) if due else None,
        messages_per_person_week=round(weeks.total() / len(weeks), 2) if weeks else 0.0,
        meetings_in_time=_meetings(reader),
        cycles=tuple(_cycle(reader, cycle) for cycle in cycles),
        states=dict(sorted(states.items())),
        duties=tuple(_duty_timings(reader)),
        messages=dict(sorted(delivery.sent_by_kind.items())),
        most_messages_in_a_week=max(weeks.values(), default=0),
        load=tuple(workload_by_role(reader, observations.load)),
        acts=dict(sorted(observations.acts.items())),
        refusals={f"{v} {code}": n for (v, code), n in sorted(observations.refusals.items())},
        pressed_twice=observations.repeated,
        no_button_found=dict(sorted(observations.missing_buttons.items())),
        late_and_in_no_digest=observations.counted["late_and_in_no_digest"],
        first_told_on_the_due_day=observations.counted["first_told_on_the_due_day"],
        looked_at_again_twice=observations.counted["looked_at_again_twice"],
        told_nothing_more_then_owed=observations.counted["told_nothing_more_then_owed"],
        played=turns_played(reader, observations.deputised),
        standing=standing_by_part(reader),
        return_form=_return_form(reader, observations),
    )


def _return_form(reader: Reader, observations: Observations) -> dict[str, Any]:
    """How a return is made, and what it asks for: a Good with two actions, and those filled in."""
    measured, filled = observations.measured, observations.returns
    if measured is None:
        return {}
    return {
        "form": reader.profile.tool.form,
        "fields": measured.fields,
        "pages": measured.pages,
        "seconds": measured.seconds,
        "filled_in": len(filled),
        "mean_fields": round(sum(one.fields for one in filled) / len(filled), 1),
    }


def _meetings(reader: Reader) -> float | None:
    """The share of meetings held in time, of those that fell due; None where none did."""
    fell_due = [
        duty
        for duty in reader.rows(Duty, kind=MEETINGS)
        if duty.outcome != "cancelled" and (duty.closed_at is not None or duty.due_at <= reader.at)
    ]
    held = sum(duty.closed_at is not None and duty.closed_at <= duty.due_at for duty in fell_due)
    return round(held / len(fell_due), 3) if fell_due else None


def _cycle(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """How much slack a cycle used, in working days, and when its audits were moderated."""
    calendar = reader.calendar
    full = reader.rows(Audit, cycle=cycle.id, kind=list(reader.profile.kinds))
    last = calendar.last_of_month(cycle.month.year, cycle.month.month)
    decided = [calendar.local(a.moderated_at).date() for a in full if a.moderated_at is not None]
    returned = [
        calendar.working_days_between(
            calendar.local(a.due).date(), calendar.local(a.returned_at).date()
        )
        for a in full
        if a.due is not None and a.returned_at is not None
    ]
    return {
        "cycle": cycle.id,
        "slack_working_days": cycle.slack,
        "slack_used": max(returned, default=0),
        "moderated": len(decided),
        "moderated_after_the_month": sum(day > last for day in decided),
        "last_moderated": max(decided, default=None),
    }


def _duty_timings(reader: Reader) -> list[DutyTiming]:
    """Each kind of duty, with the most often late first."""
    by_kind: dict[str, list[Duty]] = defaultdict(list)
    for duty in reader.rows(Duty):
        by_kind[duty.kind].append(duty)
    return sorted(
        (_duty_timing(reader, kind, duties) for kind, duties in by_kind.items()),
        key=lambda one: (-one.late / one.opened, -one.most_days_late, one.kind),
    )


def _duty_timing(reader: Reader, kind: str, duties: Sequence[Duty]) -> DutyTiming:
    calendar = reader.calendar
    late, hours = [], []
    for duty in duties:
        ended = duty.closed_at or reader.at
        worked = calendar.working_time_between(duty.opened_at, ended, closures=duty.closures)
        hours.append(worked.total_seconds() / 3600)
        if ended > duty.due_at:
            due = calendar.local(duty.due_at).date()
            late.append(calendar.working_days_between(due, calendar.local(ended).date()))
    return DutyTiming(kind, len(duties), len(late), round(median(hours), 1), max(late, default=0))


def report_page(report: RehearsalReport) -> str:
    """The report as Markdown, which can be read as plain text too."""
    rate = "none due" if report.rate_in_time is None else f"{report.rate_in_time:.0%} in time"
    months = "1 month" if report.months == 1 else f"{report.months} months"
    lines = [
        f"# Rehearsal of {report.profile}: {months}, seed {report.seed}",
        "",
        _verdict(report),
        "",
        f"- Audits: {report.audits}; returns: {rate}",
        f"- Meetings held in time: {_percent(report.meetings_in_time)}",
        _messages(report),
        f"- Second presses recognised as the same: {report.pressed_twice}",
        f"- Refusals: {sum(report.refusals.values())}",
        f"- FactCache: {report.facts}; head {report.head}",
        "",
        "## Cycles",
        "",
    ]
    lines += [
        f"- {cycle['cycle']}: slack {cycle['slack_working_days']} working days, "
        f"{cycle['slack_used']} used by the latest return; {cycle['moderated']} moderated, "
        f"{cycle['moderated_after_the_month']} of them after the end of the month"
        for cycle in report.cycles
    ]
    lines += ["", "## Bottlenecks", ""]
    lines += [
        f"- {one.kind}: {one.late} of {one.opened} late, by {one.most_days_late} working days at "
        f"most; half were done within {one.median_hours} working hours"
        for one in report.duties[:BOTTLENECKS]
        if one.late
    ] or ["- Nothing was late."]
    lines += ["", "## Workload", ""]
    lines += [
        f"- {role.replace('_', ' ')}: {mean} acts per person and month, {most} at most"
        for role, (mean, most) in mean_and_most(list(report.load)).items()
    ]
    lines += ["", "## What stands in the chats at the end", ""]
    lines += [
        f"- {one.part.replace('_', ' ')}: {one.standing} of {one.delivered} messages, in one chat "
        f"{one.most} at most"
        for one in report.standing
    ]
    if report.return_form:
        asks = report.return_form
        lines += ["", "## What a return asks", "", _asks(asks)]
    lines += ["", "## States of the audits", ""]
    lines += [f"- {state.replace('_', ' ')}: {n}" for state, n in report.states.items()]
    if report.no_button_found:
        missed = ", ".join(f"{verb} ({n})" for verb, n in report.no_button_found.items())
        lines += ["", "## Acts for which no button was found", "", missed]
    return "\n".join(lines) + "\n"


def _asks(asks: dict[str, Any]) -> str:
    return (
        f"- A Good with two actions, made {asks['form'].replace('_', ' ')}: {asks['fields']} "
        f"fields on {asks['pages']} pages, about {asks['seconds']} seconds at the form"
    )


def _percent(rate: float | None) -> str:
    return "none fell due" if rate is None else f"{rate:.0%}"


def _messages(report: RehearsalReport) -> str:
    return (
        f"- Messages: {sum(report.messages.values())}; {report.messages_per_person_week} per "
        f"person and week in weeks with any, {report.most_messages_in_a_week} at most"
    )


def _verdict(report: RehearsalReport) -> str:
    if report.ok:
        return "Every invariant held and the ledger is whole."
    shown = [f"- {problem}" for problem in report.problems[:PROBLEMS_SHOWN]]
    more = len(report.problems) - len(shown)
    return "\n".join(
        [f"**{len(report.problems)} problems**", "", *shown, *([f"- and {more} more"] * (more > 0))]
    )
