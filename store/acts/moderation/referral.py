"""A referral to the audit team: the audit stands, or it is void (programme.md §2.10)."""

from datetime import date
from typing import Literal

from store.acts.audit_month.return_ import withdraw_actions
from store.acts.moderation import receipts
from store.duties.outbox import queue
from store.duties.predicates.closed_lists import is_to_be_moderated
from store.ledger import Unit
from store.ledger.private import StaffText, sealed_text
from store.people.posts import in_post, post
from store.registry import Words, act, perform_after
from store.relations.moderation import VOID_DECIDER
from store.tables import Audit, Referral
from store.vocabulary.errors import Invalid
from store.vocabulary.fields import Fields


class Decision(Fields):
    """Whether it stands, is audited again by somebody else or is closed; and what support."""

    outcome: Literal["keep", "reallocate", "close"]
    reason: StaffText
    support: Literal["none", "training", "coaching"] = "none"


def refer_to_audit_team(
    unit: Unit, audit: Audit, grounds: str, reason: str, *, spoke_on: date | None, by: str
) -> None:
    """Ask the audit team what becomes of it; `reason` is the id of sealed words."""
    referral = unit.add(
        Referral(
            programme=unit.programme,
            id=f"{audit.id}.v{unit.next_seq}",
            audit=audit.id,
            referred_by=by,
            referred_at=unit.at,
            grounds=grounds,
            reason=reason,
            spoke_on=spoke_on,
            state="asked",
        )
    )
    queue(unit, post("audit_team"), "referred", referral.id)


@act(
    "return.refer",
    on=Audit,
    source={"rectifying"},
    target="referred",
    words=Words(story="referred the audit because its auditor cannot correct it"),
)
def refer(unit: Unit, audit: Audit, _fields: object) -> None:
    """The auditor left, or came too close, before correcting it: the audit team decides."""
    # The person who recorded the leaving has said nothing about the audit and may decide on it.
    grounds = "auditor_moved" if in_post(unit, audit.auditor or "") else "auditor_left"
    refer_to_audit_team(unit, audit, grounds, "", spoke_on=None, by=audit.auditor or "")


@act(
    "void.decide",
    on=Audit,
    by=VOID_DECIDER,
    source={"referred"},
    target=("returned", "complete", "voided"),
    fields=Decision,
    words=Words(
        story="decided what becomes of the audit",
        dialog="Decide what becomes of it",
        submit="Record the decision",
        asks={"void.decide": "Decide…"},
        receipt=receipts.referral_decided,
        met="Decided",
    ),
)
def decide(unit: Unit, audit: Audit, given: Decision) -> None:
    """A void audit is kept outside the figures; its case is audited again or closed."""
    found = unit.rows(Referral, audit=audit.id, state="asked")
    if not found:
        raise Invalid("This audit is not referred now: open your latest card about it.")
    referral = found[0]
    referral.state, referral.outcome, referral.support = "decided", given.outcome, given.support
    referral.decided_by, referral.decided_at = unit.actor.upn, unit.at
    referral.decision = sealed_text(unit, given.reason)
    for upn in dict.fromkeys((referral.referred_by, audit.auditor, audit.moderator)):
        if upn is not None and upn != unit.actor.upn and in_post(unit, upn):
            queue(unit, upn, "void_decided", referral.id)
    if given.outcome == "keep":
        audit.state = "returned"
        if not is_to_be_moderated(unit, audit):
            # Outside the share it is not moderated, and the audit team has just looked at it.
            audit.checked, audit.state = "passed", "complete"
            perform_after(unit, "grade.stand", audit)
        return
    audit.state = "voided"
    withdraw_actions(unit, audit)
    if given.outcome == "reallocate":
        perform_after(unit, "reallocation.propose", _again(unit, audit))


def _again(unit: Unit, audit: Audit) -> Audit:
    """Another row for the same case, because no grade is ever overwritten."""
    barred = [*audit.barred, *([audit.auditor] if audit.auditor else [])]
    return unit.add(
        Audit(
            programme=unit.programme,
            id=f"{audit.id}-again",
            cycle=audit.cycle,
            kind=audit.kind,
            case_ref=audit.case_ref,
            team=audit.team,
            practitioner=audit.practitioner,
            team_manager=audit.team_manager,
            quota=audit.quota,
            moderator=audit.moderator,
            deputy=audit.deputy,
            state="reallocating",
            reallocated_at=unit.at,
            due=audit.due,
            barred=barred,
            to_moderate=audit.to_moderate,
            replaces=audit.id,
            looks_at=audit.looks_at,
        )
    )
