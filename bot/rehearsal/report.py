"""The account of a rehearsal: what happened, as a document for programs and a page for people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bot.rehearsal.checks.observations import Tally
from bot.rehearsal.teams.delivery import Postman
from bot.rehearsal.workload import RoleLoad, by_role, load_of
from store.ledger import Reader
from store.tables import Audit, Cycle, Duty
from store.views.reports.assignments import assignments

MEETINGS = ("kloe.hold", "uopp.hold", "uopp.second")
WORST = 5
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of duty went: how many, how many late, typical and longest lateness."""

    kind: str
    opened: int
    late: int
    median_hours: float
    most_days_late: int


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a rehearsal. The first fields are the contract's (contract.md §6)."""

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
    duties: tuple[Kind, ...] = ()
    messages: dict[str, int] = field(default_factory=dict)
    most_messages_in_a_week: int = 0
    load: tuple[RoleLoad, ...] = ()
    acts: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    pressed_twice: int = 0
    no_button_found: dict[str, int] = field(default_factory=dict)


def account_of(
    reader: Reader, *, profile: str, seed: int, months: int, postman: Postman, tally: Tally
) -> Account:
    """Read the account off the ledger and off what was counted on the way."""
    cycles = list(reader.rows(Cycle, order="month"))
    due = [one for one in assignments(reader, cycles) if one.fell_due(reader.at)]
    audits = reader.rows(Audit)
    states: dict[str, int] = defaultdict(int)
    for audit in audits:
        states[audit.state] += 1
    weeks = postman.weeks
    facts, head = reader.head()
    return Account(
        profile=profile,
        seed=seed,
        months=months,
        audits=sum(audit.kind in reader.profile.kinds for audit in audits),
        facts=facts,
        head=head,
        ok=not tally.problems,
        problems=tuple(tally.problems),
        rate_in_time=round(sum(one.in_time for one in due) / len(due), 3) if due else None,
        messages_per_person_week=round(weeks.total() / len(weeks), 2) if weeks else 0.0,
        meetings_in_time=_meetings(reader),
        cycles=tuple(_cycle(reader, cycle) for cycle in cycles),
        states=dict(sorted(states.items())),
        duties=tuple(_kinds(reader)),
        messages=dict(sorted(postman.kinds.items())),
        most_messages_in_a_week=max(weeks.values(), default=0),
        load=tuple(load_of(reader, tally.load)),
        acts=dict(sorted(tally.acts.items())),
        refusals={f"{v} {code}": n for (v, code), n in sorted(tally.refusals.items())},
        pressed_twice=tally.repeated,
        no_button_found=dict(sorted(tally.unoffered.items())),
    )


def _meetings(reader: Reader) -> float | None:
    """The share of meetings that were held by their day, of those that fell due."""
    owed = [
        duty
        for duty in reader.rows(Duty, kind=MEETINGS)
        if duty.outcome != "cancelled" and (duty.closed_at is not None or duty.due_at <= reader.at)
    ]
    held = sum(duty.closed_at is not None and duty.closed_at <= duty.due_at for duty in owed)
    return round(held / len(owed), 3) if owed else None


def _cycle(reader: Reader, cycle: Cycle) -> dict[str, Any]:
    """How a cycle's slack was used: working days by which its last step came after its month."""
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


def _kinds(reader: Reader) -> list[Kind]:
    """Each kind of duty, the latest first: the bottlenecks stand on top."""
    by_kind: dict[str, list[Duty]] = defaultdict(list)
    for duty in reader.rows(Duty):
        by_kind[duty.kind].append(duty)
    return sorted(
        (_kind(reader, kind, duties) for kind, duties in by_kind.items()),
        key=lambda one: (-one.late / one.opened, -one.most_days_late, one.kind),
    )


def _kind(reader: Reader, kind: str, duties: Sequence[Duty]) -> Kind:
    calendar = reader.calendar
    late, hours = [], []
    for duty in duties:
        ended = duty.closed_at or reader.at
        worked = calendar.working_time_between(duty.opened_at, ended, closures=duty.closures)
        hours.append(worked.total_seconds() / 3600)
        if ended > duty.due_at:
            due = calendar.local(duty.due_at).date()
            late.append(calendar.working_days_between(due, calendar.local(ended).date()))
    return Kind(kind, len(duties), len(late), round(median(hours), 1), max(late, default=0))


def page(account: Account) -> str:
    """The account as a page of Markdown that reads as plain text too."""
    rate = "none due" if account.rate_in_time is None else f"{account.rate_in_time:.0%} in time"
    months = "1 month" if account.months == 1 else f"{account.months} months"
    lines = [
        f"# Rehearsal of {account.profile}: {months}, seed {account.seed}",
        "",
        _verdict(account),
        "",
        f"- Audits: {account.audits}; returns: {rate}",
        f"- Meetings held by their day: {_share(account.meetings_in_time)}",
        _messages(account),
        f"- Pressed twice and known again: {account.pressed_twice}",
        f"- Refused: {sum(account.refusals.values())}",
        f"- Facts: {account.facts}; head {account.head}",
        "",
        "## Cycles",
        "",
    ]
    lines += [
        f"- {cycle['cycle']}: slack {cycle['slack_working_days']} working days, "
        f"{cycle['slack_used']} used by the latest return; {cycle['moderated']} moderated, "
        f"{cycle['moderated_after_the_month']} after the month's end"
        for cycle in account.cycles
    ]
    lines += ["", "## Where it got stuck", ""]
    lines += [
        f"- {one.kind}: {one.late} of {one.opened} late, at most by {one.most_days_late} working "
        f"days; half were done within {one.median_hours} working hours"
        for one in account.duties[:WORST]
        if one.late
    ] or ["- Nothing was late."]
    lines += ["", "## What it asked of people", ""]
    lines += [
        f"- {role.replace('_', ' ')}: {each} things done a month each, {most} at most"
        for role, (each, most) in by_role(list(account.load)).items()
    ]
    lines += ["", "## Where the audits stand", ""]
    lines += [f"- {state.replace('_', ' ')}: {n}" for state, n in account.states.items()]
    if account.no_button_found:
        missed = ", ".join(f"{verb} ({n})" for verb, n in account.no_button_found.items())
        lines += ["", "## Done without a button in sight", "", missed]
    return "\n".join(lines) + "\n"


def _share(rate: float | None) -> str:
    return "none fell due" if rate is None else f"{rate:.0%}"


def _messages(account: Account) -> str:
    return (
        f"- Messages: {sum(account.messages.values())}; {account.messages_per_person_week} a "
        f"person in a week with any, {account.most_messages_in_a_week} at most"
    )


def _verdict(account: Account) -> str:
    if account.ok:
        return "Every invariant held and the ledger is whole."
    shown = [f"- {problem}" for problem in account.problems[:SHOWN]]
    more = len(account.problems) - len(shown)
    return "\n".join(
        [
            f"**{len(account.problems)} problems**",
            "",
            *shown,
            *([f"- and {more} more"] * (more > 0)),
        ]
    )
