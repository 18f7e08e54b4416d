"""The nudge: what is owed in one bundle, most urgent first, each line with its own button."""

from bot.cards.ask_lines import ask_buttons, ask_line, ask_words, number
from bot.cards.kit import Json, buttons, card, fold, lines, opens_dialog, text
from bot.cards.text import count
from store.views.asks import Ask
from store.views.due import working_days
from store.views.nudge import Nudge

SHOWN = 5
"""Lines of a bundle; what is more is behind "My work"."""
SHOWN_TOLD = 2
"""Lines where none has a button: a phone shows no more before one has to scroll."""


def nudge_card(view: Nudge) -> Json:
    """What still stands of a nudge; where nothing does, a calm word that it is done."""
    if not view.asks:
        return card(
            "All done",
            text(
                "What this message asked for has been dealt with, so there is nothing left to do."
            ),
        )
    if len(view.asks) == 1:
        return _single(view.asks[0])
    pressed = any(ask.press or ask.link for ask in view.asks)
    most = SHOWN if pressed else SHOWN_TOLD
    shown, more = view.asks[:most], len(view.asks) - most
    title = _title(view.asks)
    return card(
        title,
        *(ask_line(ask, primary=number == 0) for number, ask in enumerate(shown)),
        *([text(f"and {more} more")] if more > 0 else []),
        *buttons(_the_rest(view, most) if more > 0 else None),
        says=f"{title}. First: {ask_words(shown[0])}",
    )


def _the_rest(view: Nudge, most: int) -> Json:
    """What a person owes is in "My work"; what they are only told of stands in a fold."""
    if any(not ask.is_told for ask in view.asks[most:]):
        return opens_dialog("work.view", "My work", view.who.upn, view.version)
    return fold("See them all", *lines(ask_words(ask) for ask in view.asks[most:]))


def _title(asks: tuple[Ask, ...]) -> str:
    """Say "3 things, one overdue"; what is only told for information is not counted as asked."""
    overdue = sum(ask.due.passed for ask in asks)
    if all(ask.is_told for ask in asks):
        return f"{count(len(asks), 'thing')} of other people's past their day"
    if overdue:
        return f"{count(len(asks), 'thing')}, {number(overdue)} overdue"
    return f"{count(len(asks), 'thing')} need you"


def _single(ask: Ask) -> Json:
    """One thing has a title of its own; late, it says who knows and what to do."""
    why = fold("Why this date?", text(ask.due.why))
    if ask.is_told:
        late = f"{working_days(ask.due.late)} late" if ask.due.late else "past its day"
        return card(
            f"{ask.about} is {late}",
            text(f"{ask_words(ask)}."),
            text("You are told because it has gone past its day; they have been reminded."),
            *buttons(why),
        )
    stead = [text(f"You stand in for {ask.owner}, who is away.")] if ask.stands_in else []
    if not ask.due.passed:
        title = f"{ask.about}: {ask.words} by {ask.due.on}"
        return card(title, *stead, *buttons(*ask_buttons(ask), why), says=ask_words(ask))
    known = [text(f"{ask.escalated_to} has been told.")] if ask.escalated_to else []
    return card(
        f"{ask.about}: {ask.words}, due {ask.due.words}",
        *stead,
        *known,
        text("If something is in the way, the audit team can help."),
        *buttons(*ask_buttons(ask), why),
        says=ask_words(ask),
    )
