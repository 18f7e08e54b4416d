"""Help with a duty: who can help, what was asked, what was answered (§4)."""

from dataclasses import dataclass, field

from store.audits.subjects import subject_of
from store.ledger import Reader
from store.people.posts import acting, in_post, post
from store.registry import may
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Duty, HelpRequest, Message, Person
from store.views.nudges.duty_lines import DutyButton, about, press_for
from store.views.parts.due import Due, due_by, due_of, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.one_line_an_audit import one_line_an_audit
from store.views.parts.owners import work_of
from store.views.parts.people_in_words import NamedPerson, named, of_person
from store.vocabulary.states import HelpRequestState

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Stuck:
    """An open duty with which somebody may ask for help, or `why_not`."""

    duty: str
    version: int
    about: str
    words: str
    due: Due
    may_ask: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class WhoCanHelp:
    """The audit team by name, the head of the reader's service, and the duties to ask about."""

    team_title: str
    team: tuple[str, ...]
    head: str
    stuck: tuple[Stuck, ...]


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """A request for help; a dialog shows what was written, and no card does."""

    id: str
    version: int
    state: HelpRequestState
    asked_by: NamedPerson
    asked_on: str
    about: str
    words: str
    due: Due
    closed: bool
    viewer: str
    answer_by: Due | None = None
    answered_by: NamedPerson | None = None
    press: DutyButton | None = None
    may: frozenset[str] = field(default_factory=frozenset)


def who_can_help(reader: Reader, duties: tuple[Duty, ...], upn: str) -> WhoCanHelp:
    """Who can help `upn`, and with which of `duties`."""
    team = [
        of_person(reader, person).with_role
        for person in in_post(reader, post("audit_team"))
        if person.id in acting(reader, post("audit_team")) and person.id != upn
    ]
    return WhoCanHelp(
        reader.profile.title("audit_team"),
        tuple(team[:MOST_NAMED]),
        _head(reader, upn),
        tuple(_stuck(reader, duty, upn) for duty in duties if duty.closed_at is None),
    )


def stuck_with(reader: Reader, message_id: str, upn: str) -> WhoCanHelp | None:
    """Who can help with the duties of one's own reminder; nothing for another person's."""
    message = reader.find(Message, message_id)
    if message is None or message.to != upn:
        return None
    found = [reader.find(Duty, duty_id) for duty_id in message.covers]
    owed = tuple(duty for duty in found if duty is not None and _may_be_stuck(reader, duty, upn))
    return who_can_help(reader, tuple(one_line_an_audit(owed, reader.at)), upn)


def stuck_with_all(reader: Reader, upn: str) -> WhoCanHelp:
    """Who can help `upn` with their open duties, the most urgent first."""
    own = [duty for duty, people in work_of(reader, upn) if upn not in people.asked]
    return who_can_help(reader, tuple(one_line_an_audit(own, reader.at)), upn)


def _may_be_stuck(reader: Reader, duty: Duty, upn: str) -> bool:
    people = doers(reader, duty)
    return upn in people.able + people.told


def _stuck(reader: Reader, duty: Duty, upn: str) -> Stuck:
    may_ask = may(reader, "help.ask", duty, upn)
    if may_ask:
        why_not = ""
    elif is_confidential(reader, duty):
        why_not = f"this is in confidence: speak to the {reader.profile.title('audit_manager')}"
    else:
        why_not = "you have asked already: the answer comes to you here"
    return Stuck(
        duty=duty.id,
        version=duty.version,
        about=_about(reader, duty),
        words=_words(reader, duty),
        due=due_of(reader, duty),
        may_ask=may_ask,
        why_not=why_not,
    )


def _head(reader: Reader, upn: str) -> str:
    """The head of the service of `upn`; empty where there is none or it is themselves."""
    person = reader.find(Person, upn)
    if person is None or not person.service:
        return ""
    heads = in_post(reader, post("head_of_service", person.service))
    return next((of_person(reader, head).with_role for head in heads if head.id != upn), "")


def help_asked(reader: Reader, request_id: str, upn: str) -> HelpAsked:
    """The request as `upn` sees it now."""
    row = reader.get(HelpRequest, request_id)
    duty = reader.get(Duty, row.duty)
    subject = subject_of(reader, duty.subject)
    return HelpAsked(
        id=row.id,
        version=row.version,
        state=row.state,
        asked_by=named(reader, row.asked_by),
        asked_on=moment_in_words(reader, row.asked_at),
        about=_about(reader, duty),
        words=_words(reader, duty),
        due=due_of(reader, duty),
        closed=duty.closed_at is not None,
        viewer=upn,
        answer_by=due_by(reader, row.id, "duty.help"),
        answered_by=None if row.answered_by is None else named(reader, row.answered_by),
        press=(
            press_for(reader, duty, subject, upn)
            if subject is not None and duty.closed_at is None and upn == row.asked_by
            else None
        ),
        may=may_now(reader, row, upn, ("help.answer",)),
    )


def help_read(reader: Reader, request_id: str, upn: str) -> tuple[str, str] | None:
    """The question and the answer, for the person who asked and the audit team; else nothing."""
    row = reader.find(HelpRequest, request_id)
    if row is None or upn not in {row.asked_by, *acting(reader, post("audit_team"))}:
        return None
    return reader.unseal(row.what) or "", reader.unseal(row.answer) or ""


def _about(reader: Reader, duty: Duty) -> str:
    subject = subject_of(reader, duty.subject)
    return "" if subject is None else about(reader, subject)


def _words(reader: Reader, duty: Duty) -> str:
    rule = reader.profile.duty.get(duty.kind)
    return duty.kind if rule is None else rule.words
