"""Forms of a KLOE meeting: convene it, answer, record what it said and agreed (§2.1)."""

from datetime import date

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, card, fold, quiet, submits, text
from store.views.before_cycle.kloe_meeting import KloeForms, KloeMeeting

TIMES = 3
"""Times that the form has room to propose."""
LINES = 6
MOST = 4000
HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30))
"""Half-hours of the working day at which a meeting may begin."""


def kloe_convene_form(view: KloeForms, typed: Typed) -> Json:
    """One time, or several for those invited to choose from; and where."""
    by = "" if view.hold_by is None else f" It is due by {view.hold_by.words}."
    invited = [words for upn, words in view.people if upn in view.invited]
    again = view.meeting is not None
    return card(
        f"{'Move' if again else 'Convene'} the meeting for {view.service}, {view.month}",
        text(f"Propose one time, or several to choose from.{by}"),
        *(part for number in range(1, TIMES + 1) for part in _time(number, view.today, typed)),
        written(
            "place",
            "Where",
            typed,
            mend="Say where it is, or that it is a call.",
            hint="For example: Room 2, or a Teams call that you send.",
            most=200,
            multiline=False,
        ),
        chosen(
            "also",
            "Audit leads of the service",
            [choice for choice in view.people if choice[0] not in view.invited],
            typed,
            several=True,
        ),
        quiet(f"Invited in any case: {'; '.join(invited)}."),
        actions=[submits("kloe.convene", "Invite them", view.cycle, view.version)],
    )


def _time(number: int, first: date, typed: Typed) -> list[Json]:
    needed = number == 1
    return [
        dated(
            f"times.{number}.on",
            "Day" if needed else f"Or day {number}",
            typed,
            mend="Choose a working day ahead." if needed else "",
            first=first,
        ),
        chosen(
            f"times.{number}.at",
            "Time" if needed else f"At time {number}",
            [(hour, hour) for hour in HOURS],
            typed,
            mend="Choose when it begins that day." if needed else "",
        ),
    ]


def kloe_confirm_form(view: KloeMeeting, typed: Typed) -> Json:
    """Whether somebody comes and, of several times, which suit them."""
    several = len(view.times) > 1
    answers = [("yes", "I come"), ("cannot", "I cannot")]
    return card(
        f"The meeting for {view.service}, {view.month}",
        *([] if several else [text(view.times[0][1])]),
        chosen(
            "answer",
            "Do you come",
            answers,
            typed,
            mend="Choose whether you come.",
            style="expanded",
        ),
        *(
            [
                chosen(
                    "times", "Which times suit you", list(view.times), typed, several=True,
                    style="expanded",
                )
            ]
            if several
            else []
        ),
        actions=[submits("kloe.confirm", "Send the answer", view.cycle, view.version)],
    )  # fmt: skip


def kloe_held_form(view: KloeForms, typed: Typed) -> Json:
    """When it was held and who came; the self-assessment; the lines agreed with their rationale."""
    came = (
        ""
        if view.meeting is None
        else ",".join(reply.who.upn for reply in view.meeting.replies if reply.answer == "yes")
    )
    met = view.convened_for.isoformat() if view.convened_for else ""
    known = {key: value for key, value in (("attended", came), ("held_on", met)) if value}
    typed = typed if typed.values else Typed(known, typed.errors)
    theme = [text(f"The theme in the timetable: {view.theme}.")] if view.theme else []
    return card(
        f"Record the meeting for {view.service}, {view.month}",
        *theme,
        dated(
            "held_on", "When it was held", typed, mend="Choose the day of the meeting.",
            last=view.today,
        ),
        chosen(
            "attended", "Who was there", list(view.people), typed,
            mend="Choose those who were there.", several=True,
        ),
        *_said(typed),
        quiet("Lines of enquiry: what the audits must speak to; dip samples test each."),
        *(part for number in range(1, LINES + 1) for part in _kloe(number, typed)),
        fold_of_grades(view),
        actions=[submits("kloe.held", "Record the meeting", view.cycle, view.version)],
    )  # fmt: skip


def fold_of_grades(view: KloeForms) -> Json:
    """The grade descriptors that the service holds itself against, one press away."""
    told = (text(f"{name}: {definition}", spacing="Small") for name, definition in view.grades)
    return {"type": "ActionSet", "actions": [fold("The grade descriptors", *told)]}


def _said(typed: Typed) -> list[Json]:
    asked = (
        ("going_well", "What is going well", "Say what is going well."),
        ("worried_about", "What the service is worried about", "Say what it is worried about."),
        ("need_assurance", "What it needs assurance of", "Say what it wants to be sure of."),
    )
    return [
        written(
            name,
            label,
            typed,
            mend=mend,
            hint="Against the grade descriptors. No names of children or families."
            if name == "going_well"
            else "",
            most=MOST,
        )
        for name, label, mend in asked
    ]


def _kloe(number: int, typed: Typed) -> list[Json]:
    first = number == 1
    return [
        written(
            f"kloes.{number}.text",
            f"Line of enquiry {number}",
            typed,
            mend="Write at least one line that was agreed." if first else "",
            most=300,
            multiline=False,
        ),
        written(
            f"kloes.{number}.rationale",
            f"Why line {number}",
            typed,
            mend="Say why it was agreed: the board report gives it." if first else "",
            most=1000,
            multiline=False,
        ),
        written(
            f"kloes.{number}.where",
            f"Dip samples for {number}: only cases with",
            typed,
            hint="For example: flags=neglect. Empty for any case." if first else "",
            most=200,
            multiline=False,
        ),
    ]
