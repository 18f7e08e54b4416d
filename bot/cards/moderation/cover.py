"""A clock that runs over a long holiday: who sees to it, and who may name another (§4)."""

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    fold,
    opens_dialog,
    opens_link,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import before_verb
from store.views.moderation.cover import Cover, CoverForm

VERB = "cover.name"


def cover_card(view: Cover) -> Json:
    """For Head of Service and Director: until when, and who the duty owner is."""
    if view.state == "ended" or view.ends is None:
        return _ended(view)
    ref = view.audit.case_ref
    named = [] if view.by_itself else [quiet(f"Named by {view.named_by} on {view.named_on}.")]
    return card(
        f"{ref}: the clock runs over {view.over} until {view.ends.words}",
        text(f"{view.given.by.name} graded it {view.given.grade} on {view.given.on}."),
        text(f"{before_verb(view.owner)} is to {view.words} by then."),
        text(_owner(view)),
        *named,
        *_buttons(view),
        says=f"{ref}: the clock runs over {view.over} until {view.ends.on}",
    )


def _owner(view: Cover) -> str:
    if view.mine:
        until = " until you name somebody else" if view.by_itself else ""
        return f"You are the duty owner{until}: please see that nothing urgent waits."
    until = " until somebody else is named" if view.by_itself else ""
    return f"{view.holder.name} is the duty owner{until}, and sees that nothing urgent waits."


def cover_named_card(view: Cover) -> Json:
    """For whoever was named: that they see to it, until when, and what that means."""
    if view.state == "ended" or view.ends is None:
        return _ended(view)
    ref = view.audit.case_ref
    if not view.mine:
        return card(
            f"{view.holder.name} is the duty owner for {ref} now",
            text("There is nothing more for you to see to. Questions: the audit team."),
        )
    named = (
        f"You act for the {view.acts_for} over {view.over}."
        if view.by_itself
        else f"{view.named_by} named you on {view.named_on}."
    )
    return card(
        f"You are the duty owner for {ref} until {view.ends.words}",
        text(f"{named}"),
        text(f"{view.given.by.name} graded its audit {view.given.grade} on {view.given.on}."),
        text(f"Please see that nothing urgent waits over {view.over}."),
        text(f"{before_verb(view.owner)} is to {view.words} by then."),
        *_buttons(view),
    )


def _buttons(view: Cover) -> list[Json]:
    audit = view.audit
    return buttons(
        opens_dialog(VERB, "Name somebody else…", audit.id, audit.version, primary=True)
        if VERB in view.may
        else None,
        opens_dialog("return.view", "Read the return", audit.id, audit.version)
        if view.may_read_return
        else None,
        opens_link("Open the audit document", view.document_link) if view.document_link else None,
        None if view.ends is None else fold("Why this date?", text(view.ends.why)),
    )


def _ended(view: Cover) -> Json:
    return card(
        f"{view.audit.case_ref}: the long clock has ended",
        text(f"{view.holder.name} was the duty owner until then. Nothing is left to see to."),
    )


def cover_form(view: CoverForm, typed: Typed) -> Json:
    """Naming somebody else; those who are away are left out."""
    ref = view.audit.case_ref
    until = "" if view.ends is None else f" until {view.ends.words}"
    return card(
        f"Who sees to {ref}{until}?",
        text(f"Now it is {view.holder.with_role}. Whoever you name is told at once, at any hour."),
        quiet("Please agree it with them first."),
        chosen(
            "person",
            "Duty owner",
            list(view.choices),
            typed,
            mend="Choose who sees to it until then.",
        ),
        actions=[submits(VERB, "Name the duty owner", view.audit.id, view.audit.version)],
    )
