"""Cards and forms of a cycle's re-audits: what was drawn, and the rest of them (guide §15)."""

from bot.cards.parts.inputs import Typed, chosen, written
from bot.cards.parts.kit import Json, buttons, card, facts, fold, opens_dialog, submits, text
from bot.cards.parts.text import count, joined
from store.views.below_good.reaudit import ReauditsSeen
from store.views.parts.offers import button_of, submit_of

ALLOCATE, WIDEN, REPORT = "reaudit.allocate", "reaudit.widen", "impact.reported"
STAFF = 1000
SHOWN = 8
"""Cases that the card names."""
NO_CYCLE = (
    "No later cycle of it is drawn yet. Open its next cycle and draw its cases: the re-audits are "
    "drawn with them."
)
ANEW = "The re-audits drawn before are taken off their list."


def reaudits_card(view: ReauditsSeen) -> Json:
    """For the Learning Academy: what was drawn for re-audit, and how it stands."""
    if not view.drawn:
        return card(
            f"Re-audits of {view.service}, {view.month}: none drawn yet",
            text(f"{count(view.below_good, 'audit')} fell below good."),
        )
    more = len(view.drawn) - SHOWN
    cases = joined([*view.drawn[:SHOWN], *([f"{more} more"] if more > 0 else [])])
    return card(
        f"Re-audits of {view.service}, {view.month}: {view.done} of {len(view.drawn)} done",
        text(f"{len(view.drawn)} of {view.below_good} below good are re-audited."),
        facts(
            [
                ("Cases", cases),
                ("In the cycle of", view.into),
                ("Seed", "" if view.seed is None else str(view.seed)),
                ("Good now", f"{view.improved} of {view.done}" if view.done else ""),
                ("Impact report", "" if view.report_by is None else view.report_by.words),
            ]
        ),
        *buttons(
            opens_dialog(REPORT, button_of(REPORT), view.cycle, view.version, primary=True)
            if view.done and REPORT in view.may
            else None,
            opens_dialog(WIDEN, button_of(WIDEN), view.cycle, view.version)
            if view.done > view.improved and WIDEN in view.may
            else None,
            opens_dialog(ALLOCATE, "Draw them again…", view.cycle, view.version)
            if ALLOCATE in view.may
            else None,
            None if view.report_by is None else fold("Why this date?", text(view.report_by.why)),
        ),
    )


def reaudit_form(view: ReauditsSeen, typed: Typed) -> Json:
    """By hand: nothing fell below good, or a later cycle is open to them already."""
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
        *([] if none_below or view.choices else [text(NO_CYCLE)]),
        *([text(ANEW)] if view.drawn else []),
        actions=[
            submits(
                ALLOCATE,
                "Record that there is none" if none_below else submit_of(ALLOCATE),
                view.cycle,
                view.version,
            )
        ],
    )


def widen_form(view: ReauditsSeen, typed: Typed) -> Json:
    """Why all the rest is re-audited too."""
    left = view.below_good - len(view.drawn)
    return card(
        f"Re-audit all the rest of {view.service}, {view.month}",
        text(f"{count(left, 'more audit')} fell below good and would be given to auditors."),
        written(
            "reason",
            "Why",
            typed,
            most=STAFF,
            mend="Say why the share that was re-audited is not enough.",
        ),
        actions=[submits(WIDEN, submit_of(WIDEN), view.cycle, view.version)],
    )
