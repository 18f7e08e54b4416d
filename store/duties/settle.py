"""The only code that opens and closes duties, by the rules of the profile (programme.md §4)."""

from datetime import date, datetime

from store.audits.learning import next_piece
from store.audits.sent_back import timescale
from store.clock.deadlines import CountedDeadline
from store.duties.outbox import redraw_about, redraw_for, redraw_messages
from store.duties.predicates.closed_lists import (
    MOMENTS,
    chosen,
    holds,
    is_inadequate,
    owner_named,
    today,
)
from store.duties.standing_in import TEAM, ask_the_team, nobody_here
from store.ledger import Reader, Unit
from store.programme.profile import DutyRule
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Concern,
    Cycle,
    DigestLine,
    Duty,
    HelpRequest,
    KloeReport,
    Person,
    Row,
)
from store.vocabulary.duty_kinds import DutyKind
from store.vocabulary.states import DutyOutcome

KEEPS_ITS_FIRST_DATE: DutyKind = "improvement.escalate"
"""Work that falls below good again is escalated by the date it had at first (programme.md §3)."""

ON_CARDS = (Action, Appraisal, Audit, Concern, Cycle, DigestLine, HelpRequest, KloeReport)
"""Rows that cards are about: when one changes, delivered cards about it are drawn again."""


def settle(unit: Unit, verb: str, subject: Row) -> bool:
    """Close the duties that `verb` meets or ends on `subject`, open new ones, mark cards.

    A kind of duty that is open already is not opened again. Returns whether an urgent clock was
    opened that spans more than 4 calendar days (programme.md §4).
    """
    if isinstance(subject, ON_CARDS):
        redraw_about(unit, subject.id)
    if isinstance(subject, Audit):
        # Their cards are about all of their work in a cycle.
        before = unit.value_before(subject, "moderator")
        theirs = (subject.practitioner, subject.team_manager, subject.moderator, before)
        redraw_for(unit, subject.cycle, [upn for upn in theirs if upn is not None])
    if not _moves(unit, verb):
        return False
    long_clock = False
    open_kinds = set()
    # An act on a duty itself concerns that duty alone, not the others of its subject.
    own = (
        [subject]
        if isinstance(subject, Duty)
        else unit.rows(Duty, subject=subject.id, closed_at=None)
    )
    for duty in own:
        rule = _opened_under(unit, duty)
        if rule is not None and verb in rule.met_by:
            close(unit, duty, "met")
        elif rule is not None and verb in rule.ends_on:
            close(unit, duty, "cancelled")
        else:
            open_kinds.add(duty.kind)
    for kind, rule in unit.profile.duty.items():
        if verb in rule.opens_on and kind not in open_kinds and holds(unit, rule.when, subject):
            opened = open_duty(unit, kind, rule, subject, verb)
            urgent = holds(unit, rule.urgent_when, subject)
            long_clock |= urgent and opened is not None and opened.is_long
    return long_clock


def _opened_under(unit: Unit, duty: Duty) -> DutyRule | None:
    """The rule that a duty was opened under. A later profile never changes it (programme.md §4)."""
    return unit.profile_of(duty).duty.get(duty.kind)


def _moves(unit: Unit, verb: str) -> bool:
    """Whether `verb` opens, meets or ends a duty by the current profile or an earlier one."""
    if verb in unit.profile.moving:
        return True
    return any(
        verb in unit.ledger.profile(unit.session, unit.programme, version).moving
        for version in unit.profiles()
        if version != unit.profile_id
    )


def give(unit: Unit, duty: Duty, owner: str) -> None:
    """Give the duty to somebody else with the same due date, and mark the cards that name them."""
    redraw_messages(unit, duty.told)
    redraw_about(unit, duty.subject)
    if duty.cycle is not None:
        redraw_for(unit, duty.cycle, [duty.owner, owner])
    duty.owner = owner
    duty.rung_at = looked_at(unit, owner, duty.rung_at)


def looked_at(unit: Unit, owner: str, rung: datetime | None) -> datetime | None:
    """When the sweep looks at the duty next: at its next rung, or when its owner goes away.

    Work must not wait for its next rung where a leaving or an absence was recorded ahead
    (programme.md §4).
    """
    person = None if owner.startswith("post:") else unit.find(Person, owner)
    if person is None:
        return rung
    away = person.absent_from
    days = [person.left_on, away if away is not None and away > today(unit) else None]
    mornings = [
        unit.calendar.day_starts(unit.calendar.forward(day)) for day in days if day is not None
    ]
    return min([*mornings, *([] if rung is None else [rung])], default=None)


def close(unit: Unit, duty: Duty, outcome: DutyOutcome) -> None:
    """Close the duty as met or cancelled, and mark the cards that ask for it."""
    duty.closed_at, duty.outcome, duty.rung_at = unit.at, outcome, None
    redraw_messages(unit, duty.told)


def open_duty(
    unit: Unit, kind: str, rule: DutyRule, subject: Row, verb: str
) -> CountedDeadline | None:
    """Open one duty because of `verb`, with its deadline fixed now in the words of its rule.

    It goes to the audit team where its owner and their stand-in are both away until it is due.
    The authority's closure days never extend an Inadequate clock (programme.md §4).
    """
    owner = chosen(unit, rule.owner, subject)
    deadline = chosen(unit, rule.due, subject)
    named = None if owner is None else owner_named(unit, owner[1], subject)
    if named is None or deadline is None:
        return None
    closures = not is_inadequate(unit, subject)
    due = deadline[1].due(
        unit.calendar,
        _counted_from(unit, rule.since.get(verb) or rule.since.get(deadline[0]), subject),
        month=_audit_month(unit, subject),
        had=_date_it_had(unit, kind, subject),
        own=_its_own_date(unit, subject),
        event=rule.event,
        opened_by=rule.events.get(verb, ""),
        closures=closures,
    )
    if nobody_here(unit, kind, subject, named, due.at):
        named = TEAM
        ask_the_team(unit, kind, subject)
    climbed = chosen(unit, rule.ladder, subject)
    ladder = unit.profile.ladders[climbed[1] if climbed else next(iter(rule.ladder.values()))]
    unit.add(
        Duty(
            programme=unit.programme,
            id=f"{subject.id}.{kind}.{unit.next_seq}",
            kind=kind,
            subject=subject.id,
            subject_version=subject.version,
            cycle=_cycle(subject),
            owner=named,
            opened_at=unit.at,
            due_at=due.at,
            rule=due.rule,
            source=rule.source_of(deadline[0]),
            counted=[day.isoformat() for day in due.counted],
            ladder=ladder.name,
            profile=unit.profile_id,
            closures=closures,
            swept_at=unit.at,
            rung_at=looked_at(
                unit,
                named,
                ladder.next_after(unit.calendar, unit.at, due.at, unit.at, closures=closures),
            ),
        )
    )
    if kind == "return.submit" and isinstance(subject, Audit):
        subject.due = due.at
    return due


def _cycle(subject: Row) -> str | None:
    match subject:
        case Cycle():
            return subject.id
        case Audit() | KloeReport() | Action() | Appraisal():
            return subject.cycle
        case _:
            return None


def _audit_month(unit: Unit, subject: Row) -> date | None:
    cycle = unit.find(Cycle, _cycle(subject))
    return None if cycle is None else cycle.month


def _counted_from(unit: Unit, since: str | None, subject: Row) -> datetime:
    """The moment of the act, or the one that the profile's `since` names (programme.md §2.7)."""
    if since is None:
        return unit.at
    named = MOMENTS.get(since)
    moment = getattr(subject, since, None) if named is None else named(unit, subject)
    return moment if isinstance(moment, datetime) else unit.at


def _its_own_date(reader: Reader, subject: Row) -> date | None:
    """The date of an action; once it is confirmed, the date of the board it waits for (§3).

    That of an audit that was sent back is the day that the audit team set (§2.9), and that of a
    cycle's learning its next piece's Monday.
    """
    if isinstance(subject, Audit):
        return timescale(reader, subject)
    if isinstance(subject, Cycle):
        piece = next_piece(reader, subject.id)
        return None if piece is None else piece.on
    if not isinstance(subject, Action):
        return None
    return subject.board_on if subject.state == "confirmed" else subject.due_on


def _date_it_had(reader: Reader, kind: str, subject: Row) -> datetime | None:
    """When it was due before: an escalation keeps its first date, other work has its audit's."""
    if kind == KEEPS_ITS_FIRST_DATE:
        first = reader.rows(Duty, kind=kind, subject=subject.id, order="opened_at", limit=1)
        return first[0].due_at if first else None
    return subject.due if isinstance(subject, Audit) else None
