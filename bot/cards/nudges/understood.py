"""Cards that answer typed words: what else they may mean, the menu, and a child at risk."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import MOST_ACTIONS, Json, buttons, card, execute, fold, group, quiet, text
from bot.cards.parts.text import sentence

SHOW = "answer.show"
"""Shows the answer to an intent in the place of the card; it does nothing and anybody may press."""
LONGEST = 1000
"""Characters of somebody's own words that a form takes."""
FIRST = 4
"""Buttons of the menu that stand open; the others are in a fold."""


def shows(intent: str, title: str, *, about: str = "", primary: bool = False) -> Json:
    """The button that shows the answer to `intent`, about a case where one was spoken of."""
    return execute(SHOW, title, f"{intent} {about}".strip(), 0, primary=primary)


def menu(offered: Sequence[tuple[str, str]], first: Sequence[str]) -> list[Json]:
    """Buttons for (intent, title): those in `first` open, the others in a fold."""
    titles = dict(offered)
    open_ones = [shows(name, titles[name]) for name in first[:FIRST]]
    rest = [shows(name, title) for name, title in offered if name not in first[:FIRST]]
    rows = [rest[at : at + MOST_ACTIONS] for at in range(0, len(rest), MOST_ACTIONS)]
    more = fold("Something else", *(one for row in rows for one in buttons(*row)))
    return buttons(*open_ones, more)


def lost_card(team: str, offered: Sequence[tuple[str, str]], first: Sequence[str]) -> Json:
    """Nothing was understood: that in one sentence, the menu and the audit team."""
    return card(
        "I did not understand that",
        text(f"Choose what it was about, or ask the {team}."),
        *menu(offered, first),
        says=f"I did not understand that. Choose what it was about, or ask the {team}",
    )


def at_risk_card(advice: str, offered: Sequence[tuple[str, str]], first: Sequence[str]) -> Json:
    """What to do where a child may be at risk and nothing else was understood, and the menu."""
    return card(
        "If a child may be at risk now",
        text(sentence(advice), weight="Bolder"),
        quiet("If it was about something else, choose it here."),
        *menu(offered, first),
        says=advice,
    )


def unsure_card(choices: Sequence[tuple[str, str]], about: str, held: Sequence[Json]) -> Json:
    """The likeliest meanings as buttons; `held` has the inputs that keep somebody's words."""
    return card(
        "Which of these do you mean?",
        *held,
        *buttons(
            *(shows(name, title, about=about) for name, title in choices),
            shows("help", "Something else"),
        ),
        quiet("Nothing has been done or kept."),
    )


def with_way_on(drawn: Json) -> Json:
    """The answer with a button to the menu, for whoever meant something else."""
    return {**drawn, "body": [*drawn["body"], *buttons(shows("help", "Something else"))]}


def own_words(words: str, label: str) -> Json:
    """Somebody's own words in an input, for the form that a button of the card opens."""
    return written("reason", label, Typed({"reason": words[:LONGEST]}), most=LONGEST)


def own_days(first: str, last: str) -> list[Json]:
    """The days that were read, in inputs for the form that a button of the card opens."""
    typed = Typed({"from": first, "to": last})
    return [dated("from", "First day away", typed), dated("to", "Last day away", typed)]


def own_stand_in(named: Sequence[tuple[str, str]]) -> Json:
    """Who stands in, of the people whom the words name; one alone is chosen already."""
    only = {"delegate": named[0][0]} if len(named) == 1 else {}
    return chosen("delegate", "Who stands in", named, Typed(only))


def with_advice(drawn: Json, advice: str) -> Json:
    """The card with what to do where a child may be at risk, above all else that it says."""
    title, *rest = drawn["body"]
    line = group(text(sentence(advice), weight="Bolder"), style="emphasis")
    said = sentence(advice)
    return {**drawn, "body": [title, line, *rest], "speak": f"{said} {drawn['speak']}"}
