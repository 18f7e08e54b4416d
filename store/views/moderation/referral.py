"""An audit that was referred: whether it stands or is void (programme.md §2.10)."""

from dataclasses import dataclass, field

from store.ledger import Reader
from store.ledger.ordering import NEWEST
from store.people.posts import in_post, post
from store.relations.moderation import VOID_DECIDER
from store.tables import Audit, Referral, Return
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.vocabulary.dates_in_words import say_day


@dataclass(frozen=True, slots=True)
class ReferredAudit:
    """A referral, without its words. `outcome` is empty until it was decided.

    `reader` is team, moderator or auditor; `barred` says that this reader referred or audited it,
    so that somebody else of the audit team decides.
    """

    referral: str
    audit: Brief
    reader: str
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
    """What was written, for a lawful reader and in a dialog alone; empty where it is not theirs."""

    view: ReferredAudit
    reason: str = ""
    decision: str = ""


def referred(reader: Reader, referral_id: str, upn: str) -> ReferredAudit | None:
    """The referral as `upn` sees it now; nothing for whom it does not concern."""
    row = reader.get(Referral, referral_id)
    audit = reader.get(Audit, row.audit)
    role = _reader(reader, audit, row, upn)
    if role is None:
        return None
    asked = row.state == "asked"
    again = reader.find(Audit, f"{audit.id}-again") if row.outcome == "reallocate" else None
    returns = reader.rows(Return, audit=audit.id, order=NEWEST, limit=1)
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
        document_link=(reader.unseal(returns[0].document_link) or "") if returns else "",
        barred=asked and role == "team" and not lawful,
        viewer=upn,
        may=may_now(reader, audit, upn, ("void.decide",)) if asked else frozenset(),
    )


def _reader(reader: Reader, audit: Audit, row: Referral, upn: str) -> str | None:
    """Who looks: the audit team, who referred or moderates it, or its auditor; else nobody."""
    if any(person.id == upn for person in in_post(reader, post("audit_team"))):
        return "team"
    if upn in VOID_DECIDER.upns(reader, audit):
        return "team"
    if upn in {row.referred_by, audit.moderator} and upn != audit.auditor:
        return "moderator"
    return "auditor" if upn == audit.auditor and row.state == "decided" else None


def referral_words(reader: Reader, referral_id: str, upn: str) -> ReferralWords | None:
    """The words of the referral, for the audit team and who wrote them; of the decision, for all.

    An auditor reads why it was decided so, not what was written of them to the audit team.
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
    """The referral of an audit that waits for its decision."""
    found = reader.rows(Referral, audit=audit_id, state="asked")
    return found[0] if found else None
