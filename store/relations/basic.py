"""Relations between a person and a subject that several chapters use, by the name acts use."""

from collections.abc import Iterable

from store.duties.predicates.closed_lists import OWNERS
from store.ledger import Reader
from store.people.posts import acting, in_post, list_confirmer, post, whose_work
from store.registry import Who
from store.rules.unreached import is_unreached
from store.tables import Audit, Cycle, DigestLine, Message, Person
from store.vocabulary import terms


def _auditor(reader: Reader, audit: Audit) -> Iterable[str]:
    return () if audit.auditor is None else [p.id for p in in_post(reader, audit.auditor)]


def _audit_team(reader: Reader, _subject: object) -> Iterable[str]:
    return acting(reader, post("audit_team"))


def _team_apart(reader: Reader, audit: Audit) -> Iterable[str]:
    """The audit team without the auditor and the people whose work is audited.

    Nobody chooses who audits or moderates their own work, or gives their own audit away. If nobody
    in the audit team is left, it goes one up (programme.md §2.2, §2.3).
    """
    own = {audit.auditor} if audit.auditor and audit.state != "reallocating" else set()
    return acting(reader, post("audit_team"), whose_work(audit) | own)


def _head_of_service(reader: Reader, cycle: Cycle) -> Iterable[str]:
    return acting(reader, list_confirmer(reader, cycle))


def _digest_answerer(reader: Reader, line: DigestLine) -> Iterable[str]:
    owner = OWNERS["digest_answerer"](reader, line)
    return () if owner is None else acting(reader, owner)


def _keeper(reader: Reader, person: Person) -> Iterable[str]:
    """The audit team, the person themselves and the person they report to."""
    own = {person.id} if person.left_on is None else set()
    above = {p.id for p in in_post(reader, person.reports_to)} if person.reports_to else set()
    return acting(reader, post("audit_team")) | own | above


def _themselves(_reader: Reader, person: Person) -> Iterable[str]:
    return () if person.left_on is not None else (person.id,)


def _reacher(reader: Reader, person: Person) -> Iterable[str]:
    """The audit team without the person it is about.

    If Teams reaches none of them either, it goes one up, or nobody would know of it.
    """
    team = acting(reader, post("audit_team"), {person.id})
    if all(is_unreached(reader, upn) for upn in team):
        return acting(reader, post("audit_team"), {person.id, *team})
    return team


def _addressee(_reader: Reader, message: Message) -> Iterable[str]:
    return (message.to,)


AUDITOR = Who("auditor", "the auditor it is allocated to", _auditor)
AUDIT_TEAM = Who("audit_team", f"the {terms.AUDIT_TEAM}", _audit_team)
TEAM_APART = Who(
    "team_apart",
    f"the {terms.AUDIT_TEAM}, except its auditor and the people whose work it is",
    _team_apart,
)
HEAD_OF_SERVICE = Who(
    "head_of_service", f"the {terms.HEAD_OF_SERVICE} of the service audited", _head_of_service
)
DIGEST_ANSWERER = Who(
    "digest_answerer", "the Director that the digest is addressed to", _digest_answerer
)
KEEPER = Who(
    "keeper", f"the {terms.AUDIT_TEAM}, the person themselves or the person they report to", _keeper
)
THEMSELVES = Who("themselves", "the person themselves", _themselves)
REACHER = Who("reacher", f"the {terms.AUDIT_TEAM}, except the person themselves", _reacher)
ADDRESSEE = Who("addressee", "the person the message was sent to", _addressee)
