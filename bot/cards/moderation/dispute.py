"""Cards about a disputed grade, for those who raise, answer and settle it (§2.12)."""

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
from bot.cards.parts.offers import calls, offered, why_this_date
from bot.cards.parts.surface import page_choice, pages_of
from store.views.moderation.dispute import Disputed, DisputeRead, MayDispute
from store.vocabulary import terms

VIEW, CHOOSE = "dispute.view", "dispute.choose"
RAISE, ANSWER, REFER = "dispute.raise", "dispute.answer", "dispute.refer"
SETTLE = "dispute.settle"
PAGE = 8


def dispute_card(view: Disputed) -> Json:
    """For the moderator, or the deputy in their place, who answers it."""
    ref = view.audit.case_ref
    if view.state != "raised":
        return _moved_on(view)
    return card(
        f"{view.raised_by.name} disputes the grade of {ref}",
        *_stead(view),
        facts([("Grade", view.grade), ("Answer by", _day(view)), ("Raised", view.raised_on)]),
        text("Please talk first. You have already decided on this audit: somebody else settles it.")
        if ANSWER in view.may
        else text("The person who was to answer is not here, so it goes straight to be settled."),
        *buttons(
            _ask(view, ANSWER, primary=True),
            _ask(view, REFER, "Have it settled…", primary=ANSWER not in view.may),
            _read(view, "Read why"),
            _call(view),
            fold("What happens then?", *_what_happens()),
            why_this_date(view.answer_by),
        ),
        says=f"{view.raised_by.name} disputes the grade of {ref}; answer by {_day(view)}",
    )


def _what_happens() -> list[Json]:
    return [
        text("If your answer resolves it, the grade stands."),
        text(
            "If it does not, you or the person who raised it take it further. Somebody who has not "
            "decided on this audit then settles it."
        ),
    ]


def _call(view: Disputed) -> Json | None:
    if view.viewer == view.raised_by.upn or ANSWER not in view.may:
        return None
    return calls(view.raised_by.name, view.raised_by.upn)


def _moved_on(view: Disputed) -> Json:
    """The same card once it was answered: a receipt for the person asked."""
    ref = view.audit.case_ref
    if view.state == "settled":
        return dispute_settled_card(view)
    who = "Nobody" if view.answered_by is None else _name(view, view.answered_by.upn)
    if view.answered_by is None:
        told = f"The dispute about {ref} goes to somebody who has not decided on it"
        return card(told, text(f"Settled by {_settle_day(view)}."), *buttons(_read(view)))
    after = (
        f"{view.raised_by.name} may take it further until {view.refer_by}."
        if view.state == "answered" and view.refer_by
        else f"The grade stays {view.grade}."
        if view.state == "answered"
        else f"It goes to somebody who has not decided on it, by {_settle_day(view)}."
    )
    return card(
        f"{who} answered the dispute about {ref}",
        text(f"Answered on {view.answered_on}. {view.raised_by.name} reads the answer."),
        text(after),
        *buttons(_read(view, "Read it again")),
    )


def dispute_answered_card(view: Disputed) -> Json:
    """For whoever raised it: that there is an answer, and the way on by when."""
    ref = view.audit.case_ref
    who = "" if view.answered_by is None else view.answered_by.name
    if view.state == "settled":
        return dispute_settled_card(view)
    if view.state == "referred":
        return card(
            f"Your dispute about {ref} is now with somebody else to settle",
            text("Somebody who has not decided on this audit settles it finally."),
            facts([("Settled by", _settle_day(view))]),
            *buttons(_read(view, "Read the answer")),
        )
    if not view.refer_by:
        return card(
            f"Your dispute about {ref} is resolved",
            text(f"{who} answered on {view.answered_on}. The grade stays {view.grade}."),
            *buttons(_read(view, "Read the answer")),
        )
    return card(
        f"{who} answered your dispute about {ref}",
        text(f"Answered on {view.answered_on}. If that resolves it, there is nothing to do."),
        facts([("Grade", view.grade), ("Take it further by", view.refer_by)]),
        *buttons(_read(view, "Read the answer", primary=True), _ask(view, REFER)),
        says=f"{who} answered your dispute about {ref}; take it further by {view.refer_by}",
    )


def dispute_decide_card(view: Disputed) -> Json:
    """For those who settle it: the audit team, the PSW, or the alternate."""
    ref = view.audit.case_ref
    if view.state == "settled":
        return dispute_settled_card(view)
    answered = "" if view.answered_by is None else view.answered_by.name
    may = SETTLE in view.may
    title = f"Settle the dispute about {ref} by {_settle_day(view)}"
    return card(
        title if may else f"Somebody else settles the dispute about {ref}",
        text(f"{view.raised_by.name} disputes {view.grade}. Talking did not resolve it."),
        facts([("Raised", view.raised_on), ("Answered by", answered)]),
        text("You have not decided on this audit before. What you decide is final.")
        if may
        else text("There is nothing for you to do."),
        *buttons(
            _ask(view, SETTLE, primary=True),
            _read(view, "Read the reason and the answer"),
            why_this_date(view.settle_by),
        ),
    )


def dispute_settled_card(view: Disputed) -> Json:
    """For everybody in the audit: the final grade, and who gave it."""
    ref = view.audit.case_ref
    who = "" if view.settled_by is None else _name(view, view.settled_by.upn)
    changed = view.settled != view.grade
    what = f"from {view.grade} to {view.settled}" if changed else f"it stays {view.settled}"
    return card(
        f"The dispute about {ref} is settled: {what}",
        text(f"{who} settled it on {view.settled_on}. This is final."),
        text("Every earlier grade is kept."),
        *buttons(_read(view, "Read why")),
        says=f"The dispute about {ref} is settled: {what}",
    )


def dispute_dialog(view: DisputeRead) -> Json:
    """What was written, for those in the dispute."""
    return card(
        f"The dispute about {view.case_ref}",
        *(group(heading(title), text(f"“{words}”")) for title, words in view.parts),
        quiet("Only those in the dispute can open this."),
    )


def may_dispute_dialog(view: tuple[MayDispute, ...], upn: str, page: int = 1) -> Json:
    """The grades that the reader may dispute now, each with its button and its last day."""
    if not view:
        return card(
            "There is no grade that you can dispute now",
            text("A grade may be disputed for some working days after it is decided."),
            text(f"Questions: the {terms.AUDIT_TEAM}."),
        )
    page, pages = pages_of(len(view), PAGE, page)
    shown = view[(page - 1) * PAGE : page * PAGE]
    names = [f"from {view[at].case_ref}" for at in range(0, len(view), PAGE)]
    return card(
        "Dispute a grade",
        quiet("Please talk to the moderator first."),
        *(_disputable(one) for one in shown),
        *page_choice(page, pages, names),
        actions=[submits(CHOOSE, "Show that page", upn, 0)] if pages > 1 else [],
    )


def _disputable(one: MayDispute) -> Json:
    title = f"Dispute {one.case_ref}…"
    pressed = submits(RAISE, title, one.audit, one.version, primary=False)
    return group(
        text(f"{one.case_ref}: {one.grade}, until {one.until}"),
        *buttons(pressed | {"associatedInputs": "none"}),
        separator=True,
    )


def _stead(view: Disputed) -> list[Json]:
    if not view.stands_for:
        return []
    return [text(f"You answer in place of {view.stands_for}, who is away.")]


def _name(view: Disputed, upn: str) -> str:
    people = (view.raised_by, view.answered_by, view.settled_by)
    found = next((who.name for who in people if who is not None and who.upn == upn), "Somebody")
    return "You" if upn == view.viewer else found


def _day(view: Disputed) -> str:
    return "" if view.answer_by is None else view.answer_by.words


def _settle_day(view: Disputed) -> str:
    return "a date to be set" if view.settle_by is None else view.settle_by.words


def _ask(view: Disputed, verb: str, title: str = "", *, primary: bool = False) -> Json | None:
    audit = view.audit
    return offered(verb, view.may, audit.id, audit.version, title=title, primary=primary)


def _read(view: Disputed, title: str = "Read it", *, primary: bool = False) -> Json | None:
    if not view.may_read:
        return None
    return opens_dialog(VIEW, title, view.id, view.version, primary=primary)
