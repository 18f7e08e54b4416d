"""The nudge: open duties in one bundle, most urgent first, each line with its button."""

from collections.abc import Sequence

from bot.cards.nudges.duty_lines import ask_buttons, ask_line, ask_words, number, whose
from bot.cards.nudges.help_request import ASK, STUCK
from bot.cards.nudges.kinds_in_words import WORK, by_kind, kind_line
from bot.cards.nudges.others_lateness import LINES, told_lines, told_title
from bot.cards.parts.kit import Json, buttons, card, execute, fold, group, opens_dialog, quiet, text
from bot.cards.parts.text import before_verb, count, sentence
from store.views.nudges.duty_lines import Ask
from store.views.nudges.nudge import Nudge
from store.views.parts.due import working_days
from store.views.parts.offers import button_of
from store.vocabulary import terms

SHOWN = 5
"""Lines of a bundle; more of several kinds are one line a kind, and of one "My work" has them."""
SHOWN_DONE = 3
"""Receipts in a bundle; of the others it gives the number."""


def nudge_card(view: Nudge) -> Json:
    """What is still open of a nudge; where nothing is, that all is done."""
    if not view.asks:
        return _nothing_left(view)
    if len(view.asks) == 1 and not view.done:
        return _single(view, view.asks[0])
    asked, others = view.asked, view.others
    kinds = by_kind(asked)
    many = len(asked) > SHOWN and len(kinds) > 1
    shown, more = asked[:SHOWN], 0 if many else len(asked) - SHOWN
    title = _title(asked) if asked else told_title(others)
    return card(
        title,
        *(
            (_of_a_kind(view, one, primary=place == 0) for place, one in enumerate(kinds))
            if many
            else (ask_line(ask, primary=place == 0) for place, ask in enumerate(shown))
        ),
        *([text(f"and {more} more")] if more > 0 else []),
        *([quiet(f"And {told_title(others)}:")] if asked and len(others) > LINES else []),
        *told_lines(others, view.told_of),
        *_done(view),
        *buttons(_my_work(view) if more > 0 else None, _stuck(view), _later(view)),
        *_when_again(view),
        says=f"{title}. First: {ask_words(view.asks[0])}",
    )


def _of_a_kind(view: Nudge, asks: Sequence[Ask], *, primary: bool) -> Json:
    """One thing with its button; several of a kind with the button that opens their list."""
    if len(asks) == 1:
        return ask_line(asks[0], primary=primary)
    return kind_line(asks, view.who.upn, view.version, primary=primary)


def _nothing_left(view: Nudge) -> Json:
    """All is done, or a newer reminder has what is left; either way there is no button."""
    if view.repeated:
        return card(
            "A newer reminder is below",
            text("It has what is still open of this one, with the buttons."),
            *_done(view),
        )
    return card(
        "All done",
        text("All that this message asked for is done. There is nothing left to do."),
        *_done(view),
    )


def _done(view: Nudge) -> list[Json]:
    """Receipts of what was done since."""
    if not view.done:
        return []
    more = len(view.done) - SHOWN_DONE
    rest = [f"and {more} more done"] if more > 0 else []
    told = [*view.done[:SHOWN_DONE], *rest]
    return [group(*(quiet(words) for words in told), separator=True)]


def _my_work(view: Nudge) -> Json:
    return opens_dialog(WORK, "My work", view.who.upn, view.version)


def _stuck(view: Nudge) -> Json | None:
    """The button for help: to the question where one duty is open, else to the choice of duties."""
    if not view.asked:
        return None
    if view.stuck is not None:
        duty, version = view.stuck
        return opens_dialog(ASK, button_of(ASK), duty, version)
    return opens_dialog(STUCK, button_of(ASK), view.message, view.message_version)


def _later(view: Nudge) -> Json | None:
    if not view.may_later:
        return None
    verb = "nudge.later"
    return execute(verb, button_of(verb), view.message, view.message_version)


def _when_again(view: Nudge) -> list[Json]:
    if view.later:
        return [quiet(f"You will be reminded again at {view.later} today of what is still open.")]
    return [quiet(view.later_not)] if view.later_not else []


def _title(asks: tuple[Ask, ...]) -> str:
    """The title: "3 things, one overdue"; duties of other people do not count."""
    overdue = sum(ask.due.passed for ask in asks)
    if overdue:
        return f"{count(len(asks), 'thing')}, {number(overdue)} overdue"
    return f"{count(len(asks), 'thing')} {'needs' if len(asks) == 1 else 'need'} you"


def _nobody(view: Nudge, ask: Ask, why: Json) -> Json:
    """The card for the audit team about a duty that nobody may do: they name somebody."""
    return card(
        f"{ask.about}: nobody is here to {ask.words}",
        text(f"It is due {ask.due.words}. It stays open until somebody is named who may do it."),
        *buttons(*ask_buttons(ask), _later(view), why),
        *_when_again(view),
        says=ask_words(ask),
    )


def _single(view: Nudge, ask: Ask) -> Json:
    """The card for one duty; where it is late, it says who was notified and what to do."""
    why = fold("Why this date?", text(ask.due.why))
    if ask.nobody:
        return _nobody(view, ask, why)
    if ask.is_told:
        came = [text(ask.came)] if ask.came else []
        if not ask.due.passed:
            return card(
                f"{ask.about} still waits: due {ask.due.on}",
                text(sentence(f"{whose(ask)} is to {ask.words}")),
                *came,
                text("You are notified because it is urgent; they have been reminded."),
                *buttons(why),
            )
        late = f"{working_days(ask.due.late)} late" if ask.due.late else "past its day"
        return card(
            f"{ask.about} is {late}",
            text(sentence(f"{whose(ask)} is to {ask.words}, due {ask.due.on}")),
            *came,
            text("You are notified because it is overdue; they have been reminded."),
            *buttons(why),
        )
    away = "who has not done it yet" if ask.owner_here else "who is away"
    stead = [text(f"You stand in for {ask.owner}, {away}.")] if ask.stands_in else []
    stead += [text(ask.came)] if ask.came else []
    waits = [text(ask.waits)] if ask.waits else []
    pressed = (*ask_buttons(ask), _stuck(view), _later(view), why)
    if not ask.due.passed:
        title = f"{ask.about}: {ask.words} by {ask.due.on}"
        return card(
            title, *stead, *waits, *buttons(*pressed), *_when_again(view), says=ask_words(ask)
        )
    known = (
        [text(f"{before_verb(ask.escalated_to)} has been notified.")] if ask.escalated_to else []
    )
    return card(
        f"{ask.about}: {ask.words}, due {ask.due.words}",
        *stead,
        *waits,
        *known,
        text(f"If something is in the way, tell the {terms.AUDIT_TEAM}: they can help."),
        *buttons(*pressed),
        *_when_again(view),
        says=ask_words(ask),
    )
