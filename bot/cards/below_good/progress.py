"""Cards and forms of progress: supervision, the week, closure, escalation, board dates (§3)."""

from collections.abc import Sequence

from bot.cards.parts.inputs import Typed, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    group,
    heading,
    lines,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import count
from store.views.below_good.progress import BoardWaits, ProgressSeen, WorkProgress

VIEW = "progress.view"
MOST = 4000
HELD = "Give the day, today at the latest."


def progress_card(view: ProgressSeen) -> Json:
    """A week's progress, for those who keep a line of sight on Inadequate work."""
    return card(
        f"This week on {view.audit.case_ref}, graded {view.grade}",
        text(f"{view.by.with_role} reported on {view.on}."),
        facts([("Service", view.audit.service), ("Cycle", view.audit.month)]),
        *buttons(_read(view, "Read the report")),
    )


def escalated_card(view: ProgressSeen) -> Json:
    """Work that has not improved, for the Divisional Director."""
    return card(
        f"The work on {view.audit.case_ref} has not improved",
        text(f"{view.by.with_role} escalated it on {view.on}: why not, and what is tried anew."),
        facts(
            [("Grade", view.grade), ("Service", view.audit.service), ("Cycle", view.audit.month)]
        ),
        *buttons(_read(view, "Read why")),
    )


def closed_card(view: WorkProgress) -> Json:
    """The actions are complete and on the child's record."""
    ref = view.audit.case_ref
    if not view.closed_on:
        return card(
            f"The work on {ref} goes on",
            text("New actions were agreed since its closure was recorded."),
        )
    return card(
        f"All actions for {ref} are complete and on record",
        text(f"Recorded on {view.closed_on}."),
        facts([("Grade", view.grade), ("Actions", str(view.actions))]),
    )


def board_undated_card(view: BoardWaits) -> Json:
    """Nobody knows when the board meets: actions wait for it."""
    if not view.undated:
        return card(
            "Every action for the board has its date",
            text(f"Next: {view.dates[0]}." if view.dates else "No action waits."),
        )
    wait = "waits" if view.undated == 1 else "wait"
    return card(
        f"{count(view.undated, 'action')} {wait} for a date of the board",
        text("Without a date they are due on no day. Enter when the board meets."),
        *buttons(
            opens_dialog(
                "board.dates", "Enter the dates…", view.programme, view.version, primary=True
            )
            if "board.dates" in view.may
            else None
        ),
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
    """How far the work has come, looked at in supervision."""
    audit = view.audit
    return card(
        f"Supervision on {audit.case_ref}, graded {view.grade}",
        facts([("Actions still open", str(view.under_way)), ("Last one", view.supervised_on)]),
        dated("on", "Day of the supervision", typed, mend=HELD, last=view.today),
        written(
            "progress", "How far the work has come", typed,
            mend="Say what is different for the child and what is not yet.",
            hint="No names. The next one is a month on, until the actions are complete.", most=MOST,
        ),
        actions=[submits("supervision.recorded", "Record it", audit.id, audit.version)],
    )  # fmt: skip


def weekly_form(view: WorkProgress, typed: Typed) -> Json:
    """The week's progress on Inadequate work."""
    audit = view.audit
    return card(
        f"This week on {audit.case_ref}",
        facts([("Actions still open", str(view.under_way))]),
        written(
            "text", "What has moved, and what has not", typed,
            mend="Say what is different since last week.",
            hint="The Divisional Director, the Head of the Learning Academy and the Audit Manager "
            "read it.", most=MOST,
        ),
        actions=[submits("progress.reported", "Send the report", audit.id, audit.version)],
    )  # fmt: skip


def closure_form(view: WorkProgress, typed: Typed) -> Json:
    """That the actions are complete stands on the child's record."""
    audit = view.audit
    values = {"supervision_on": view.supervised_day, **typed.values}
    shown = Typed(values, typed.errors)
    return card(
        f"The actions for {audit.case_ref} are complete",
        text("Note on the child's record that they are, then say when, and cite the supervision."),
        dated("recorded_on", "Put on the record on", shown, mend=HELD, last=view.today),
        dated(
            "supervision_on", "Supervision that looked at it", shown,
            mend="Give the day of the supervision.", last=view.today,
        ),
        actions=[submits("closure.recorded", "Record the closure", audit.id, audit.version)],
    )  # fmt: skip


def escalation_form(view: WorkProgress, typed: Typed) -> Json:
    """Why work has not improved, and what is tried anew."""
    audit = view.audit
    return card(
        f"Escalate the work on {audit.case_ref}, graded {view.grade}",
        text("It goes to the Divisional Director and is reported to the board."),
        facts([("Actions still open", str(view.under_way)), ("Supervision", view.supervised_on)]),
        written(
            "why_not", "Why it has not improved", typed, mend="Say what stood in the way.",
            hint="What you and the service make of it. No names.", most=MOST,
        ),
        written(
            "approach", "What will be tried that is new", typed,
            mend="Say what will be done differently from now on.",
            hint="A fresh approach, not the same again.", most=MOST,
        ),
        actions=[submits("improvement.escalated", "Escalate it", audit.id, audit.version)],
    )  # fmt: skip


def board_dates_form(view: BoardWaits, typed: Typed) -> Json:
    """The days on which the board meets; what is left out is dropped."""
    values = {"dates": ", ".join(view.days), **typed.values}
    return card(
        "When the board meets",
        *([quiet("Known so far:"), *lines(view.dates)] if view.dates else []),
        written(
            "dates",
            "All dates from today on",
            Typed(values, typed.errors),
            mend="Give at least one day, written as 2027-01-20.",
            hint="Written as 2027-01-20, with commas between. What you leave out is dropped.",
            multiline=False,
        ),
        actions=[submits("board.dates", "Keep these dates", view.programme, view.version)],
    )
