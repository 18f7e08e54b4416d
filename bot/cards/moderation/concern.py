"""Cards and forms of a concern about how an audit was done: in confidence (programme.md §2.12)."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    group,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import aside, sentence
from store.views.moderation.concern import ConcernAsked, ConcernHeld, ConcernRead

RAISE, VIEW = "concern.raise", "concern.view"
MOST = 4000

STEPS = {
    "manager": "the conversation with their manager",
    "three_way": "the three-way meeting",
    "audit_manager": "the meeting with the Audit Manager, or one up",
    "restorative": "the restorative meeting",
}
NEXT = {
    "manager": "a three-way meeting with those it is about; the Audit Manager is told of it",
    "three_way": "a meeting with the Audit Manager or, where they did the audit, one up",
    "audit_manager": "a restorative meeting",
}
IN_CONFIDENCE = "In confidence: it stands in no list, report or story, and nobody is reminded of it"


def concern_button(upn: str, version: int) -> Json:
    """The button that raises one, for any card about an audit that somebody has a part in."""
    return opens_dialog(RAISE, "Raise a concern…", upn, version)


def concern_start_card(view: ConcernAsked) -> Json:
    """What the typed word "concern" is answered with."""
    if not view.audits:
        return card(
            "There is no audit of yours to raise a concern about",
            text("A concern is about how an audit was done that you have a part in."),
            text("Who can help: the audit team."),
        )
    return card(
        "Raise a concern about how an audit was done",
        text(f"It goes to {view.reads}, in confidence. They meet you about it."),
        text("A grade that you do not agree with is disputed instead: type “status”."),
        *buttons(
            opens_dialog(RAISE, "Raise a concern…", view.person, view.version, primary=True),
            fold("What happens then?", *_what_happens()),
        ),
    )


def _what_happens() -> list[Json]:
    return [
        text(
            "First a conversation with your manager. If that does not resolve it, a three-way "
            "meeting; then the Audit Manager; then a restorative meeting."
        ),
        text("What was learnt is recorded, and read by those in it alone."),
    ]


def concern_raise_form(view: ConcernAsked, typed: Typed) -> Json:
    """Which audit of mine, and what was wrong with how it was done."""
    return card(
        "Raise a concern in confidence",
        text(sentence(f"{aside(view.reads)} reads it, and nobody else does")),
        chosen(
            "audit",
            "Which audit of yours",
            view.audits,
            typed,
            mend="Choose the audit that it is about.",
        ),
        written(
            "text",
            "What was wrong with how it was done",
            typed,
            mend="Say in a few sentences what happened.",
            hint="What was said or done, and when. No family names.",
            most=MOST,
        ),
        quiet(
            "If your manager audited or moderated it, it goes to the Audit Manager instead; "
            "if they did, one up."
        ),
        actions=[submits(RAISE, "Raise the concern", view.person, view.version)],
    )


def concern_card(view: ConcernHeld) -> Json:
    """For whoever is to hear it: who raised it, that it is confidential, which step it is at."""
    if view.state == "closed":
        return _closed(view)
    if "concern.answer" not in view.may:
        return card(
            "A concern that you heard has gone on",
            text(f"{view.raised_by.name} raised it."),
            text(sentence(f"{aside(view.holder)} holds the next meeting")),
            *buttons(_read(view)),
        )
    by = "" if view.meet_by is None else view.meet_by.words
    return card(
        f"{view.raised_by.name} raised a concern with you in confidence",
        text("It is about how an audit was done. Please meet, and record what was learnt."),
        facts([("Step", _step(view.state)), ("Meet by", by)]),
        quiet(f"{IN_CONFIDENCE} but you."),
        *buttons(
            opens_dialog(
                "concern.answer", "Record the meeting…", view.id, view.version, primary=True
            ),
            _read(view),
            None if view.meet_by is None else fold("Why this date?", text(view.meet_by.why)),
        ),
        says=f"{view.raised_by.name} raised a concern with you in confidence; meet by {by}",
    )


def concern_raised_card(view: ConcernHeld) -> Json:
    """The receipt of whoever raised it: that it was taken, who meets them by when, and what then.

    It names no audit, as no card of a concern does.
    """
    if view.state == "closed":
        return _closed(view)
    by = "" if view.meet_by is None else view.meet_by.words
    step = "" if view.state == "manager" else _step(view.state)
    further = _step_after(view.state)
    return card(
        "You raised a concern in confidence",
        text(f"It was taken on {view.raised_on}."),
        facts([("Who meets you", view.holder), ("Step", step), ("Meet by", by)]),
        text(f"If that does not resolve it, {further} is next.")
        if further
        else text("It closes with this meeting."),
        quiet("In confidence: it stands in no list, report or story."),
        *buttons(
            _read(view, "Read what you wrote"),
            fold("What happens then?", *_what_happens()),
            None if view.meet_by is None else fold("Why this date?", text(view.meet_by.why)),
        ),
        says=f"Your concern was taken in confidence; {aside(view.holder)} meets you by {by}",
    )


def concern_told_card(view: ConcernHeld) -> Json:
    """For the Audit Manager: that there is a three-way meeting; not what it is about."""
    if view.state == "closed":
        return card(
            "A concern that you were told of is closed",
            text(f"{view.raised_by.name} raised it; there is nothing for you to do."),
        )
    return card(
        "A concern goes to a three-way meeting",
        text(f"{view.raised_by.name} raised it; {aside(view.holder)} holds the meeting."),
        text("You are told that there is one. What it says stays with those in it."),
        quiet("There is nothing for you to do unless it comes to you."),
    )


def concern_closed_card(view: ConcernHeld) -> Json:
    """For whoever raised it: that it is closed, and how to read what was learnt."""
    return _closed(view)


def _closed(view: ConcernHeld) -> Json:
    mine = view.viewer == view.raised_by.upn
    whose = "Your concern" if mine else f"{view.raised_by.name}'s concern"
    how = "is resolved" if view.resolved else "is closed"
    return card(
        f"{whose} {how}",
        text(f"It ended with {STEPS.get(view.last_step, 'the last meeting')}."),
        text("What was learnt is kept, for those in it alone."),
        *buttons(_read(view, "Read what was learnt")),
    )


def concern_answer_form(view: ConcernHeld, read: ConcernRead | None, typed: Typed) -> Json:
    """A meeting that was held: when, whether it resolved it, and what was learnt."""
    further = NEXT.get(view.state)
    choices = [("resolved", "It is resolved")]
    choices += (
        [("go_on", f"It is not: it goes on to {further}")]
        if further
        else [("go_on", "It is not, and closes with this last meeting")]
    )
    return card(
        f"Record {_meeting(view)}",
        *([] if read is None else _told(read)),
        dated(
            "met_on", "When you met", typed, mend="Choose the day of the meeting.", last=view.today
        ),
        chosen(
            "outcome",
            "What came of it",
            choices,
            typed,
            mend="Choose whether this resolved it.",
            style="expanded",
        ),
        written(
            "learnt",
            "What was learnt",
            typed,
            hint="Read by those in it alone; no report shows it.",
            most=MOST,
        ),
        actions=[submits("concern.answer", "Record the meeting", view.id, view.version)],
    )


def concern_dialog(read: ConcernRead) -> Json:
    """What was written, for those in it."""
    return card("A concern, in confidence", *_told(read), quiet("Only those in it can open this."))


def _told(read: ConcernRead) -> list[Json]:
    about = read.case_ref or "no longer kept"
    return [
        facts([("Audit", about), ("Raised by", read.raised_by.name), ("Raised", read.raised_on)]),
        *([text(f"“{read.text}”")] if read.text else []),
        *(
            group(
                heading(f"{_step(step)}, {on}"),
                quiet(f"Held by {by}."),
                *([text(f"“{learnt}”")] if learnt else []),
            )
            for step, on, by, learnt in read.meetings
        ),
    ]


def _meeting(view: ConcernHeld) -> str:
    if view.state == "manager":
        return f"the conversation with {view.raised_by.name}"
    return STEPS.get(view.state, "the meeting")


def _step(state: str) -> str:
    words = STEPS.get(state, state)
    return words[:1].upper() + words[1:]


def _step_after(state: str) -> str:
    """The words of the next step; none after the last."""
    steps = list(STEPS)
    return "".join(STEPS[step] for step in steps[steps.index(state) + 1 :][:1])


def _read(view: ConcernHeld, title: str = "Read the concern") -> Json | None:
    return opens_dialog(VIEW, title, view.id, view.version) if view.is_in_it else None
