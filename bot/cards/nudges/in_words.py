"""Cards that answer typed words in a sentence or two: definitions, rules, thanks and hello."""

from collections.abc import Sequence

from bot.cards.nudges.understood import shows
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, quiet, text
from store.vocabulary import terms

TERMS = (
    ("KLOE", "key line of enquiry: a question that this cycle's audits must speak to"),
    ("UoPP", "Understanding our Practice Progression: the meeting after work below good"),
    ("Moderation", "a senior person tests the audit, its grade and its actions"),
    ("Third lock", f"the {terms.HEAD_OF_QA} reads a moderated audit and may regrade it"),
    ("Dip sample", "a quick look at records, to test one line of enquiry; not graded"),
    ("Re-audit", "next cycle's look at a share of what fell below good"),
    ("Practice audit", "a new auditor's first audit, outside statistics"),
    ("Sufficiency check", f"the {terms.AUDIT_TEAM} looks whether a return has all its parts"),
    ("Below good", "the grades that ask for a meeting on how to improve"),
    ("Governing grade", "disputed, else third lock, else moderated, else the auditor's"),
    ("Upscaling", "a grade raised on progress made since; it never governs"),
    ("Exemption", "permission not to do an audit; only the exempting authority gives it"),
)
"""Words of the programme (programme.md §1)."""
SHOWN = 3


def grades_card(scale: Sequence[tuple[str, str]]) -> Json:
    """What each grade means."""
    return card("What the grades mean", facts(scale))


def meaning_card(scale: Sequence[tuple[str, str]], asked: Sequence[str]) -> Json:
    """The definitions asked for by name; all of them, folded, where none was named."""
    every = (*scale, *TERMS)
    wanted = [(name, words) for name, words in every if name.casefold() in asked]
    if wanted:
        return card(f"What “{wanted[0][0]}” means", *(_defined(one) for one in wanted[:SHOWN]))
    return card(
        "What a word means",
        text("Type it: “what does UoPP mean?” Or open the list."),
        *buttons(fold("The grades", facts(scale)), fold("Words of the programme", facts(TERMS))),
    )


def _defined(one: tuple[str, str]) -> Json:
    name, words = one
    return text(f"{name}: {words}")


def extension_lines(*, allowed: bool, team: str) -> tuple[str, ...]:
    """The rule about more time, and the way on."""
    if allowed:
        return (f"A due date may be extended: ask the {team}.",)
    return (
        "There are no extensions: the due date stands, and a late return still counts.",
        "If you cannot do the audit, you can ask to be exempt from it.",
    )


def thanks_card() -> Json:
    """An answer to thanks."""
    return card("You are welcome", *buttons(shows("my_work", "Show what I owe")))


def hello_card(name: str, open_things: str) -> Json:
    """An answer to a greeting: how much is open, and where to begin."""
    return card(
        f"Hello, {name}",
        text(open_things),
        *buttons(shows("my_work", "Show what I owe"), shows("help", "What I can type")),
    )


def yes_no_card() -> Json:
    """That a typed yes or no does nothing, and where the buttons are."""
    return card(
        "Nothing is done by typing",
        text("Press the button on the card that asks: it says what happens."),
        *buttons(shows("my_work", "Show what I owe")),
    )


def reminders_card() -> Json:
    """How reminders come and go, and how one is put off."""
    return card(
        "How reminders work",
        text("Reminders come on working days, at most one card a day, most urgent first."),
        text("Each stops once the thing is done. Its own card can put it off to later that day."),
        *buttons(shows("my_work", "Show what I owe"), shows("absence", "I am away")),
    )


def leaving_card(team: str, names: str) -> Json:
    """Who records that somebody leaves or moves, and what becomes of their work."""
    return card(
        "Leaving, or moving team",
        text(f"The {team} records it, and open work then goes to others."),
        facts([(f"The {team}", names)]),
        quiet("Tell them the last day. Nothing has been recorded yet."),
        *buttons(shows("stuck", "Ask a person")),
    )


def disagree_card(upn: str, version: int, verb: str, title: str, *, disputable: int) -> Json:
    """The way to dispute a grade; who may, where this person may not dispute any now."""
    if disputable:
        return card(
            "If you disagree with a grade",
            text(
                f"Practitioner, {terms.TEAM_MANAGER} and {terms.HEAD_OF_SERVICE} may dispute "
                f"it, with a reason."
            ),
            *buttons(opens_dialog(verb, title, upn, version, primary=True)),
        )
    return card(
        "There is no grade that you may dispute now",
        text(
            f"Practitioner, {terms.TEAM_MANAGER} and {terms.HEAD_OF_SERVICE} may, soon after it "
            f"is decided."
        ),
        *buttons(shows("stuck", "Ask a person")),
    )
