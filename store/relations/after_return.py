"""Who may do what once an audit is handed in: check it, sample it, sign a report, owe a duty."""

from collections.abc import Iterable

from store.duties.predicates.closed_lists import OWNERS, is_gone
from store.ledger import Reader
from store.people.posts import acting, holders, in_post, post, whose_work
from store.registry import Who
from store.rules.confidential import is_confidential
from store.tables import Audit, Conflict, Duty, KloeReport, Person


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
SAMPLER = Who("sampler", "whoever the dip sample was given to", _sampler)
SAMPLERS_HEAD = Who(
    "samplers_head", "the Head of Service or Group Manager of whoever is asked", _samplers_head
)
SIGNATORY = Who("signatory", "whoever signs the report next", _signatory)
DUTY_OWNER = Who("duty_owner", "whoever owes it", _duty_owner)
DUTY_DOER = Who("duty_doer", "whoever owes it", _duty_doer)
