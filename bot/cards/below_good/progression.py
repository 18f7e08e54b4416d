"""Cards and forms of a grade raised on progress: proposed, confirmed or refused (§3)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    execute,
    facts,
    fold,
    group,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from store.views.below_good.progression import RaisedGrade, RaisedRead
from store.views.below_good.uopp_form import UoppForm
from store.views.parts.offers import button_of, submit_of

VIEW = "progression.view"
CONFIRM, REFUSE, PROPOSE = "progression.confirm", "progression.refuse", "progression.propose"
MOST = 4000


def progression_card(view: RaisedGrade) -> Json:
    """For those who decide it: from which grade to which, proposed by whom."""
    if view.state != "proposed":
        return progression_decided_card(view)
    ref = view.audit.case_ref
    by = "" if view.decide_by is None else f" by {view.decide_by.words}"
    return card(
        f"Is {ref} {view.grade} on progress? Decide{by}",
        text(f"{view.proposed_by.with_role}, proposed it on {view.proposed_on}."),
        facts([("Graded", view.governs), ("Proposed", view.grade)]),
        text(f"The audit stays {view.governs}. This is reported beside it."),
        *buttons(
            opens_dialog(VIEW, "Read what shows it", view.id, view.version, primary=True)
            if view.may_read
            else None,
            execute(CONFIRM, f"Confirm {view.grade}", view.audit.id, view.audit.version)
            if CONFIRM in view.may
            else None,
            opens_dialog(REFUSE, button_of(REFUSE), view.audit.id, view.audit.version)
            if REFUSE in view.may
            else None,
            None if view.decide_by is None else fold("Why this date?", text(view.decide_by.why)),
        ),
        says=f"Decide{by} whether {ref} is {view.grade} on progress",
    )


def progression_decided_card(view: RaisedGrade) -> Json:
    """For those concerned: whether the grade was raised on progress, and what that means."""
    ref = view.audit.case_ref
    who = "" if view.decided_by is None else _who(view)
    read = opens_dialog(VIEW, "Read why", view.id, view.version) if view.may_read else None
    match view.state:
        case "confirmed":
            good = "It counts as improved." if view.improved else "It is not good yet."
            return card(
                f"{ref} is {view.grade} on progress since its audit",
                text(f"{who} confirmed it on {view.decided_on}. {good}"),
                text(f"The audit's own grade stays {view.governs}."),
                *buttons(read),
            )
        case "refused":
            again = PROPOSE in view.may
            return card(
                f"{ref} is not raised to {view.grade}",
                text(f"{who} decided it on {view.decided_on}. It stays {view.governs}."),
                *buttons(
                    read,
                    opens_dialog(PROPOSE, "Propose it again…", view.audit.id, view.audit.version)
                    if again
                    else None,
                ),
            )
        case "lapsed":
            return card(
                f"The proposal to raise {ref} has lapsed",
                text(f"Its grade has been changed to {view.governs}."),
                text("There is nothing for you to do."),
            )
        case _:
            return card(
                f"{ref} is proposed to be {view.grade} on progress",
                text("Somebody who had no say on the grade decides it."),
            )


def progression_dialog(view: RaisedRead) -> Json:
    """Why it was proposed and, where it was not raised, why not."""
    raised = view.raised
    parts = [(f"{raised.proposed_by.name} proposes {raised.grade} because", view.reason)]
    if view.decision and raised.decided_by is not None:
        parts.append((f"{raised.decided_by.name} did not raise it because", view.decision))
    return card(
        f"{raised.audit.case_ref}: raised from {raised.governs} to {raised.grade}?",
        *(group(heading(title), text(f"“{words}”")) for title, words in parts),
        quiet("Only those in the meeting and those who decide can open this."),
    )


def propose_form(view: UoppForm, typed: Typed) -> Json:
    """The higher grade, its definition beside it, and what shows it."""
    audit = view.audit
    return card(
        f"Propose a higher grade for {audit.case_ref}, graded {view.grade}",
        text("It is reported as progress; the audit's own grade stays what it is."),
        chosen(
            "grade",
            "Grade on progress since",
            [(one.name, f"{one.name}: {one.definition}") for one in view.better],
            typed,
            mend="Choose the grade that the work has reached.",
            style="expanded",
        ),
        written(
            "reason",
            "What shows it",
            typed,
            mend="Say what is different for the child now.",
            hint="For example: which actions are complete, and what they changed. No family names.",
            most=MOST,
        ),
        actions=[submits(PROPOSE, submit_of(PROPOSE), audit.id, audit.version)],
    )


def refuse_form(view: RaisedRead, typed: Typed) -> Json:
    """Why the grade is not raised."""
    raised = view.raised
    return card(
        f"Do not raise {raised.audit.case_ref} to {raised.grade}",
        group(heading(f"{raised.proposed_by.name} proposes it because"), text(f"“{view.reason}”")),
        written(
            "reason",
            "Why not",
            typed,
            mend="Say what is still to be shown.",
            hint="Its proposer and the managers of the work read it. No family names.",
            most=MOST,
        ),
        actions=[submits(REFUSE, submit_of(REFUSE), raised.audit.id, raised.audit.version)],
    )


def _who(view: RaisedGrade) -> str:
    by = view.decided_by
    return "" if by is None else ("You" if by.upn == view.viewer else by.name)
