"""The kinds of message, and the name of each in an audit's story."""

from collections.abc import Mapping
from typing import Final, Literal

from store.vocabulary.terms import AUDIT_TEAM, MEETING

MessageKind = Literal[
    "action_confirm", "action_confirmed", "action_given", "action_reopened", "allocation",
    "appraisal", "board_report", "board_undated", "campaign", "closed", "concern",
    "concern_closed", "concern_raised", "concern_told", "conflict", "conflict_resolved", "cover",
    "cover_named", "digest", "dip_agree", "dip_given", "dip_reaudited", "dip_report", "dip_sign",
    "dips", "dispute", "dispute_answered", "dispute_decide", "dispute_settled", "elsewhere",
    "escalated", "exempted", "exemption", "grade_changed", "handed_over", "help_answered",
    "help_asked", "highlight_report", "impact_report", "inadequate", "kloe_invite", "kloe_record",
    "learning",
    "list", "list_change", "list_confirmed", "list_copy", "lock", "moderated", "moderating",
    "not_exempted", "nudge", "practised", "practitioners_report", "progress", "progression",
    "progression_decided", "reallocation", "reaudits", "referred", "returned", "scorecard",
    "selected", "selected_team", "sent_back", "sent_back_copy", "service_digest", "share_by_hand",
    "shared", "switched_off", "team_digest", "timetable", "turned_away", "unreached",
    "uopp_after", "uopp_chair", "uopp_invite", "uopp_record", "uopp_second",
    "urgent_addressed", "void_decided",
]  # fmt: skip
"""The subject of a message. Its card is drawn from the ledger when it is sent."""

ELSEWHERE: Final = "elsewhere"
"""A message sent by another channel than Teams. It says only that something waits."""

ARRIVED: Mapping[str, str] = {
    "action_confirm": "an action to confirm",
    "action_confirmed": "that an action is closed",
    "action_given": "an action",
    "action_reopened": "that an action is open again",
    "allocation": "the allocation",
    "closed": "the closure",
    "conflict": "the conflict",
    "conflict_resolved": f"what the {AUDIT_TEAM} decided",
    "cover": "the long clock",
    "cover_named": "that they are the duty owner",
    "dip_agree": "the question about a dip sample",
    "dip_given": "the dip sample",
    "dip_reaudited": "what the dip re-audit found",
    "dispute": "the dispute",
    "dispute_answered": "the answer to the dispute",
    "dispute_decide": "the dispute to settle",
    "dispute_settled": "the settled dispute",
    "escalated": "the escalation",
    "exempted": "the exemption",
    "exemption": "the request to be exempt",
    "grade_changed": "the changed grade",
    "handed_over": "the change of moderator",
    "help_answered": "the answer",
    "help_asked": "a question",
    "inadequate": "the Inadequate notice",
    "list_change": "the change to the list",
    "lock": "the moderated audit",
    "moderated": "the outcome of moderation",
    "not_exempted": "the refusal",
    "nudge": "a nudge",
    "practised": "what came of the practice audit",
    "progress": "the week's progress",
    "progression": "the proposal to raise the grade",
    "progression_decided": "whether the grade is raised on progress",
    "reallocation": "the reallocation",
    "referred": "the referral",
    "returned": "the return",
    "sent_back": "what is to be mended",
    "sent_back_copy": "a copy of what is to be mended",
    "share_by_hand": "what is to be shared by hand",
    "shared": "the completed audit",
    "uopp_after": f"the question whether the {MEETING} was held",
    "uopp_chair": f"how the {MEETING} stands",
    "uopp_invite": f"the invitation to the {MEETING}",
    "uopp_record": f"the record of the {MEETING}",
    "uopp_second": f"that the second {MEETING} was held",
    "urgent_addressed": "that the urgent issues were addressed",
    "void_decided": "what becomes of the audit",
}
"""What an audit's story says that a person received. It never mentions concerns (§2.12)."""

SERIES: Final[frozenset[MessageKind]] = frozenset({"team_digest", "service_digest"})
"""News of which only the newest stands in a chat. The whole digest is not among them: each carries
a head of the ledger, which somebody else must hold (trust.md §4)."""

KEPT: Final[frozenset[MessageKind]] = frozenset({"inadequate", "share_by_hand", "uopp_record"})
"""News that people go back to: it stays in the chat, whatever comes after it."""

INVITATIONS: Final[frozenset[MessageKind]] = frozenset(
    {"uopp_after", "uopp_chair", "uopp_invite", "uopp_second"}
)
"""Cards that say when a meeting is: they stay until it is over."""
