"""Cards of a dip re-audit: what it found, and the delay to be addressed (programme.md §3)."""

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
from store.views.below_good.dip_reaudit import LookedAgain, LookedAgainRead, ToLookAt

VIEW = "dip_reaudit.view"
MOST = 4000
STANDINGS = {"done": "Done", "on_track": "On track", "delayed": "Delayed"}
ACTION_WORDS = 24


def looked_again_card(view: LookedAgain) -> Json:
    """For Head of Service, Group Managers and PSW; for those above where it is still below good."""
    still = f"still {view.now}" if view.was == view.now else view.now
    told = ", ".join(f"{n} {STANDINGS[one].lower()}" for one, n in view.standings if n)
    to_do = view.to_address and "delay.addressed" in view.may
    by = "" if view.address_by is None else f" by {view.address_by.on}"
    title = (
        f"Address what is late on {view.case_ref}{by}"
        if to_do
        else (f"Dip re-audit of {view.case_ref}: {still}")
    )
    addressed = f"{view.addressed_by}, {view.addressed_on}" if view.addressed_by else ""
    return card(
        title,
        text(
            f"Six weeks on, the work graded {view.was} was found "
            f"{still if view.still_below else f'to be {view.now}'}."
        ),
        facts([
            ("Actions", told), ("Looked at by", f"{view.by.name}, {view.on}"),
            ("Addressed", addressed),
        ]),
        *_next(view, to_do=to_do),
        *buttons(
            opens_dialog(
                "delay.addressed", "Record how it was addressed…", view.audit, view.version,
                primary=True,
            ) if to_do else None,
            opens_dialog(VIEW, "Read what was found", view.audit, view.version)
            if view.may_read else None,
            fold("Why this date?", text(view.address_by.why))
            if to_do and view.address_by is not None else None,
        ),
        says=f"{title}. The dip re-audit found {still}",
    )  # fmt: skip


def _next(view: LookedAgain, *, to_do: bool) -> list[Json]:
    if to_do:
        return [text("Please talk it through with the practitioner and their manager.")]
    if view.to_address:
        return [text("It is referred to the Head of Service, who addresses it.")]
    if not view.still_below and not view.delayed:
        return [text("The work has improved, and no action is late.")]
    return []


def dip_reaudit_form(view: ToLookAt, typed: Typed) -> Json:
    """Each agreed action and the grade now; a delay is named in words."""
    asked = [
        chosen(
            f"actions.{own}", shortened(words, ACTION_WORDS), list(STANDINGS.items()), typed,
            mend="Say how this action stands.", style="expanded",
        )
        for own, words in view.actions
    ]  # fmt: skip
    return card(
        f"Dip re-audit of {view.case_ref}",
        text(f"It was graded {view.was}. Look at the agreed actions and at the work since."),
        *([] if asked else [quiet("No action was agreed, so look at the work alone.")]),
        *asked,
        written(
            "delay", "What is delayed, and why", typed, most=MOST,
            hint="Needed where an action is delayed. No family names.",
        ),
        chosen(
            "grade", "The work as it is now",
            [(name, f"{name}: {meaning}") for name, meaning in view.grades], typed,
            mend="Choose the grade of the work as it is now.", style="expanded",
        ),
        written("note", "What else you found", typed, most=MOST),
        quiet("The grade of the audit stays as it is; this one is kept beside it."),
        actions=[submits("dip.reaudited", "Record the dip re-audit", view.audit, view.version)],
    )  # fmt: skip


def delay_form(view: LookedAgain, typed: Typed) -> Json:
    """How the Head of Service addressed it."""
    return card(
        f"How was {view.case_ref} addressed?",
        text("Say what was agreed with the practitioner and their manager, and by when."),
        written(
            "how", "What was done about it", typed, most=MOST,
            mend="Say in a sentence or two what was done.", hint="No family names.",
        ),
        actions=[submits("delay.addressed", "Record it", view.audit, view.version)],
    )  # fmt: skip


def looked_again_dialog(view: LookedAgainRead) -> Json:
    """What was found, for those who were told of it."""
    parts = (("What is delayed, and why", view.delay), ("What else was found", view.note),
             ("How it was addressed", view.how))  # fmt: skip
    return card(
        f"Dip re-audit of {view.case_ref}",
        facts([(STANDINGS[how], words) for words, how in view.actions]),
        *(part for title, words in parts if words for part in (heading(title), text(words))),
    )
