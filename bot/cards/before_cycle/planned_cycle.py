"""A cycle of the timetable that is not open yet: its KLOE meeting comes first (§2.1)."""

from bot.cards.parts.kit import Json, buttons, card, facts, fold, lines, text
from bot.cards.parts.surface import Surface
from bot.cards.parts.text import count, shortened
from store.views.audit_list.cycle import CycleInHand
from store.views.before_cycle.kloe_meeting import KloeMeeting
from store.views.parts.offers import button_of

KLOE_WORDS = 12


def planned_card(view: CycleInHand, place: Surface) -> Json:
    """When the meeting is, who comes, and the step that is next."""
    met = view.meeting is not None and view.meeting.state == "held"
    title = f"{view.service}, {view.month} is planned"
    step = (
        "open the cycle"
        if met
        else "convene the meeting"
        if view.meeting is None
        else "record the meeting"
    )
    due = None if met else view.meet_by
    opens = (
        place.ask("cycle.open", "Open the cycle…", *view.programme, primary=met)
        if view.may_open
        else None
    )
    steps = meeting_buttons(view, place, primary=not met)
    return card(
        f"{title}: {step}",
        facts(
            [
                ("Theme", shortened(view.theme, KLOE_WORDS)),
                ("Meeting", _meeting(view.meeting)),
                ("Meet by", "" if due is None else due.words),
                ("Lines of enquiry", count(len(view.kloes), "line") if view.kloes else ""),
            ]
        ),
        *buttons(
            *([opens, *steps] if met else [*steps, opens]),
            fold("Which lines?", *lines(view.kloes)) if view.kloes else None,
            None if due is None else fold("Why this date?", text(due.why)),
        ),
        says=f"{title}; next, {step}",
    )


def _meeting(meeting: KloeMeeting | None) -> str:
    if meeting is None:
        return "not convened yet"
    if meeting.state == "held":
        return f"held on {meeting.held_on}"
    coming = sum(reply.answer == "yes" for reply in meeting.replies)
    when = " or ".join(words for _, words in meeting.times)
    return f"{when}; {coming} of {len(meeting.replies)} will come"


def meeting_buttons(view: CycleInHand, place: Surface, *, primary: bool = False) -> list[Json]:
    """The buttons for a cycle's meeting: convene it, record it, read its record."""
    meeting, record = view.meeting, button_of("kloe.held")
    found = []
    if meeting is not None and "kloe.held" in view.may:
        found.append(place.ask("kloe.held", record, view.cycle, view.version, primary=primary))
    if "kloe.convene" in view.may and (meeting is not None or view.meet_by is not None):
        title = button_of("kloe.convene") if meeting is None else "Move the meeting…"
        first = primary and not found
        found.append(place.ask("kloe.convene", title, view.cycle, view.version, primary=first))
    if meeting is None and view.meet_by is not None and "kloe.held" in view.may:
        found.append(place.ask("kloe.held", record, view.cycle, view.version))
    if meeting is not None and meeting.may_read:
        found.append(place.ask("kloe.view", "Read the record", meeting.meeting, view.version))
    return found


def dropped_card(view: CycleInHand, place: Surface) -> Json:
    """A later version of the timetable left it out; the audit team may still open it."""
    opens = place.ask("cycle.open", "Open it anyway…", *view.programme) if view.may_open else None
    return card(
        f"{view.service}, {view.month} is no longer planned",
        text("A later version of the timetable left it out or moved it to another month."),
        *buttons(opens, place.act("timetable.view", "See the timetable", view.programme[0], 0)),
    )
