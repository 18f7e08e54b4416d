"""An audit is issued to its auditor, who accepts it (programme.md §2.5 and §2.7)."""

from store.allocation.independence_today import needs_moderator, require_independent_auditor
from store.duties.outbox import queue, redraw_about
from store.ledger import Reader, Unit
from store.registry import Words, act
from store.relations.basic import AUDITOR
from store.rules.issuing import waits_until
from store.tables import Audit, Cycle
from store.views.parts.due import by_day


@act(
    "allocation.issue",
    on=Audit,
    source={"allocated", "reallocating"},
    target="issued",
    words=Words(story="issued the audit to its auditor"),
)
def issue(unit: Unit, audit: Audit, _fields: object) -> None:
    """The auditor gets the allocation, tool, KLOEs and practice window (guide §7).

    The moderator and the practitioner are notified too, and the practitioner's Team Manager is
    copied: one message a cycle a day for each of them.
    """
    moderator = audit.moderator
    if audit.auditor is None or (moderator is None and needs_moderator(unit, audit)):
        raise RuntimeError(f"{audit.id} has no auditor or no moderator")
    queue(unit, audit.auditor, "allocation", audit.id)
    day = unit.calendar.local(unit.at).date().isoformat()
    if moderator is not None:
        queue(unit, moderator, "moderating", audit.cycle, once=f"moderating:{audit.cycle}:{day}")
    # After a reallocation the practitioner must know whom to expect, so the message goes again.
    again = "" if audit.reallocated_at is None else f":{audit.id}:{unit.next_seq}"
    about = f"{audit.cycle}{again}"
    if audit.practitioner != audit.team_manager:
        queue(unit, audit.practitioner, "selected", audit.cycle, once=f"selected:{about}")
    queue(unit, audit.team_manager, "selected_team", audit.cycle, once=f"selected_team:{about}")
    if audit.reallocated_at is not None:
        redraw_about(unit, audit.cycle)


def _not_issued_yet(reader: Reader, audit: Audit) -> str | None:
    """That its list is confirmed and goes out when the audit month begins (§2.5)."""
    if audit.state != "allocated":
        return None
    return waits_until(reader, reader.get(Cycle, audit.cycle))


@act(
    "allocation.accept",
    on=Audit,
    by=AUDITOR,
    source={"issued"},
    target="accepted",
    too_soon=_not_issued_yet,
    words=Words(
        story="accepted the audit",
        asks={"allocation.accept": "Accept the audit"},
        receipt=lambda reader, audit: (
            f"You accepted {audit.case_ref}. The return is due"
            f"{by_day(reader, audit.id, 'return.submit')}."
        ),
        met="Accepted",
    ),
)
def accept(unit: Unit, audit: Audit, _fields: object) -> None:
    """The auditor accepts it; independence is proved again, because people move (§2.3)."""
    require_independent_auditor(unit, audit)
