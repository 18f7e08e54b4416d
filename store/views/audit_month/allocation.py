"""One audit as a person sees it to whom it was once allocated."""

from dataclasses import dataclass, field

from store.audits.drafts import draft_id
from store.duties.predicates.closed_lists import governing_grade, is_to_be_moderated
from store.ledger import Reader
from store.people.posts import exempting_authority
from store.tables import Audit, Conflict, Cycle, Draft, Exemption
from store.views.audit_month.return_form import last_return
from store.views.audit_month.section import SectionStands, section_stands
from store.views.audit_month.sent_back import SentBackRead, last_sent_back
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import named, owner_in_words
from store.views.parts.when_done import last_done
from store.vocabulary.dates_in_words import say_month
from store.vocabulary.states import OPEN_TO_AUDITOR

OFFERED = (
    "allocation.accept",
    "exemption.request",
    "exemption.withdraw",
    "conflict.declare",
    "return.submit",
    "return.recall",
)

WHOSE = (
    "allocation.issue",
    "allocation.accept",
    "exemption.request",
    "exemption.refuse",
    "conflict.resolve",
    "return.submit",
)
"""Acts about whose audit it is; a card is the receipt of the last of them."""


@dataclass(frozen=True, slots=True)
class AllocatedAudit:
    """An allocation in one of its states: what was done, by whom, when, and what may follow.

    `state` is the audit's own while it is this person's; "exempted", "moved", "swapped" or
    "waiting" (for the audit team) where it is not; "conflict_found" where nobody declared it.
    `refused` and `kept` say that a request or a conflict was decided and the audit stays.
    `recalled_on` and `drafted_on` say when a return was taken back, or saved; `looks_back_on` is
    the audit month whose work, below good, a re-audit looks at again.
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
    check_by: Due | None = None
    checked: bool = False
    recalled_on: str = ""
    drafted_on: str = ""
    governing: str = ""
    moderated_by: str = ""
    section: SectionStands | None = None
    sent_back: SentBackRead | None = None
    rules_kept: tuple[str, ...] = ()
    looks_back_on: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def allocation(reader: Reader, audit_id: str, upn: str) -> AllocatedAudit:
    """What the allocation's card says to `upn` now."""
    audit = reader.get(Audit, audit_id)
    short = brief(reader, audit)
    if audit.state == "swapped" or audit.auditor != upn or audit.state == "reallocating":
        return _elsewhere(reader, audit, short, upn)
    moderated = audit.state == "returned" and is_to_be_moderated(reader, audit)
    back = last_sent_back(reader, audit, upn) if audit.state == "rectifying" else None
    return AllocatedAudit(
        audit=short,
        state=_state(reader, audit),
        accept_by=due_by(reader, audit.id, "allocation.accept"),
        done_on=_done_on(reader, audit),
        decided_by=_decider(reader, audit, upn),
        decide_by=due_by(reader, audit.id, _decision(audit.state)),
        refused=_refused(reader, audit, upn),
        kept=_kept(reader, audit, upn),
        grade=audit.amended or audit.first or "",
        moderate_by=due_by(reader, audit.id, "moderation.decide") if moderated else None,
        check_by=due_by(reader, audit.id, "return.check") if audit.state == "returned" else None,
        checked=audit.checked is not None,
        recalled_on=_recalled(reader, audit),
        drafted_on=_drafted(reader, audit, upn),
        governing=governing_grade(audit) or "",
        moderated_by="" if audit.moderated_by is None else named(reader, audit.moderated_by).name,
        section=section_stands(reader, audit),
        sent_back=back,
        rules_kept=tuple((audit.independence or {}).get("auditor", ())),
        looks_back_on=_looks_back_on(reader, audit),
        may=may_now(reader, audit, upn, OFFERED),
    )


def is_news(reader: Reader, audit: Audit, verb: str) -> bool:
    """Whether `verb`, which left the audit with its auditor, was the last act about whose it is."""
    if audit.state not in OPEN_TO_AUDITOR:
        return False
    last = reader.last_fact(audit.id, *WHOSE)
    return last is not None and last.verb == verb


def _looks_back_on(reader: Reader, audit: Audit) -> str:
    """The audit month of the work that a re-audit looks at again (programme.md §3)."""
    former = reader.find(Audit, audit.looks_at)
    return "" if former is None else say_month(reader.get(Cycle, former.cycle).month)


def _state(reader: Reader, audit: Audit) -> str:
    """The audit's state; a conflict that was found, not declared, has an empty reason."""
    if audit.state != "conflict_declared":
        return audit.state
    found = reader.rows(Conflict, audit=audit.id, state="declared")
    return audit.state if any(conflict.reason for conflict in found) else "conflict_found"


def _recalled(reader: Reader, audit: Audit) -> str:
    """When this auditor took their return back, until it is returned again."""
    last = last_return(reader, audit) if audit.state == "accepted" else None
    if last is None or last.recalled_at is None or last.auditor != audit.auditor:
        return ""
    return moment_in_words(reader, last.recalled_at)


def _drafted(reader: Reader, audit: Audit, upn: str) -> str:
    draft = reader.find(Draft, draft_id(audit, upn))
    return moment_in_words(reader, draft.saved_at) if draft is not None and draft.content else ""


def _elsewhere(reader: Reader, audit: Audit, short: Brief, upn: str) -> AllocatedAudit:
    """The audit is no longer this person's, or is not theirs again yet."""
    if audit.state == "swapped":
        return AllocatedAudit(short, "swapped")
    if audit.state == "reallocating":
        exempt = [x for x in _exemptions(reader, audit, upn) if x.state == "approved"]
        if exempt:
            return AllocatedAudit(
                short, "exempted", decided_by=named(reader, exempt[-1].decided_by).name
            )
        return AllocatedAudit(short, "waiting")
    issued = last_done(reader, "allocation.issue", audit.id)
    return AllocatedAudit(
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
    """Who refused this person's last request, and when; empty where nobody did."""
    asked = _exemptions(reader, audit, upn)
    if not asked or asked[-1].state != "refused" or asked[-1].decided_at is None:
        return ""
    who = named(reader, asked[-1].decided_by).name
    return f"{who} refused your request on {moment_in_words(reader, asked[-1].decided_at)}"


def _kept(reader: Reader, audit: Audit, upn: str) -> str:
    """That the audit team decided a declared conflict and left the audit where it is."""
    if audit.state == "conflict_declared":
        return ""
    declared = reader.rows(Conflict, audit=audit.id, declared_by=upn)
    if not any(conflict.state == "keep" for conflict in declared):
        return ""
    team = reader.profile.title("audit_team")
    return f"The {team} looked at the conflict you declared, and it stays with you"


def _exemptions(reader: Reader, audit: Audit, upn: str) -> list[Exemption]:
    return list(reader.rows(Exemption, audit=audit.id, asked_by=upn, order="asked_at"))
