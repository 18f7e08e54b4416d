"""Cards and forms of a concern about how an audit was done, in confidence (§2.12)."""

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
from bot.cards.parts.offers import offered, why_this_date
from bot.cards.parts.text import before_verb, sentence
from store.views.moderation.concern import ConcernAsked, ConcernHeld, ConcernRead
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

RAISE, ANSWER, VIEW = "concern.raise", "concern.answer", "concern.view"
MOST = 4000

STEPS = {
    "manager": "the conversation with their manager",
    "three_way": "the three-way meeting",
    "audit_manager": f"the meeting with the {terms.AUDIT_MANAGER} or the manager above them",
    "restorative": "the restorative meeting",
}
NEXT = {
    "manager": (
        f"a three-way meeting with the people it is about; the {terms.AUDIT_MANAGER} is notified"
    ),
    "three_way": (
        f"a meeting with the {terms.AUDIT_MANAGER} or, if they were involved, the manager above"
    ),
    "audit_manager": "a restorative meeting",
}
IN_CONFIDENCE = "In confidence: no list, report or story shows it"


def concern_button(upn: str, version: int) -> Json:
    """The button that raises one, for a card about an audit that its reader has a part in."""
    return opens_dialog(RAISE, button_of(RAISE), upn, version)


def concern_start_card(view: ConcernAsked) -> Json:
    """The answer to the typed word "concern"."""
    if not view.audits:
        return card(
            "You have no audit to raise a concern about",
            text("You can raise a concern about how an audit was done if you had a part in it."),
            text(f"Questions: the {terms.AUDIT_TEAM}."),
        )
    return card(
        "Raise a concern about how an audit was done",
        text(sentence(f"In confidence, it goes to {view.reads}")),
        text("They will meet you about it."),
        text("If you disagree with the grade, dispute it instead: type “status”."),
        *buttons(
            opens_dialog(RAISE, button_of(RAISE), view.person, view.version, primary=True),
            fold("What happens then?", *_what_happens()),
        ),
    )


def _what_happens() -> list[Json]:
    return [
        text(
            "First you talk to your manager. If that does not resolve it, there is a three-way "
            f"meeting, then one with the {terms.AUDIT_MANAGER}, then a restorative meeting."
        ),
        text("What was learnt is recorded. Only those in it can read it."),
    ]


def concern_raise_form(view: ConcernAsked, typed: Typed) -> Json:
    """Which audit, and what was wrong with how it was done."""
    return card(
        "Raise a concern in confidence",
        text(sentence(f"Only {before_verb(view.reads)} reads it")),
        chosen(
            "audit",
            "Which of your audits",
            view.audits,
            typed,
            mend="Choose the audit that the concern is about.",
        ),
        written(
            "text",
            "What was wrong with how it was done",
            typed,
            mend="Say in a few sentences what happened.",
            hint="Say what happened and when. Leave out family names.",
            most=MOST,
        ),
        quiet(
            f"If your manager audited or moderated it, it goes to the {terms.AUDIT_MANAGER}. "
            f"If they did, "
            "it goes to the manager above them."
        ),
        actions=[submits(RAISE, submit_of(RAISE), view.person, view.version)],
    )


def concern_card(view: ConcernHeld) -> Json:
    """For the person who hears it: who raised it, in confidence, and which step it is at."""
    if view.state == "closed":
        return _closed(view)
    if ANSWER not in view.may:
        return card(
            "A concern that you heard has gone on",
            text(f"{view.raised_by.name} raised it."),
            text(sentence(f"{before_verb(view.holder)} holds the next meeting")),
            *buttons(_read(view)),
        )
    by = "" if view.meet_by is None else view.meet_by.words
    return card(
        f"{view.raised_by.name} raised a concern with you in confidence",
        text("It is about how an audit was done. Please meet them and record what was learnt."),
        facts([("Step", _step(view.state)), ("Meet by", by)]),
        quiet(f"{IN_CONFIDENCE}, and only you are reminded of it."),
        *buttons(
            offered(ANSWER, view.may, view.id, view.version, primary=True),
            _read(view),
            why_this_date(view.meet_by),
        ),
        says=f"{view.raised_by.name} raised a concern with you in confidence; meet by {by}",
    )


def concern_raised_card(view: ConcernHeld) -> Json:
    """The receipt for the person who raised it: who meets them, by when, and what follows.

    Like every card about a concern, it names no audit.
    """
    if view.state == "closed":
        return _closed(view)
    by = "" if view.meet_by is None else view.meet_by.words
    step = "" if view.state == "manager" else _step(view.state)
    further = _step_after(view.state)
    return card(
        "You raised a concern in confidence",
        text(f"It was recorded on {view.raised_on}."),
        facts([("Who meets you", view.holder), ("Step", step), ("Meet by", by)]),
        text(f"If that does not resolve it, the next step is {further}.")
        if further
        else text("It closes with this meeting."),
        quiet(f"{IN_CONFIDENCE}."),
        *buttons(
            _read(view, "Read what you wrote"),
            fold("What happens then?", *_what_happens()),
            why_this_date(view.meet_by),
        ),
        says=f"You raised a concern in confidence; {before_verb(view.holder)} meets you by {by}",
    )


def concern_told_card(view: ConcernHeld) -> Json:
    """For the Audit Manager: there is a three-way meeting; the card does not say what about."""
    if view.state == "closed":
        return card(
            "A concern that you were notified of is closed",
            text(f"{view.raised_by.name} raised it. There is nothing for you to do."),
        )
    return card(
        "A concern goes to a three-way meeting",
        text(f"{view.raised_by.name} raised it; {before_verb(view.holder)} holds the meeting."),
        text("This is for you to know. What the concern says stays with those in it."),
        quiet("There is nothing for you to do unless it comes to you."),
    )


def concern_closed_card(view: ConcernHeld) -> Json:
    """For the person who raised it: it is closed, and this is how to read what was learnt."""
    return _closed(view)


def _closed(view: ConcernHeld) -> Json:
    mine = view.viewer == view.raised_by.upn
    whose = "Your concern" if mine else f"{view.raised_by.name}'s concern"
    how = "is resolved" if view.resolved else "is closed"
    return card(
        f"{whose} {how}",
        text(f"It ended with {STEPS.get(view.last_step, 'the last meeting')}."),
        text("Only those in it can read what was learnt."),
        *buttons(_read(view, "Read what was learnt")),
    )


def concern_answer_form(view: ConcernHeld, read: ConcernRead | None, typed: Typed) -> Json:
    """A meeting that was held: when, whether it resolved it, and what was learnt."""
    further = NEXT.get(view.state)
    choices = [("resolved", "It is resolved")]
    choices += (
        [("go_on", f"It is not resolved. Next: {further}")]
        if further
        else [("go_on", "It is not resolved, and closes after this last meeting")]
    )
    return card(
        f"Record {_meeting(view)}",
        *([] if read is None else _told(read)),
        dated("met_on", "When you met", typed, mend="Choose the day of the meeting."),
        chosen(
            "outcome",
            "What came of it",
            choices,
            typed,
            mend="Choose whether the meeting resolved it.",
            style="expanded",
        ),
        written(
            "learnt",
            "What was learnt",
            typed,
            hint="Only those in it read this; no report shows it.",
            most=MOST,
        ),
        actions=[submits(ANSWER, submit_of(ANSWER), view.id, view.version)],
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
