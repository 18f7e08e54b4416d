"""The states of rows. mypy checks every comparison with them; `act` checks every declaration.

A state exists only where it closes some acts. Work that runs in parallel is open duties.
"""

from typing import Final, Literal

AuditState = Literal[
    "drawn", "allocated", "issued", "accepted", "exemption_asked", "conflict_declared",
    "reallocating", "swapped", "returned", "rectifying", "referred", "moderated", "complete",
    "voided", "offered", "sampling", "sampled",
]  # fmt: skip
"""States of an audit from the draw to its end (§2). The last three are for dip samples."""
DECIDED: Final[frozenset[AuditState]] = frozenset({"moderated", "complete"})
"""Audits whose grade is decided, so that what the grade asks for is under way (§3)."""
OPEN_TO_AUDITOR: Final[frozenset[AuditState]] = frozenset({"issued", "accepted"})
"""Its auditor may work on it: nothing waits for a decision (programme.md §2.5, §2.7)."""
WITH_AUDITOR: Final[frozenset[AuditState]] = OPEN_TO_AUDITOR | {
    "exemption_asked", "conflict_declared",
}  # fmt: skip
"""Its auditor's, even while an exemption or a conflict waits for its decision (§2.7)."""
NOT_RETURNED: Final[frozenset[AuditState]] = WITH_AUDITOR | {"reallocating"}
"""Issued, and no return of it counts; one that was taken back does not (§2.8)."""
RETURNABLE: Final[frozenset[AuditState]] = OPEN_TO_AUDITOR | {"rectifying"}
"""Its auditor may save and submit a return (§2.8, §2.9)."""
BEFORE_MODERATION: Final[frozenset[AuditState]] = NOT_RETURNED | {
    "returned", "rectifying", "referred",
}  # fmt: skip
"""Issued, and its grade is not decided yet (§2.6 to §2.10)."""
NOT_ISSUED: Final[frozenset[AuditState]] = frozenset({"drawn", "allocated", "swapped"})
"""Nobody outside the audit team has been notified of it, or it is off the list (§2.4)."""
BEING_DECIDED: Final[frozenset[AuditState]] = frozenset({"exemption_asked", "conflict_declared"})
"""Its auditor waits for a decision on an exemption or a conflict (§2.7)."""

CycleState = Literal[
    "planned", "dropped", "open", "drawn", "allocated", "proposed", "changes_asked", "confirmed",
    "issued",
]  # fmt: skip
"""States of a cycle from the timetable to the issue of its audits (§2.1 to §2.5)."""

NOT_OPENED: Final[frozenset[CycleState]] = frozenset({"planned", "dropped"})
"""Only the timetable has the cycle, or had it: the audit team has not opened it."""

BEFORE_THE_DRAW: Final[frozenset[CycleState]] = frozenset({"planned", "open"})
"""No case is drawn, so the KLOE meeting may still agree other lines of enquiry (§2.1)."""

ListChangeState = Literal["asked", "answered"]
ExemptionState = Literal["asked", "withdrawn", "approved", "refused"]
ConflictState = Literal["declared", "keep", "reallocate", "handed_over"]
ReferralState = Literal["asked", "decided"]
DisputeState = Literal["raised", "answered", "referred", "settled"]
ConcernState = Literal["manager", "three_way", "audit_manager", "restorative", "closed"]
"""States of a concern: the step that it waits for (programme.md §2.12)."""

ActionState = Literal["open", "done", "confirmed", "signed_off", "withdrawn"]
MeetingState = Literal["convened", "fixed", "held", "not_held", "called_off", "moved"]
InvitationState = Literal["sent", "cancelled", "failed"]
ProgressionState = Literal["proposed", "confirmed", "refused", "lapsed"]
BoardDateState = Literal["planned", "dropped"]
KloeReportState = Literal["open", "reported", "shared"]
AppraisalState = Literal["open", "written", "sampled"]
HelpRequestState = Literal["asked", "answered"]

MessageState = Literal["queued", "delivered", "unknown", "failed", "dropped", "addressed"]
"""States of a message (trust.md §1)."""

DutyOutcome = Literal["met", "cancelled"]
"""How a duty was closed. An open duty has no outcome."""
