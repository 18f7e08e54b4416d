"""Cards of a KLOE meeting: the invitation and the record (programme.md §2.1)."""

from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    group,
    heading,
    lines,
    opens_dialog,
    quiet,
    text,
)
from bot.cards.parts.text import count, joined, shortened
from store.views.before_cycle.kloe_meeting import AgreedLine, InviteeReply, KloeMeeting, KloeRecord
from store.views.parts.offers import button_of
from store.vocabulary import terms

VIEW = "kloe.view"
LINE_WORDS = 12
ABOUT = (
    "We look at figures, escalations, complaints and feedback. We assess the service "
    "against the grades, and agree the lines of enquiry for its audits."
)
"""What the meeting is for (Tower Hamlets guide §6)."""


def kloe_invite_card(view: KloeMeeting) -> Json:
    """For everybody invited: when and where, and whether they will come."""
    match view.state:
        case "called_off":
            return card(
                f"Called off: the meeting for {_of(view)}",
                text("A later version of the timetable left this cycle out."),
                text("There is nothing for you to do."),
            )
        case "moved":
            return _moved(view)
        case "held":
            return kloe_record_card(view)
        case _:
            return _asked(view)


def _of(view: KloeMeeting) -> str:
    return f"{view.service}, {view.month}"


def _when(view: KloeMeeting) -> str:
    return " or ".join(words for _, words in view.times)


def _moved(view: KloeMeeting) -> Json:
    to = " or ".join(words for _, words in view.moved_to)
    return card(
        f"Moved: the meeting for {_of(view)}",
        text(
            f"It is now {to}. Another card asks whether you will come."
            if to
            else "It was convened again."
        ),
    )


def _asked(view: KloeMeeting) -> Json:
    several, where = len(view.times) > 1, shortened(view.place, LINE_WORDS)
    title = (
        f"KLOE meeting for {_of(view)}: which times suit you?"
        if several
        else f"KLOE meeting for {_of(view)}, {_when(view)}: will you come?"
    )
    answered = {"yes": "You said that you will come.", "cannot": "You said that you cannot come."}
    answer = opens_dialog(
        "kloe.confirm",
        "Change your answer…" if view.mine else button_of("kloe.confirm"),
        view.cycle,
        view.version,
        primary=True,
    )
    return card(
        title,
        facts([("Times", _when(view) if several else ""), ("Where", where)]),
        *([text(answered[view.mine])] if view.mine else []),
        *buttons(
            answer if "kloe.confirm" in view.may else None,
            fold("What is it for?", text(ABOUT)),
            fold("Who is invited?", *lines(_replied(reply) for reply in view.replies)),
        ),
        says=f"{view.convened_by.name} asks: {title}",
    )


def _replied(reply: InviteeReply) -> str:
    said = {"yes": "will come", "cannot": "cannot come"}.get(reply.answer, "has not answered")
    times = f": {joined(list(reply.times))}" if reply.times else ""
    return f"{reply.who.with_role}: {said}{times}"


def kloe_record_card(view: KloeMeeting) -> Json:
    """For people who were invited or came: the lines agreed; a button opens the record."""
    return card(
        f"{_of(view)}: {count(len(view.kloes), 'line')} of enquiry agreed",
        text(f"The meeting was held on {view.held_on}."),
        *([quiet(f"The list follows by {view.list_by.words}.")] if view.list_by else []),
        *buttons(
            opens_dialog(VIEW, "Read the record", view.meeting, view.version, primary=True)
            if view.may_read
            else None,
            fold("Which lines?", *(_line(line, with_why=False) for line in view.kloes)),
            fold("Who came?", text(joined(list(view.attended)))),
        ),
        says=f"{count(len(view.kloes), 'line')} of enquiry agreed for {_of(view)}",
    )


def kloe_dialog(read: KloeRecord) -> Json:
    """The record of the meeting, for its readers only."""
    return card(
        f"The meeting for {read.service}, {read.month}",
        facts([("Held", read.held_on), ("Attended", joined(list(read.attended)))]),
        *(part for title, words in read.said for part in (heading(title), text(f"“{words}”"))),
        heading("Lines of enquiry"),
        *(_line(line, with_why=True) for line in read.kloes),
        quiet(
            f"People who were invited or came, the {terms.HEAD_OF_SERVICE} and the "
            f"{terms.AUDIT_TEAM} see this."
        ),
    )


def _line(line: AgreedLine, *, with_why: bool) -> Json:
    return group(
        text(line.text),
        *([quiet(f"Dip samples: {line.where}")] if line.where else []),
        *([quiet(f"Because: {line.rationale}")] if with_why and line.rationale else []),
        spacing="Small",
    )
