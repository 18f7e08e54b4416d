"""Cards and forms of reports on a cycle, and of the re-audits that look back on it (§3, §5)."""

from bot.cards.parts.inputs import Typed, chosen, dated, written
from bot.cards.parts.kit import (
    Json,
    buttons,
    card,
    facts,
    fold,
    heading,
    opens_dialog,
    quiet,
    submits,
    text,
)
from bot.cards.parts.text import count, joined
from store.views.reports.cycle_report import LookingBack, OnCycle, Reported, ReportRead

VIEW = "report.view"
MOST, STAFF = 4000, 1000
SHOWN = 8

NO_NAMES = "No child's name; say it as you would to the board."


def highlight_report_card(view: Reported) -> Json:
    """For those who run the service."""
    return _reported(view, f"Highlights of the audits in {view.service}, {view.month}")


def board_report_card(view: Reported) -> Json:
    """For the service, the Academy, the Director and the PSW."""
    return _reported(view, f"Board report: {view.service}, {view.month}")


def practitioners_report_card(view: Reported) -> Json:
    """The shorter version, for those whose work was looked at."""
    return _reported(view, f"What the audits in {view.service} taught us, {view.month}")


def campaign_card(view: Reported) -> Json:
    """The workshop's day, for the service and its Team Managers."""
    return _reported(
        view,
        f"Workshop on the audits in {view.service}: {view.workshop}",
        text("It opens the learning campaign that was agreed with the service."),
    )


def impact_report_card(view: Reported) -> Json:
    """For the Head of Service, the Director and the PSW."""
    widen = view.consistent is False and "reaudit.widen" in view.may
    return _reported(
        view,
        f"Impact of the audits in {view.service}, {view.month}",
        extra=opens_dialog("reaudit.widen", "Re-audit all the rest…", view.cycle, view.version)
        if widen
        else None,
    )


def _reported(view: Reported, title: str, *body: Json, extra: Json | None = None) -> Json:
    return card(
        title,
        *body,
        facts([("Written by", f"{view.by.name}, {view.on}")]),
        *buttons(opens_dialog(VIEW, "Read it", view.report, 0, primary=True), extra),
    )


def report_dialog(view: ReportRead) -> Json:
    """What was written, part by part."""
    return card(
        view.heading,
        *(
            part
            for title, words in view.parts
            for part in ([heading(title)] if title else []) + _paragraphs(words)
        ),
    )


def _paragraphs(words: str) -> list[Json]:
    return [text(line) for line in words.split("\n") if line.strip()]


def reaudits_card(view: LookingBack) -> Json:
    """For the Learning Academy: what was drawn for re-audit, and how it stands."""
    if not view.drawn:
        return card(
            f"Re-audits of {view.service}, {view.month}: none drawn yet",
            text(f"{count(view.below_good, 'audit')} fell below good."),
        )
    more = len(view.drawn) - SHOWN
    cases = joined([*view.drawn[:SHOWN], *([f"{more} more"] if more > 0 else [])])
    by = "" if view.report_by is None else view.report_by.words
    return card(
        f"Re-audits of {view.service}, {view.month}: {view.done} of {len(view.drawn)} done",
        text(f"{len(view.drawn)} of {view.below_good} below good are looked at again."),
        facts([
            ("Cases", cases), ("In the cycle of", view.into),
            ("Seed", "" if view.seed is None else str(view.seed)),
            ("Good now", f"{view.improved} of {view.done}" if view.done else ""),
            ("Impact report", by),
        ]),
        *buttons(
            opens_dialog("impact.reported", "Report the impact…", view.cycle, view.version,
                         primary=True)
            if view.done and "impact.reported" in view.may else None,
            opens_dialog("reaudit.widen", "Re-audit all the rest…", view.cycle, view.version)
            if view.done > view.improved and "reaudit.widen" in view.may else None,
            None if view.report_by is None else fold("Why this date?", text(view.report_by.why)),
        ),
    )  # fmt: skip


# ---- forms ---------------------------------------------------------------------------------------


def highlight_form(view: OnCycle, typed: Typed) -> Json:
    """What stands out."""
    return card(
        f"Highlights: {view.service}, {view.month}",
        written("text", "What the audits showed", typed, most=MOST, hint=NO_NAMES,
                mend="Say in a few sentences what stands out."),
        actions=[submits("highlight.reported", "Send the highlights", view.cycle, view.version)],
    )  # fmt: skip


def board_form(view: OnCycle, typed: Typed) -> Json:
    """Impact and learning first; the figures come from the ledger."""
    return card(
        f"Board report: {view.service}, {view.month}",
        quiet("The figures are counted for you. Write what they mean."),
        written("impact", "Impact: what is different for children", typed, most=MOST,
                hint=NO_NAMES, mend="Say what is different for children since the last cycle."),
        written("learning", "Learning", typed, most=MOST, mend="Say what was learnt."),
        written("systemic", "Systemic issues", typed, most=MOST),
        written("plan", "Improvement plan with the service and the Academy", typed, most=MOST,
                mend="Say what is done next, by whom and by when."),
        written("practitioners", "Short version for practitioners", typed, most=MOST,
                hint="Sent to those whose work was looked at, and to their managers."),
        actions=[submits("board.reported", "Send the board report", view.cycle, view.version)],
    )  # fmt: skip


def impact_form(view: OnCycle, compared: tuple[tuple[str, str], ...], typed: Typed) -> Json:
    """The comparison stands there; the words say what it means."""
    return card(
        f"Impact report: {view.service}, {view.month}",
        facts(compared),
        written("text", "What followed the audits changed", typed, most=MOST, hint=NO_NAMES,
                mend="Say what changed for children, and what did not."),
        actions=[submits("impact.reported", "Send the impact report", view.cycle, view.version)],
    )  # fmt: skip


def campaign_form(view: OnCycle, typed: Typed) -> Json:
    """The workshop, the plan, the themes."""
    return card(
        f"Learning campaign: {view.service}, {view.month}",
        dated("workshop_on", "The team managers' workshop", typed,
              mend="Choose the day of the workshop.",
              hint="In months four to six of the cycle."),
        written("plan", "Audit action plan agreed with the service", typed, most=MOST,
                mend="Say what was agreed, who does it and by when."),
        written("themes", "Themes of the campaign", typed, most=STAFF,
                hint="One a line: good practice to celebrate, and what to strengthen.",
                mend="Name at least one theme."),
        actions=[submits("campaign.agreed", "Record what was agreed", view.cycle, view.version)],
    )  # fmt: skip


def reaudit_form(view: LookingBack, typed: Typed) -> Json:
    """By hand: nothing fell below good, or the next cycle was drawn already."""
    none_below = not view.below_good
    return card(
        f"Re-audits of {view.service}, {view.month}",
        text(
            "Nothing fell below good, so there is nothing to re-audit."
            if none_below
            else f"{count(view.below_good, 'audit')} fell below good. The share is drawn by seed "
            "and each case is given to an auditor who is independent of it."
        ),
        *(
            []
            if none_below or not view.choices
            else [chosen("into", "Add them to the cycle of", list(view.choices), typed)]
        ),
        *([] if none_below or view.choices else [text("No later cycle of it is drawn yet.")]),
        actions=[
            submits("reaudit.allocate", "Record that there is none", view.cycle, view.version)
            if none_below
            else submits("reaudit.allocate", "Draw the re-audits", view.cycle, view.version)
        ],
    )


def widen_form(view: LookingBack, typed: Typed) -> Json:
    """Why all the rest is looked at again."""
    left = view.below_good - len(view.drawn)
    return card(
        f"Re-audit all the rest of {view.service}, {view.month}",
        text(f"{count(left, 'more audit')} fell below good and would be given to auditors."),
        written("reason", "Why", typed, most=STAFF,
                mend="Say why the share that was looked at is not enough."),
        actions=[submits("reaudit.widen", "Re-audit all the rest", view.cycle, view.version)],
    )  # fmt: skip
