"""Cards of a KLOE meeting: the invitation, and what it recorded (programme.md §2.1)."""

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

VIEW = "kloe.view"
LINE_WORDS = 12
ABOUT = (
    "We look at performance data, escalations, complaints and feedback, say where the service "
    "stands against the grade descriptors, and agree the lines of enquiry of its audits."
)
"""What the meeting is for (Tower Hamlets guide §6)."""


def kloe_invite_card(view: KloeMeeting) -> Json:
    """For everybody invited: when and where, and the question whether they come."""
    match view.state:
        case "called_off":
            return card(
                f"Called off: the meeting for {_of(view)}",
                text("A later version of the timetable has this cycle no more."),
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
        text(f"It is now {to}; another card asks you." if to else "It was convened anew."),
    )


def _asked(view: KloeMeeting) -> Json:
    several, where = len(view.times) > 1, shortened(view.place, LINE_WORDS)
    title = (
        f"Lines of enquiry for {_of(view)}: which time suits you?"
        if several
        else f"Lines of enquiry for {_of(view)}: meet {_when(view)}"
    )
    answered = {"yes": "You said that you come.", "cannot": "You said that you cannot."}
    answer = opens_dialog(
        "kloe.confirm",
        "Change your answer…" if view.mine else "Say whether you come…",
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
        says=f"{title}. {view.convened_by.name} asks whether you come",
    )


def _replied(reply: InviteeReply) -> str:
    said = {"yes": "comes", "cannot": "cannot"}.get(reply.answer, "has not answered")
    times = f": {joined(list(reply.times))}" if reply.times else ""
    return f"{reply.who.with_role}: {said}{times}"


def kloe_record_card(view: KloeMeeting) -> Json:
    """For those invited and those who came: the lines agreed; the record is one press away."""
    return card(
        f"{_of(view)}: {count(len(view.kloes), 'line')} of enquiry agreed",
        text(f"The meeting was held on {view.held_on}."),
        *([quiet(f"The list follows by {view.list_by.on}.")] if view.list_by else []),
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
    """What was said, for its readers alone."""
    return card(
        f"The meeting for {read.service}, {read.month}",
        facts([("Held", read.held_on), ("There", joined(list(read.attended)))]),
        *(part for title, words in read.said for part in (heading(title), text(f"“{words}”"))),
        heading("Lines of enquiry"),
        *(_line(line, with_why=True) for line in read.kloes),
        quiet("Those invited, those who came, the Head of Service and the audit team read this."),
    )


def _line(line: AgreedLine, *, with_why: bool) -> Json:
    return group(
        text(line.text),
        *([quiet(f"Dip samples: {line.where}")] if line.where else []),
        *([quiet(f"Because: {line.rationale}")] if with_why and line.rationale else []),
        spacing="Small",
    )
