"""A referred audit: whether it stands or is void (programme.md §2.10)."""

from dataclasses import dataclass, field
from typing import Literal

from store.ledger import Reader
from store.people.posts import in_post, post
from store.relations.moderation import VOID_DECIDER
from store.tables import Audit, Referral
from store.views.parts.brief import Brief, brief
from store.views.parts.documents import document_link
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class ReferredAudit:
    """A referral without anything that was written. `outcome` is empty until it is decided.

    `reader` is team, moderator or auditor. `barred` is whether this reader referred or audited it,
    so that somebody else in the audit team decides.
    """

    referral: str
    audit: Brief
    reader: Literal["team", "moderator", "auditor"]
    grounds: str
    grade: str
    referred_by: NamedPerson
    referred_on: str
    spoke_on: str = ""
    decide_by: Due | None = None
    outcome: str = ""
    support: str = ""
    decided_by: NamedPerson | None = None
    decided_on: str = ""
    goes_to: str = ""
    goes_on: bool = False
    moderate_by: Due | None = None
    document_link: str = ""
    barred: bool = False
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ReferralWords:
    """What was written, for a dialog alone; empty where this reader may not read it."""

    view: ReferredAudit
    reason: str = ""
    decision: str = ""


def referred(reader: Reader, referral_id: str, upn: str) -> ReferredAudit | None:
    """The referral as `upn` sees it now; None for somebody outside it."""
    row = reader.get(Referral, referral_id)
    audit = reader.get(Audit, row.audit)
    role = _reader(reader, audit, row, upn)
    if role is None:
        return None
    asked = row.state == "asked"
    again = reader.find(Audit, f"{audit.id}-again") if row.outcome == "reallocate" else None
    lawful = upn in VOID_DECIDER.upns(reader, audit)
    return ReferredAudit(
        referral=row.id,
        audit=brief(reader, audit),
        reader=role,
        grounds=row.grounds,
        grade=audit.amended or audit.first or "",
        referred_by=named(reader, row.referred_by),
        referred_on=moment_in_words(reader, row.referred_at),
        spoke_on="" if row.spoke_on is None else say_day(row.spoke_on),
        decide_by=due_by(reader, audit.id, "void.decide") if asked else None,
        outcome=row.outcome or "",
        support=row.support or "",
        decided_by=None if row.decided_by is None else named(reader, row.decided_by),
        decided_on="" if row.decided_at is None else moment_in_words(reader, row.decided_at),
        goes_to="" if again is None or again.auditor is None else named(reader, again.auditor).name,
        goes_on=again is not None and again.state != "reallocating",
        moderate_by=due_by(reader, audit.id, "moderation.decide")
        if audit.state == "returned"
        else None,
        document_link=document_link(reader, audit.id),
        barred=asked and role == "team" and not lawful,
        viewer=upn,
        may=may_now(reader, audit, upn, ("void.decide",)) if asked else frozenset(),
    )


def _reader(
    reader: Reader, audit: Audit, row: Referral, upn: str
) -> Literal["team", "moderator", "auditor"] | None:
    """As what `upn` reads it: team, moderator or auditor; None for anybody else."""
    if any(person.id == upn for person in in_post(reader, post("audit_team"))):
        return "team"
    if upn in VOID_DECIDER.upns(reader, audit):
        return "team"
    if upn in {row.referred_by, audit.moderator} and upn != audit.auditor:
        return "moderator"
    return "auditor" if upn == audit.auditor and row.state == "decided" else None


def referral_words(reader: Reader, referral_id: str, upn: str) -> ReferralWords | None:
    """What was written: the referral for the audit team and its writer, the decision for all.

    The auditor reads why it was decided so, but not what was written to the audit team about them.
    """
    row = reader.find(Referral, referral_id)
    view = None if row is None else referred(reader, referral_id, upn)
    if row is None or view is None:
        return None
    own = upn == row.referred_by
    audits_it = upn == reader.get(Audit, row.audit).auditor
    reads = own or (view.reader == "team" and not audits_it)
    return ReferralWords(
        view,
        reason=(reader.unseal(row.reason or None) or "") if reads else "",
        decision=reader.unseal(row.decision) or "",
    )


def open_referral(reader: Reader, audit_id: str) -> Referral | None:
    """The referral of an audit that waits to be decided."""
    found = reader.rows(Referral, audit=audit_id, state="asked")
    return found[0] if found else None
