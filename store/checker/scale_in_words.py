"""The scale and the audit tool of a profile, in plain words."""

from collections.abc import Iterator

from store.programme.profile import Profile
from store.rules.overall import overall_in_words

Said = Iterator[tuple[str, str]]
"""Keys of the profile, each with its rule in words."""


def scale_and_tool(profile: Profile) -> Said:
    """What each grade means, and what the audit form asks for."""
    for grade in profile.scale:
        below = ", below good" if grade.below_good else ""
        below += ", notified at once" if grade.inadequate else ""
        yield "scale", f"{grade.name}{below}: {grade.definition}"
    for domain in profile.tool.domains:
        yield "tool.domains", domain.name + (" (to be replaced)" if domain.placeholder else "")
    yield from _domain_grades(profile)
    yield "tool.domains", "If a domain does not apply, the auditor records the reason instead."
    months = profile.tool.practice_window_months
    words = f"An audit looks at the practice of the last {months} months."
    yield "tool.practice_window_months", words
    yield "tool.link", f"The audit tool is at {profile.tool.link}."
    if profile.tool.services_involved:
        services = ", ".join(profile.tool.services_involved)
        words = f"Services that an audit may record as involved: {services}."
        yield "tool.services_involved", words
    slots = profile.tool.action_slots
    room = "one action at a time" if slots == 1 else f"{slots} actions at a time"
    yield "tool.action_slots", f"The form for a return asks for {room}."
    holds = "The return itself" if profile.made_whole else "The audit document, and not the return,"
    yield "tool.form", f"{holds} holds the evidence, the strengths and the areas to develop."


def _domain_grades(profile: Profile) -> Said:
    """How domains are graded, and what follows, where it is not as the audit itself."""
    marks, own = profile.tool.marks, profile.tool.domain_scale
    if marks is not None:
        words = f"Each domain is marked from {marks.lowest} to {marks.highest}"
        yield "tool.marks", f"{words}; {marks.good} and more is good."
    if own:
        names = [f"{one.name}{' (below good)' if one.below_good else ''}" for one in own]
        yield "tool.domain_scale", f"Each domain is graded {', '.join(names)}."
    if words := overall_in_words(profile):
        yield "tool.overall", words
