"""One open duty as a line: what, by when, for whom, and the button of its likeliest act."""

from dataclasses import dataclass
from datetime import datetime

from store.audits.subjects import subject_of
from store.clock.ladders import OWNER
from store.duties.predicates.closed_lists import is_gone
from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.programme.profile import DutyRule
from store.registry import likely_act, likely_of
from store.relations.moderation import MODERATOR
from store.rules.doers import Doers, doers
from store.tables import (
    Action,
    Appraisal,
    Audit,
    Concern,
    Cycle,
    DigestLine,
    Duty,
    Exemption,
    HelpRequest,
    KloeReport,
    Return,
    Row,
)
from store.views.audit_list.cycle_steps import Step, step_to_the_list, step_to_the_meeting
from store.views.below_good.action import which_of
from store.views.below_good.meeting_step import next_step
from store.views.parts.due import Due, due_of
from store.views.parts.offers import button_of, may_now
from store.views.parts.owners import how_it_came, owner_of
from store.views.parts.people_in_words import named
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_moment, say_month
from store.vocabulary.duty_kinds import RECORDED


@dataclass(frozen=True, slots=True)
class DutyButton:
    """A button: the act, its words, the row and version, and whether a dialog comes first."""

    verb: str
    title: str
    id: str
    version: int
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One line. `owner` is set for somebody else's duty; `stands_in` where one acts for them.

    `nobody` marks a duty that nobody may do, for whoever is to name somebody. `came` says how it
    came to its owner where a post is vacant or changed hands.
    `escalated_to` is the last person above who was notified that it is late. `owner_here` marks a
    stand-in for an owner who is not away. `waits` says why it cannot be done yet, and what to do
    meanwhile. `kind` is the kind of duty.
    """

    duty: str
    about: str
    words: str
    due: Due
    press: DutyButton | None = None
    link: str = ""
    owner: str = ""
    stands_in: bool = False
    escalated_to: str = ""
    owner_here: bool = False
    waits: str = ""
    nobody: bool = False
    came: str = ""
    kind: str = ""

    @property
    def is_told(self) -> bool:
        """Whether this person is only notified that somebody else is late."""
        return bool(self.owner) and not self.stands_in


NAMING = "post.name"
MEETINGS = ("uopp.hold", "uopp.second")
"""Kinds of duty whose next step depends on how far the meeting is arranged."""


def ask(
    reader: Reader, duty: Duty, upn: str, people: Doers | None = None, *, told: bool = False
) -> Ask | None:
    """The line for `upn`, or nothing; `told` marks an escalation of somebody else's duty."""
    subject = subject_of(reader, duty.subject)
    if subject is None:
        return None
    people = people or doers(reader, duty)
    rule = reader.profile.duty.get(duty.kind)
    nobody = upn in people.asked
    stands_in = not (told or nobody or upn in people.owners)
    return Ask(
        duty=duty.id,
        about=about(reader, subject),
        words=_words(reader, duty, subject, duty.kind if rule is None else rule.words),
        due=due_of(reader, duty),
        press=None if told else press_for(reader, duty, subject, upn, nobody=nobody),
        link="" if told else _link(reader, duty, subject),
        owner=owner_of(reader, duty, people) if told or stands_in else "",
        stands_in=stands_in,
        escalated_to="" if told else _escalated_to(reader, duty, upn),
        owner_here=stands_in and any(not is_gone(reader, owner) for owner in people.owners),
        waits="" if told else _waits(reader, duty, subject, upn),
        nobody=nobody,
        came=how_it_came(reader, duty, people, upn),
        kind=duty.kind,
    )


def _waits(reader: Reader, duty: Duty, subject: Row, upn: str) -> str:
    """Until when the audit team may check it, for a moderator reminded before then (§2.10)."""
    until = _checked_until(reader, duty, subject, upn)
    if until is None:
        return ""
    ends = say_moment(until, zone=reader.profile.programme.zone)
    team = reader.profile.title("audit_team")
    return f"The {team} checks it until {ends}; please talk to the auditor meanwhile."


def _checked_until(reader: Reader, duty: Duty, subject: Row, upn: str) -> datetime | None:
    """The end of the time for its check, where `upn` may moderate it only then; else nothing."""
    if duty.kind != "moderation.decide" or not isinstance(subject, Audit):
        return None
    if subject.checked is not None or upn not in MODERATOR.upns(reader, subject):
        return None
    checks = reader.rows(Duty, subject=subject.id, kind="return.check", closed_at=None)
    ends = [check.due_at for check in checks if check.due_at > reader.at]
    return max(ends, default=None)


def _escalated_to(reader: Reader, duty: Duty, upn: str) -> str:
    """The last person above who was notified that it is late."""
    above = [
        rung["to"]
        for rung in duty.rungs_sent
        if rung["tell"] != OWNER and rung["to"] not in {None, upn}
    ]
    return named(reader, above[-1]).with_role if above else ""


def about(reader: Reader, subject: Row) -> str:
    """What a duty is about in two or three words; a case by its reference alone."""
    match subject:
        case Audit():
            return ref_in_words(reader, subject)
        case Cycle():
            return f"{subject.service}, {say_month(subject.month)}"
        case DigestLine() | Action():
            return ref_in_words(reader, reader.get(Audit, subject.audit))
        case KloeReport():
            return f"{about(reader, reader.get(Cycle, subject.cycle))}, line {subject.kloe}"
        case Appraisal():
            return subject.team
        case Concern():
            return "In confidence"
        case HelpRequest():
            return named(reader, subject.asked_by).name
        case _:
            return named(reader, subject.id).name


def _words(reader: Reader, duty: Duty, subject: Row, words: str) -> str:
    """The profile's words for the duty, and whom it concerns where that helps to decide."""
    if isinstance(subject, Action) and (which := which_of(reader, subject)) != "the action":
        return words.replace("the action", which)
    if isinstance(subject, DigestLine):
        return f"{words} ({named(reader, subject.auditor).name}'s return)"
    if duty.kind == "exemption.decide" and isinstance(subject, Audit):
        open_ones = reader.rows(Exemption, audit=subject.id, state="asked")
        if open_ones:
            asker = named(reader, open_ones[0].asked_by).name
            return f"{words} ({asker}, {open_ones[0].category})"
    return words


def press_for(
    reader: Reader, duty: Duty, subject: Row, upn: str, *, nobody: bool = False
) -> DutyButton | None:
    """The duty's button; nothing where `upn` may not do its likeliest act now.

    With `nobody`, who may do it is to be named first, where no act of its own hands it on.
    """
    rule = reader.profile_of(duty).duty.get(duty.kind)
    if rule is not None and RECORDED in rule.met_by:
        press = _recorded(reader, duty, upn)
    else:
        press = _likely(reader, duty, rule, subject, upn)
    if press is None and nobody and may_now(reader, duty, upn, (NAMING,)):
        return _in_dialog(NAMING, duty)
    return press


def _likely(
    reader: Reader, duty: Duty, rule: DutyRule | None, subject: Row, upn: str
) -> DutyButton | None:
    """The button of the likeliest act on the duty's subject."""
    likely: tuple[str, str, bool] | None = likely_act(duty.kind) or likely_of(
        () if rule is None else rule.met_by
    )
    if duty.kind == "reallocation.confirm" and isinstance(subject, Audit):
        likely = (
            ("reallocation.confirm", "Name an auditor", True)
            if subject.auditor is None
            else ("reallocation.confirm", f"Confirm {named(reader, subject.auditor).name}", False)
        )
    if duty.kind == "moderation.decide" and upn not in MODERATOR.upns(reader, subject):
        # A person who may not moderate it, but may name who does, gets that button.
        likely = ("moderation.hand_over", "Name a moderator…", True)
    if duty.kind in MEETINGS and isinstance(subject, Audit):
        likely = (*next_step(reader, subject), True)
    if likely is None:
        return None
    if _checked_until(reader, duty, subject, upn) is not None:
        return DutyButton(
            "return.view", "Read the return", subject.id, subject.version, dialog=True
        )
    if isinstance(subject, Cycle) and duty.kind in ("kloe.hold", "list.propose"):
        to_do = step_to_the_meeting if duty.kind == "kloe.hold" else step_to_the_list
        return _step(to_do(reader, subject, upn))
    verb, title, dialog = likely
    if isinstance(subject, KloeReport) and duty.kind == "dip.sample":
        return _next_sample(reader, subject, upn)
    if duty.kind == "dispute.answer" and may_now(reader, subject, upn, ("dispute.refer",)):
        # The person who was to answer is gone, so it goes to those who settle it.
        verb, title = "dispute.refer", "Have it settled…"
    if not may_now(reader, subject, upn, (verb,)):
        return None
    return DutyButton(verb, title, subject.id, subject.version, dialog)


def _step(step: Step | None) -> DutyButton | None:
    if step is None:
        return None
    row, verb, title, dialog = step
    return DutyButton(verb, title, row.id, row.version, dialog)


def _recorded(reader: Reader, duty: Duty, upn: str) -> DutyButton | None:
    """The button of a duty that the authority set for itself: done elsewhere, recorded here."""
    if not may_now(reader, duty, upn, (RECORDED,)):
        return None
    return _in_dialog(RECORDED, duty)


def _in_dialog(verb: str, row: Row) -> DutyButton:
    return DutyButton(verb, button_of(verb), row.id, row.version, dialog=True)


def _next_sample(reader: Reader, report: KloeReport, upn: str) -> DutyButton | None:
    """The next dip sample of a line of enquiry; once all are recorded, the report on them."""
    rows = reader.rows(Audit, cycle=report.cycle, kind="dip", kloe=report.kloe, state="sampling")
    for row in rows:
        if may_now(reader, row, upn, ("dip.record",)):
            return _in_dialog("dip.record", row)
    if may_now(reader, report, upn, ("dip.report",)):
        return _in_dialog("dip.report", report)
    return None


def _link(reader: Reader, duty: Duty, subject: Row) -> str:
    """The audit document, for a duty to moderate."""
    if duty.kind != "moderation.decide" or not isinstance(subject, Audit):
        return ""
    found = reader.rows(Return, audit=subject.id, order=NEWEST, limit=1)
    return (reader.unseal(found[0].document_link) or "") if found else ""
