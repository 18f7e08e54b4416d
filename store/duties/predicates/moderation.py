"""What profiles may ask about moderation, disputes and concerns, and who owns their duties."""

from collections.abc import Callable, Mapping
from typing import Any

from store.audits.governing_grade import governing_grade, is_gone, people_with_a_say
from store.ledger import Reader
from store.people.posts import holders, post, whose_work
from store.tables import Audit, Case, Concern, Dispute, Person, Referral, Row


def is_to_be_moderated(reader: Reader, audit: Audit) -> bool:
    """Whether it is in the share that is moderated, or has a grade that always is (§2.10)."""
    grade = governing_grade(audit)
    return audit.to_moderate is not False or grade in reader.profile.moderation.always


def is_dispute_referred(reader: Reader, audit: Audit) -> bool:
    """Whether a dispute about it waits for the final decision."""
    return bool(reader.rows(Dispute, audit=audit.id, state="referred", limit=1))


def _moderator(reader: Reader, audit: Audit) -> str | None:
    """The moderator, or the deputy named with the list while the moderator is gone (§2.3).

    It is the audit team where there is no moderator, so that they name one.
    """
    if is_gone(reader, audit.moderator) and not is_gone(reader, audit.deputy):
        return audit.deputy
    return audit.moderator or post("audit_team")


def _sharing_managers(reader: Reader, audit: Audit) -> str | None:
    """The Group Managers of the IRO's or CP chair's service (programme.md §2.14)."""
    case = reader.get(Case, audit.case_ref)
    person = reader.find(Person, case.iro or case.cp_chair)
    return None if person is None or not person.service else post("group_manager", person.service)


def void_deciders_but(reader: Reader, audit: Audit) -> set[str]:
    """Who may not decide on a referral: the auditor, who referred it, and whose work it is."""
    by = (row.referred_by for row in reader.rows(Referral, audit=audit.id))
    return {upn for upn in (audit.auditor, *by) if upn} | whose_work(audit)


def _dispute_decider(reader: Reader, audit: Audit) -> str:
    """The audit team, else the PSW, if not all have decided on it before; else the alternate."""
    rule, decided = reader.profile.dispute, people_with_a_say(reader, audit)
    for name in rule.deciders:
        if {person.id for person in holders(reader, name)} - decided:
            return name
    return rule.alternate


PREDICATES: Mapping[str, Callable[[Reader, Any], bool]] = {
    "unmoderated": lambda _reader, audit: audit.moderated is None,
    "awaits_moderation": lambda reader, audit: (
        audit.state == "returned" and is_to_be_moderated(reader, audit)
    ),
    "dispute_referred": is_dispute_referred,
    "still_a_concern": lambda _reader, concern: concern.state != "closed",
}
OWNERS: Mapping[str, Callable[[Reader, Any], str | None]] = {
    "moderator": _moderator,
    "deputy": lambda _reader, audit: audit.deputy,
    "sharing_managers": _sharing_managers,
    "dispute_decider": _dispute_decider,
    "concern_holder": lambda _reader, concern: concern.holder,
}
ASKED_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(PREDICATES, (Audit,)) | {
    "still_a_concern": (Concern,)
}
OWNED_OF: Mapping[str, tuple[type[Row], ...]] = dict.fromkeys(OWNERS, (Audit,)) | {
    "concern_holder": (Concern,)
}
