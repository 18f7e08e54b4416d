"""The audit team's programme card: each cycle with its next step, and what else they may do."""

from collections.abc import Sequence

from bot.cards.parts.kit import Json, buttons, card, fold, group, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from store.views.programme.programme import CycleLine, ProgrammeToday

SHOWN = 4
"""Cycles with buttons; older ones stand in a fold."""
OLDER = 20
NEXT_PLANNED = 2
"""Planned cycles that stand here; the timetable has them all."""

STEPS = {
    "open": ("cycle.select", "Draw the cases"),
    "drawn": ("cycle.allocate", "Allocate the audits"),
    "allocated": ("list.propose", ""),
    "changes_asked": ("list.propose", "Send the list again"),
}
"""A cycle's next step by its state: the act and its button, which may name the head."""


def programme_card(view: ProgrammeToday, place: Surface = CHAT) -> Json:
    """Where every cycle stands, its next step first."""
    title = f"The audit programme of {view.authority}"
    if not (view.cycles or view.planned):
        return card(title, *_beginning(view, place))
    shown, older = view.cycles[:SHOWN], view.cycles[SHOWN:]
    nearest, planned = _nearest(shown), view.planned[:NEXT_PLANNED]
    return card(
        title,
        *(_planned(line, place) for line in planned),
        *(_cycle(line, place, primary=line is nearest) for line in shown),
        *buttons(
            _open(view, place, primary=False),
            _timetable(view, place),
            _more(view, place),
            fold(f"{count(len(older), 'older cycle')}", *(_words(line) for line in older[:OLDER]))
            if older
            else None,
        ),
        says=f"{title}: {count(len(view.cycles), 'cycle')}",
    )


def _planned(line: CycleLine, place: Surface) -> Json:
    """A cycle that is planned next, with the way to its meeting and its opening."""
    button = place.act("cycle.view", "Prepare it", line.cycle, line.version)
    return group(_words(line), *buttons(button), separator=True)


def _nearest(shown: Sequence[CycleLine]) -> CycleLine | None:
    """The cycle whose next step comes first: of the earliest month that still waits for one."""
    waiting = [line for line in shown if line.state in STEPS and STEPS[line.state][0] in line.may]
    running = [line for line in shown if line.state == "issued"]
    return min(waiting or running or shown, key=lambda line: line.on, default=None)


def not_of_the_team_card(team: str) -> Json:
    """For somebody else who types the audit team's word."""
    return card(
        f"The {team} runs the programme from here",
        text("Type “my work” for what is open for you, or “status” for where audits stand."),
        text(f"Who can help: the {team}."),
    )


def _beginning(view: ProgrammeToday, place: Surface) -> list[Json]:
    ready = view.people and view.cases
    said = (
        f"{count(view.people, 'person', 'people')} and {count(view.cases, 'case')} are in. No "
        "cycle is open yet."
        if ready
        else "Nothing is here yet. Send the people file in this chat, then the case file."
    )
    upload = place.act(
        "upload.view", "Upload people or cases", view.programme, view.version, primary=not ready
    )
    return [
        text(said),
        *buttons(
            _open(view, place, primary=True) if ready else upload,
            _timetable(view, place) if ready else None,
            _more(view, place),
        ),
    ]


def _open(view: ProgrammeToday, place: Surface, *, primary: bool) -> Json | None:
    if "cycle.open" not in view.may or not view.cases:
        return None
    return place.ask("cycle.open", "Open a cycle…", view.programme, view.version, primary=primary)


def _timetable(view: ProgrammeToday, place: Surface) -> Json:
    """The year's cycles and themes, and the way to record them."""
    return place.act("timetable.view", "The timetable", view.programme, view.version)


def _more(view: ProgrammeToday, place: Surface) -> Json:
    at, version = view.programme, view.version
    unreached = f" ({view.unreached})" if view.unreached else ""
    wanted = [
        place.act("upload.view", "Upload people or cases", at, version),
        place.ask("absence.find", "Record an absence…", at, version),
        place.ask("leaver.find", "Somebody left…", at, version),
        place.ask("closure.add", "Add a day without work…", at, version)
        if "closure.add" in view.may
        else None,
        place.ask("unreached.view", f"Who could not be reached{unreached}", at, version),
        place.ask("register.issue", "The register…", at, version)
        if "register.issue" in view.may
        else None,
    ]
    return fold("More", actions=[action for action in wanted if action is not None])


def _cycle(line: CycleLine, place: Surface, *, primary: bool) -> Json:
    return group(
        _words(line),
        *buttons(_next(line, place, primary=primary), *_others(line, place)),
        separator=True,
    )


def _words(line: CycleLine) -> Json:
    return text(f"{line.service}, {line.month}: {_stands(line)}")


def _stands(line: CycleLine) -> str:
    audits = count(line.audits, "audit")
    match line.state:
        case "planned":
            return line.meeting
        case "open":
            return "open, no case drawn yet"
        case "drawn":
            return f"{audits} drawn, not allocated"
        case "allocated":
            return f"{audits} allocated, the list not sent"
        case "proposed":
            return f"the list is with {line.head}"
        case "changes_asked":
            return f"{count(line.changes, 'change')} to the list asked for"
        case "issued":
            late = f", {line.late} overdue" if line.late else ""
            return f"{line.returned} of {line.audits} returned{late}"
        case other:
            return other.replace("_", " ")


def _next(line: CycleLine, place: Surface, *, primary: bool) -> Json:
    """The likely step, as one press."""
    verb, title = STEPS.get(line.state, ("", ""))
    if verb in line.may:
        title = title or send_title(line.head)
        return place.act(verb, title, line.cycle, line.version, primary=primary)
    if line.state in {"proposed", "allocated", "changes_asked"}:
        return place.ask("cycle.rows", "See the list", line.cycle, line.version, primary=primary)
    return place.ask("cycle.follow", "Follow the audits", line.cycle, line.version, primary=primary)


def _others(line: CycleLine, place: Surface) -> list[Json]:
    if line.state in {"allocated", "changes_asked", "issued"}:
        return [place.ask("cycle.rows", "See the list", line.cycle, line.version)]
    if line.state == "drawn":
        return [place.ask("cycle.rows", "See the cases", line.cycle, line.version)]
    return []


def send_title(head: str) -> str:
    """The button that sends a list: "Send the list to Priya Shah"."""
    return f"Send the list to {head.partition(',')[0]}"


def back_to_programme(place: Surface, programme: str) -> Json:
    """The way back to the programme's card, which says what comes next."""
    return place.act("programme.view", "To the programme", programme, 0)
