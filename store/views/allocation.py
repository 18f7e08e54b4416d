"""One audit as the person sees it to whom it was once allocated."""

from dataclasses import dataclass, field

from sqlmodel import col

from store.ledger import Reader
from store.people import exempting_authority
from store.tables import Audit, Conflict, Exemption
from store.views.brief import Brief, brief
from store.views.done import last_done
from store.views.due import Due, due_by, moment_in_words
from store.views.offers import may_now
from store.views.people_in_words import named, owner_in_words

OFFERED = (
    "allocation.accept", "exemption.request", "exemption.withdraw", "conflict.declare",
    "return.submit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocation in one of its states: what was done, by whom, when, and what may follow.

    `state` is the audit's own where it is still this person's; "exempted", "moved", "swapped" and
    "waiting" (for the audit team) where it is not. `refused` and `kept` say that a request or a
    conflict was decided and the audit stays.
    """

    audit: Brief
    state: str
    accept_by: Due | None = None
    done_on: str = ""
    decided_by: str = ""
    decide_by: Due | None = None
    refused: str = ""
    kept: str = ""
    now_with: str = ""
    grade: str = ""
    moderate_by: Due | None = None
    rules_kept: tuple[str, ...] = ()
    may: frozenset[str] = field(default_factory=frozenset)


def allocation(reader: Reader, audit_id: str, upn: str) -> Allocation:
    """What the allocation's card says to `upn` now."""
    audit = reader.get(Audit, audit_id)
    short = brief(reader, audit)
    if audit.state == "swapped" or audit.auditor != upn or audit.state == "reallocating":
        return _elsewhere(reader, audit, short, upn)
    moderated = audit.state == "returned"
    return Allocation(
        audit=short,
        state=audit.state,
        accept_by=due_by(reader, audit.id, "allocation.accept"),
        done_on=_done_on(reader, audit),
        decided_by=_decider(reader, audit, upn),
        decide_by=due_by(reader, audit.id, _decision(audit.state)),
        refused=_refused(reader, audit, upn),
        kept=_kept(reader, audit, upn),
        grade=audit.first or "",
        moderate_by=due_by(reader, audit.id, "moderation.decide") if moderated else None,
        rules_kept=tuple((audit.independence or {}).get("auditor", ())),
        may=may_now(reader, audit, upn, OFFERED),
    )


def _elsewhere(reader: Reader, audit: Audit, short: Brief, upn: str) -> Allocation:
    """It is no longer this person's, or not yet again."""
    if audit.state == "swapped":
        return Allocation(short, "swapped")
    if audit.state == "reallocating":
        exempt = [x for x in _exemptions(reader, audit, upn) if x.state == "approved"]
        if exempt:
            return Allocation(
                short, "exempted", decided_by=named(reader, exempt[-1].decided_by).name
            )
        return Allocation(short, "waiting")
    issued = last_done(reader, "allocation.issue", audit.id)
    return Allocation(
        short,
        "moved",
        done_on="" if issued is None else issued.on.partition(",")[0],
        now_with="" if audit.auditor is None else named(reader, audit.auditor).name,
    )


RECEIPTS = {
    "accepted": "allocation.accept",
    "exemption_asked": "exemption.request",
    "conflict_declared": "conflict.declare",
    "returned": "return.submit",
}


def _done_on(reader: Reader, audit: Audit) -> str:
    done = last_done(reader, RECEIPTS[audit.state], audit.id) if audit.state in RECEIPTS else None
    return "" if done is None else done.on


def _decision(state: str) -> str:
    return "conflict.resolve" if state == "conflict_declared" else "exemption.decide"


def _decider(reader: Reader, audit: Audit, upn: str) -> str:
    if audit.state != "exemption_asked":
        return ""
    return owner_in_words(reader, exempting_authority(reader, upn))


def _refused(reader: Reader, audit: Audit, upn: str) -> str:
    """Who refused this person's last request, and when; nothing where it was not refused."""
    asked = _exemptions(reader, audit, upn)
    if not asked or asked[-1].state != "refused" or asked[-1].decided_at is None:
        return ""
    who = named(reader, asked[-1].decided_by).name
    return f"{who} refused your request on {moment_in_words(reader, asked[-1].decided_at)}"


def _kept(reader: Reader, audit: Audit, upn: str) -> str:
    """That the audit team looked at a declared conflict and left the audit where it is."""
    if audit.state == "conflict_declared":
        return ""
    declared = reader.rows(
        Conflict, col(Conflict.audit) == audit.id, col(Conflict.declared_by) == upn
    )
    if not any(conflict.state == "keep" for conflict in declared):
        return ""
    return "The audit team looked at the conflict you declared, and it stays with you"


def _exemptions(reader: Reader, audit: Audit, upn: str) -> list[Exemption]:
    return list(
        reader.rows(
            Exemption,
            col(Exemption.audit) == audit.id,
            col(Exemption.asked_by) == upn,
            order=col(Exemption.asked_at),
        )
    )
