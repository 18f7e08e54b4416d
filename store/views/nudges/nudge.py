"""One bundle of nudges: which of its duties are still open, and what was done since."""

from dataclasses import dataclass

from store.audits.subjects import subject_of
from store.clock.ladders import OWNER
from store.duties.outbox import DELIVERED
from store.ledger import Reader
from store.people.posts import acting
from store.registry import may
from store.registry.words import met_in_words
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.rules.reminding import comes_at, is_of_today, later_reminder, why_not_later
from store.tables import Duty, Message, Person
from store.views.nudges.duty_lines import Ask, about, ask
from store.views.nudges.others_lateness import ToldCycle, told_by_cycle
from store.views.parts.due import day_in_words
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import owner_of
from store.views.parts.people_in_words import NamedPerson, actor_in_words, named
from store.vocabulary.duty_kinds import RECORDED


@dataclass(frozen=True, slots=True)
class Nudge:
    """The open lines: one's own most urgent first, then those of other people.

    `told` counts the lines it went out with; `done` are receipts of those that were met since;
    `repeated` counts lines that a newer reminder has, and `replaced` says that one has taken its
    place: it came after all else here was done. `later` is when this reminder comes again,
    `later_not` why it cannot be put off; `told_of` are other people's duties by cycle.
    """

    who: NamedPerson
    version: int
    asks: tuple[Ask, ...]
    told: int
    done: tuple[str, ...] = ()
    repeated: int = 0
    replaced: bool = False
    message: str = ""
    message_version: int = 0
    may_later: bool = False
    later: str = ""
    later_not: str = ""
    stuck: tuple[str, int] | None = None
    told_of: tuple[ToldCycle, ...] = ()

    @property
    def overdue(self) -> int:
        """How many of one's own duties are overdue."""
        return sum(ask.due.passed for ask in self.asked)

    @property
    def asked(self) -> tuple[Ask, ...]:
        """The lines that are this person's to do."""
        return tuple(ask for ask in self.asks if not ask.is_told)

    @property
    def others(self) -> tuple[Ask, ...]:
        """The lines about other people's duties."""
        return tuple(ask for ask in self.asks if ask.is_told)


def nudge(reader: Reader, message: Message) -> Nudge:
    """What a nudge says to its reader now; what was met, or is said again, is gone from it."""
    lines: list[Ask] = []
    done: list[str] = []
    later = _later_ones(reader, message)
    newer, repeated = {duty for one in later for duty in one.covers}, 0
    found = (reader.find(Duty, duty_id) for duty_id in message.covers)
    covered = [duty for duty in found if duty is not None]
    still = [duty for duty in covered if duty.closed_at is None]
    asked_once = {duty.id for duty in one_line_an_audit(still, reader.at)}
    for duty in covered:
        if duty.closed_at is not None:
            done += _receipt(reader, duty, message.to)
        elif duty.id in newer:
            repeated += 1
        elif duty.id in asked_once:
            line = _line(reader, duty, message.to)
            lines += [] if line is None else [line]
            done += _with_others_now(reader, duty, message.to) if line is None else []
    person = reader.find(Person, message.to)
    asked = any(not line.is_told for line in lines)
    why_not = why_not_later(reader, message)
    again = later_reminder(reader, message) if is_of_today(reader, message) else None
    put_off = again is not None and again.id != message.id and again.activity_id is None
    return Nudge(
        who=named(reader, message.to),
        version=0 if person is None else person.version,
        asks=tuple(sorted(lines, key=lambda line: (line.is_told, line.due.at))),
        told=len(message.covers),
        done=tuple(done),
        repeated=repeated,
        replaced=not lines and _replaced(covered, newer, later),
        message=message.id,
        # Its delivery is a move of its own: a card that is only going out says what will stand.
        message_version=message.version + (message.activity_id is None),
        may_later=asked and why_not is None,
        later=_time(reader, again) if again is not None and put_off else "",
        later_not=_later_not(reader, message, why_not) if asked and again is None else "",
        stuck=_stuck(reader, lines, message.to),
        told_of=told_by_cycle(reader, lines, message.to),
    )


def _later_ones(reader: Reader, message: Message) -> list[Message]:
    """The newer reminders that have reached the same person."""
    if message.settled_at is None:
        return []
    reminders = reader.rows(Message, to=message.to, kind="nudge", state=DELIVERED)
    return [
        later
        for later in reminders
        if later.settled_at is not None and later.settled_at > message.settled_at
    ]


def _replaced(covered: list[Duty], newer: set[str], later: list[Message]) -> bool:
    """Whether each duty is in a newer reminder, or was done before the newest one came."""
    came = max((one.settled_at for one in later if one.settled_at is not None), default=None)
    return came is not None and all(
        duty.id in newer or (duty.closed_at is not None and duty.closed_at < came)
        for duty in covered
    )


def _line(reader: Reader, duty: Duty, upn: str) -> Ask | None:
    """The duty's line: for whoever owes it or stands in, or as an escalation to others."""
    people = doers(reader, duty)
    theirs = upn in people.shown
    escalated = any(rung["to"] == upn and rung["tell"] != OWNER for rung in duty.rungs_sent)
    if not theirs and (is_confidential(reader, duty) or not escalated):
        return None
    return ask(reader, duty, upn, people, told=not theirs)


def _with_others_now(reader: Reader, duty: Duty, upn: str) -> list[str]:
    """What is said of a duty that was this person's and has passed to somebody else."""
    subject, people = subject_of(reader, duty.subject), doers(reader, duty)
    if subject is None or is_confidential(reader, duty) or upn in people.shown:
        return []
    return [f"Now with {owner_of(reader, duty, people)}: {about(reader, subject)}"]


def _receipt(reader: Reader, duty: Duty, upn: str) -> list[str]:
    """The receipt of a line: the act that met it and, where somebody else did it, who."""
    owned = upn in acting(reader, duty.owner) or any(
        rung["tell"] == "owner" and rung["to"] == upn for rung in duty.rungs_sent
    )
    subject = subject_of(reader, duty.subject)
    if not owned or subject is None:
        return []
    if is_confidential(reader, duty):
        return ["Done, in confidence"]
    which = about(reader, subject)
    if duty.outcome != "met":
        return [f"No longer needed: {which}"]
    verb, actor = _met_by(reader, duty)
    did = met_in_words(verb)
    return [
        f"{did}: {which}"
        if actor in {"", upn}
        else (f"{did} by {actor_in_words(reader, actor)}: {which}")
    ]


def _met_by(reader: Reader, duty: Duty) -> tuple[str, str]:
    """The verb that met the duty, and who did it; both empty where none did."""
    rule = reader.profile.duty.get(duty.kind)
    met_by = () if rule is None else rule.met_by
    # A duty that is recorded as done has that fact on itself.
    about = duty.id if RECORDED in met_by else duty.subject
    found = reader.last_fact(about, *met_by)
    return ("", "") if found is None else (found.verb, found.actor)


def _time(reader: Reader, again: Message) -> str:
    return f"{reader.calendar.local(comes_at(again)):%H:%M}"


def _later_not(reader: Reader, message: Message, why_not: str | None) -> str:
    """Why a reminder cannot be put off: it is too late today, or it is of another day."""
    if why_not is None or message.settled_at is None:
        return ""
    if is_of_today(reader, message):
        return why_not
    day = day_in_words(reader, message.settled_at)
    return f"This is the reminder of {day}. Type “my work” to see what is open today."


def _stuck(reader: Reader, lines: list[Ask], upn: str) -> tuple[str, int] | None:
    """The duty, with its version, that help is asked for where only one is open; else nothing."""
    asked = [line for line in lines if not line.is_told]
    duty = reader.find(Duty, asked[0].duty) if len(asked) == 1 else None
    if duty is None or not may(reader, "help.ask", duty, upn):
        return None
    return duty.id, duty.version
