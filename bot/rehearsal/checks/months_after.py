"""What must hold in the months after the audit month, for each day and each card (programme.md §3).

Every breach is a sentence, and each kind is counted under its name in the report: contract.md §6.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from store.allocation.standing import NOT_AUDITED
from store.audits.subjects import subject_of
from store.clock.ladders import JUST_AFTER
from store.duties.predicates.closed_lists import today
from store.ledger import Reader
from store.people.posts import has_left, is_absent, notified_for, same_service, service_of
from store.rules.announcing import announcements
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Action, Audit, Cycle, DigestLine, Duty, Message
from store.views.reports.digest_read import digest_read
from store.views.reports.service_digest import scoped_digest

Counted = Literal[
    "late_and_in_no_digest", "looked_at_again_twice", "first_told_on_the_due_day",
    "told_nothing_more_then_owed",
]  # fmt: skip


NOTHING = re.compile(r"\bnothing\b[^.]{0,40}\b(?:to do|asked of you)\b", re.IGNORECASE)


def told_nothing_more_then_owed(
    reader: Reader, message: Message, upn: str, card: str
) -> Iterator[str]:
    """A card that says that nothing is to be done, to somebody who owes something about it (§4).

    `card` is its whole text. A reminder speaks of what it asked for, and of nothing else.
    """
    if message.kind == "nudge" or not NOTHING.search(card):
        return
    audit = reader.find(Audit, message.subject.partition(".")[0])
    for duty in reader.rows(Duty, closed_at=None) if audit is not None else ():
        action = reader.find(Action, duty.subject)
        about = duty.subject if action is None else action.audit
        if audit is None or about != audit.id or is_confidential(reader, duty):
            continue
        if upn in doers(reader, duty).able:
            said = f"{message.id} ({message.kind}) tells {upn} of nothing more"
            yield f"{said}, and {duty.id} is owed"


def first_told_on_the_due_day(reader: Reader) -> Iterator[str]:
    """Duties of which the first word came on the due day, or after half the working time (§4).

    What is told in the first lawful minute after it opens is told as soon as it can be; so is what
    opens on the day it is due, or late.
    """
    told: dict[str, datetime] = {}
    for message in reader.rows(Message, kind="nudge", order="queued_at"):
        for duty_id in message.covers:
            told.setdefault(duty_id, message.queued_at)
    calendar = reader.calendar
    for duty in reader.rows(Duty):
        due, opened = (calendar.local(at).date() for at in (duty.due_at, duty.opened_at))
        if due <= opened or is_confidential(reader, duty):
            continue
        cards = [calendar.sending_moment(m.queued_at) for m in announcements(reader, duty)]
        first = min([*cards, *([told[duty.id]] if duty.id in told else [])], default=None)
        ended = duty.closed_at or reader.at
        if first is None or first >= ended:
            if ended > duty.due_at:
                yield f"{duty.id} was never told of before it was late"
            continue
        if first <= calendar.sending_moment(duty.opened_at) + JUST_AFTER:
            continue
        half = calendar.working_time_between(duty.opened_at, duty.due_at) / 2
        if calendar.local(first).date() >= due:
            yield f"{duty.id} was first told of on {first}, the day it was due"
        elif calendar.working_time_between(duty.opened_at, first) > half:
            yield f"{duty.id} was first told of on {first}, after half its time"


def late_and_in_no_digest(reader: Reader, digest_id: str) -> Iterator[str]:
    """What is late and stands in no digest of somebody who must hear of it, as one is issued (§5).

    Whoever gets the whole digest hears of everything, a Head of Service of their service's work and
    a Team Manager of their team's.
    """
    late = [
        duty
        for duty in reader.rows(Duty, closed_at=None)
        if duty.due_at <= reader.at and not is_confidential(reader, duty)
    ]
    rule = reader.profile.digest
    whole = {upn for post in rule.recipients for upn in notified_for(reader, post)}
    for upn in sorted(whole)[:1]:
        told = {line.duty for line in digest_read(reader, digest_id, upn).open.late}
        for duty in late:
            if duty.id not in told:
                yield f"{duty.id} is late and not in {digest_id} of {upn}"
    heard: dict[str, set[str]] = {}
    for duty in late:
        for upn in _who_must_hear(reader, duty, rule.also) - whole:
            if upn not in heard:
                part = scoped_digest(reader, digest_id, upn)
                sent = reader.rows(Message, to=upn, subject=digest_id)
                seen = () if part is None or not sent else part.open.late
                heard[upn] = {line.duty for line in seen}
            if duty.id not in heard[upn]:
                yield f"{duty.id} is late and not in {digest_id} of {upn}"


def _who_must_hear(reader: Reader, duty: Duty, also: tuple[str, ...]) -> set[str]:
    """Those who lead the service or the team whose work it is about, and are here."""
    subject = subject_of(reader, duty.subject)
    if isinstance(subject, Action | DigestLine):
        subject = reader.find(Audit, subject.audit)
    team = None
    if isinstance(subject, Audit):
        service, team = service_of(reader, subject), subject.team
    elif isinstance(subject, Cycle):
        service = subject.service
    else:
        return set()
    return {
        person.id
        for person in reader.everybody()
        if same_service(person.service or "", service)
        and not has_left(person, today(reader))
        and not is_absent(person, today(reader))
        and (
            ("heads_of_service" in also and "head_of_service" in person.roles)
            or ("team_managers" in also and "team_manager" in person.roles and person.team == team)
        )
    }


def looked_at_again_twice(reader: Reader) -> Iterator[str]:
    """Work that one round looks at twice, or the round whose own work it is; dates before it."""
    rounds: Counter[tuple[str, str | None]] = Counter()
    again = [row for row in reader.rows(Audit, kind="reaudit") if row.state not in NOT_AUDITED]
    for audit in again:
        rounds[audit.cycle, audit.looks_at] += 1
        looked_at = reader.find(Audit, audit.looks_at)
        if looked_at is None or looked_at.cycle == audit.cycle:
            yield f"{audit.id} looks again at work of its own round"
    for (cycle, looked_at_id), times in rounds.items():
        if times > 1:
            yield f"{looked_at_id} is looked at again {times} times in {cycle}"
    for duty in reader.rows(Duty, subject=[audit.id for audit in again]) if again else ():
        if duty.due_at < duty.opened_at:
            yield f"{duty.id} was due on {duty.due_at}, before it was opened"
