"""What `profile show` says of every programme alike: no profile changes it."""

FIXED = (
    ("independence", "Whoever audits is trained, but for the first, a practice audit."),
    (
        "independence",
        "Nobody audits or moderates work of their own team, or of a case they are involved in.",
    ),
    ("independence", "Nobody moderates what they audited, or for a service that they head."),
    ("independence", "Nobody decides twice on one audit, or on their own exemption."),
    ("allocation", "Cases are drawn by seed from the case file; every swap has a reason."),
    ("allocation", "Where it can be, loads are level and auditors' teams rotate."),
    (
        "allocation",
        "Where it can be, no two audit each other's teams; line managers do not moderate.",
    ),
    ("hours", "What is due on a day is due at 17:00; no deadline falls on a day without work."),
    ("hours", "Reminders come from 09:00 to 17:00 on working days, one bundle a person a day."),
    ("hours", "Only word of an Inadequate goes out at other times."),
    ("reports", "No report but the audit team's register names a child."),
    ("reports", "Boards, members and practitioners see no count of children under 5."),
)
"""What no profile changes (programme.md §2.2, §2.3, §4, §5, §7)."""
