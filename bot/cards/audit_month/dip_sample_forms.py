"""Forms of dip samples: what a record showed, who does it, the report on all of them (§2.15)."""

from collections.abc import Sequence

from bot.cards.audit_month.dip_sample import (
    ANSWERS,
    ASSIGN,
    DECLINE,
    RECORD,
    REPORT,
    counts_in_words,
)
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, facts, quiet, submits, text
from store.views.audit_month.dip_sample import Dips, Sample
from store.views.parts.offers import submit_of
from store.vocabulary import terms

MOST = 4000


def dip_record_form(view: Sample, typed: Typed) -> Json:
    """What one record showed on one line of enquiry; no grade."""
    return card(
        f"What did {view.case_ref} show, line {view.line}?",
        text(view.kloe),
        chosen(
            "answer",
            "Does the record show it?",
            list(ANSWERS.items()),
            typed,
            mend="Choose what the record shows.",
            style="expanded",
        ),
        written(
            "finding",
            "What you found",
            typed,
            mend="Say in a sentence or two what the record shows.",
            hint="What you saw and where in the record. No family names.",
            most=MOST,
        ),
        quiet("A dip sample looks at the record alone and is not graded."),
        actions=[submits(RECORD, submit_of(RECORD), view.audit, view.version)],
    )


def dip_assign_form(view: Sample, lawful: Sequence[tuple[str, str]], typed: Typed) -> Json:
    """Who does it: an IRO or CP chair whose head agrees, or a member of the audit team."""
    if not lawful:
        return card(
            f"Nobody is free to do {view.case_ref}",
            text(
                f"No IRO, CP chair or member of the {terms.AUDIT_TEAM} is here and not involved "
                f"in the case."
            ),
            text("Record it yourself, or ask again once somebody is back."),
        )
    return card(
        f"Who looks at {view.case_ref}?",
        text(
            f"An IRO or CP chair needs their {terms.HEAD_OF_SERVICE} or {terms.GROUP_MANAGER} "
            f"to agree first."
        ),
        chosen("to", "Ask", list(lawful), typed, mend="Choose somebody from the list."),
        quiet("The list has only those who are here and not involved in the case."),
        actions=[submits(ASSIGN, submit_of(ASSIGN), view.audit, view.version)],
    )


def dip_decline_form(view: Sample, typed: Typed) -> Json:
    """Why they cannot do it; it stays with the audit team."""
    if view.sampler is None:
        title = f"Leave the dip sample {view.case_ref} with the {terms.AUDIT_TEAM}"
    else:
        title = f"{view.sampler.name} does not do the dip sample {view.case_ref}"
    return card(
        title,
        text(f"The {terms.AUDIT_TEAM} looks at the record itself."),
        written(
            "reason",
            "Why not",
            typed,
            mend=f"Say in a sentence why not, so that the {terms.AUDIT_TEAM} can plan.",
        ),
        actions=[submits(DECLINE, submit_of(DECLINE), view.audit, view.version)],
    )


def dip_report_form(view: Dips, typed: Typed) -> Json:
    """The key findings over all records of a line of enquiry, below the counts."""
    return card(
        f"Report on the dip samples for {view.service}, {view.month}, line {view.line}",
        text(view.kloe),
        facts([("Records", str(len(view.samples))), ("Showed", counts_in_words(view))]),
        written(
            "findings",
            "Key findings",
            typed,
            mend="Say what the records show together, and what follows from it.",
            hint="What is strong, what to develop, what surprised. No names of families or staff.",
            most=MOST,
        ),
        quiet("It is signed off first, and shared after that."),
        actions=[submits(REPORT, submit_of(REPORT), view.report, view.version)],
    )
