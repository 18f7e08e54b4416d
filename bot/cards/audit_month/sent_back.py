"""A return that is sent back: the check's form, the auditor's card, the copy for their head."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import Json, buttons, card, fold, lines, opens_dialog, quiet, submits, text
from bot.cards.parts.text import joined
from store.views.audit_month.sent_back import SentBackRead
from store.views.parts.brief import Brief
from store.views.parts.offers import submit_of
from store.views.parts.people_in_words import NamedPerson
from store.vocabulary import terms

CHECK = {
    "parts_missing": "parts are missing",
    "no_analysis": "it describes and does not analyse",
    "inconsistent_grading": "the grading is inconsistent",
    "kloes_missed": "lines of enquiry were missed",
    "actions_miss_issues": "the actions do not address the issues",
}
"""Why the audit team sends a return back (programme.md §2.9), in words for the auditor."""

MODERATION = {
    "scant": "it is scant",
    "parts_missing": "parts are missing",
    "grade_not_evidenced": "the grade is not evidenced",
    "actions_miss_issues": "the actions do not address the issues",
}
"""Why a moderator sends a return back (programme.md §2.10)."""

REASONS = {**CHECK, **MODERATION}


def reason_choices(reasons: dict[str, str]) -> list[tuple[str, str]]:
    """The listed reasons as a form offers them."""
    return [(key, f"{words[:1].upper()}{words[1:]}") for key, words in reasons.items()]


def in_words(reasons: Sequence[str]) -> str:
    """The reasons as one phrase: "parts are missing and the grading is inconsistent"."""
    return joined([REASONS.get(reason, reason.replace("_", " ")) for reason in reasons])


def check_send_back_form(
    audit: Brief, auditor: NamedPerson, within: str, typed: Typed, *, may_set: bool = False
) -> Json:
    """For the audit team: what is lacking, a note on how to correct it, and by when.

    `within` is the profile's rule for the rework: "2 working days". `may_set` says that they
    may set another day.
    """
    return card(
        f"Send {audit.case_ref} back to {auditor.name}",
        text(f"They amend it within {within}; their {terms.HEAD_OF_SERVICE} is notified."),
        chosen(
            "reasons",
            "What is lacking",
            reason_choices(CHECK),
            typed,
            mend="Choose at least one reason.",
            style="expanded",
            several=True,
        ),
        written(
            "note",
            "What to add or correct, if that is not clear",
            typed,
            hint="For example: which part, and what to add. No names of children or families.",
        ),
        *(
            []
            if not may_set
            else [
                dated(
                    "amend_by",
                    f"Amend by, if not within {within}",
                    typed,
                    hint="A working day. Leave it empty for the usual time.",
                )
            ]
        ),
        actions=[submits("check.send_back", submit_of("check.send_back"), audit.id, audit.version)],
    )


def sent_back_card(view: SentBackRead) -> Json:
    """For the auditor: why, who sent it back, by when, and the button to amend it."""
    audit = view.audit
    if view.state != "open":
        return _closed(view, "You returned it again")
    by = "a date to be set" if view.amend_by is None else view.amend_by.words
    set_by = text(f"{view.by.name} set that day.") if view.day_set else None
    return card(
        f"{audit.case_ref} came back to you: amend it by {_day(view)}",
        text(f"{_who(view)} sent it back on {view.sent_on}: {in_words(view.reasons)}."),
        *([text(f"You spoke about it on {view.spoke_on}.")] if view.spoke_on else []),
        *([] if set_by is None else [set_by]),
        *([text("Their note to you is in the form.")] if view.note else []),
        text("All that you wrote is kept."),
        *buttons(
            opens_dialog(
                "return.submit", "Amend and return it", audit.id, audit.version, primary=True
            )
            if "return.submit" in view.may
            else None,
            None if view.amend_by is None else fold("Why this date?", text(view.amend_by.why)),
            fold(
                "Who can help?",
                text(f"{_who(view)} can explain, and so can the {terms.AUDIT_TEAM}."),
            ),
        ),
        says=f"{audit.case_ref} came back to you: {in_words(view.reasons)}; amend it by {by}",
    )


def sent_back_copy_card(view: SentBackRead) -> Json:
    """For the auditor's Head of Service: that it was sent back, and by when it is amended."""
    audit = view.audit
    if view.state != "open":
        return _closed(view, f"{view.to.name} returned it again")
    by = "" if view.amend_by is None else f" They amend it by {view.amend_by.words}."
    return card(
        f"{view.to.name}'s return of {audit.case_ref} was sent back",
        text(f"{_who(view)} sent it back on {view.sent_on}: {in_words(view.reasons)}."),
        text(f"You are notified as their {terms.HEAD_OF_SERVICE}.{by}"),
        quiet("Nothing for you to do, unless they need time or help."),
        *buttons(
            None if view.amend_by is None else fold("Why this date?", text(view.amend_by.why))
        ),
    )


def why_it_came_back(view: SentBackRead) -> list[Json]:
    """At the top of the return's form: the reasons, and the note to the auditor."""
    spoke = f" You spoke about it on {view.spoke_on}." if view.spoke_on else ""
    return [
        text(
            f"{_who(view)} sent it back on {view.sent_on}: {in_words(view.reasons)}.{spoke}",
            weight="Bolder",
        ),
        *(lines([f"“{view.note}”"]) if view.note else []),
    ]


def _who(view: SentBackRead) -> str:
    if view.by_moderator:
        return f"{view.by.name}, who moderates it,"
    return f"{view.by.name} ({view.by.role})" if view.by.role else view.by.name


def _day(view: SentBackRead) -> str:
    return "a date to be set" if view.amend_by is None else view.amend_by.words


def _closed(view: SentBackRead, returned: str) -> Json:
    audit = view.audit
    if view.state == "returned":
        return card(
            f"{audit.case_ref} was returned again",
            text(f"{returned} on {view.returned_again_on}."),
            text(f"It was sent back on {view.sent_on}: {in_words(view.reasons)}."),
        )
    return card(
        f"{audit.case_ref} is no longer to be amended",
        text(f"It was sent back on {view.sent_on} and has moved on since. Nothing for you to do."),
        text(f"Questions: the {terms.AUDIT_TEAM}."),
    )
