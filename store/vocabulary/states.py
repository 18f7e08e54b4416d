"""The states that rows may be in. mypy checks every comparison with them; `act` every declaration.

A state names only what shuts other acts out. What runs side by side is open duties.
"""

from typing import Final, Literal

AuditState = Literal[
    "drawn", "allocated", "issued", "accepted", "exemption_asked", "conflict_declared",
    "reallocating", "swapped", "returned", "rectifying", "referred", "moderated", "complete",
    "voided", "offered", "sampling", "sampled",
]  # fmt: skip
"""An audit, from the draw to its end (programme.md §2). The last three are a dip sample's."""
DECIDED: Final[frozenset[AuditState]] = frozenset({"moderated", "complete"})
"""Audits whose grade is decided, so that what the grade asks for is under way (§3)."""
WITH_AUDITOR: Final[frozenset[AuditState]] = frozenset(
    {"issued", "accepted", "exemption_asked", "conflict_declared"}
)
"""Audits that are their auditor's to do."""
BEFORE_MODERATION: Final[frozenset[AuditState]] = WITH_AUDITOR | {
    "reallocating",
    "returned",
    "rectifying",
    "referred",
}
"""Issued audits whose grade is not decided yet (§2.6 to §2.10)."""

CycleState = Literal[
    "planned", "dropped", "open", "drawn", "allocated", "proposed", "changes_asked", "issued"
]
"""A cycle, from the timetable to the issue of its audits (programme.md §2.1 to §2.5)."""

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
"""A concern by the step that it waits for (programme.md §2.12)."""

ActionState = Literal["open", "done", "confirmed", "signed_off", "withdrawn"]
MeetingState = Literal["convened", "fixed", "held", "not_held", "called_off", "moved"]
InvitationState = Literal["sent", "cancelled", "failed"]
ProgressionState = Literal["proposed", "confirmed", "refused", "lapsed"]
BoardDateState = Literal["planned", "dropped"]
KloeReportState = Literal["open", "reported", "shared"]
AppraisalState = Literal["open", "written", "sampled"]
HelpRequestState = Literal["asked", "answered"]

MessageState = Literal[
    "queued", "claimed", "delivered", "unknown", "failed", "dropped", "addressed"
]
"""What became of a message (trust.md §1)."""

DutyOutcome = Literal["met", "cancelled"]
"""How a duty was closed; an open one has none."""
