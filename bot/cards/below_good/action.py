"""Cards of actions: one is with somebody, one is to be confirmed, one goes on (§3)."""

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

VIEW = "action.view"
SCOPES = {"case": "", "service": "the whole service", "report": "the report"}
MOST = 4000


def action_given_card(view: ActionSeen) -> Json:
    """For whoever it came to: an action of a Head of Service, or one that somebody left behind."""
    if view.state != "open":
        return _moved_on(view)
    by = _day(view.due)
    return card(
        f"An action for {view.case_ref} is with you, by {by}",
        facts([("Which", view.which), ("For", SCOPES[view.scope]), ("Due", by)]),
        text("When it is done, say what is different for the child. Somebody above confirms it."),
        *_doing(view),
        says=f"An action for {view.case_ref} is with you, by {by}",
    )


def action_reopened_card(view: ActionSeen) -> Json:
    """For whoever did it: it goes on, and what is missing is a press away."""
    if view.state != "open":
        return _moved_on(view)
    by = _day(view.due)
    return card(
        f"Your action for {view.case_ref} goes on, by {by}",
        text("Whoever looked at it does not see yet what is different. They say what is missing."),
        facts([("Which", view.which), ("Due", by)]),
        *_doing(view, read="Read what is missing"),
        says=f"Your action for {view.case_ref} goes on, by {by}",
    )


def _doing(view: ActionSeen, read: str = "Read the action") -> list[Json]:
    return buttons(
        _ask(view, "action.done", "Record what is different…", primary=True),
        _read(view, read),
        None if view.due is None else fold("Why this date?", text(view.due.why)),
    )


def action_confirm_card(view: ActionSeen) -> Json:
    """For the second person, who is never whoever did it."""
    if view.state != "done" or "action.confirm" not in view.may:
        return _moved_on(view)
    who = "" if view.done_by is None else view.done_by.name
    by = _day(view.confirm_by)
    return card(
        f"{who} completed {view.which} for {view.case_ref}",
        text("Is the child better off for it? You are the second person to look at it."),
        facts([("Done", view.done_on), ("Confirm by", by)]),
        *buttons(
            _ask(view, "action.confirm", "Read and confirm…", primary=True),
            _ask(view, "action.reopen", "Not yet…"),
            None if view.confirm_by is None else fold("Why this date?", text(view.confirm_by.why)),
        ),
        says=f"{who} completed {view.which} for {view.case_ref}; confirm by {by}",
    )


def action_confirmed_card(view: ActionSeen) -> Json:
    """For whoever it was with: it is closed, and where it goes from there."""
    return _moved_on(view)


def _moved_on(view: ActionSeen) -> Json:
    """How it stands now, as a receipt."""
    ref, which = view.case_ref, view.which
    done = "Somebody" if view.done_by is None else view.done_by.name
    match view.state:
        case "open":
            title = f"{_capital(which)} for {ref} is with {view.owner}"
            said = f"Due {_day(view.due)}. There is nothing for you to do."
        case "done":
            title = f"{done} completed {which} for {ref}"
            said = (
                f"Done on {view.done_on}. A second person confirms it by {_day(view.confirm_by)}."
            )
        case "withdrawn":
            title = f"{_capital(which)} for {ref} is no longer asked for"
            said = "The audit went back to its auditor or was made void."
        case "signed_off":
            title = f"The board signed off {which} for {ref}"
            said = "It is closed. Nothing more is to be done."
        case _:
            who = "somebody" if view.confirmed_by is None else view.confirmed_by.name
            title = f"{_capital(which)} for {ref} is confirmed by {who}"
            said = _after_confirming(view)
    return card(title, text(said), *buttons(_read(view, "Read it")))


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


def _ask(view: ActionSeen, verb: str, title: str, *, primary: bool = False) -> Json | None:
    if verb not in view.may:
        return None
    return opens_dialog(verb, title, view.id, view.version, primary=primary)


def _read(view: ActionSeen, title: str) -> Json | None:
    return opens_dialog(VIEW, title, view.id, view.version) if view.may_read else None


# ---- dialogs -------------------------------------------------------------------------------------


def action_dialog(view: ActionRead) -> Json:
    """The whole action, for its readers."""
    seen = view.seen
    return card(
        f"{_capital(seen.which)} for {seen.case_ref}",
        facts([("With", seen.owner), ("Due", _day(seen.due)), ("For", SCOPES[seen.scope])]),
        *_written(view),
        quiet("Those who work with it, who audited it and the audit team can open this."),
    )


def _written(view: ActionRead) -> list[Json]:
    parts = (
        ("What was agreed", view.what),
        ("What will be different", view.will_be_different),
        ("What is different now", view.different),
        ("Where that can be seen", view.evidence),
        ("What is still missing", view.missing if view.seen.state == "open" else ""),
    )
    return [group(heading(title), text(f"“{words}”")) for title, words in parts if words]


def action_done_form(view: ActionRead, typed: Typed) -> Json:
    """Closing it: what is different for the child now."""
    seen = view.seen
    return card(
        f"Complete {seen.which} for {seen.case_ref}",
        *_written(view),
        written(
            "different", "What is different for the child now", typed,
            mend="Say what has changed for the child, not what was done.",
            hint="For example: what they say, do or have now that they did not. No names.",
            most=MOST,
        ),
        written(
            "evidence", "Where that can be seen", typed,
            mend="Say where somebody else can see it.",
            hint="For example: the visit of 12 January, the review's minutes.", most=MOST,
        ),
        quiet("Somebody above you confirms it; nobody confirms their own."),
        actions=[submits("action.done", "Record it", seen.id, seen.version)],
    )  # fmt: skip


def action_confirm_form(view: ActionRead, _typed: Typed) -> Json:
    """What was done, before it is confirmed."""
    seen = view.seen
    return card(
        f"Confirm {seen.which} for {seen.case_ref}",
        *_written(view),
        text("You confirm that this is different for the child, as far as you can see it."),
        actions=[submits("action.confirm", "Confirm it", seen.id, seen.version)],
    )


def action_reopen_form(view: ActionRead, typed: Typed) -> Json:
    """Not yet: what is missing."""
    seen = view.seen
    doer = "Whoever did it" if seen.done_by is None else seen.done_by.with_role
    return card(
        f"{_capital(seen.which)} for {seen.case_ref} goes on",
        *_written(view),
        written(
            "reason", "What is still missing", typed,
            mend="Say what would have to be different.",
            hint=f"{before_verb(doer)} reads it.", most=MOST,
        ),
        actions=[submits("action.reopen", "Open it again", seen.id, seen.version)],
    )  # fmt: skip


def board_signoff_form(view: ActionRead, _typed: Typed) -> Json:
    """What the board saw, before its sign-off is written down."""
    seen = view.seen
    return card(
        f"The board and {seen.which} for {seen.case_ref}",
        *_written(view),
        text(f"You write down that the board of {seen.board_on} signed it off."),
        actions=[submits("board.signed_off", "It was signed off", seen.id, seen.version)],
    )
