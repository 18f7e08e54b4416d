"""What follows when the grade that governs an audit changes, whoever changed it."""

from typing import Final

from store.clock.deadline_forms import LONG_CLOCK
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import (
    governing_grade,
    holds,
    is_gone,
    is_inadequate,
    owner_named,
    today,
)
from store.ledger import Reader, Unit
from store.people.posts import acting, in_post, is_absent
from store.registry import perform_after
from store.rules.reaudit import improve_what_it_looks_at, take_back_what_it_improved
from store.tables import Audit, Duty

URGENT: Final = "inadequate"
"""The one notice that goes out at any hour (programme.md §4)."""


def told_if_inadequate(reader: Reader, audit: Audit) -> dict[str, str | None]:
    """Who is told of an Inadequate today, each with the UPN of whose place they take, if anybody's.

    Beside those who are named: the delegate of whoever of them is away and, where a post's holders
    are all away without one who is here, one up (programme.md §2.13, §4).
    """
    named: dict[str, str | None] = {}
    instead: dict[str, str | None] = {}
    for name in reader.profile.inadequate.tell:
        owner = owner_named(reader, name, audit)
        holding = [] if owner is None else in_post(reader, owner)
        named |= dict.fromkeys(person.id for person in holding)
        away = [person for person in holding if is_absent(person, today(reader))]
        for person in away:
            if person.delegate is not None and not is_gone(reader, person.delegate):
                instead.setdefault(person.delegate, person.id)
        if owner is not None and owner.startswith("post:") and away and len(away) == len(holding):
            for upn in sorted(acting(reader, owner)):
                if not is_gone(reader, upn):
                    instead.setdefault(upn, away[0].id)
    return instead | named


def tell_if_inadequate(unit: Unit, audit: Audit, before: str | None) -> set[str]:
    """Tell the five the moment the grade becomes Inadequate (programme.md §2.13).

    `before` is the grade that governed until now. Gives the UPNs of those who are told, the
    stand-ins of those who are away among them.
    """
    was = before is not None and unit.profile.grades[before].inadequate
    if was or not is_inadequate(unit, audit):
        return set()
    told = set(told_if_inadequate(unit, audit))
    once = f"{URGENT}:{audit.id}:{unit.next_seq}"
    for upn in sorted(told):
        queue(unit, upn, URGENT, audit.id, once=once, urgent=True)
    return told


def follow_change(unit: Unit, audit: Audit, before: str | None) -> None:
    """Have what differs between two governing grades open or end (programme.md §2.11)."""
    now = governing_grade(audit)
    if now == before or before is None or now is None:
        return
    perform_after(unit, "grade.change", audit)
    grades = unit.profile.grades
    if grades[now].below_good and not grades[before].below_good:
        perform_after(unit, "grade.fall", audit)
        take_back_what_it_improved(unit, audit)
    if grades[before].below_good and not grades[now].below_good:
        perform_after(unit, "grade.rise", audit)
        improve_what_it_looks_at(unit, audit)


def tell_of_change(unit: Unit, audit: Audit, before: str | None) -> None:
    """A lock or a dispute changed the grade: everybody who worked with it hears (§2.11, §2.12)."""
    told = tell_if_inadequate(unit, audit, before)
    follow_change(unit, audit, before)
    if governing_grade(audit) == before:
        return
    for upn in dict.fromkeys(
        (audit.auditor, audit.moderated_by, audit.practitioner, audit.team_manager)
    ):
        if upn is not None and upn not in told and in_post(unit, upn):
            queue(unit, upn, "grade_changed", audit.id)


def urgent_clock(reader: Reader, audit: Audit) -> Duty | None:
    """The open clock that a duty owner is named for, by the profile's `urgent_when`; else nothing.

    The first that ran, or one that spans over 4 calendar days itself: what urgent issues are
    addressed by after a moderation in time is a clock like any other (programme.md §4).
    """
    rules = reader.profile.duty
    urgent = [
        duty
        for duty in reader.rows(Duty, subject=audit.id, order="opened_at")
        if duty.kind in rules and holds(reader, rules[duty.kind].urgent_when, audit)
    ]
    running = (
        duty
        for place, duty in enumerate(urgent)
        if duty.closed_at is None and (place == 0 or _is_long(reader, duty))
    )
    return next(running, None)


def _is_long(reader: Reader, duty: Duty) -> bool:
    local = reader.calendar.local
    return (local(duty.due_at).date() - local(duty.opened_at).date()).days > LONG_CLOCK
