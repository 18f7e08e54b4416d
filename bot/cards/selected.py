"""The cards of a cycle's first day: for moderators, practitioners and their Team Managers."""

from collections.abc import Callable

from bot.cards.kit import Json, buttons, card, fold, group, lines, opens_dialog, quiet, text
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
        text("Whoever audits will ask to meet you: it is a conversation about your practice."),
        *_with_sections(view, _to_expect, "Write your section"),
        *_more(view, [_to_expect(part) for part in view.parts]),
        *_enquiries(view),
        *([quiet(f"{manager}, has been told.")] if manager else []),
    )


def selected_team_card(view: CycleNews) -> Json:
    """For a Team Manager: whose work was selected, and who audits it."""
    if not view.parts:
        return _no_longer(view)
    return card(
        f"{count(len(view.parts), 'audit')} of your team's work for {_of(view)}",
        *_with_sections(view, _of_team, "Write the section for them"),
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


def _with_sections(view: CycleNews, say: Callable[[Part], str], title: str) -> list[Json]:
    """A line for each audit, with where its section stands and the button for it."""
    rows, is_first = [], True
    for part in view.parts[:SHOWN]:
        absent = part.section is None or not part.section.written_on
        stands, button = "", None
        if part.may_write:
            stands = _section(part)
            words = title if absent else "Write it again"
            primary = is_first and absent
            button = opens_dialog(
                "section.complete", words, part.audit, part.version, primary=primary
            )
            is_first = False
        rows.append(group(text(f"{say(part)}{stands}"), *buttons(button)))
    return rows


def _section(part: Part) -> str:
    section = part.section
    if section is None:
        return ""
    if section.written_on:
        return f"; section written on {section.written_on.partition(',')[0]}"
    return "" if section.due is None else f"; section due {section.due.words}"


def _more(view: CycleNews, all_lines: list[str]) -> list[Json]:
    """The rest, one press away."""
    more = len(view.parts) - SHOWN
    return buttons(fold(f"And {more} more", *lines(all_lines[SHOWN:])) if more > 0 else None)


def _enquiries(view: CycleNews) -> list[Json]:
    if not view.kloes:
        return []
    return buttons(fold("What will they look for?", *lines(view.kloes)))
