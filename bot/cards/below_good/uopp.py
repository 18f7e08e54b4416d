"""Cards about a UoPP meeting: for its chair, for those invited, for its readers (§3)."""

from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    opens_dialog,
    opens_link,
    quiet,
    text,
)
from bot.cards.parts.reading import reading_card
from bot.cards.parts.text import count, joined
from store.views.below_good.uopp import Offered, UoppMeeting, UoppRecord
from store.views.parts.offers import button_of
from store.vocabulary import terms

VIEW = "uopp.view"
FIX, HELD, NOT_HELD = "uopp.fix", "uopp.held", "uopp.not_held"
CONVENE, CONFIRM, SHARE = "uopp.convene", "uopp.confirm", "uopp.share"
PROPOSE = "progression.propose"
SECOND = "uopp_second"
NOBODY = "Nobody who is asked can come then: choose another time, or hold it with whoever comes."


def uopp_chair_card(view: UoppMeeting) -> Json:
    """For the chair: who can come when, and what comes next; a receipt once it is over."""
    if view.state == "held":
        return _held(view)
    if view.state in {"not_held", "called_off"}:
        return _off(view)
    ref, what = view.audit.case_ref, _what(view)
    if view.state == "fixed":
        title = f"{what} about {ref}: {view.starts}"
        if view.over:
            title = f"Was the {_in_words(view)} about {ref} held?"
    else:
        title = f"{what} about {ref}: fix one of {count(len(view.times), 'time')}"
    return card(
        title,
        facts(
            [
                *((offered.words, _can(offered)) for offered in view.times),
                ("Cannot come", joined(list(view.cannot))),
                ("No answer yet", joined(list(view.waiting))),
                ("To be held by", "" if view.hold_by is None else view.hold_by.words),
                ("Where", view.place),
            ]
        ),
        *([text(NOBODY)] if view.nobody and not view.over else []),
        *([text(view.by_hand)] if view.by_hand else []),
        *([quiet(f"It was to start {view.starts}.")] if view.over else []),
        *buttons(
            *_chairs(view),
            None if view.hold_by is None else fold("Why this date?", text(view.hold_by.why)),
        ),
        says=title,
    )


def _chairs(view: UoppMeeting) -> list[Json | None]:
    """The likely step first; a meeting that was never fixed may have been held all the same."""
    fixed = view.state == "fixed"
    record = _ask(view, HELD, primary=fixed)
    fix = _ask(view, FIX, "Fix another time…" if fixed else "", primary=not fixed)
    others = _ask(view, CONVENE, "Propose other times…")
    off = _ask(view, NOT_HELD)
    return (
        [record, off, fix, others]
        if view.over
        else [*([record, _join(view), fix] if fixed else [fix, record]), others, off]
    )


def uopp_invite_card(view: UoppMeeting) -> Json:
    """For somebody invited: when, with whom, and whether they can come."""
    if view.viewer == view.chair.upn:
        return uopp_chair_card(view)
    ref, what = view.audit.case_ref, _what(view)
    if view.state == "held":
        return _held(view)
    if view.state in {"not_held", "called_off"}:
        return _off(view)
    when = view.starts or f"{count(len(view.times), 'time')} proposed"
    mine = {"yes": "You can come.", "cannot": "You cannot come. The chair sees that."}
    return card(
        f"{what} about {ref}: {when}",
        text(f"{view.chair.with_role} asks you to come and look at the work together."),
        facts(
            [
                ("Times", "" if view.starts else "; ".join(one.words for one in view.times)),
                ("Where", view.place),
                ("Your answer", mine.get(view.mine, "")),
            ]
        ),
        text("You look at what went well and agree what will be different for the child."),
        *buttons(
            _ask(view, CONFIRM, "Change your answer…" if view.mine else "", primary=not view.mine),
            _join(view),
        ),
        says=f"{what} about {ref}: {when}. Say whether you can come.",
    )


def _held(view: UoppMeeting) -> Json:
    """For everybody who was invited: that it was held, and when."""
    ref = view.audit.case_ref
    shared = (
        text(f"Its record was shared on {view.shared_on}.")
        if view.shared_on
        else text("Its record is not shared yet.")
    )
    by = view.share_by if SHARE in view.may else None
    return card(
        f"{_what(view)} about {ref} was held on {view.held_on}",
        shared if by is None else text(f"Please share its record by {by.words}."),
        *(
            [
                facts(
                    [
                        ("There", joined(list(view.attended))),
                        ("Actions agreed", str(view.actions) if view.actions else "none"),
                        ("They go into", view.into_plan),
                    ]
                )
            ]
            if view.may_read
            else []
        ),
        *buttons(
            execute(SHARE, button_of(SHARE), view.audit.id, view.audit.version, primary=True)
            if SHARE in view.may
            else None,
            _read(view),
            _ask(view, PROPOSE),
        ),
    )


def _off(view: UoppMeeting) -> Json:
    """It was not held, or the grade no longer asks for it."""
    ref = view.audit.case_ref
    left = [text(view.by_hand)] if view.by_hand else []
    if view.state == "called_off":
        return card(
            f"{_what(view)} about {ref} is called off",
            *left,
            text(
                f"The grade is now {view.grade}. You will be notified if another meeting is needed."
            ),
            *([] if left else [text("There is nothing for you to do.")]),
        )
    again = _ask(view, CONVENE, primary=True)
    late = "" if view.hold_by is None else f" by {view.hold_by.words}"
    return card(
        f"{_what(view)} about {ref} was not held",
        text(f"It is still to be held{late}.") if view.hold_by else text("The chair says why."),
        *left,
        *buttons(again),
    )


def uopp_record_card(view: UoppMeeting) -> Json:
    """For practitioner, Team Manager, Head of Service, audit team and those who were there."""
    ref = view.audit.case_ref
    return card(
        f"Record of the {_in_words(view)} about {ref}",
        text(f"It was held on {view.held_on}; {view.chair.name} led it."),
        facts(
            [
                ("There", joined(list(view.attended))),
                ("Actions agreed", str(view.actions) if view.actions else "none"),
                ("They go into", view.into_plan),
            ]
        ),
        quiet("What was said stays with its readers."),
        *buttons(_read(view, primary=True)),
        says=f"The record of the {_in_words(view)} about {ref} is here to read",
    )


def uopp_second_card(view: UoppMeeting) -> Json:
    """For Audit Manager, Head of the Learning Academy and Director: that it was held."""
    ref = view.audit.case_ref
    return card(
        f"The second {terms.MEETING} about {ref} was held on {view.held_on}",
        text(f"{view.chair.with_role}, led it. The work is graded {view.grade}."),
        facts(
            [
                ("Actions agreed", str(view.actions) if view.actions else "none"),
                ("They go into", view.into_plan),
            ]
        ),
        *buttons(_read(view)),
    )


def uopp_record_dialog(view: UoppRecord, page: int = 1) -> Json:
    """What was said and agreed, for its lawful readers."""
    meeting = view.meeting
    stood = meeting.audit.practitioner.name
    return reading_card(
        f"{_what(meeting)} about {meeting.audit.case_ref}, {meeting.held_on}",
        [
            ("What was talked about", [view.record]),
            *((who, [words]) for who, words in view.actions),
            *(
                [(f"Why the {terms.TEAM_MANAGER} stood in for {stood}", [view.stand_in_reason])]
                if view.stand_in_reason
                else []
            ),
        ],
        page,
        button=(VIEW, meeting.id, meeting.version),
        first=[quiet(f"There: {joined(list(meeting.attended))}. Please keep it between you.")],
    )


def _what(view: UoppMeeting) -> str:
    return f"The second {terms.MEETING}" if view.kind == SECOND else f"The {terms.MEETING}"


def _in_words(view: UoppMeeting) -> str:
    return f"second {terms.MEETING}" if view.kind == SECOND else terms.MEETING


def _can(offered: Offered) -> str:
    if offered.nobody:
        return "nobody can come"
    names = joined(list(offered.can))
    return f"{names} can come" if names else "nobody has answered yet"


def _ask(view: UoppMeeting, verb: str, title: str = "", *, primary: bool = False) -> Json | None:
    if verb not in view.may:
        return None
    title = title or button_of(verb)
    return opens_dialog(verb, title, view.audit.id, view.audit.version, primary=primary)


def _join(view: UoppMeeting) -> Json | None:
    return opens_link("Join the meeting", view.link) if view.link else None


def _read(view: UoppMeeting, *, primary: bool = False) -> Json | None:
    if not view.may_read:
        return None
    return opens_dialog(VIEW, "Read the record", view.id, view.version, primary=primary)
