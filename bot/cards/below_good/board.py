"""Cards and forms of the board: the dates it meets, and actions that it signs off (§3)."""

from bot.cards.below_good.action import words_of
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, lines, opens_dialog, quiet, submits, text
from bot.cards.parts.text import before_verb, count
from store.views.below_good.action import ActionRead
from store.views.below_good.board import BoardWaits
from store.views.parts.offers import button_of, submit_of

DATES, SIGNED_OFF = "board.dates", "board.signed_off"
DEFERRED, ASKED = "board.deferred", "board.asked_again"
MOST = 4000


def board_undated_card(view: BoardWaits) -> Json:
    """For the audit team: actions wait because no date of the board is known."""
    if not view.undated:
        return card(
            "Every action for the board has a date",
            text(f"The board meets next on {view.dates[0]}." if view.dates else "None is waiting."),
        )
    one = view.undated == 1
    return card(
        f"{count(view.undated, 'action')} {'is' if one else 'are'} waiting for a date of the board",
        text(f"{'It has' if one else 'They have'} no due date until a board date is entered."),
        text("Please enter the days on which the board meets."),
        *buttons(
            opens_dialog(DATES, button_of(DATES), view.programme, view.version, primary=True)
            if DATES in view.may
            else None
        ),
    )


def board_dates_form(view: BoardWaits, typed: Typed) -> Json:
    """The days on which the board meets; a day that is left out is dropped."""
    values = {"dates": ", ".join(view.days), **typed.values}
    return card(
        "When the board meets",
        *([quiet("Known so far:"), *lines(view.dates)] if view.dates else []),
        written(
            "dates",
            "All dates from today on",
            Typed(values, typed.errors),
            mend="Give at least one day, written as 2027-01-20.",
            hint="Written as 2027-01-20, with commas between. A day that you leave out is dropped.",
            multiline=False,
        ),
        actions=[submits(DATES, submit_of(DATES), view.programme, view.version)],
    )


def board_signoff_form(view: ActionRead, typed: Typed) -> Json:
    """What the board saw, before its sign-off is recorded; a deferral is one press away."""
    seen = view.seen
    other = [
        submits(verb, button_of(verb), seen.id, seen.version, primary=False)
        | {"associatedInputs": "none"}
        for verb in (DEFERRED, ASKED)
        if verb in seen.may
    ]
    return card(
        f"The board and {seen.which} for {seen.case_ref}",
        *words_of(view),
        text(f"You record that the board of {seen.board_on} signed it off."),
        _minutes(typed),
        actions=[submits(SIGNED_OFF, submit_of(SIGNED_OFF), seen.id, seen.version), *other],
    )


def board_deferred_form(view: ActionRead, typed: Typed) -> Json:
    """To which of its dates the board deferred it, and why."""
    seen = view.seen
    return card(
        f"The board deferred {seen.which} for {seen.case_ref}",
        text(f"It was before the board of {seen.board_on}."),
        written(
            "reason",
            "Why",
            typed,
            mend="Say in a sentence why the board deferred it.",
            hint="For example: it wants to see the review first. No names of the family.",
            most=MOST,
        ),
        chosen("to", "To which board", list(seen.boards), typed, hint="Its next, unless chosen.")
        if seen.boards
        else quiet("No later board date is known: it has no due date until one is entered."),
        _minutes(typed),
        actions=[submits(DEFERRED, submit_of(DEFERRED), seen.id, seen.version)],
    )


def board_asked_form(view: ActionRead, typed: Typed) -> Json:
    """What the board asks to see before it signs the action off."""
    seen = view.seen
    return card(
        f"The board asks again about {seen.which} for {seen.case_ref}",
        text(f"The action is open again, and {before_verb(seen.owner)} reads what the board asks."),
        written(
            "reason",
            "What the board asks to see",
            typed,
            mend="Say what would have to be different, or shown.",
            hint="No names of the family.",
            most=MOST,
        ),
        _minutes(typed),
        actions=[submits(ASKED, submit_of(ASKED), seen.id, seen.version)],
    )


def _minutes(typed: Typed) -> Json:
    return written("minutes", "What the minutes say of it, if anything", typed, most=MOST)
