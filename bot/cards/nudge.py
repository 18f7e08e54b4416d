"""The nudge: what is owed in one bundle, most urgent first, each line with its own button."""

from bot.cards.ask_lines import ask_line, ask_words, number
from bot.cards.kit import Json, buttons, card, fold, opens_dialog, text
from bot.cards.text import count
from store.views.asks import Ask
from store.views.due import working_days
from store.views.nudge import Nudge

SHOWN = 5
"""Lines of a bundle; what is more is behind "My work"."""


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
    shown, more = view.asks[:SHOWN], len(view.asks) - SHOWN
    title = _title(view.asks)
    return card(
        title,
        *(ask_line(ask, primary=number == 0) for number, ask in enumerate(shown)),
        *([text(f"and {more} more")] if more > 0 else []),
        *buttons(
            opens_dialog("work.view", "My work", view.who.upn, view.version) if more > 0 else None
        ),
        says=f"{title}. First: {ask_words(shown[0])}",
    )


def _title(asks: tuple[Ask, ...]) -> str:
    """Say "3 things, one overdue"; what is only told for information is not counted as asked."""
    overdue = sum(ask.due.passed for ask in asks)
    if all(ask.is_told for ask in asks):
        return f"{count(len(asks), 'thing')} of other people's, {number(overdue)} overdue"
    if overdue:
        return f"{count(len(asks), 'thing')}, {number(overdue)} overdue"
    return f"{count(len(asks), 'thing')} need you"


def _single(ask: Ask) -> Json:
    why = buttons(fold("Why this date?", text(ask.due.why)))
    if ask.is_told:
        late = f"{working_days(ask.due.late)} late" if ask.due.late else "past its day"
        return card(
            f"{ask.about} is {late}",
            text(f"{ask_words(ask)}."),
            text("You are told because it has gone past its day; they have been reminded."),
            *why,
        )
    due = f", due {ask.due.words}" if ask.due.passed else f" by {ask.due.on}"
    line = ask_line(ask, primary=True)
    return card(f"{ask.about}: {ask.words}{due}", line, *why, says=ask_words(ask))
