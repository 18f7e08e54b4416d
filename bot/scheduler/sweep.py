"""The sweep: reminds people of each due rung, once, in one bundle a person (programme.md §4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from store.audits.subjects import subject_of
from store.clock.ladders import ABOVE, FIRST_WORDS, OWNER, SOON, DueRung, latest_of_each
from store.duties.outbox import reasons_known
from store.duties.predicates.closed_lists import TOLD_ELSEWHERE, holds, owner_named
from store.duties.standing_in import nobody_here
from store.ledger import SYSTEM, Actor, Ledger, Reader, Unit
from store.ledger.queries import NOT_NULL, UpTo
from store.people.posts import has_left, in_post, is_absent, managers_above
from store.registry import enact
from store.rules.announcing import Announcements
from store.rules.confidential import is_confidential
from store.rules.doers import doers, reminded
from store.rules.issuing import next_issue, to_issue
from store.rules.reassigning import stand_in_for
from store.rules.standing import read_standing
from store.tables import Audit, Cycle, Duty, Person, Programme, Row
from store.vocabulary.errors import LedgerError

MAX_DUTIES = 5000
"""Duties swept in one commit; the next sweep takes the rest."""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one sweep did: duties with a rung due, people reminded, duties deferred."""

    duties: int
    people: int
    deferred: int


@dataclass(slots=True)
class _Plan:
    """What one sweep is going to do."""

    had_bundle: frozenset[str]
    """Who has had a bundle that day; one is the most (programme.md §4)."""
    announced: Announcements
    """The cards that told of these duties as they opened."""
    bundles: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    alone: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    quiet: list[dict[str, str]] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)
    deferred: list[str] = field(default_factory=list)
    orphans: dict[str, None] = field(default_factory=dict)
    away: dict[str, None] = field(default_factory=dict)


def sweep(ledger: Ledger, programme: str, at: datetime) -> SweepResult:
    """Queue the reminders due at `at` and mark their rungs, in one commit. Idempotent.

    Outside 09:00 to 17:00 on working days it sends nothing; the next sweep within those hours
    catches up with one bundle for each person.
    """
    with ledger.read(programme, at=at) as reader:
        if reader.calendar.sending_moment(at) != at:
            return SweepResult(0, 0, 0)
        lists = [cycle.id for cycle in to_issue(reader)]
    for cycle in lists:
        _issue(ledger, programme, at, cycle)
    with ledger.read(programme, at=at) as reader:
        if not _due(reader):
            return SweepResult(0, 0, 0)
    with ledger.unit(programme, actor=SYSTEM, at=at) as unit:
        due = _due(unit)
        _prefetch(unit, due)
        day = unit.calendar.local(at).date()
        plan = _Plan(_had_bundle(unit, day), Announcements(unit, due))
        for duty in due:
            try:
                _plan_duty(unit, plan, duty, day)
            except (LedgerError, LookupError):
                # A duty that cannot be read must not stop the others; it is swept again later.
                plan.deferred.append(duty.id)
        for upn in plan.orphans:
            enact(unit, "leaver.settle", unit.get(Person, upn))
        for upn in plan.away:
            enact(unit, "absence.settle", unit.get(Person, upn))
        read_standing(unit, {*plan.bundles, *(upn for upn, *_ in plan.alone)})
        for upn, rungs in sorted(plan.bundles.items()):
            fields = {"rungs": rungs, "day": day.isoformat()}
            enact(unit, "nudge.send", unit.get(Person, upn), fields)
        for upn, rung in plan.alone:
            alone = {"rungs": [rung], "day": day.isoformat(), "alone": True}
            enact(unit, "nudge.send", unit.get(Person, upn), alone)
        swept = {"duties": plan.swept, "deferred": plan.deferred, "quiet": plan.quiet}
        enact(unit, "duties.sweep", unit.get(Programme, programme), swept)
    return SweepResult(len(due), len(plan.bundles) + len(plan.alone), len(plan.deferred))


def _issue(ledger: Ledger, programme: str, at: datetime, cycle_id: str) -> None:
    """Issue a confirmed list whose day has come, unless another copy has done it (§2.5)."""
    with ledger.unit(programme, actor=SYSTEM, at=at) as unit:
        cycle = unit.get(Cycle, cycle_id)
        if cycle.state == "confirmed":
            enact(unit, "list.issue", cycle)


def confirm_clock(ledger: Ledger, programme: str, at: datetime, actor: Actor) -> None:
    """Record that somebody swept at `at` though nothing could go out: the clock is right.

    The ticker doubts a clock after a long silence, and this fact ends it (trust.md §3).
    """
    with ledger.unit(programme, actor=actor, at=at) as unit:
        nothing: dict[str, list[str]] = {"duties": [], "deferred": [], "quiet": []}
        enact(unit, "duties.sweep", unit.get(Programme, programme), nothing)


def _due(reader: Reader) -> list[Duty]:
    """Open duties whose next rung is due: one indexed query that reads only those."""
    due = reader.rows(
        Duty, closed_at=None, rung_at=UpTo(reader.at), order="rung_at", limit=MAX_DUTIES
    )
    return list(due)


def _prefetch(unit: Unit, due: list[Duty]) -> None:
    """Everybody, and the audits of these duties: two questions instead of one for each."""
    unit.everybody()
    unit.rows(Audit, id={duty.subject for duty in due})


def next_rung(reader: Reader) -> datetime | None:
    """When the next sweep has something to do."""
    found = reader.rows(Duty, closed_at=None, rung_at=NOT_NULL, order="rung_at", limit=1)
    moments = [at for at in (*(duty.rung_at for duty in found), next_issue(reader)) if at]
    return reader.calendar.sending_moment(max(min(moments), reader.at)) if moments else None


def _plan_duty(unit: Unit, plan: _Plan, duty: Duty, day: date) -> None:
    """Add each due rung of `duty` to its recipients' bundles, once."""
    ladder = unit.profile_of(duty).ladders[duty.ladder]
    fired = latest_of_each(
        ladder.fired(
            unit.calendar,
            duty.opened_at,
            duty.due_at,
            duty.swept_at,
            unit.at,
            closures=duty.closures,
        )
    )
    subject = subject_of(unit, duty.subject)
    leaver = _leaver_concerned(unit, duty, subject, day)
    if leaver is not None:
        plan.orphans.setdefault(leaver, None)
        plan.deferred.append(duty.id)
        return
    if _is_to_be_covered(unit, duty, subject, day):
        plan.away.setdefault(duty.owner, None)
        plan.deferred.append(duty.id)
        return
    if subject is None:
        raise LookupError(f"duty {duty.id} has no subject {duty.subject}")
    sent = {(rung["rung"], rung["tell"], rung["to"]) for rung in duty.rungs_sent}
    alone = holds(unit, unit.profile.duty[duty.kind].urgent_when, subject)
    # First word of what is due by tomorrow does not wait for tomorrow's bundle.
    pressing = unit.calendar.local(duty.due_at).date() <= unit.calendar.add(day, 1)
    deferred = False
    for rung in fired:
        entry = {"duty": duty.id, "rung": rung.name, "tell": rung.tell}
        told = _not_told_yet(plan, duty, rung, _recipients(unit, duty, rung, subject, day))
        if not told and (rung.name, rung.tell, None) not in sent:
            plan.quiet.append(entry)
        for upn in told:
            if (rung.name, rung.tell, upn) in sent:
                continue  # this holder of the post was reminded when the other was deferred
            had = upn in plan.had_bundle
            if alone or (had and pressing and rung.name == SOON):
                plan.alone.append((upn, entry))
            elif had:
                deferred = True
            else:
                plan.bundles[upn].append(entry)
    (plan.deferred if deferred else plan.swept).append(duty.id)


def _leaver_concerned(unit: Unit, duty: Duty, subject: Row | None, day: date) -> str | None:
    """The owner or subject of the duty, if they have left: that is settled first (§4)."""
    found = (unit.find(Person, duty.owner), subject)
    return next((p.id for p in found if isinstance(p, Person) and has_left(p, day)), None)


def _is_to_be_covered(unit: Unit, duty: Duty, subject: Row | None, day: date) -> bool:
    """Whether the owner's planned absence has begun and others must do it meanwhile (§4)."""
    owner = unit.find(Person, duty.owner)
    if subject is None or owner is None or not is_absent(owner, day):
        return False
    if stand_in_for(unit, duty) is not None:
        return True
    return nobody_here(unit, duty.kind, subject, duty.owner, duty.due_at)


def _not_told_yet(plan: _Plan, duty: Duty, rung: DueRung, told: list[str]) -> list[str]:
    """Those whom no card of its own told of the duty as it opened; other rungs go to all."""
    if rung.name not in FIRST_WORDS:
        return told
    return [upn for upn in told if not plan.announced.reached(duty, upn)]


def _had_bundle(unit: Unit, day: date) -> frozenset[str]:
    """Everybody whose bundle of that day is queued: one question, however many owe something."""
    reasons = reasons_known(unit, f"nudge:{day.isoformat()}")
    bundle = f"nudge:{day.isoformat()}>"
    return frozenset(one.removeprefix(bundle) for one in reasons if one.startswith(bundle))


def _recipients(unit: Unit, duty: Duty, rung: DueRung, subject: Row, day: date) -> list[str]:
    """Who is reminded of this rung today; none at or below the owner, who know already."""
    if rung.tell in TOLD_ELSEWHERE:
        return []
    found = doers(unit, duty)
    if rung.tell == OWNER:
        return reminded(unit, found)
    if is_confidential(unit, duty):
        return []
    if rung.tell == ABOVE:
        return _above(unit, found.owners, day)
    try:
        target = owner_named(unit, rung.tell, subject)
    except LedgerError:
        # The post that this rung names is vacant; that must not stop the other reminders.
        return []
    people = [] if target is None else in_post(unit, target)
    owning = {*found.shown}
    rule = unit.profile.duty.get(duty.kind)
    if rule is not None and rung.tell == rule.stand_in:
        # The person who stands in for the owner is reminded even if they are below them (§4).
        return [p.id for p in people if p.id not in owning and not is_absent(p, day)]
    above = [
        person
        for person in people
        if person.id not in owning
        and owning.isdisjoint(up.id for up in managers_above(unit, person))
    ]
    return _present_or_stand_in(unit, above, day)


def _above(unit: Unit, owners: Sequence[str], day: date) -> list[str]:
    """For each owner the nearest person above them who is here and does not owe it too."""
    told: dict[str, None] = {}
    for upn in owners:
        above = managers_above(unit, unit.get(Person, upn))
        here = (up.id for up in above if up.id not in owners and not is_absent(up, day))
        told |= dict.fromkeys(list(here)[:1])
    return list(told)


def _present_or_stand_in(unit: Unit, people: list[Person], day: date) -> list[str]:
    """Those people; for one who is away, their delegate, or else the next person above (§4)."""
    told: list[str] = []
    for person in people:
        stand_in: Person | None = person
        if is_absent(person, day):
            delegate = unit.find(Person, person.delegate)
            here = delegate is not None and not (
                has_left(delegate, day) or is_absent(delegate, day)
            )
            stand_in = (
                delegate
                if here
                else next(
                    (up for up in managers_above(unit, person) if not is_absent(up, day)), None
                )
            )
        if stand_in is not None and stand_in.id not in told:
            told.append(stand_in.id)
    return told
