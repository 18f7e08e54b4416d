"""The owners that a profile names, in the authority's own words."""

from collections.abc import Callable, Mapping

from store.clock.ladders import ABOVE
from store.programme.profile import Profile

DIGEST = "digest"
"""A rung without its own message: the next digest lists the late duty."""


def whom(profile: Profile, name: str) -> str:
    """An owner or a person notified, in this authority's words."""
    if name in _WORDED:
        return _WORDED[name](profile)
    post, _, service = name.removeprefix("post:").partition(":")
    return f"the {profile.title(post)}" + (f" of {service}" if service else "")


def each(profile: Profile, names: tuple[str, ...]) -> str:
    """The owners `names`, each once, as in "the auditor and the audit team"; else "nobody"."""
    words = list(dict.fromkeys(whom(profile, name) for name in names))
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words) or "nobody"


def _auditors_head(profile: Profile) -> str:
    return f"the {profile.title('auditor')}'s own {profile.title('head_of_service')}"


def _exempting_authority(profile: Profile) -> str:
    """A post such as Bromley's Assistant Director, or the auditor's own Head of Service."""
    authority = profile.exemption.authority
    if authority == "head_of_service":
        return _auditors_head(profile)
    return whom(profile, authority)


def _section_writer(profile: Profile) -> str:
    stands_in = profile.title("team_manager")
    return f"the {profile.title('practitioner')}, or the {stands_in} if they have left"


def _sharing_managers(profile: Profile) -> str:
    people = f"{profile.title('iro')} or {profile.title('cp_chair')}"
    return f"the {profile.title('group_manager')}s of that {people}"


def _reviewing_managers(profile: Profile) -> str:
    people = f"{profile.title('iro')}s and {profile.title('cp_chair')}s"
    return f"the {profile.title('group_manager')}s of {people}"


def _dispute_decider(profile: Profile) -> str:
    rule = profile.dispute
    first = ", else ".join(whom(profile, name) for name in rule.deciders)
    return f"{first}, else {whom(profile, rule.alternate)}: the first who has not decided on it"


def _next_signatory(profile: Profile) -> str:
    return ", then ".join(whom(profile, name) for name in profile.dips.signed_by)


_WORDED: Mapping[str, Callable[[Profile], str]] = {
    "exempting_authority": _exempting_authority,
    "auditors_head": _auditors_head,
    "head_of_service": lambda profile: f"the service's {profile.title('head_of_service')}",
    ABOVE: lambda _profile: "the nearest manager above whoever owes it",
    "above_the_head": lambda profile: f"the manager above the {profile.title('head_of_service')}",
    "service_leads": lambda profile: (
        f"the service's {profile.title('head_of_service')} and {profile.title('group_manager')}s"
    ),
    "group_managers": lambda profile: f"the service's {profile.title('group_manager')}s",
    "deputy": lambda profile: f"the {profile.title('moderator')}'s deputy",
    "iro": lambda profile: f"the case's {profile.title('iro')}",
    "cp_chair": lambda profile: f"the case's {profile.title('cp_chair')}",
    "section_writer": _section_writer,
    "sharing_managers": _sharing_managers,
    "reviewing_managers": _reviewing_managers,
    "dispute_decider": _dispute_decider,
    "concern_holder": lambda _profile: "the person who holds the concern at that step",
    "next_signatory": _next_signatory,
    "work_manager": lambda profile: (
        f"the {profile.title('team_manager')}, or the service's "
        f"{profile.title('head_of_service')} if they have left"
    ),
    "uopp_lead": lambda profile: (
        f"the {profile.title('auditor')}, or the {profile.title('audit_team')} if they have left"
    ),
    "feedback_giver": lambda profile: f"the {profile.title('moderator')} who gives the feedback",
    "appraised_manager": lambda profile: f"the {profile.title('team_manager')} of that team",
    "action_owner": lambda _profile: "the owner of the action",
    "second_person": lambda _profile: "the person above the owner of the action",
    "changed_moderator": lambda profile: (
        f"the {profile.title('moderator')}, where they changed the grade"
    ),
    "uopp_sharer": lambda _profile: "the chair of the meeting",
    "progression_decider": lambda profile: (
        f"the {profile.title('audit_manager')}, or the person above if they have already decided"
    ),
    "digest_answerer": lambda profile: whom(profile, profile.digest.addressed_by),
    DIGEST: lambda _profile: "the digest, by name",
}
"""Owners with words of their own. Every other owner has the title of its role or post."""
