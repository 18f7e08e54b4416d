"""Cards and forms of a dip re-audit: what it found, and what is late addressed (§3)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import shortened
from store.views.below_good.dip_reaudit import DipReauditRead, DipReauditSeen, DipReauditToDo
from store.views.parts.offers import button_of, submit_of
from store.vocabulary import terms

VIEW, REAUDITED, ADDRESSED = "dip_reaudit.view", "dip.reaudited", "delay.addressed"
MOST = 4000
STANDINGS = {"done": "Done", "on_track": "On track", "delayed": "Delayed"}
ACTION_WORDS = 24


def dip_reaudit_card(view: DipReauditSeen) -> Json:
    """For Head of Service, Group Managers and PSW, and those above if it is still below good."""
    still = f"still {view.now}" if view.was == view.now else view.now
    standings = ", ".join(f"{n} {STANDINGS[one].lower()}" for one, n in view.standings if n)
    to_do = view.to_address and ADDRESSED in view.may
    by = "" if view.address_by is None else f" by {view.address_by.words}"
    title = f"Dip re-audit of {view.case_ref}: {still}"
    if to_do:
        title = (
            f"Address what is late on {view.case_ref}{by}"
            if view.delayed
            else f"{view.case_ref} is {still}: address it{by}"
        )
    addressed = f"{view.addressed_by}, {view.addressed_on}" if view.addressed_by else ""
    found = still if view.still_below else f"to be {view.now}"
    return card(
        title,
        text(f"Six weeks on, the work graded {view.was} was found {found}."),
        facts(
            [
                ("Actions", standings),
                ("Looked at by", f"{view.by.name}, {view.on}"),
                ("Addressed", addressed),
            ]
        ),
        *_next(view, to_do=to_do),
        *buttons(
            opens_dialog(ADDRESSED, button_of(ADDRESSED), view.audit, view.version, primary=True)
            if to_do
            else None,
            opens_dialog(VIEW, "Read what was found", view.audit, view.version)
            if view.may_read
            else None,
            fold("Why this date?", text(view.address_by.why))
            if to_do and view.address_by is not None
            else None,
        ),
        says=f"{title}. The dip re-audit found {still}",
    )


def _next(view: DipReauditSeen, *, to_do: bool) -> list[Json]:
    if to_do:
        talk = text("Please talk it through with practitioner and manager.")
        shared = " and " in view.address_with
        both = quiet(f"One of you records it: {view.address_with}.")
        return [talk, both] if shared else [talk]
    if view.to_address:
        return [
            text(f"It is for {view.address_with or f'the {terms.HEAD_OF_SERVICE}'} to address.")
        ]
    if not view.still_below and not view.delayed:
        return [text("The work has improved, and no action is late.")]
    return []


def dip_reaudit_form(view: DipReauditToDo, typed: Typed) -> Json:
    """How each agreed action stands, any delay in words, and the grade now."""
    asked = [
        chosen(
            f"actions.{own}",
            shortened(words, ACTION_WORDS),
            list(STANDINGS.items()),
            typed,
            mend="Say how this action stands.",
            style="expanded",
        )
        for own, words in view.actions
    ]
    return card(
        f"Dip re-audit of {view.case_ref}",
        text(f"It was graded {view.was}. Look at the agreed actions and at the work since."),
        *([] if asked else [quiet("No action was agreed, so look at the work alone.")]),
        *asked,
        written(
            "delay",
            "What is delayed, and why",
            typed,
            most=MOST,
            hint="Needed if an action is delayed. No family names.",
        ),
        chosen(
            "grade",
            "The work as it is now",
            [(name, f"{name}: {meaning}") for name, meaning in view.grades],
            typed,
            mend="Choose the grade of the work as it is now.",
            style="expanded",
        ),
        written("note", "What else you found", typed, most=MOST),
        quiet("The grade of the audit stays as it is. This one is kept beside it."),
        actions=[submits(REAUDITED, submit_of(REAUDITED), view.audit, view.version)],
    )


def delay_form(view: DipReauditSeen, typed: Typed) -> Json:
    """How the Head of Service addressed it."""
    return card(
        f"How was {view.case_ref} addressed?",
        text("Say what was agreed with the practitioner and their manager, and by when."),
        written(
            "how",
            "What was done about it",
            typed,
            most=MOST,
            mend="Say in a sentence or two what was done.",
            hint="No family names.",
        ),
        actions=[submits(ADDRESSED, submit_of(ADDRESSED), view.audit, view.version)],
    )


def dip_reaudit_dialog(view: DipReauditRead) -> Json:
    """What was found, for those who were notified of it."""
    parts = (
        ("What is delayed, and why", view.delay),
        ("What else was found", view.note),
        ("How it was addressed", view.how),
    )
    return card(
        f"Dip re-audit of {view.case_ref}",
        facts([(STANDINGS[how], words) for words, how in view.actions]),
        *(part for title, words in parts if words for part in (heading(title), text(words))),
    )
