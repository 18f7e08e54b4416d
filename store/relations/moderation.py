"""Who may moderate, lock, dispute and settle a grade, hear a concern, or name a duty owner."""

from collections.abc import Iterable

from store.audits.governing_grade import is_gone, people_with_a_say
from store.duties.predicates.moderation import void_deciders_but
from store.ledger import Reader
from store.people.posts import acting, holders, in_post, post, service_of, whose_work
from store.registry import Who
from store.rules.confidential import hearers
from store.tables import Audit, Concern, Dispute, Duty
from store.vocabulary import terms


def _moderator(reader: Reader, audit: Audit) -> Iterable[str]:
    """The moderator; also the deputy while the moderator is gone or once called in (§4)."""
    stood_in = is_gone(reader, audit.moderator) or _called_in(reader, audit)
    named = (audit.moderator, audit.deputy if stood_in else None)
    present = [p.id for upn in named if upn is not None for p in in_post(reader, upn)]
    return [upn for upn in present if upn != audit.auditor]


def _called_in(reader: Reader, audit: Audit) -> bool:
    """Whether the deputy was nudged, or owes the duty because the moderator was gone.

    The deputy then may do it even once the moderator is back.
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
    """The Head of QA where the programme has a third lock, but nobody who decided before."""
    if "lock.confirm" not in reader.profile.duty or audit.moderated is None:
        return ()
    raised = reader.rows(Dispute, audit=audit.id)
    heard = [upn for row in raised for upn in (row.raised_by, row.answered_by)]
    named = (audit.auditor, audit.moderated_by, audit.moderator, *heard)
    said = {upn for upn in named if upn} | whose_work(audit)
    return acting(reader, post("head_of_qa"), said)


def _disputer(reader: Reader, audit: Audit) -> Iterable[str]:
    """Never who gave the grade, because nobody answers their own dispute (§2.12)."""
    gave = {audit.auditor, audit.moderator, audit.moderated_by, audit.locked_by} - {None}
    heads = acting(reader, post("head_of_service", service_of(reader, audit))) - gave
    own = (audit.practitioner, audit.team_manager)
    return heads | {person.id for upn in own for person in in_post(reader, upn)}


def _raiser(reader: Reader, audit: Audit) -> Iterable[str]:
    raised = reader.rows(Dispute, audit=audit.id)
    return {person.id for dispute in raised for person in in_post(reader, dispute.raised_by)}


def _dispute_decider(reader: Reader, audit: Audit) -> Iterable[str]:
    """Deciders without a part in it so far, else the profile's alternate (§2.12)."""
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


MODERATOR = Who("moderator", "its moderator, or the deputy in their place", _moderator)
VOID_DECIDER = Who(
    "void_decider", f"the {terms.AUDIT_TEAM}, except its auditor and who referred it", _void_decider
)
THIRD_LOCK = Who("third_lock", "the third lock, where the programme has one", _third_lock)
DISPUTER = Who(
    "disputer",
    f"the {terms.HEAD_OF_SERVICE}, the {terms.TEAM_MANAGER} or the practitioner",
    _disputer,
)
RAISER = Who("raiser", "the person who raised the dispute", _raiser)
DISPUTE_DECIDER = Who(
    "dispute_decider",
    f"those of the {terms.AUDIT_TEAM} and PSW who have not decided on it before",
    _dispute_decider,
)
CONCERN_HOLDER = Who("concern_holder", "the person who hears the concern now", _concern_holder)
COVER_NAMER = Who(
    "cover_namer",
    f"the Head of the service audited or the {terms.DIVISIONAL_DIRECTOR}",
    _cover_namer,
)
