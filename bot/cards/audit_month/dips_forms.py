"""Forms of dip samples: what a record showed, who does it, the report on all of them (§2.15)."""

from collections.abc import Sequence

from bot.cards.audit_month.dips import ANSWERS, counts_in_words
from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, card, facts, quiet, submits, text
from store.views.audit_month.dips import Dips, Sample

MOST, STAFF = 4000, 1000


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
        actions=[submits("dip.record", "Record it", view.audit, view.version)],
    )


def dip_assign_form(view: Sample, lawful: Sequence[tuple[str, str]], typed: Typed) -> Json:
    """Who does it: an IRO or CP chair by their head's agreement, or one of the audit team."""
    if not lawful:
        return card(
            f"Nobody is free to do {view.case_ref}",
            text("No IRO, CP chair or member of the audit team is here and apart from the case."),
            text("Record it yourself, or ask again once somebody is back."),
        )
    return card(
        f"Who looks at {view.case_ref}?",
        text("An IRO or CP chair is asked once their Head of Service or Group Manager agrees."),
        chosen("to", "Ask", list(lawful), typed, mend="Choose somebody from the list."),
        quiet("Only those are listed who are here and not involved in the case."),
        actions=[submits("dip.assign", "Ask them", view.audit, view.version)],
    )


def dip_decline_form(view: Sample, typed: Typed) -> Json:
    """It stays with the audit team, who read why."""
    if view.sampler is None:
        title = f"Leave the dip sample {view.case_ref} with the audit team"
    else:
        title = f"{view.sampler.name} does not do the dip sample {view.case_ref}"
    return card(
        title,
        text("The audit team looks at the record itself."),
        written(
            "reason",
            "Why not",
            typed,
            mend="Say in a sentence why not, so that the audit team can plan.",
            most=STAFF,
        ),
        actions=[submits("dip.decline", "Leave it with the audit team", view.audit, view.version)],
    )


def dip_report_form(view: Dips, typed: Typed) -> Json:
    """The key findings over all records of a line; the counts stand there already."""
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
        quiet("Two people sign it off; then it is shared with the Head of Service."),
        actions=[submits("dip.report", "Report the findings", view.report, view.version)],
    )
