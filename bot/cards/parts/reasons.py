"""An audit's grades: a line each on a card, and the reasons in a dialog."""

from collections.abc import Iterable

from bot.cards.parts.inputs import Typed, chosen
from bot.cards.parts.kit import Json, card, fold, heading, lines, opens_dialog, quiet, submits, text
from store.views.parts.grades_of import GradeGiven, Reasons

VIEW = "grades.view"

STEPS = {
    "auditor": "graded it",
    "moderation": "moderated it as",
    "lock": "set the third lock at",
    "dispute": "settled the dispute at",
}


def grade_line(given: GradeGiven) -> str:
    """One grade in a line: who gave it, and when."""
    step = "amended it to" if given.outcome == "amended" else STEPS[given.step]
    taken_back = ", and took the return back" if given.withdrawn else ""
    return f"{given.by.name} {step} {given.grade} on {given.on}{taken_back}"


def every_grade(given: Iterable[GradeGiven]) -> Json:
    """Every grade that was given, one press away."""
    return fold("Every grade given", *lines(grade_line(one) for one in given))


def read_why(title: str, audit: str, version: int, *, primary: bool = False) -> Json:
    """The button that opens the reasons for the grade."""
    return opens_dialog(VIEW, title, audit, version, primary=primary)


def reasons_dialog(view: Reasons, page: int = 1) -> Json:
    """The reasons for one decision a page, newest first, because a rationale may be long."""
    if not view.whys:
        return card(
            f"No grade of {view.case_ref} has been decided yet",
            text("The return has what its auditor wrote."),
        )
    pages = len(view.whys)
    page = min(max(page, 1), pages)
    why = view.whys[page - 1]
    return card(
        f"{view.case_ref}: {grade_line(why.given)}",
        *_conversation(why.given),
        *_written("Rationale", why.rationale),
        *_written("Note", why.note),
        *([heading("Actions added"), *lines(why.actions)] if why.actions else []),
        *([] if why.rationale or why.note or why.actions else [quiet("Nothing was written.")]),
        *_turning(view, page, pages),
        actions=[submits(VIEW, "Show that decision", view.audit, view.version)]
        if pages > 1
        else [],
    )


def _written(name: str, words: str) -> list[Json]:
    paragraphs = [part for part in words.split("\n") if part.strip()]
    return [heading(name), *(text(part) for part in paragraphs)] if paragraphs else []


def _conversation(given: GradeGiven) -> list[Json]:
    heard = [
        words
        for words, was in (
            ("the practitioner", given.practitioner_heard),
            ("the family", given.family_heard),
        )
        if was is not None
        for words in (f"{words} was {'' if was else 'not '}heard",)
    ]
    spoke = [f"They spoke with the auditor on {given.spoke_on}."] if given.spoke_on else []
    told = [f"In the audit {' and '.join(heard)}."] if heard else []
    return [text(line) for line in (*spoke, *told)]


def _turning(view: Reasons, page: int, pages: int) -> list[Json]:
    if pages == 1:
        return []
    choices = [
        (str(number), f"{number}: {grade_line(why.given)}")
        for number, why in enumerate(view.whys, 1)
    ]
    coming = Typed({"page": str(page % pages + 1)})
    return [chosen("page", "Decision", choices, coming, mend="Choose which decision to read.")]
