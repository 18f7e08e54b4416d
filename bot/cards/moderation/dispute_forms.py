"""Forms of a disputed grade: raise it, answer it, take it further, settle it (§2.12)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, group, heading, quiet, submits, text
from bot.cards.parts.text import before_verb
from store.views.audit_month.return_form import GradeChoice
from store.views.moderation.dispute import Disputed, DisputeRead
from store.views.parts.brief import Brief
from store.views.parts.offers import submit_of

MOST = 4000


def dispute_raise_form(audit: Brief, grade: str, answers: str, typed: Typed) -> Json:
    """The reason, for the moderator."""
    return card(
        f"Dispute the grade of {audit.case_ref}: {grade}",
        text(f"{before_verb(answers)} reads your reason and talks to you about it."),
        written(
            "reason",
            "Why the grade should be different",
            typed,
            mend="Say in a few sentences what the grade does not take into account.",
            hint="Say what in the audit or the record points to another grade. No family names.",
            most=MOST,
        ),
        quiet("If it is about how the audit was done, type “concern” instead, in confidence."),
        actions=[submits("dispute.raise", submit_of("dispute.raise"), audit.id, audit.version)],
    )


def dispute_answer_form(view: Disputed, read: DisputeRead | None, typed: Typed) -> Json:
    """The moderator's answer, and whether it resolves the dispute. It changes no grade."""
    audit = view.audit
    return card(
        f"Answer {view.raised_by.name}'s dispute about {audit.case_ref}",
        *written_before(read),
        text("You have decided on this audit once, so only somebody else may change the grade."),
        written(
            "answer",
            "Your answer",
            typed,
            mend="Say what you talked about and what you conclude.",
            hint="For example: what you looked at again, and what came of the conversation.",
            most=MOST,
        ),
        chosen(
            "outcome",
            "What comes next",
            [
                ("resolved", f"It is resolved, and the grade stays {view.grade}"),
                ("refer", "It is not resolved: somebody who has not decided on it settles it"),
            ],
            typed,
            mend="Choose whether your answer resolves it.",
            style="expanded",
        ),
        actions=[submits("dispute.answer", submit_of("dispute.answer"), audit.id, audit.version)],
    )


def dispute_refer_form(view: Disputed, read: DisputeRead | None, typed: Typed) -> Json:
    """Why it goes further, after an answer or because nobody is there to answer."""
    audit = view.audit
    return card(
        f"Take the dispute about {audit.case_ref} further",
        *written_before(read),
        text("Somebody who has not decided on this audit settles it finally."),
        written(
            "reason",
            "What is still open",
            typed,
            mend="Say what the answer leaves open, or why nobody answers.",
            hint="The person who settles it reads this with the reason and the answer.",
            most=MOST,
        ),
        actions=[submits("dispute.refer", submit_of("dispute.refer"), audit.id, audit.version)],
    )


def dispute_settle_form(
    view: Disputed, read: DisputeRead | None, grades: tuple[GradeChoice, ...], typed: Typed
) -> Json:
    """The final grade, its definition beside each choice, and the rationale."""
    audit = view.audit
    return card(
        f"Settle the dispute about {audit.case_ref}, graded {view.grade}",
        *written_before(read),
        chosen(
            "grade",
            "Final grade",
            [(choice.name, f"{choice.name}: {choice.definition}") for choice in grades],
            typed,
            mend="Choose the grade that the evidence supports.",
            style="expanded",
        ),
        written(
            "rationale",
            "Your rationale",
            typed,
            mend="Say why this is the grade, so that everybody in the audit can follow it.",
            hint="Auditor, moderator, practitioner and their managers read it. No family names.",
            most=MOST,
        ),
        quiet("This is final: nobody can decide on this audit again."),
        actions=[submits("dispute.settle", submit_of("dispute.settle"), audit.id, audit.version)],
    )


def written_before(read: DisputeRead | None) -> list[Json]:
    """What was written so far, for those who may read it."""
    if read is None:
        return []
    return [group(heading(title), text(f"“{words}”")) for title, words in read.parts]
