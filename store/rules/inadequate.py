"""Who is told of an Inadequate at once, and the urgent clock that it starts (§2.13, §4)."""

from typing import Final

from store.clock.deadline_forms import LONG_CLOCK
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import holds, is_gone, is_inadequate, owner_named, today
from store.ledger import Reader, Unit
from store.people.posts import acting, in_post, is_absent
from store.tables import Audit, Duty

URGENT: Final = "inadequate"
"""The only notice that goes out at any hour (programme.md §4)."""


def told_if_inadequate(reader: Reader, audit: Audit) -> dict[str, str | None]:
    """Who is told of an Inadequate today, by UPN, with the UPN of the person they stand in for.

    That is everybody whom the profile names and the delegate of each who is away. Where all holders
    of a post are away without a delegate who is here, it is the post above (§2.13, §4).
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
    """Tell everybody named the moment the grade becomes Inadequate (programme.md §2.13).

    `before` is the grade that governed until now. Returns the UPNs of those told, stand-ins
    included.
    """
    was = before is not None and unit.profile.grades[before].inadequate
    if was or not is_inadequate(unit, audit):
        return set()
    told = set(told_if_inadequate(unit, audit))
    once = f"{URGENT}:{audit.id}:{unit.next_seq}"
    for upn in sorted(told):
        queue(unit, upn, URGENT, audit.id, once=once, urgent=True)
    return told


def urgent_clock(reader: Reader, audit: Audit) -> Duty | None:
    """The open duty that needs a duty owner, by the profile's `urgent_when`, if there is one.

    It is the first such duty, or a later one that itself spans more than 4 calendar days
    (programme.md §4).
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
