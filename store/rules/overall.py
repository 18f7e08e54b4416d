"""How the overall grade follows from the domains, in words for whoever grades or reads (§6)."""

from store.programme.profile import Profile


def overall_in_words(profile: Profile) -> str:
    """One sentence; empty where auditors give the overall grade themselves."""
    rule = profile.tool.overall
    if rule is None:
        return ""
    if not rule.least:
        return "The overall grade is that of the worst domain."
    what = "the mean of the domains that apply" if rule.by == "mean" else "the worst domain"
    scale = list(profile.grades)
    steps = [f"{name} from {rule.least[name]:g}" for name in scale if name in rule.least]
    return f"The overall grade follows from {what}: {', '.join(steps)}, else {scale[-1]}."
