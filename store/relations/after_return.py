"""Who may do what once an audit is handed in: check it, moderate it, dispute it, sample, sign."""

from collections.abc import Iterable

from store.duties.predicates.closed_lists import (
    OWNERS,
    is_gone,
    people_with_a_say,
    void_deciders_but,
)
from store.ledger import Reader
from store.people.posts import acting, holders, in_post, post, service_of, whose_work
from store.registry import Who
from store.rules.confidential import hearers, is_confidential
from store.tables import Audit, Concern, Conflict, Dispute, Duty, KloeReport, Person


def _section_writer(reader: Reader, audit: Audit) -> Iterable[str]:
    """The practitioner; the Team Manager stands in where they are gone (programme.md §3)."""
    writers = [person.id for person in in_post(reader, audit.practitioner)]
    if is_gone(reader, audit.practitioner):
        writers += [person.id for person in in_post(reader, audit.team_manager)]
    return writers


def _checker(reader: Reader, audit: Audit) -> Iterable[str]:
    """Nobody checks what they audited or moderate themselves, or their own work (§2.12)."""
    declared = reader.rows(Conflict, audit=audit.id)
    named = (audit.auditor, audit.moderator, audit.deputy, *(row.declared_by for row in declared))
    but = {upn for upn in named if upn is not None} | whose_work(audit)
    return acting(reader, post("audit_team"), but)


def _moderator(reader: Reader, audit: Audit) -> Iterable[str]:
    """The moderator; their deputy while they are gone, or once the deputy was called in (§4)."""
    stood_in = is_gone(reader, audit.moderator) or _called_in(reader, audit)
    named = (audit.moderator, audit.deputy if stood_in else None)
    present = [p.id for upn in named if upn is not None for p in in_post(reader, upn)]
    return [upn for upn in present if upn != audit.auditor]


def _called_in(reader: Reader, audit: Audit) -> bool:
    """Whether a nudge has gone to the deputy, or it was given to them while nobody else was here.

    Whoever owes it may do it, even once the moderator is back.
    """
    duties = reader.rows(
        Duty, subject=audit.id, kind=("moderation.decide", "dispute.answer"), closed_at=None
    )
    return audit.deputy is not None and any(
        duty.owner == audit.deputy
        or any(r["tell"] == "deputy" and r["to"] == audit.deputy for r in duty.rungs_sent)
        for duty in duties
    )


def _void_decider(reader: Reader, audit: Audit) -> Iterable[str]:
    return acting(reader, post("audit_team"), void_deciders_but(reader, audit))


def _third_lock(reader: Reader, audit: Audit) -> Iterable[str]:
    """Where the programme has one (Tameside); never somebody who has decided on it before."""
    if "lock.confirm" not in reader.profile.duty or audit.moderated is None:
        return ()
    raised = reader.rows(Dispute, audit=audit.id)
    heard = [upn for row in raised for upn in (row.raised_by, row.answered_by)]
    named = (audit.auditor, audit.moderated_by, audit.moderator, *heard)
    said = {upn for upn in named if upn} | whose_work(audit)
    return acting(reader, post("head_of_qa"), said)


def _disputer(reader: Reader, audit: Audit) -> Iterable[str]:
    """Never whoever gave the grade: nobody answers what they raised themselves (§2.12)."""
    gave = {audit.auditor, audit.moderator, audit.moderated_by, audit.locked_by} - {None}
    heads = acting(reader, post("head_of_service", service_of(reader, audit))) - gave
    own = (audit.practitioner, audit.team_manager)
    return heads | {person.id for upn in own for person in in_post(reader, upn)}


def _raiser(reader: Reader, audit: Audit) -> Iterable[str]:
    raised = reader.rows(Dispute, audit=audit.id)
    return {person.id for dispute in raised for person in in_post(reader, dispute.raised_by)}


def _dispute_decider(reader: Reader, audit: Audit) -> Iterable[str]:
    """Not its auditor, moderator, lock or who raised it, else the named alternate (§2.12)."""
    decided = people_with_a_say(reader, audit)
    rule = reader.profile.dispute
    free = {
        upn
        for name in rule.deciders
        if {person.id for person in holders(reader, name)} - decided
        for upn in acting(reader, name, decided)
    }
    return free or acting(reader, rule.alternate, decided)


def _concern_holder(reader: Reader, concern: Concern) -> Iterable[str]:
    return hearers(reader, concern)


def _cover_namer(reader: Reader, audit: Audit) -> Iterable[str]:
    heads = acting(reader, post("head_of_service", service_of(reader, audit)))
    return heads | acting(reader, post("divisional_director"))


def _sampler(reader: Reader, audit: Audit) -> Iterable[str]:
    """Whoever it was given to, else the Learning Academy's audit team (programme.md §2.15)."""
    if audit.kind != "dip":
        return ()
    if audit.auditor is None or audit.state == "offered":
        return acting(reader, post("audit_team"), whose_work(audit))
    return [person.id for person in in_post(reader, audit.auditor)]


def _samplers_head(reader: Reader, audit: Audit) -> Iterable[str]:
    """The Head of Service or Group Manager of the IRO or CP chair (Tower Hamlets guide §7)."""
    person = reader.find(Person, audit.auditor)
    if audit.kind != "dip" or person is None:
        return ()
    managers = {p.id for p in holders(reader, post("group_manager", person.service))}
    heads = acting(reader, post("head_of_service", person.service), {person.id})
    return (heads | managers) - {person.id}


def _signatory(reader: Reader, report: KloeReport) -> Iterable[str]:
    """Two people: nobody signs twice, whatever posts they hold (trust.md §4)."""
    signed = {signature["by"] for signature in report.signed}
    owner = OWNERS["next_signatory"](reader, report)
    return () if owner is None else acting(reader, owner, signed)


def _duty_doer(reader: Reader, duty: Duty) -> Iterable[str]:
    """Whoever owes it, also once it is closed, so that an old card hears that it was done."""
    # In confidence nobody stands in, and a delegate is not even told that it is.
    if is_confidential(reader, duty):
        return [person.id for person in in_post(reader, duty.owner)]
    return acting(reader, duty.owner)


def _duty_owner(reader: Reader, duty: Duty) -> Iterable[str]:
    return () if duty.closed_at is not None else _duty_doer(reader, duty)


SECTION_WRITER = Who(
    "section_writer", "the practitioner, or the Team Manager where they are gone", _section_writer
)
CHECKER = Who("checker", "the audit team, but for its own auditor and moderators", _checker)
MODERATOR = Who("moderator", "its moderator, or the deputy in their place", _moderator)
VOID_DECIDER = Who(
    "void_decider", "the audit team, but for its auditor and whoever referred it", _void_decider
)
THIRD_LOCK = Who("third_lock", "the third lock, where the programme has one", _third_lock)
DISPUTER = Who("disputer", "the Head of Service, the Team Manager or the practitioner", _disputer)
RAISER = Who("raiser", "whoever raised the dispute", _raiser)
DISPUTE_DECIDER = Who(
    "dispute_decider", "the audit team or PSW, who have not decided on it before", _dispute_decider
)
CONCERN_HOLDER = Who("concern_holder", "whoever holds the concern now", _concern_holder)
COVER_NAMER = Who(
    "cover_namer", "the Head of Service of the service audited or the Director", _cover_namer
)
SAMPLER = Who("sampler", "whoever the dip sample was given to", _sampler)
SAMPLERS_HEAD = Who(
    "samplers_head", "the Head of Service or Group Manager of whoever is asked", _samplers_head
)
SIGNATORY = Who("signatory", "whoever signs the report next", _signatory)
DUTY_OWNER = Who("duty_owner", "whoever owes it", _duty_owner)
DUTY_DOER = Who("duty_doer", "whoever owes it", _duty_doer)
