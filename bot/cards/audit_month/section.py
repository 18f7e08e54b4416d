"""The practitioner's section: its form, and its reading."""

from bot.cards.parts.inputs import Typed, written
from bot.cards.parts.kit import Json, card, opens_dialog, quiet, submits, text
from bot.cards.parts.reading import reading_card
from store.views.audit_month.section import SectionRead, SectionStands
from store.views.parts.offers import submit_of

VERB = "section.complete"
VIEW = "section.view"
LONG = 4000


def section_form(view: SectionRead, typed: Typed) -> Json:
    """The section's form: how the practice model was applied, what it changed for the child."""
    audit, again = view.audit, bool(view.stands.written_on)
    name = view.stands.practitioner.name
    kept = {
        "practice_model": view.practice_model,
        "difference": view.difference,
        "stand_in_reason": view.stand_in_reason,
    }
    typed = Typed({**(kept if again and not typed.values else {}), **typed.values}, typed.errors)
    auditor = "The auditor" if audit.auditor is None else audit.auditor.name
    return card(
        f"{'The' if view.stands_in else 'Your'} section of the audit of {audit.case_ref}",
        *([text(f"You write it in the place of {name}, who is away.")] if view.stands_in else []),
        text(f"{auditor} reads it before your conversation and tests it there."),
        *([quiet(f"Written on {view.stands.written_on}; this replaces it.")] if again else []),
        quiet("Write of the work; leave out the child's name and other names."),
        written(
            "practice_model",
            "How the practice model was applied",
            typed,
            mend="Say in a few sentences how the practice model guided the work.",
            hint="For example: what you did with child and family, and why in that way.",
            most=LONG,
        ),
        written(
            "difference",
            "What is different for the child because of it",
            typed,
            hint="For example: what the child can do, has or says now. Leave it empty if it is too "
            "early to tell.",
            most=LONG,
        ),
        *(
            [
                written(
                    "stand_in_reason",
                    f"Why {name} does not write it",
                    typed,
                    mend="Say in a sentence why you write it.",
                    hint="For example: away since when. The reason is recorded.",
                )
            ]
            if view.stands_in
            else []
        ),
        actions=[submits(VERB, submit_of(VERB), audit.id, audit.version)],
    )


def section_read_card(view: SectionRead, page: int = 1) -> Json:
    """The section with its words; where there is none, when it is due."""
    audit, stands = view.audit, view.stands
    write = VERB in view.may
    actions = [submits(VERB, "Write it", audit.id, audit.version)] if write else []
    if not stands.written_on:
        return card(
            f"{stands.practitioner.name} has written no section on {audit.case_ref} yet",
            text(no_section(stands)),
            text("The audit continues without it. The return shows that it is missing."),
            actions=actions,
        )
    stood_in = f", in place of {stands.practitioner.name}" if view.stand_in_reason else ""
    return reading_card(
        f"{stands.practitioner.name}'s section on {audit.case_ref}",
        [
            ("How the practice model was applied", [view.practice_model]),
            *([("What is different for the child", [view.difference])] if view.difference else []),
            *(
                [(f"Why {stands.written_by} wrote it", [view.stand_in_reason])]
                if view.stand_in_reason
                else []
            ),
        ],
        page,
        button=(VIEW, audit.id, audit.version),
        first=[quiet(f"Written by {stands.written_by}{stood_in}, on {stands.written_on}.")],
        actions=actions,
    )


def no_section(stands: SectionStands) -> str:
    """That it is missing, and when it is due: "No section from Sam Okoro yet, due Tue 8 Dec"."""
    due = "" if stands.due is None else f", due {stands.due.words}"
    return f"No section from {stands.practitioner.name} yet{due}."


def reads_section(stands: SectionStands | None, subject: str, version: int) -> Json | None:
    """The button that opens it, once it was written."""
    if stands is None or not stands.written_on:
        return None
    first = stands.practitioner.name.split()[0]
    return opens_dialog(VIEW, f"Read {first}'s section", subject, version)
