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
    ("told", "A return goes to the moderator, the practitioner and the Team Manager."),
    ("told", "A UoPP meeting's record: practitioner, Team Manager, Head of Service, audit team."),
    ("told", "Whoever came to a UoPP meeting gets its record too."),
    ("told", "Urgent issues addressed: the Head of Service and the Audit Manager are told."),
    ("told", "After a second UoPP meeting: Audit Manager, Learning Academy, Divisional Director."),
    ("reports", "No report but the audit team's register names a child."),
    ("reports", "Boards, members and practitioners see no count of children under 5."),
)
"""What no profile changes (programme.md §2.2, §2.3, §2.8, §3, §4, §5, §7)."""
