"""Cards and forms of one action: done, confirmed by a second person, or reopened (§3)."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    group,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import before_verb
from store.views.below_good.action import ActionRead, ActionSeen
from store.views.parts.due import Due
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

VIEW = "action.view"
DONE, CONFIRM, REOPEN = "action.done", "action.confirm", "action.reopen"
SCOPES = {"case": "", "service": "the whole service", "report": "the report"}
MOST = 4000


def action_given_card(view: ActionSeen) -> Json:
    """For its new owner: an action of a Head of Service, or one that a leaver had."""
    if view.state != "open":
        return action_receipt_card(view)
    by = _day(view.due)
    return card(
        f"An action for {view.case_ref} is with you, by {by}",
        facts([("Which", view.which), ("For", SCOPES[view.scope]), ("Due", by)]),
        text(
            "When it is done, say what is different for the child. A manager above you confirms it."
        ),
        *_doing(view),
    )


def action_reopened_card(view: ActionSeen) -> Json:
    """For its owner: it is open again, and what is missing is one press away."""
    if view.state != "open":
        return action_receipt_card(view)
    by = _day(view.due)
    return card(
        f"Your action for {view.case_ref} has been reopened: due {by}",
        text(
            f"{_reopener(view)} cannot yet see a difference for the child, and says what "
            f"is missing."
        ),
        facts([("Which", view.which), ("Due", by)]),
        *_doing(view, read="Read what is missing"),
    )


def _reopener(view: ActionSeen) -> str:
    return "The second person" if view.reopened_by is None else view.reopened_by.name


def _doing(view: ActionSeen, read: str = "Read the action") -> list[Json]:
    return buttons(
        _ask(view, DONE, primary=True),
        _read(view, read),
        None if view.due is None else fold("Why this date?", text(view.due.why)),
    )


def action_confirm_card(view: ActionSeen) -> Json:
    """For the second person, who is never the one who did it."""
    if view.state != "done" or CONFIRM not in view.may:
        return action_receipt_card(view)
    who = "" if view.done_by is None else view.done_by.name
    by = _day(view.confirm_by)
    return card(
        f"{who} completed {view.which} for {view.case_ref}",
        text("Is the child better off for it? You are the second person to look at it."),
        facts([("Done", view.done_on), ("Confirm by", by)]),
        *buttons(
            _ask(view, CONFIRM, primary=True),
            _ask(view, REOPEN),
            None if view.confirm_by is None else fold("Why this date?", text(view.confirm_by.why)),
        ),
        says=f"{who} completed {view.which} for {view.case_ref}; confirm by {by}",
    )


def action_receipt_card(view: ActionSeen) -> Json:
    """How the action stands now: for its owner once it is confirmed, and where it moved on."""
    ref, which = view.case_ref, view.which
    done = "Somebody" if view.done_by is None else view.done_by.name
    match view.state:
        case "open":
            title = f"{_capital(which)} for {ref} is with {view.owner}"
            words = f"Due {_day(view.due)}. There is nothing for you to do."
        case "done":
            title = f"{done} completed {which} for {ref}"
            words = (
                f"Done on {view.done_on}. A second person confirms it by {_day(view.confirm_by)}."
            )
        case "withdrawn":
            title = f"{_capital(which)} for {ref} is no longer needed"
            words = "The audit went back to its auditor or was voided."
        case "signed_off":
            title = f"The board signed off {which} for {ref}"
            words = "It is closed. There is nothing more to do."
        case _:
            who = "somebody" if view.confirmed_by is None else view.confirmed_by.name
            title = f"{_capital(which)} for {ref} is confirmed by {who}"
            words = _after_confirming(view)
    return card(title, text(words), *buttons(_read(view, "Read it")))


def _after_confirming(view: ActionSeen) -> str:
    when = f"Confirmed on {view.confirmed_on}. "
    if view.scope == "case":
        return f"{when}It is closed."
    if view.board_on:
        return f"{when}The board sees it on {view.board_on}."
    return f"{when}The board sees it once its next date is known."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(due: Due | None) -> str:
    return "a date to be set" if due is None else due.words


def _ask(view: ActionSeen, verb: str, *, primary: bool = False) -> Json | None:
    if verb not in view.may:
        return None
    return opens_dialog(verb, button_of(verb), view.id, view.version, primary=primary)


def _read(view: ActionSeen, title: str) -> Json | None:
    return opens_dialog(VIEW, title, view.id, view.version) if view.may_read else None


# ---- dialogs -------------------------------------------------------------------------------------


def action_dialog(view: ActionRead) -> Json:
    """The whole action, for its readers."""
    seen = view.seen
    return card(
        f"{_capital(seen.which)} for {seen.case_ref}",
        facts([("With", seen.owner), ("Due", _day(seen.due)), ("For", SCOPES[seen.scope])]),
        *words_of(view),
        quiet(f"Those whose work it is, its auditor and the {terms.AUDIT_TEAM} can open this."),
    )


def words_of(view: ActionRead) -> list[Json]:
    """What was agreed, what came of it, and what is missing if it was reopened."""
    parts = (
        ("What was agreed", view.what),
        ("What will be different", view.will_be_different),
        ("What is different now", view.different),
        ("Where that can be seen", view.evidence),
        ("What is still missing", view.missing if view.seen.state == "open" else ""),
    )
    shown = [group(heading(title), text(f"“{words}”")) for title, words in parts if words]
    return [*shown, *(_by_the_board(when, words) for when, words in view.board)]


def _by_the_board(when: str, words: str) -> Json:
    return group(heading(when), *([text(f"“{words}”")] if words else []))


def action_done_form(view: ActionRead, typed: Typed) -> Json:
    """Completing it: what is different for the child now."""
    seen = view.seen
    return card(
        f"Complete {seen.which} for {seen.case_ref}",
        *words_of(view),
        written(
            "different",
            "What is different for the child now",
            typed,
            mend="Say what has changed for the child, not what was done.",
            hint="For example: what they say, do or have now that they did not. No names.",
            most=MOST,
        ),
        written(
            "evidence",
            "Where that can be seen",
            typed,
            mend="Say where somebody else can see it.",
            hint="For example: the visit of 12 January, or the review's minutes.",
            most=MOST,
        ),
        quiet("A manager above you confirms it. Nobody confirms their own action."),
        actions=[submits(DONE, submit_of(DONE), seen.id, seen.version)],
    )


def action_confirm_form(view: ActionRead, _typed: Typed) -> Json:
    """What was done, before it is confirmed."""
    seen = view.seen
    return card(
        f"Confirm {seen.which} for {seen.case_ref}",
        *words_of(view),
        text("You confirm that this is different for the child, as far as you can see."),
        actions=[submits(CONFIRM, submit_of(CONFIRM), seen.id, seen.version)],
    )


def action_reopen_form(view: ActionRead, typed: Typed) -> Json:
    """Not yet: what is still missing."""
    seen = view.seen
    doer = "The person who did it" if seen.done_by is None else seen.done_by.with_role
    return card(
        f"Reopen {seen.which} for {seen.case_ref}",
        *words_of(view),
        written(
            "reason",
            "What is still missing",
            typed,
            mend="Say what would have to be different.",
            hint=f"{before_verb(doer)} reads it.",
            most=MOST,
        ),
        actions=[submits(REOPEN, submit_of(REOPEN), seen.id, seen.version)],
    )
