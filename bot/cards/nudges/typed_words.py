"""The cards that answer typed words, and the welcome."""

from collections.abc import Sequence

from bot.cards.moderation.concern import concern_button
from bot.cards.moderation.dispute import CHOOSE
from bot.cards.nudges.understood import shows
from bot.cards.parts.kit import Json, buttons, card, facts, heading, opens_dialog, quiet, text
from bot.cards.parts.state_words import state_in_words
from bot.cards.parts.text import count
from store.views.nudges.status import CycleStanding, OwnAudit, ProgrammeStatus
from store.views.parts.due import Due
from store.vocabulary import terms

MOST = 40
"""Most lines of a card."""

PAPERS = "papers.view"
COMMANDS = (
    ("my work", "what you owe, most urgent first"),
    ("my requests", "what you asked, and what you are asked to decide"),
    ("status", "where the audits stand, and your reports"),
    ("who owes", "who owes what, as far as you may see"),
    ("concern", "how an audit was done, in confidence"),
    ("stuck", f"who can help you, and a question to the {terms.AUDIT_TEAM}"),
    ("help", "this card"),
)

OFFICER_COMMANDS = (
    ("audit team", "run a cycle: draw, allocate, send the list, follow the audits"),
    ("a file", "people or cases, sent here as CSV or Excel"),
)


def help_card(menu: Sequence[Json] = (), *, officer: bool = False) -> Json:
    """What one may type, with the `menu` as buttons; `officer` adds the audit team's words."""
    return card(
        "What you can type here",
        text("Say it as you would: “I'm off sick next week”, “when is my audit due?”"),
        *menu,
        facts((*COMMANDS, *OFFICER_COMMANDS) if officer else COMMANDS),
        quiet("Everything else comes to you as a card with buttons."),
        quiet(f"Questions about the programme: the {terms.AUDIT_TEAM}."),
    )


def welcome_card(name: str, *, officer: bool = False) -> Json:
    """The first card that a person sees."""
    return card(
        "Sightline is here",
        text(f"Good to have you here, {name}. Sightline runs the practice audits with you."),
        text("When there is something for you to do, a card says what, by when and why you."),
        *([text("Type “audit team” to run a cycle from this chat.")] if officer else []),
        quiet("Type “my work” or “help” at any time, say it as you would, or press."),
        *buttons(shows("my_work", "Show what I owe"), shows("help", "What I can ask")),
    )


def status_card(view: ProgrammeStatus) -> Json:
    """Where the cycles in the reader's scope stand, and their own audits."""
    cycles = [(f"{one.service}, {one.month}", _cycle(one)) for one in view.cycles]
    own = [(one.case_ref, _own(one)) for one in view.own]
    worked = [(one.case_ref, _own(one)) for one in view.worked]
    if not cycles and not own and not worked:
        return card(
            "No audit is under way for you",
            text("Once a cycle is issued, this card says where its audits stand."),
            actions=_buttons(view),
        )
    scope = {"everybody": "all services", "you": "your audits"}.get(view.scope, view.scope)
    return card(
        f"Where things stand: {scope}",
        *([facts(cycles[:MOST])] if cycles else []),
        *([heading("Your own audits")] if own and (cycles or worked) else []),
        *([facts(own[:MOST])] if own else []),
        *([heading("Audits of your work"), facts(worked[:MOST])] if worked else []),
        actions=_buttons(view),
    )


def _buttons(view: ProgrammeStatus) -> list[Json]:
    """The buttons to have a report, to dispute a grade, and to raise a concern about an audit."""
    dispute = (
        opens_dialog(CHOOSE, "Dispute a grade…", view.who.upn, view.version)
        if view.disputable
        else None
    )
    concern = concern_button(view.who.upn, view.version) if view.has_part else None
    papers = (
        opens_dialog(PAPERS, "Your reports…", view.who.upn, view.version) if view.papers else None
    )
    return [button for button in (papers, dispute, concern) if button is not None]


def _cycle(one: CycleStanding) -> str:
    if one.state != "issued":
        return f"{count(one.audits, 'audit')}, list {one.state.replace('_', ' ')}"
    parts = [f"{one.returned} of {one.audits} returned", f"{one.accepted} accepted"]
    parts += [f"{one.deciding} being decided"] if one.deciding else []
    parts += [f"{one.late} overdue"] if one.late else []
    return ", ".join(parts)


def _own(one: OwnAudit) -> str:
    state = state_in_words(one.state)
    return state if one.due is None or one.state == "returned" else f"{state}, {_due(one.due)}"


def _due(due: Due) -> str:
    return f"return due {due.words}"


def newer_below_card(about: str) -> Json:
    """An older card whose news came again: only the newest card has buttons."""
    return card(
        f"{about}: a newer card is below",
        quiet("It says how things stand now, so this one has no buttons."),
    )
