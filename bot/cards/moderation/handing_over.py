"""Card and form for the audit team when a moderator changes (programme.md §2.3)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, facts, quiet, submits, text
from bot.cards.parts.offers import offered, why_this_date
from store.views.moderation.handing_over import HandedOver, HandOverForm
from store.views.parts.offers import submit_of

VERB = "moderation.hand_over"
STAFF = 1000


def handed_over_card(view: HandedOver) -> Json:
    """Who moderates it now, or the button to name somebody where nobody can."""
    audit, ref = view.audit, view.audit.case_ref
    name = "nobody" if audit.moderator is None else audit.moderator.name
    match view.state:
        case "nobody":
            return _wanted(
                view,
                f"Nobody moderates {ref} yet",
                "Nobody in the people file is free, senior enough and independent of it.",
            )
        case "away":
            deputy = (
                "There is no deputy."
                if view.deputy is None
                else f"So is {view.deputy.name}, the deputy."
            )
            return _wanted(view, f"Nobody is here to moderate {ref}", f"{name} is away. {deputy}")
        case "over":
            return card(
                f"{ref}: its moderation is decided", text("There is nothing for you to do.")
            )
        case _:
            return _named(view, name)


def _wanted(view: HandedOver, title: str, why: str) -> Json:
    audit = view.audit
    by = "" if view.moderate_by is None or not view.waits else view.moderate_by.words
    return card(
        title,
        text(why),
        facts([("Work of", f"{audit.practitioner.name}, {audit.team}"), ("Moderate by", by)]),
        *buttons(
            offered(VERB, view.may, audit.id, audit.version, primary=True),
            why_this_date(view.moderate_by if view.waits else None),
        ),
    )


def _named(view: HandedOver, name: str) -> Json:
    audit = view.audit
    conflicted = view.conflicted
    why = [] if conflicted is None else [text(f"{conflicted.name} declared a conflict.")]
    by = "" if view.moderate_by is None or not view.waits else view.moderate_by.words
    return card(
        f"{name} moderates {audit.case_ref} now",
        *why,
        text(f"{_done(view)}{name} has been notified. The due date stays."),
        facts([("Deputy", "" if view.deputy is None else view.deputy.name), ("Moderate by", by)]),
        *buttons(offered(VERB, view.may, audit.id, audit.version, title="Name somebody else…")),
    )


def _done(view: HandedOver) -> str:
    """Who handed it over, or that the rules did; empty where neither happened."""
    if not view.done_on:
        return ""
    if view.done_by is None:
        return f"Passed on by the programme's rules on {view.done_on}. "
    who = "You" if view.done_by.upn == view.viewer else view.done_by.name
    return f"{who} handed it over on {view.done_on}. "


def hand_over_form(form: HandOverForm, typed: Typed) -> Json:
    """The moderators who may do it, with the one whom the rules name next already chosen."""
    view = form.view
    audit = view.audit
    now = "Nobody moderates it now."
    if audit.moderator is not None:
        now = f"Now it is {audit.moderator.with_role}."
    declared = (
        [text(f"{view.conflicted.name} declared: “{form.declared}”")]
        if view.conflicted is not None and form.declared
        else []
    )
    if not form.choices:
        return card(
            f"Nobody may moderate {audit.case_ref}",
            text(now),
            text(
                "Nobody in the people file is here, senior enough or a named moderator, and "
                "independent."
            ),
            text("Add a moderator to the people file and send the file in this chat."),
        )
    return card(
        f"Who moderates {audit.case_ref}?",
        text(now),
        *declared,
        quiet("The list has people who are here, senior enough and independent of the case."),
        chosen(
            "moderator",
            "New moderator",
            list(form.choices),
            Typed({"moderator": form.choices[0][0], **typed.values}, typed.errors),
            mend="Choose who moderates it from now on.",
            hint="The rules name the chosen person next.",
        ),
        written("reason", "Why, if you want to keep a reason", typed, most=STAFF),
        actions=[submits(VERB, submit_of(VERB), audit.id, audit.version)],
    )
