"""The audit team's programme card: each cycle with its next step, and what else may be done."""

from collections.abc import Sequence

from bot.cards.parts.kit import Json, buttons, card, fold, group, text
from bot.cards.parts.surface import CHAT, Surface
from bot.cards.parts.text import count
from store.views.audit_list.cycle_steps import SEND_AGAIN, STEPS
from store.views.parts.offers import button_of
from store.views.programme.programme import CycleLine, ProgrammeToday

SHOWN = 4
"""Cycles with buttons; older ones are in a fold."""
OLDER = 20
NEXT_PLANNED = 2
"""Planned cycles on the card; the timetable has all of them."""


def programme_card(view: ProgrammeToday, place: Surface = CHAT) -> Json:
    """The state of every cycle, and its next step."""
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
            place.ask("cases.match", button_of("cases.match"), view.programme, view.version)
            if view.asks_names and "cases.match" in view.may
            else None,
            _more(view, place),
            fold(f"{count(len(older), 'older cycle')}", *(_words(line) for line in older[:OLDER]))
            if older
            else None,
        ),
        says=f"{title}: {count(len(view.cycles), 'cycle')}",
    )


def _planned(line: CycleLine, place: Surface) -> Json:
    """A planned cycle, with the button to prepare its meeting and open it."""
    button = place.act("cycle.view", "Prepare it", line.cycle, line.version)
    return group(_words(line), *buttons(button), separator=True)


def _nearest(shown: Sequence[CycleLine]) -> CycleLine | None:
    """The cycle whose step is the primary button: the earliest that waits for one."""
    waiting = [line for line in shown if STEPS.get(line.state) in line.may]
    running = [line for line in shown if line.state == "issued"]
    return min(waiting or running or shown, key=lambda line: line.on, default=None)


def not_of_the_team_card(team: str) -> Json:
    """For other people who type the audit team's words."""
    return card(
        f"The {team} runs the programme from here",
        text("Type “my work” for your open work, or “status” for the state of audits."),
        text(f"Who can help: the {team}."),
    )


def _beginning(view: ProgrammeToday, place: Surface) -> list[Json]:
    ready = view.people and view.cases
    said = (
        f"{count(view.people, 'person', 'people')} and {count(view.cases, 'case')} are loaded. No "
        "cycle is open yet."
        if ready
        else "Nothing is loaded yet. Send the people file in this chat, then the case file."
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
    title = button_of("cycle.open")
    return place.ask("cycle.open", title, view.programme, view.version, primary=primary)


def _timetable(view: ProgrammeToday, place: Surface) -> Json:
    """Opens the year's cycles and themes, which may be recorded there."""
    return place.act("timetable.view", "The timetable", view.programme, view.version)


def _more(view: ProgrammeToday, place: Surface) -> Json:
    at, version = view.programme, view.version
    unreached = f" ({view.unreached})" if view.unreached else ""
    wanted = [
        place.act("upload.view", "Upload people or cases", at, version),
        place.ask("absence.find", button_of("person.absent"), at, version),
        place.ask("leaver.find", "Somebody left…", at, version),
        place.ask("closure.add", button_of("closure.add"), at, version)
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
    return text(f"{line.service}, {line.month}: {_state(line)}")


def _state(line: CycleLine) -> str:
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
        case "confirmed":
            return f"the list is confirmed, its {audits} go out when {line.month} begins"
        case "issued":
            late = f", {line.late} overdue" if line.late else ""
            return f"{line.returned} of {line.audits} returned{late}"
        case other:
            return other.replace("_", " ")


def _next(line: CycleLine, place: Surface, *, primary: bool) -> Json:
    """The likely step, as one button."""
    verb = STEPS.get(line.state)
    if verb in line.may:
        titles = {"allocated": send_title(line.head), "changes_asked": SEND_AGAIN}
        title = titles.get(line.state) or button_of(verb)
        return place.act(verb, title, line.cycle, line.version, primary=primary)
    if line.state in {"proposed", "allocated", "changes_asked", "confirmed"}:
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
    """The button back to the programme's card."""
    return place.act("programme.view", "To the programme", programme, 0)
