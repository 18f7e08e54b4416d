"""The rules that `profile show` prints for every programme. No profile changes them."""

from collections.abc import Iterator

from store.programme.profile import Profile

FIXED = (
    ("independence", "Every auditor is trained, except for their first audit, a practice audit."),
    (
        "independence",
        "Nobody audits or moderates the work of their own team, or a case they are involved in.",
    ),
    ("independence", "Nobody moderates their own audit, or audits of a service that they head."),
    ("independence", "Nobody decides twice on one audit, or on their own exemption."),
    ("allocation", "Cases are drawn by seed from the case file; every swap has a reason."),
    ("allocation", "Where possible, workloads are even and auditors rotate between teams."),
    (
        "allocation",
        "Where possible, no two people audit each other's teams; no line manager moderates.",
    ),
    ("hours", "Work due on a day is due at 17:00. Every deadline is a working day."),
    ("hours", "Each person gets one bundle of reminders a working day, between 09:00 and 17:00."),
    ("hours", "Only notices of an Inadequate go out at other times."),
    ("told", "A return is sent to the moderator, the {practitioner} and the {team_manager}."),
    (
        "told",
        (
            "The record of the {meeting} is sent to the {practitioner}, the {team_manager}, the "
            "{head_of_service}, the {audit_team} and everybody who attended."
        ),
    ),
    (
        "told",
        "Once urgent issues are addressed, the {head_of_service} and {audit_manager} are notified.",
    ),
    (
        "told",
        (
            "The outcome of the second {meeting} is sent to the {audit_manager}, the "
            "{head_of_learning_academy} and the {divisional_director}."
        ),
    ),
    ("reports", "No report names a child, except the audit team's register."),
    ("reports", "Boards, members and practitioners see no count of children under 5."),
)
"""Rules that no profile changes (programme.md §2.2, §2.3, §2.8, §3, §4, §5, §7)."""

_NAMED = (
    "practitioner", "team_manager", "head_of_service", "audit_team", "audit_manager",
    "head_of_learning_academy", "divisional_director",
)  # fmt: skip


def fixed(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each fixed rule, with the authority's own titles."""
    titles = {role: profile.title(role) for role in _NAMED}
    for rule, said in FIXED:
        if "{meeting}" not in said or "uopp.hold" in profile.duty:
            yield rule, said.format_map(titles | {"meeting": profile.uopp.name})
