"""Actions, progress, the board and looking again in every state: drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.below_good import action as cards
from bot.cards.below_good import board as board_cards
from bot.cards.below_good import dip_reaudit as looks
from bot.cards.below_good import progress as progress_cards
from bot.cards.below_good import reaudit
from bot.cards.parts.inputs import Typed
from store.views.below_good.action import ActionRead, ActionSeen
from store.views.below_good.board import BoardWaits
from store.views.below_good.dip_reaudit import DipReauditRead, DipReauditSeen, DipReauditToDo
from store.views.below_good.progress import ProgressSeen, WorkProgress
from store.views.below_good.reaudit import ReauditsSeen
from tests.bot.cards import samples as s

NOTHING = Typed()
WRONG = Typed({"dates": "2027-13-01"}, {"dates": "is no date: write it as 2026-12-21"})
Json = dict[str, Any]
WORDS = "Her own words open the plan, and the review heard them before anybody else spoke. " * 5

OPEN = ActionSeen(
    "M900123-2026-12.r70.a2", 1, "M900123", "FSP", "December 2026", "action 2 of 3", "case",
    "open", s.SAM.with_role, due=s.DUE, mine=True, may_read=True, may=frozenset({"action.done"}),
)  # fmt: skip
DONE = replace(
    OPEN, state="done", done_by=s.SAM, done_on="Fri 18 Dec, 14:30", confirm_by=s.DUE, mine=False,
    may=frozenset({"action.confirm", "action.reopen"}),
)  # fmt: skip
CONFIRMED = replace(
    DONE, state="confirmed", confirmed_by=s.LEAH, confirmed_on="Mon 21 Dec, 09:10", may=frozenset()
)
OF_SERVICE = replace(CONFIRMED, scope="service", which="the action", board_on="Wed 20 Jan")
READ = ActionRead(OPEN, "See the child alone at home. " * 8, WORDS)
READ_DONE = ActionRead(DONE, READ.what, WORDS, WORDS, "The review of Tue 22 December", "Not yet.")

BELOW = WorkProgress(
    s.AUDIT, "Inadequate", 2, 3, date(2027, 1, 12), supervised_on="Tue 12 Jan",
    supervised_day="2027-01-12", due=s.DUE,
)  # fmt: skip
WEEK = ProgressSeen(
    "M900123-2026-12.p88", 1, "weekly", s.AUDIT, "Inadequate", s.PRIYA, "Fri 18 Dec, 16:10",
    may_read=True,
)  # fmt: skip
WAITS = BoardWaits("riverside", 4, 3, (), (), frozenset({"board.dates"}))
DATED = replace(
    WAITS, undated=0, dates=("Wed 20 Jan", "Wed 10 Mar"), days=("2027-01-20", "2027-03-10")
)

LONG = "Visits were on time and most plans held the child's own words, but reviews came late. "
CYCLE, SERVICE, MONTH = "frontdoor-2026-12", "Frontdoor", "December 2026"

BETTER = DipReauditSeen(
    "M900123-2026-12", 9, "M900123", SERVICE, "RI", "Good", still_below=False, by=s.OMAR,
    on="Thu 21 Jan, 10:12", standings=(("done", 3), ("on_track", 1), ("delayed", 0)),
    may_read=True,
)  # fmt: skip
STILL = replace(
    BETTER, now="RI", still_below=True, standings=(("done", 1), ("on_track", 1), ("delayed", 2)),
    to_address=True, address_by=s.DUE,
    address_with="the Head of Service and Group Managers for Frontdoor",
)  # fmt: skip
TO_ADDRESS = replace(STILL, may=frozenset({"delay.addressed"}))
ADDRESSED = replace(
    STILL, to_address=False, address_by=None, addressed_by=s.PRIYA.name,
    addressed_on="Mon 25 Jan, 09:30",
)  # fmt: skip
ASKED = DipReauditToDo(
    "M900123-2026-12", 9, "M900123", "RI",
    (("Good", "Consistently meets the criteria for good."), ("RI", "Falls below good.")),
    tuple((f"M900123-2026-12.r70.a{n}", LONG * 2) for n in range(1, 7)),
)  # fmt: skip
FOUND = DipReauditRead("M900123", LONG * 3, LONG * 3, ((LONG, "done"), (LONG, "delayed")), how=LONG)

BACK = ReauditsSeen(
    CYCLE, 7, SERVICE, MONTH, 23, ("M900101", "M900102", "M900103"), into="June 2027", seed=7,
    report_by=s.DUE,
)  # fmt: skip
REAUDITED = replace(BACK, done=3, improved=2, may=frozenset({"impact.reported", "reaudit.widen"}))
WIDENED = replace(BACK, drawn=tuple(f"M9001{n:02}" for n in range(23)))


def below_good_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_actions(), **_progress(), **_dialogs(), **_looks(), **_look_forms()}


def _actions() -> dict[str, Json]:
    given, confirm = cards.action_given_card, cards.action_confirm_card
    confirmed, again = cards.action_receipt_card, cards.action_reopened_card
    return {
        "action given": given(OPEN),
        "action given, late, to somebody else": given(
            replace(OPEN, due=s.LATE, may=frozenset(), owner=s.PRIYA.with_role)
        ),
        "action given, withdrawn": given(replace(OPEN, state="withdrawn")),
        "action reopened": again(replace(OPEN, reopened=True)),
        "action reopened, done since": again(replace(DONE, may=frozenset())),
        "action confirm": confirm(DONE),
        "action confirm, by another": confirm(replace(DONE, may=frozenset())),
        "action confirm, opened again": confirm(replace(OPEN, may=frozenset(), mine=False)),
        "action confirmed": confirmed(CONFIRMED),
        "action confirmed, for the board": confirmed(OF_SERVICE),
        "action confirmed, no board date": confirmed(replace(OF_SERVICE, board_on="")),
        "action confirmed, signed off": confirmed(replace(OF_SERVICE, state="signed_off")),
    }


def _progress() -> dict[str, Json]:
    closed, waits = progress_cards.closed_card, board_cards.board_undated_card
    return {
        "progress": progress_cards.progress_card(WEEK),
        "progress, not to be read": progress_cards.progress_card(replace(WEEK, may_read=False)),
        "escalated": progress_cards.escalated_card(replace(WEEK, kind="escalation")),
        "closed": closed(replace(BELOW, under_way=0, closed_on="Mon 11 Jan, 10:00")),
        "closed, taken back": closed(BELOW),
        "board undated": waits(WAITS),
        "board undated, one": waits(replace(WAITS, undated=1)),
        "board undated, not the team's": waits(replace(WAITS, may=frozenset())),
        "board undated, dated": waits(DATED),
        "board undated, nothing waits": waits(replace(DATED, dates=(), days=())),
    }


def _dialogs() -> dict[str, Json]:
    dialog = progress_cards.progress_dialog(WEEK, (("This week", WORDS),))
    return {
        "action dialog": cards.action_dialog(READ),
        "action dialog, done": cards.action_dialog(READ_DONE),
        "progress dialog": dialog,
        "form, action done": cards.action_done_form(READ, NOTHING),
        "form, action confirm": cards.action_confirm_form(READ_DONE, NOTHING),
        "form, action reopen": cards.action_reopen_form(READ_DONE, NOTHING),
        "form, board sign-off": board_cards.board_signoff_form(
            replace(READ_DONE, seen=OF_SERVICE), NOTHING
        ),
        "form, board deferral": board_cards.board_deferred_form(
            replace(READ_DONE, seen=replace(OF_SERVICE, boards=(("2027-03-10", "Wed 10 Mar"),))),
            NOTHING,
        ),
        "form, board deferral, no date": board_cards.board_deferred_form(
            replace(READ_DONE, seen=OF_SERVICE), NOTHING
        ),
        "form, board asks again": board_cards.board_asked_form(
            replace(READ_DONE, seen=OF_SERVICE), NOTHING
        ),
        "form, supervision": progress_cards.supervision_form(BELOW, NOTHING),
        "form, week": progress_cards.weekly_form(BELOW, NOTHING),
        "form, closure": progress_cards.closure_form(BELOW, NOTHING),
        "form, escalation": progress_cards.escalation_form(BELOW, NOTHING),
        "form, board dates": board_cards.board_dates_form(DATED, NOTHING),
        "form, board dates, wrong": board_cards.board_dates_form(WAITS, WRONG),
    }


def _looks() -> dict[str, Json]:
    draw = looks.dip_reaudit_card
    return {
        "dip reaudited, improved": draw(BETTER),
        "dip reaudited, still below good": draw(STILL),
        "dip reaudited, to be addressed": draw(TO_ADDRESS),
        "dip reaudited, addressed": draw(ADDRESSED),
        "dip reaudited, still Inadequate": draw(replace(STILL, was="Inadequate", now="Inadequate")),
        "what a dip re-audit found": looks.dip_reaudit_dialog(FOUND),
        "allocation of a re-audit": allocation_card(
            replace(s.ISSUED, looks_back_on="December 2026")
        ),
        "reaudits": reaudit.reaudits_card(BACK),
        "reaudits, done": reaudit.reaudits_card(REAUDITED),
        "reaudits, all of them": reaudit.reaudits_card(WIDENED),
        "reaudits, none": reaudit.reaudits_card(replace(BACK, drawn=())),
    }


def _look_forms() -> dict[str, Json]:
    wrong = Typed({"grade": "RI"}, {"delay": "name what is delayed and why"})
    return {
        "form: dip re-audit": looks.dip_reaudit_form(ASKED, NOTHING),
        "form: dip re-audit, to mend": looks.dip_reaudit_form(ASKED, wrong),
        "form: dip re-audit, no action": looks.dip_reaudit_form(
            replace(ASKED, actions=()), NOTHING
        ),
        "form: delay": looks.delay_form(TO_ADDRESS, NOTHING),
        "form: re-audits, none": reaudit.reaudit_form(
            replace(BACK, below_good=0, drawn=()), NOTHING
        ),
        "form: re-audits, by hand": reaudit.reaudit_form(
            replace(BACK, drawn=(), choices=(("frontdoor-2027-09", "September 2027"),)), NOTHING
        ),
        "form: widen": reaudit.widen_form(REAUDITED, NOTHING),
    }
