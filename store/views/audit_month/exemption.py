"""A request to be exempt, as the person who asked and those who decide see it."""

from dataclasses import dataclass, field

from store.allocation.allocating import next_in_line
from store.ledger import Reader
from store.relations.audit_month import asked_together
from store.tables import Audit, Cycle, Exemption
from store.views.audit_month.allocation import AllocatedAudit, allocation, is_news
from store.views.parts.brief import Brief, brief
from store.views.parts.due import Due, day_in_words, due_by, moment_in_words
from store.views.parts.in_hand import AUDITING, InHand, in_hand
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.states import ExemptionState

OFFERED = ("exemption.approve", "exemption.refuse")
"""What a request offers while it waits; a decided request offers nothing of a later one."""


@dataclass(frozen=True, slots=True)
class ExemptionAsked:
    """A request, what was decided, and where the audit is now.

    `goes_to` names the proposed auditor until the audit team has confirmed, `now_with` the new
    auditor afterwards. Where it was refused, `still_theirs` is the allocation, and `is_news` says
    that nothing has been done about the audit since. `reallocated_due` is the profile's rule for
    the due date of a reallocated return, `reallocated_by` that day if it were agreed now.

    While it waits, `would_go_to` names who would take it, `in_hand` is the load of whoever asks,
    `with_them` their other audits, and `together` the cases that the same request is about too.
    """

    audit: Brief
    state: ExemptionState
    asked_by: NamedPerson
    category: str
    reason: str
    asked_on: str
    decide_by: Due | None = None
    decided_by: NamedPerson | None = None
    decided_on: str = ""
    refusal: str = ""
    goes_to: str = ""
    now_with: str = ""
    still_theirs: AllocatedAudit | None = None
    is_news: bool = False
    reallocated_due: str = ""
    reallocated_by: str = ""
    would_go_to: str = ""
    with_them: tuple[str, ...] = ()
    in_hand: InHand = field(default_factory=InHand)
    together: tuple[str, ...] = ()
    viewer: str = ""
    may: frozenset[str] = field(default_factory=frozenset)


def asked(reader: Reader, exemption_id: str, upn: str) -> ExemptionAsked:
    """The request as `upn` sees it now."""
    row = reader.get(Exemption, exemption_id)
    audit = reader.get(Audit, row.audit)
    refused = row.state == "refused" and upn == row.asked_by
    waits = audit.state == "reallocating"
    open_now = row.state == "asked" and upn != row.asked_by
    together = [] if row.state != "asked" else asked_together(reader, row)
    line = next_in_line(reader, audit) if open_now else None
    with_whom = "" if audit.auditor is None else named(reader, audit.auditor).name
    return ExemptionAsked(
        audit=brief(reader, audit),
        state=row.state,
        asked_by=named(reader, row.asked_by),
        category=row.category,
        reason=reader.unseal(row.reason) or "",
        asked_on=moment_in_words(reader, row.asked_at),
        decide_by=due_by(reader, audit.id, "exemption.decide"),
        decided_by=None if row.decided_by is None else named(reader, row.decided_by),
        decided_on="" if row.decided_at is None else moment_in_words(reader, row.decided_at),
        refusal=reader.unseal(row.refusal) or "",
        goes_to=with_whom if waits else "",
        now_with="" if waits or audit.auditor == row.asked_by else with_whom,
        still_theirs=allocation(reader, audit.id, upn) if refused else None,
        is_news=refused and is_news(reader, audit, "exemption.refuse"),
        reallocated_due=_reallocated_due(reader),
        reallocated_by=_reallocated_by(reader, audit) if open_now else "",
        would_go_to="" if line is None else named(reader, line).with_role,
        with_them=_with_them(reader, row) if open_now else (),
        in_hand=in_hand(reader, row.asked_by) if open_now else InHand(),
        together=tuple(
            ref_in_words(reader, reader.get(Audit, other.audit))
            for other in together
            if other.id != row.id
        ),
        viewer=upn,
        may=may_now(reader, audit, upn, OFFERED) if row.state == "asked" else frozenset(),
    )


def _with_them(reader: Reader, row: Exemption) -> tuple[str, ...]:
    """The other audits that are with whoever asks: "M900140, return due Mon 21 Dec"."""
    others = reader.rows(Audit, auditor=row.asked_by, state=AUDITING, order="due")
    short = [brief(reader, other) for other in others if other.id != row.audit]
    return tuple(f"{one.case_ref}, return due {one.due_words}" for one in short)


def _reallocated_by(reader: Reader, audit: Audit) -> str:
    """The day on which a return is due that goes to somebody else now."""
    rule = reader.profile.duty.get("return.submit")
    deadline = None if rule is None else rule.due.get("reallocated")
    if deadline is None:
        return ""
    month = reader.get(Cycle, audit.cycle).month
    counted = deadline.due(reader.calendar, reader.at, month=month, had=audit.due)
    return day_in_words(reader, counted.at)


def _reallocated_due(reader: Reader) -> str:
    rule = reader.profile.duty.get("return.submit")
    deadline = None if rule is None else rule.due.get("reallocated")
    return "" if deadline is None else deadline.text
