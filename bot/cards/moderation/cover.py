"""Cards and form of a deadline over a long holiday: who the duty owner is (programme.md §4)."""

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, buttons, card, opens_dialog, quiet, submits, text
from bot.cards.parts.offers import offered, opens_document, why_this_date
from bot.cards.parts.text import before_verb
from store.views.moderation.cover import Cover, CoverForm
from store.views.parts.offers import submit_of
from store.vocabulary import terms

VERB = "cover.name"


def cover_card(view: Cover) -> Json:
    """For Head of Service and Director: until when, and who the duty owner is."""
    if view.state == "ended" or view.ends is None:
        return _ended(view)
    ref = view.audit.case_ref
    named = [] if view.by_itself else [quiet(f"Named by {view.named_by} on {view.named_on}.")]
    return card(
        f"{ref}: the deadline runs over {view.over}, until {view.ends.words}",
        text(f"{view.given.by.name} graded it {view.given.grade} on {view.given.on}."),
        text(f"{before_verb(view.owner)} is to {view.words} by then."),
        text(_owner(view)),
        *named,
        *_buttons(view),
        says=f"{ref}: the deadline runs over {view.over}, until {view.ends.words}",
    )


def _owner(view: Cover) -> str:
    if view.mine:
        until = " until you name somebody else" if view.by_itself else ""
        return f"You are the duty owner{until}. Please make sure that nothing urgent waits."
    until = " until somebody else is named" if view.by_itself else ""
    return f"{view.holder.name} is the duty owner{until}, and sees that nothing urgent waits."


def cover_named_card(view: Cover) -> Json:
    """For the duty owner: until when, and what that means."""
    if view.state == "ended" or view.ends is None:
        return _ended(view)
    ref = view.audit.case_ref
    if not view.mine:
        return card(
            f"{view.holder.name} is now the duty owner for {ref}",
            text(f"There is nothing more for you to do. Questions: the {terms.AUDIT_TEAM}."),
        )
    named = (
        f"You act for the {view.acts_for} over {view.over}."
        if view.by_itself
        else f"{view.named_by} named you on {view.named_on}."
    )
    return card(
        f"You are the duty owner for {ref} until {view.ends.words}",
        text(named),
        text(f"{view.given.by.name} graded its audit {view.given.grade} on {view.given.on}."),
        text(f"Please make sure that nothing urgent waits over {view.over}."),
        text(f"{before_verb(view.owner)} is to {view.words} by then."),
        *_buttons(view),
    )


def _buttons(view: Cover) -> list[Json]:
    audit = view.audit
    return buttons(
        offered(VERB, view.may, audit.id, audit.version, primary=True),
        opens_dialog("return.view", "Read the return", audit.id, audit.version)
        if view.may_read_return
        else None,
        opens_document(view.document_link),
        why_this_date(view.ends),
    )


def _ended(view: Cover) -> Json:
    return card(
        f"{view.audit.case_ref}: no duty owner is needed any more",
        text(f"{view.holder.name} was the duty owner. There is nothing left to do."),
    )


def cover_form(view: CoverForm, typed: Typed) -> Json:
    """Naming another duty owner; people who are away are left out."""
    ref = view.audit.case_ref
    until = "" if view.ends is None else f" until {view.ends.words}"
    return card(
        f"Who is the duty owner for {ref}{until}?",
        text(f"Now it is {view.holder.with_role}. The person you name is notified at once."),
        quiet("Please agree it with them first."),
        chosen("person", "Duty owner", list(view.choices), typed, mend="Choose the duty owner."),
        actions=[submits(VERB, submit_of(VERB), view.audit.id, view.audit.version)],
    )
