"""The cards of a cycle's first day, for moderators, practitioners and their Team Managers."""

from collections.abc import Callable

from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    fold,
    group,
    lines,
    opens_dialog,
    opens_link,
    quiet,
    text,
)
from bot.cards.parts.text import before_verb, count, joined
from store.views.audit_month.selected import CycleNews, SelectedPart
from store.views.parts.offers import button_of

WRITE = "section.complete"
SHOWN = 3
"""Audits on the card itself; the others are in a fold."""


def moderating_card(view: CycleNews) -> Json:
    """For a moderator: which audits, whose, the lines of enquiry and the tool (guide §7)."""
    if not view.parts:
        return card(
            f"Nothing to moderate for {_of(view)}",
            text("The audits that were yours went to other moderators."),
            *_elsewhere(view),
        )
    return card(
        f"You moderate {count(len(view.parts), 'audit')} for {_of(view)}",
        *lines(_by_auditor(part) for part in view.parts[:SHOWN]),
        *_more([text(_by_auditor(part), spacing="Small") for part in view.parts[SHOWN:]]),
        quiet("You will be notified when each one is returned; there is nothing to do until then."),
        *_elsewhere(view),
        *buttons(*_enquiries(view), _tool(view)),
    )


def _elsewhere(view: CycleNews) -> list[Json]:
    """The audits that went to somebody else, so that a line that has gone is explained."""
    said = [f"{ref} is with {before_verb(who)} now." for ref, who in view.elsewhere]
    if len(said) <= 1:
        return [quiet(line) for line in said]
    return [
        quiet(f"{count(len(said), 'audit')} of yours went to somebody else."),
        *buttons(fold("Who moderates them?", *lines(said))),
    ]


def selected_card(view: CycleNews) -> Json:
    """For a practitioner: what was selected, who audits it, what to expect."""
    if not view.parts:
        return _no_longer(view, "your work")
    manager = "" if view.team_manager is None else view.team_manager.with_role
    return card(
        f"Your work on {_refs(view)} was selected for audit",
        text("The auditor will ask to meet you, to talk about your practice."),
        *_with_sections(view, _by_auditor, button_of(WRITE)),
        *buttons(*_enquiries(view)),
        *([quiet(f"{manager}, has been notified.")] if manager else []),
    )


def selected_team_card(view: CycleNews) -> Json:
    """For a Team Manager: whose work was selected, and who audits it."""
    if not view.parts:
        return _no_longer(view, "your team's work")
    days = {part.due.words for part in view.parts if part.due is not None}
    together = len(days) == 1 and len(view.parts) > 1
    return card(
        f"{count(len(view.parts), 'audit')} of your team's work for {_of(view)}",
        *lines(f"All returns are due {day}." for day in days if together),
        *_with_sections(view, _whose_work if together else _of_team, "Write the section for them"),
        quiet("They know. Please make time for the conversation."),
        *buttons(*_enquiries(view)),
    )


def _of(view: CycleNews) -> str:
    return f"{view.service}, {view.month}"


def _refs(view: CycleNews) -> str:
    if len(view.parts) <= SHOWN:
        return joined([part.case_ref for part in view.parts])
    return count(len(view.parts), "case")


def _no_longer(view: CycleNews, whose: str) -> Json:
    return card(
        f"No audit of {whose} for {_of(view)}",
        text("The selected cases were swapped for others. There is nothing for you to do."),
    )


def _due(part: SelectedPart) -> str:
    return "" if part.due is None else f", return due {part.due.words}"


def _by_auditor(part: SelectedPart) -> str:
    return f"{part.case_ref}: {part.auditor.name} audits{_due(part)}"


def _whose_work(part: SelectedPart) -> str:
    return f"{part.case_ref}, {part.practitioner.name}: {part.auditor.name} audits"


def _of_team(part: SelectedPart) -> str:
    return f"{_whose_work(part)}{_due(part)}"


def _with_sections(view: CycleNews, say: Callable[[SelectedPart], str], title: str) -> list[Json]:
    """A line for each audit with its section and its button; sections to write come first.

    Folded lines keep both, so that the due day of a fourth section shows too (programme.md §2.6).
    """
    parts = sorted(view.parts, key=lambda part: not _to_write(part))
    several = sum(part.may_write for part in parts) > 1
    rows = [
        _with_section(part, say, title, primary=place == 0, several=several)
        for place, part in enumerate(parts)
    ]
    return [*rows[:SHOWN], *_more(rows[SHOWN:])]


def _named(title: str, part: SelectedPart, *, several: bool) -> str:
    """Where there are several buttons, each says which case it is for."""
    return f"{title}: {part.case_ref}" if several else title


def _to_write(part: SelectedPart) -> bool:
    """Whether its section is still to be written, and the reader may write it."""
    return part.may_write and (part.section is None or not part.section.written_on)


def _with_section(
    part: SelectedPart,
    say: Callable[[SelectedPart], str],
    title: str,
    *,
    primary: bool,
    several: bool,
) -> Json:
    if not part.may_write:
        return group(text(say(part)))
    absent = _to_write(part)
    write = opens_dialog(
        WRITE,
        _named(title if absent else "Write it again", part, several=several),
        part.audit,
        part.version,
        primary=primary and absent,
    )
    return group(text(f"{say(part)}{_section(part)}"), *buttons(write))


def _section(part: SelectedPart) -> str:
    section = part.section
    if section is None:
        return ""
    if section.written_on:
        return f"; section written on {section.written_on.partition(',')[0]}"
    return "" if section.due is None else f"; section due {section.due.words}"


def _more(rest: list[Json]) -> list[Json]:
    """The rest in a fold."""
    return buttons(fold(f"And {len(rest)} more", *rest) if rest else None)


def _enquiries(view: CycleNews) -> list[Json]:
    if not view.kloes:
        return []
    return [fold("What will they look for?", *lines(view.kloes))]


def _tool(view: CycleNews) -> Json | None:
    return opens_link("Open the audit tool", view.tool_link) if view.tool_link else None
