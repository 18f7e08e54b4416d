"""Forms of a UoPP meeting: times, answers, the record, notes on the file (§3)."""

from bot.cards.moderation.added_actions import slots
from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, card, heading, quiet, submits, text
from bot.cards.parts.text import joined
from store.views.below_good.uopp import PLANS, Offered
from store.views.below_good.uopp_form import UoppForm
from store.views.parts.offers import submit_of
from store.vocabulary import terms

CONVENE, CONFIRM, FIX = "uopp.convene", "uopp.confirm", "uopp.fix"
HELD, NOT_HELD = "uopp.held", "uopp.not_held"
NOBODY = "nobody_can_come"
NOTED, CASE_NOTED = "uopp.noted", "case.noted"

MOST, STAFF, LINK = 4000, 1000, 500
TIMES = 3
"""Times that the form has room for."""
HOURS = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)]


def convene_form(view: UoppForm, typed: Typed) -> Json:
    """One time fixes the meeting; several are proposed, and everybody says which suit them."""
    audit = view.audit
    by = "" if view.hold_by is None else f" by {view.hold_by.words}"
    held = submits(HELD, "It was held already…", audit.id, audit.version, primary=False)
    return card(
        f"Propose times for the {_meeting(view)} about {audit.case_ref}{by}",
        text(f"Asked to come: {joined(list(view.asked))}.")
        if view.asked
        else text("Nobody who has to come is here."),
        quiet("One time fixes it. With two or three, everybody says when they can come."),
        *(part for number in range(1, TIMES + 1) for part in _time(number, typed)),
        written(
            "place",
            "Where, or the link to it",
            typed,
            most=LINK,
            multiline=False,
            hint="For example: a room, or the Teams link.",
        ),
        chosen(
            "invite",
            "Who else would help",
            list(view.others),
            typed,
            several=True,
            hint="This child's own reviewing officer and chair, where there are any, stand first.",
        ),
        *([] if view.asked else _all_the_same(typed)),
        actions=[
            submits(CONVENE, submit_of(CONVENE), audit.id, audit.version),
            *([held | {"associatedInputs": "none"}] if HELD in view.may else []),
        ],
    )


def _time(number: int, typed: Typed) -> list[Json]:
    mend = "Choose a day on which it can be held." if number == 1 else ""
    return [
        dated(f"day{number}", f"Day {number}", typed, mend=mend),
        chosen(
            f"time{number}",
            f"Start {number} (09:30 unless chosen)",
            [(hour, hour) for hour in HOURS],
            typed,
        ),
    ]


def confirm_form(view: UoppForm, typed: Typed) -> Json:
    """Whether one can come, and to which of the times."""
    audit, meeting = view.audit, view.meeting
    times = () if meeting is None else meeting.times
    one = times[0].words if len(times) == 1 else (meeting.starts if meeting else "")
    return card(
        f"Can you come to the {_meeting(view)} about {audit.case_ref}?",
        *([text(one)] if one else []),
        chosen(
            "answer",
            "Your answer",
            [("yes", "I can come"), ("cannot", "I cannot come to any of them")],
            typed,
            mend="Say whether you can come.",
            style="expanded",
        ),
        *(
            [
                chosen(
                    "times",
                    "To which of them",
                    [(offered.at, offered.words) for offered in times],
                    typed,
                    several=True,
                    style="expanded",
                    hint="All of them, unless you choose.",
                )
            ]
            if not one
            else []
        ),
        actions=[submits(CONFIRM, submit_of(CONFIRM), audit.id, audit.version)],
    )


def fix_form(view: UoppForm, typed: Typed) -> Json:
    """The chair fixes one of the times, seeing who can come."""
    audit, meeting = view.audit, view.meeting
    times = () if meeting is None else meeting.times
    waiting = () if meeting is None else meeting.waiting
    return card(
        f"When is the {_meeting(view)} about {audit.case_ref}?",
        *([quiet(f"No answer yet: {joined(list(waiting))}.")] if waiting else []),
        chosen(
            "starts_at",
            "Start",
            [(one.at, f"{one.words}: {_who_can(one)}") for one in times],
            typed,
            mend="Choose one of the times.",
            style="expanded",
        ),
        *(_all_the_same(typed) if any(one.nobody for one in times) else []),
        actions=[submits(FIX, submit_of(FIX), audit.id, audit.version)],
    )


def _who_can(one: Offered) -> str:
    return "nobody can come" if one.nobody else joined(list(one.can)) or "nobody yet"


def _all_the_same(typed: Typed) -> list[Json]:
    """Where nobody can come, the chair says so before the time is fixed."""
    return [
        chosen(
            NOBODY,
            "If nobody can come then",
            [("true", "Fix it although nobody can come")],
            typed,
            style="expanded",
            several=True,
        )
    ]


def held_form(view: UoppForm, typed: Typed) -> Json:
    """The record: when, who was there, what was said, what was agreed and where it goes."""
    audit = view.audit
    typed = Typed({"attended": ",".join(view.there), **typed.values}, typed.errors)
    return card(
        f"Record the {_meeting(view)} about {audit.case_ref}",
        *([text(view.reaudit)] if view.reaudit else []),
        *([quiet(f"Named as delayed: “{view.delay}”")] if view.delay else []),
        quiet(f"It needs {joined(list(view.needed))}. Leave out names of the family."),
        dated("held_on", "Held on", typed, mend="Choose the day on which it was held."),
        chosen(
            "attended",
            "Who was there",
            list(view.people),
            typed,
            mend="Choose everybody who was there.",
            several=True,
            style="expanded",
        ),
        *(
            [
                written(
                    "stands_in",
                    f"Why {audit.team_manager.name} stood in for {audit.practitioner.name}",
                    typed,
                    most=STAFF,
                    hint="If they were not there. For example: left, or away.",
                )
            ]
            if view.practitioner_gone
            else []
        ),
        written(
            "record",
            "What was talked about",
            typed,
            most=MOST,
            mend="Say what went well, what to develop, and what was agreed.",
            hint=(
                f"Only the practitioner, managers, {terms.AUDIT_TEAM} and those who were "
                f"there read it."
            ),
        ),
        heading("Actions agreed, if any"),
        *slots(view, typed),
        chosen(
            "into_plan",
            "Where the actions go",
            list(PLANS.items()),
            typed,
            mend="Choose where they go. There is never a second plan.",
        ),
        *_progression(view, typed),
        actions=[submits(HELD, submit_of(HELD), audit.id, audit.version)],
    )


def _progression(view: UoppForm, typed: Typed) -> list[Json]:
    if not view.better:
        return []
    return [
        chosen(
            "progression.grade",
            "Grade to propose on progress, if any",
            [(one.name, f"{one.name}: {one.definition}") for one in view.better],
            typed,
            hint="Somebody who had no say confirms it. The grade of the audit stays.",
        ),
        written("progression.reason", "What shows it", typed, most=MOST),
    ]


def not_held_form(view: UoppForm, typed: Typed) -> Json:
    """Why it did not take place; a meeting is still due."""
    audit = view.audit
    by = "" if view.hold_by is None else f" A meeting is still due by {view.hold_by.words}."
    return card(
        f"The {_meeting(view)} about {audit.case_ref} was not held",
        text(f"Everybody invited is notified.{by}"),
        written(
            "reason",
            "Why not",
            typed,
            most=STAFF,
            mend="Say in a sentence why it did not take place.",
            hint="For example: somebody who has to come was ill.",
        ),
        actions=[submits(NOT_HELD, submit_of(NOT_HELD), audit.id, audit.version)],
    )


def noted_form(view: UoppForm, typed: Typed) -> Json:
    """That the file says so, and since when; what was said, only if the profile asks."""
    audit = view.audit
    what = (
        "The note on the file says that it was held and what came of it."
        if view.note_content
        else "The note on the file says that it was held, and nothing of what was said."
    )
    return card(
        f"Does the file of {audit.case_ref} say that the {terms.MEETING} was held?",
        text(what),
        dated("noted_on", "Noted on", typed, mend="Choose the day on which it was noted."),
        actions=[submits(NOTED, submit_of(NOTED), audit.id, audit.version)],
    )


def case_noted_form(view: UoppForm, typed: Typed) -> Json:
    """That the case note is on the file, with date, key findings and actions."""
    audit = view.audit
    return card(
        f"Is the case note about the audit on the file of {audit.case_ref}?",
        text("It holds the date of the audit, its key findings and the actions."),
        dated("noted_on", "Noted on", typed, mend="Choose the day on which it was noted."),
        actions=[submits(CASE_NOTED, submit_of(CASE_NOTED), audit.id, audit.version)],
    )


def _meeting(view: UoppForm) -> str:
    return f"second {terms.MEETING}" if _is_second(view) else terms.MEETING


def _is_second(view: UoppForm) -> bool:
    return view.kind == "uopp_second"
