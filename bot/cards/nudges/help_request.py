"""Help with a duty: who can help, a question to the audit team, and its answer (§4)."""

from collections.abc import Callable

from bot.cards.nudges.duty_lines import in_chat
from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    group,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import joined, sentence
from store.views.nudges.help_request import HelpAsked, Stuck, WhoCanHelp
from store.views.parts.offers import submit_of
from store.vocabulary import terms

ASK, ANSWER, VIEW, STUCK = "help.ask", "help.answer", "help.view", "stuck.view"
SHOWN = 3
"""Open duties on the card itself."""


def stuck_dialog(view: WhoCanHelp) -> Json:
    """Who can help, by name, and a button to ask about each open duty."""
    return card(
        "Who can help",
        *_people(view),
        *(_line(one, _submits) for one in view.stuck),
        *([] if view.stuck else [quiet("None of this is open for you any more.")]),
    )


def stuck_card(view: WhoCanHelp) -> Json:
    """The same in the chat, for somebody who types that they are stuck."""
    shown, more = view.stuck[:SHOWN], len(view.stuck) - SHOWN
    return card(
        "Who can help",
        *_people(view),
        *(_line(one, opens_dialog) for one in shown),
        *([quiet(f"And {more} more; the most urgent stand here.")] if more > 0 else []),
        *([] if view.stuck else [quiet("Nothing is open for you.")]),
    )


def _people(view: WhoCanHelp) -> list[Json]:
    team = joined(list(view.team)) or f"the {view.team_title}"
    return [
        facts([(f"The {view.team_title}", team), ("Head of your service", view.head)]),
        quiet("The due date stands meanwhile."),
    ]


def _submits(verb: str, title: str, subject: str, version: int) -> Json:
    return submits(verb, title, subject, version, primary=False)


def _line(one: Stuck, button: Callable[[str, str, str, int], Json]) -> Json:
    ask = button(ASK, f"Ask about {one.about}…", one.duty, one.version)
    return group(
        text(f"{one.about}: {one.words}, due {one.due.words}"),
        *([quiet(sentence(one.why_not))] if one.why_not else []),
        *buttons(ask if one.may_ask else None),
        separator=True,
    )


def help_ask_form(view: WhoCanHelp, typed: Typed) -> Json:
    """What is in the way of a duty; the audit team reads it."""
    one = view.stuck[0]
    return card(
        f"I'm stuck: {one.about}, {one.words}",
        *_people(view),
        written(
            "what",
            "What is in the way",
            typed,
            mend="Say in a sentence what is in the way.",
            hint=(
                f"The {terms.AUDIT_TEAM} reads this and answers you here. Nothing about the child."
            ),
        ),
        actions=[submits(ASK, submit_of(ASK), one.duty, one.version)],
    )


def help_asked_card(view: HelpAsked) -> Json:
    """For the audit team: who is stuck and with what; a dialog shows what they wrote."""
    if view.state != "asked":
        who = (
            "Somebody"
            if view.answered_by is None
            else ("You" if view.answered_by.upn == view.viewer else view.answered_by.name)
        )
        return card(
            f"{who} answered {view.asked_by.name} about {view.about}",
            text("There is nothing left for you to do."),
            *buttons(opens_dialog(VIEW, "Read it again", view.id, view.version)),
        )
    by = "" if view.answer_by is None else view.answer_by.words
    done = [quiet("The duty has been done since.")] if view.closed else []
    return card(
        f"{view.asked_by.name} is stuck with {view.about}",
        text(f"They are to {view.words}, due {view.due.words}."),
        *done,
        facts([("Asked", view.asked_on), ("Answer by", by)]),
        *buttons(
            opens_dialog(ANSWER, "Read and answer…", view.id, view.version, primary=True)
            if ANSWER in view.may
            else None
        ),
        says=f"{view.asked_by.name} is stuck with {view.about}; answer by {by}",
    )


def help_answer_form(view: HelpAsked, what: str, typed: Typed) -> Json:
    """What helps; the person who asked reads it."""
    return card(
        f"Answer {view.asked_by.name} about {view.about}",
        text(f"They are to {view.words}, due {view.due.words}."),
        text(f"They wrote: “{what}”"),
        written(
            "answer",
            "What helps",
            typed,
            mend="Say what they can do now, or what you do about it.",
            hint="They read it here. Nothing that says who the child is.",
        ),
        actions=[submits(ANSWER, submit_of(ANSWER), view.id, view.version)],
    )


def help_answered_card(view: HelpAsked) -> Json:
    """For the person who asked: that there is an answer, and the duty's button."""
    who = f"The {terms.AUDIT_TEAM}" if view.answered_by is None else view.answered_by.name
    due = (
        "The duty has been done since, so there is nothing left to do."
        if view.closed
        else f"It is due {view.due.words}."
    )
    return card(
        f"{who} answered you about {view.about}",
        text(due),
        *buttons(
            opens_dialog(VIEW, "Read the answer", view.id, view.version, primary=True),
            None if view.press is None else in_chat(view.press),
        ),
    )


def help_dialog(what: str, answer: str) -> Json:
    """The question and the answer, for the person who asked and the audit team."""
    return card(
        "Asked and answered",
        group(quiet("Asked"), text(f"“{what}”")),
        *([group(quiet("Answered"), text(f"“{answer}”"))] if answer else []),
    )
