"""What a council's own data means to the draw, in plain words."""

from collections.abc import Iterator

from store.programme.profile import Profile


def child_level_in_words(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each part of `[child_level_data]` with its key."""
    rule = profile.child_level_data
    order, steps = ", ".join(rule.plan_order), ", ".join(rule.steps)
    yield "child_level_data.plan_order", f"Of several plans a case has the first open one: {order}."
    yield "child_level_data.steps", f"Between two imports a case steps up along: {steps}."
    for key, what, meaning in (
        ("status", "case status", rule.status),
        ("abuse", "category of abuse", rule.abuse),
        ("need", "need code", rule.need),
        ("legal_status", "legal status", rule.legal_status),
        ("flags", "part of the data", rule.flags),
    ):
        if meaning:
            told = ", ".join(f"{said} is {ours}" for said, ours in meaning.items())
            yield f"child_level_data.{key}", f"Each {what} in filters: {told}."
