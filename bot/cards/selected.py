"""The cards of a cycle's first day: for moderators, practitioners and their Team Managers."""

from bot.cards.kit import Json, buttons, card, fold, lines, quiet, text
from bot.cards.text import count, joined
from store.views.selected import CycleNews, Part

SHOWN = 3
"""Audits that stand on the card itself; the others are one press away."""


def moderating_card(view: CycleNews) -> Json:
    """For a moderator: which audits, whose, and what comes next."""
    if not view.parts:
        return card(
            f"Nothing to moderate for {_of(view)}",
            text("The audits you were named for went to other moderators."),
        )
    return card(
        f"You moderate {count(len(view.parts), 'audit')} for {_of(view)}",
        *lines(_to_moderate(part) for part in view.parts[:SHOWN]),
        *_more(view, [_to_moderate(part) for part in view.parts]),
        quiet("Nothing to do yet: each one comes to you as soon as it is returned."),
    )


def selected_card(view: CycleNews) -> Json:
    """For a practitioner: what was selected, who audits it, what to expect."""
    if not view.parts:
        return _no_longer(view)
    manager = "" if view.team_manager is None else view.team_manager.with_role
    return card(
        f"Your work on {_refs(view)} was selected for audit",
        *lines(_to_expect(part) for part in view.parts[:SHOWN]),
        *_more(view, [_to_expect(part) for part in view.parts]),
        text("They will ask to meet you: it is a conversation about your practice."),
        *_enquiries(view),
        *([quiet(f"{manager}, has been told.")] if manager else []),
    )


def selected_team_card(view: CycleNews) -> Json:
    """For a Team Manager: whose work was selected, and who audits it."""
    if not view.parts:
        return _no_longer(view)
    return card(
        f"{count(len(view.parts), 'audit')} of your team's work for {_of(view)}",
        *lines(_of_team(part) for part in view.parts[:SHOWN]),
        *_more(view, [_of_team(part) for part in view.parts]),
        quiet("They know. Please make time for the conversation."),
        *_enquiries(view),
    )


def _of(view: CycleNews) -> str:
    return f"{view.service}, {view.month}"


def _refs(view: CycleNews) -> str:
    if len(view.parts) <= SHOWN:
        return joined([part.case_ref for part in view.parts])
    return count(len(view.parts), "case")


def _no_longer(view: CycleNews) -> Json:
    return card(
        f"No audit of your work for {_of(view)}",
        text("What was selected was swapped for other cases, so there is nothing to expect."),
    )


def _due(part: Part) -> str:
    return "" if part.due is None else f", return due {part.due.on}"


def _to_moderate(part: Part) -> str:
    return f"{part.case_ref}: {part.auditor.name} audits{_due(part)}"


def _to_expect(part: Part) -> str:
    return f"{part.case_ref}: {part.auditor.name} audits{_due(part)}"


def _of_team(part: Part) -> str:
    return f"{part.case_ref}, {part.practitioner.name}: {part.auditor.name} audits{_due(part)}"


def _more(view: CycleNews, all_lines: list[str]) -> list[Json]:
    """The rest, one press away."""
    more = len(view.parts) - SHOWN
    return buttons(fold(f"And {more} more", *lines(all_lines[SHOWN:])) if more > 0 else None)


def _enquiries(view: CycleNews) -> list[Json]:
    if not view.kloes:
        return []
    return buttons(fold("What will they look for?", *lines(view.kloes)))
