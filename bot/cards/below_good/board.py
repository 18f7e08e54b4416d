"""Cards and forms of the board: the dates it meets, and actions that it signs off (§3)."""

from bot.cards.below_good.action import words_of
from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, buttons, card, lines, opens_dialog, quiet, submits, text
from bot.cards.parts.text import count
from store.views.below_good.action import ActionRead
from store.views.below_good.board import BoardWaits
from store.views.parts.offers import button_of, submit_of

DATES, SIGNED_OFF = "board.dates", "board.signed_off"


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


def board_signoff_form(view: ActionRead, _typed: Typed) -> Json:
    """What the board saw, before its sign-off is recorded."""
    seen = view.seen
    return card(
        f"The board and {seen.which} for {seen.case_ref}",
        *words_of(view),
        text(f"You record that the board of {seen.board_on} signed it off."),
        actions=[submits(SIGNED_OFF, submit_of(SIGNED_OFF), seen.id, seen.version)],
    )
