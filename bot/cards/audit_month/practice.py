"""A practice audit's one-to-one feedback: its two forms, and what came of it (§1)."""

from bot.cards.parts.inputs import Typed, dated, written
from bot.cards.parts.kit import Json, buttons, card, facts, opens_dialog, quiet, submits, text
from bot.cards.parts.reading import reading_card
from store.views.audit_month.practice import Practice
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

PASS, AGAIN, VIEW = "practice.pass", "practice.again", "practice.view"


def practised_card(view: Practice) -> Json:
    """For the new auditor and the audit team."""
    ref, name = view.audit.bare, view.auditor.name
    if not view.outcome:
        return card(
            f"The practice audit of {ref} waits for its feedback",
            text(f"{name} and the moderator talk it through one to one."),
            *buttons(
                opens_dialog(PASS, button_of(PASS), view.audit.id, view.audit.version)
                if PASS in view.may
                else None
            ),
        )
    own = view.viewer == view.auditor.upn
    who = "You are" if own else f"{name} is"
    by = "" if view.by is None else view.by.name
    told = facts([("Talked through", view.feedback_on), ("Decided", f"{view.on}, {by}")])
    if view.outcome == "passed":
        return card(
            f"{who} a trained auditor now",
            text(f"The practice audit of {ref} was passed."),
            told,
            text("Audits may be allocated from today on."),
        )
    return card(
        f"{'You do' if own else f'{name} does'} another practice audit first",
        text(f"The one of {ref} showed what is still to be learnt."),
        told,
        *([] if own else [text("Please add another practice audit to a cycle.")]),
        *buttons(opens_dialog(VIEW, "Read what to learn", view.audit.id, view.audit.version)),
    )


def pass_form(view: Practice, typed: Typed) -> Json:
    """Passing it makes the auditor trained; a second button asks for another practice audit."""
    audit, name = view.audit, view.auditor.name
    return card(
        f"{name}'s practice audit of {audit.bare}",
        text(f"Passing it makes {name} a trained auditor from today."),
        _feedback(typed),
        actions=[
            submits(PASS, f"Passed: {name} is trained", audit.id, audit.version),
            submits(AGAIN, button_of(AGAIN), audit.id, audit.version, primary=False)
            | {"associatedInputs": "none"},
        ],
    )


def again_form(view: Practice, typed: Typed) -> Json:
    """What is still to be learnt; only the auditor and the audit team read it."""
    audit, name = view.audit, view.auditor.name
    return card(
        f"{name} does another practice audit first",
        quiet(f"The {terms.AUDIT_TEAM} is asked to add one. No child's or family's name, please."),
        _feedback(typed),
        written(
            "reason",
            "What is still to be learnt",
            typed,
            mend="Say in a sentence or two what the next practice audit is for.",
            hint="For example: to weigh impact for the child, not only what was done.",
        ),
        actions=[submits(AGAIN, submit_of(AGAIN), audit.id, audit.version)],
    )


def _feedback(typed: Typed) -> Json:
    return dated(
        "feedback_on",
        "Talked through one to one on",
        typed,
        mend="Give the day of the conversation.",
    )


def to_learn_dialog(view: Practice, words: str, page: int = 1) -> Json:
    """What is still to be learnt."""
    return reading_card(
        f"The practice audit of {view.audit.bare}",
        [("Still to be learnt", [words])],
        page,
        button=(VIEW, view.audit.id, view.audit.version),
    )
