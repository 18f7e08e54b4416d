"""Forms of a KLOE meeting: convene it, answer, record what was said and agreed (§2.1)."""

from bot.cards.parts.case_choices import Choices, which_cases
from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, card, fold, quiet, submits, text
from store.views.before_cycle.kloe_meeting import KloeForms, KloeMeeting
from store.views.parts.offers import submit_of

TIMES = 3
"""Times that the form has inputs for."""
LINES = 6
MOST = 4000
HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30))
"""Times of day at which a meeting may begin."""


def kloe_convene_form(view: KloeForms, typed: Typed) -> Json:
    """One time, or several to choose from; the place; further people."""
    by = "" if view.hold_by is None else f" It is due by {view.hold_by.words}."
    invited = [words for upn, words in view.people if upn in view.invited]
    again = view.meeting is not None
    return card(
        f"{'Move' if again else 'Convene'} the meeting for {view.service}, {view.month}",
        text(f"Propose one time, or several to choose from.{by}"),
        *(part for number in range(1, TIMES + 1) for part in _time(number, typed)),
        written(
            "place",
            "Where",
            typed,
            mend="Give the place, or say that it is a call.",
            hint="For example: Room 2, or a Teams call that you set up.",
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
        quiet(f"Always invited: {'; '.join(invited)}."),
        actions=[submits("kloe.convene", submit_of("kloe.convene"), view.cycle, view.version)],
    )


def _time(number: int, typed: Typed) -> list[Json]:
    needed = number == 1
    return [
        dated(
            f"times.{number}.on",
            "Day" if needed else f"Day {number}",
            typed,
            mend="Choose a working day in the future." if needed else "",
        ),
        chosen(
            f"times.{number}.at",
            "Time" if needed else f"Time {number}",
            [(hour, hour) for hour in HOURS],
            typed,
            mend="Choose when it begins." if needed else "",
        ),
    ]


def kloe_confirm_form(view: KloeMeeting, typed: Typed) -> Json:
    """Whether the person will come and, of several times, which suit them."""
    several = len(view.times) > 1
    answers = [("yes", "I will come"), ("cannot", "I cannot come")]
    return card(
        f"The meeting for {view.service}, {view.month}",
        *([] if several else [text(view.times[0][1])]),
        chosen(
            "answer",
            "Will you come",
            answers,
            typed,
            mend="Choose whether you will come.",
            style="expanded",
        ),
        *(
            [
                chosen(
                    "times",
                    "Which times suit you",
                    list(view.times),
                    typed,
                    several=True,
                    style="expanded",
                )
            ]
            if several
            else []
        ),
        actions=[submits("kloe.confirm", submit_of("kloe.confirm"), view.cycle, view.version)],
    )


def kloe_held_form(view: KloeForms, typed: Typed) -> Json:
    """The day and the people; the self-assessment; the lines agreed with their rationale."""
    replies = () if view.meeting is None else view.meeting.replies
    coming = {reply.who.upn for reply in replies if reply.answer == "yes"}
    came = ",".join(upn for upn, _ in view.people if upn in coming)
    met = view.convened_for.isoformat() if view.convened_for else ""
    known = {key: value for key, value in (("attended", came), ("held_on", met)) if value}
    typed = typed if typed.values else Typed(known, typed.errors)
    theme = [text(f"Theme in the timetable: {view.theme}.")] if view.theme else []
    return card(
        f"Record the meeting for {view.service}, {view.month}",
        *theme,
        dated("held_on", "When it was held", typed, mend="Choose the day of the meeting."),
        chosen(
            "attended",
            "Who attended",
            list(view.people),
            typed,
            mend="Choose the people who attended.",
            several=True,
        ),
        *_said(typed),
        quiet("Lines of enquiry: each audit answers all of them, and dip samples test each one."),
        *(part for number in range(1, LINES + 1) for part in _kloe(number, typed, view.choices)),
        fold_of_grades(view),
        actions=[submits("kloe.held", submit_of("kloe.held"), view.cycle, view.version)],
    )


def fold_of_grades(view: KloeForms) -> Json:
    """The grade descriptors against which the service assesses itself."""
    told = (text(f"{name}: {definition}", spacing="Small") for name, definition in view.grades)
    return {"type": "ActionSet", "actions": [fold("The grade descriptors", *told)]}


def _said(typed: Typed) -> list[Json]:
    asked = (
        ("going_well", "What is going well", "Describe what is going well."),
        (
            "worried_about",
            "What the service is worried about",
            "Describe what it is worried about.",
        ),
        ("need_assurance", "What it needs assurance of", "Describe what it needs assurance of."),
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


def _kloe(number: int, typed: Typed, choices: Choices) -> list[Json]:
    first = number == 1
    return [
        written(
            f"kloes.{number}.text",
            f"Line of enquiry {number}",
            typed,
            mend="Give at least one line that was agreed." if first else "",
            most=300,
            multiline=False,
        ),
        written(
            f"kloes.{number}.rationale",
            f"Why line {number}",
            typed,
            mend="Say why it was agreed; the board report quotes it." if first else "",
            most=1000,
            multiline=False,
        ),
        *which_cases(number, typed, choices),
    ]
