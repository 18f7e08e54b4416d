"""What `profile show` says of every programme alike: no profile changes it."""

from collections.abc import Iterator

from store.programme.profile import Profile

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
    ("told", "A return goes to the moderator, the {practitioner} and the {team_manager}."),
    (
        "told",
        (
            "A UoPP meeting's record goes to the {practitioner}, the {team_manager}, the "
            "{head_of_service}, the {audit_team} and whoever came."
        ),
    ),
    ("told", "Urgent issues addressed: the {head_of_service} and the {audit_manager} are told."),
    (
        "told",
        (
            "What a second UoPP meeting came to is told to the {audit_manager}, the "
            "{head_of_learning_academy} and the {divisional_director}."
        ),
    ),
    ("reports", "No report but the audit team's register names a child."),
    ("reports", "Boards, members and practitioners see no count of children under 5."),
)
"""What no profile changes (programme.md §2.2, §2.3, §2.8, §3, §4, §5, §7)."""

_NAMED = (
    "practitioner", "team_manager", "head_of_service", "audit_team", "audit_manager",
    "head_of_learning_academy", "divisional_director",
)  # fmt: skip


def fixed(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each of them, under the authority's own titles."""
    titles = {role: profile.title(role) for role in _NAMED}
    for rule, said in FIXED:
        yield rule, said.format_map(titles)
