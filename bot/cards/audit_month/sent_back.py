"""A return that goes back: the check's form, the auditor's card, and its copy for their head."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, fold, lines, opens_dialog, quiet, submits, text
from bot.cards.parts.text import joined
from store.views.audit_month.sent_back import SentBackRead
from store.views.parts.brief import Brief
from store.views.parts.people_in_words import NamedPerson

CHECK = {
    "parts_missing": "parts are missing",
    "no_analysis": "it describes and does not analyse",
    "inconsistent_grading": "the grading is inconsistent",
    "kloes_missed": "lines of enquiry were missed",
    "actions_miss_issues": "the actions do not address the issues",
}
"""Why the audit team sends a return back (programme.md §2.9), as it is said to the auditor."""

MODERATION = {
    "scant": "it is scant",
    "parts_missing": "parts are missing",
    "grade_not_evidenced": "the grade is not evidenced",
    "actions_miss_issues": "the actions do not address the issues",
}
"""Why a moderator does (programme.md §2.10)."""

REASONS = {**CHECK, **MODERATION}
NOTE = 1000


def reason_choices(reasons: dict[str, str]) -> list[tuple[str, str]]:
    """The listed reasons as a form offers them."""
    return [(key, f"{words[:1].upper()}{words[1:]}") for key, words in reasons.items()]


def in_words(reasons: Sequence[str]) -> str:
    """The reasons in one breath: "parts are missing and the grading is inconsistent"."""
    return joined([REASONS.get(reason, reason.replace("_", " ")) for reason in reasons])


def check_send_back_form(
    audit: Brief, auditor: NamedPerson, mend_within: str, typed: Typed
) -> Json:
    """For the audit team: what is lacking, from the list, and a word on how to mend it."""
    return card(
        f"Send {audit.case_ref} back to {auditor.name}",
        text(f"They mend it within {mend_within}; their Head of Service is told."),
        chosen(
            "reasons",
            "What is lacking",
            reason_choices(CHECK),
            typed,
            mend="Choose at least one reason of the list.",
            style="expanded",
            several=True,
        ),
        written(
            "note",
            "What would mend it, if that needs saying",
            typed,
            hint="For example: which part, and what to add. No names of children or families.",
            most=NOTE,
        ),
        actions=[submits("check.send_back", "Send it back", audit.id, audit.version)],
    )


def sent_back_card(view: SentBackRead) -> Json:
    """For the auditor: why, who said so, by when, and the way to mend it."""
    audit = view.audit
    if view.state != "open":
        return _closed(view, "You handed it in again")
    by = "a date to be set" if view.mend_by is None else view.mend_by.words
    return card(
        f"{audit.case_ref} came back to you to mend by {_day(view)}",
        text(f"{_who(view)} sent it back on {view.sent_on}: {in_words(view.reasons)}."),
        *([text(f"You spoke about it on {view.spoke_on}.")] if view.spoke_on else []),
        *([text("Their note to you stands in the form.")] if view.note else []),
        text("All that you wrote is kept."),
        *buttons(
            opens_dialog(
                "return.submit", "Mend and return it", audit.id, audit.version, primary=True
            )
            if "return.submit" in view.may
            else None,
            None if view.mend_by is None else fold("Why this date?", text(view.mend_by.why)),
            fold("Who can help?", text(f"{_who(view)} can say what is meant, or the audit team.")),
        ),
        says=f"{audit.case_ref} came back to you: {in_words(view.reasons)}; mend it by {by}",
    )


def sent_back_copy_card(view: SentBackRead) -> Json:
    """For the auditor's Head of Service: that it went back, and by when it is mended."""
    audit = view.audit
    if view.state != "open":
        return _closed(view, f"{view.to.name} handed it in again")
    by = "" if view.mend_by is None else f" They mend it by {view.mend_by.words}."
    return card(
        f"{view.to.name}'s return of {audit.case_ref} was sent back",
        text(f"{_who(view)} sent it back on {view.sent_on}: {in_words(view.reasons)}."),
        text(f"You are told as their Head of Service.{by}"),
        quiet("Nothing to do, unless they need time or help for it."),
        *buttons(None if view.mend_by is None else fold("Why this date?", text(view.mend_by.why))),
    )


def why_it_came_back(view: SentBackRead) -> list[Json]:
    """At the top of the form: the reasons, and the note for whom it was written."""
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
    return "a date to be set" if view.mend_by is None else view.mend_by.on


def _closed(view: SentBackRead, mended: str) -> Json:
    audit = view.audit
    if view.state == "mended":
        return card(
            f"{audit.case_ref} was mended",
            text(f"{mended} on {view.mended_on}."),
            text(f"It had gone back on {view.sent_on}: {in_words(view.reasons)}."),
        )
    return card(
        f"{audit.case_ref} is no longer to be mended",
        text(f"It went back on {view.sent_on}, and has moved on since: there is nothing to do."),
        text("Questions: the audit team."),
    )
