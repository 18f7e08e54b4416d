"""Cards and forms of progress: supervision, weekly reports, closure, escalation (§3)."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    group,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import before_verb
from store.views.below_good.progress import ProgressSeen, WorkProgress
from store.views.parts.offers import submit_of
from store.vocabulary import terms

VIEW = "progress.view"
SUPERVISED, REPORTED = "supervision.recorded", "progress.reported"
CLOSED, ESCALATED = "closure.recorded", "improvement.escalated"
MOST = 4000
HELD = "Give the day, today at the latest."


def progress_card(view: ProgressSeen) -> Json:
    """A week's progress, for those who follow Inadequate work."""
    return card(
        f"This week on {view.audit.case_ref}, graded {view.grade}",
        text(f"{before_verb(view.by.with_role)} reported on {view.on}."),
        facts([("Service", view.audit.service), ("Cycle", view.audit.month)]),
        *buttons(_read(view, "Read the report")),
    )


def escalated_card(view: ProgressSeen) -> Json:
    """Work that has not improved, for the Divisional Director."""
    return card(
        f"The work on {view.audit.case_ref} has not improved",
        text(
            f"{before_verb(view.by.with_role)} escalated this on {view.on}: read why it has not "
            "improved and what will change."
        ),
        facts(
            [("Grade", view.grade), ("Service", view.audit.service), ("Cycle", view.audit.month)]
        ),
        *buttons(_read(view, "Read why")),
    )


def closed_card(view: WorkProgress) -> Json:
    """The actions are complete, and the child's record says so."""
    ref = view.audit.case_ref
    if not view.closed_on:
        return card(
            f"The actions for {ref} are open again",
            text("New actions were agreed after its closure was recorded."),
        )
    return card(
        f"All actions for {ref} are complete and on record",
        text(f"Recorded on {view.closed_on}."),
        facts([("Grade", view.grade), ("Actions", str(view.actions))]),
    )


def _read(view: ProgressSeen, title: str) -> Json | None:
    return opens_dialog(VIEW, title, view.id, view.version) if view.may_read else None


# ---- dialogs -------------------------------------------------------------------------------------


def progress_dialog(view: ProgressSeen, parts: Sequence[tuple[str, str]]) -> Json:
    """What was written, for its readers."""
    return card(
        f"{view.audit.case_ref}, by {view.by.name}",
        quiet(f"Recorded on {view.on}."),
        *(group(heading(title), text(f"“{words}”")) for title, words in parts),
    )


def supervision_form(view: WorkProgress, typed: Typed) -> Json:
    """How far the work has come, as seen in supervision."""
    audit = view.audit
    return card(
        f"Supervision on {audit.case_ref}, graded {view.grade}",
        facts([("Actions still open", str(view.under_way)), ("Last one", view.supervised_on)]),
        dated("on", "Day of the supervision", typed, mend=HELD),
        written(
            "progress",
            "How far the work has come",
            typed,
            mend="Say what is different for the child and what is not yet.",
            hint="No names. The next one is in a month, until the actions are complete.",
            most=MOST,
        ),
        actions=[submits(SUPERVISED, submit_of(SUPERVISED), audit.id, audit.version)],
    )


def weekly_form(view: WorkProgress, typed: Typed) -> Json:
    """The week's progress on Inadequate work."""
    audit = view.audit
    return card(
        f"This week on {audit.case_ref}",
        facts([("Actions still open", str(view.under_way))]),
        written(
            "text",
            "What has moved, and what has not",
            typed,
            mend="Say what is different since last week.",
            hint=f"The {terms.DIVISIONAL_DIRECTOR}, the {terms.HEAD_OF_LEARNING_ACADEMY} and "
            f"the {terms.AUDIT_MANAGER} read it.",
            most=MOST,
        ),
        actions=[submits(REPORTED, submit_of(REPORTED), audit.id, audit.version)],
    )


def closure_form(view: WorkProgress, typed: Typed) -> Json:
    """When the child's record said that the actions are complete, and in which supervision."""
    audit = view.audit
    values = {"supervision_on": view.supervised_day, **typed.values}
    shown = Typed(values, typed.errors)
    return card(
        f"The actions for {audit.case_ref} are complete",
        text("Please note that on the child's record first, citing the supervision."),
        dated("recorded_on", "Put on the record on", shown, mend=HELD),
        dated(
            "supervision_on",
            "Supervision that looked at it",
            shown,
            mend="Give the day of the supervision.",
        ),
        actions=[submits(CLOSED, submit_of(CLOSED), audit.id, audit.version)],
    )


def escalation_form(view: WorkProgress, typed: Typed) -> Json:
    """Why the work has not improved, and which new approach will be tried."""
    audit = view.audit
    return card(
        f"Escalate the work on {audit.case_ref}, graded {view.grade}",
        text(f"It goes to the {terms.DIVISIONAL_DIRECTOR} and is reported to the board."),
        facts([("Actions still open", str(view.under_way)), ("Supervision", view.supervised_on)]),
        written(
            "why_not",
            "Why it has not improved",
            typed,
            mend="Say what stood in the way.",
            hint="As you and the service see it. No names.",
            most=MOST,
        ),
        written(
            "approach",
            "What will be tried now",
            typed,
            mend="Say what will be done differently from now on.",
            hint="A fresh approach, not the same again.",
            most=MOST,
        ),
        actions=[submits(ESCALATED, submit_of(ESCALATED), audit.id, audit.version)],
    )
