"""Actions, progress and the board in every state: drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.below_good import action as cards
from bot.cards.below_good import board as board_cards
from bot.cards.below_good import progress as progress_cards
from bot.cards.parts.inputs import Typed
from store.views.below_good.action import ActionRead, ActionSeen
from store.views.below_good.board import BoardWaits
from store.views.below_good.progress import ProgressSeen, WorkProgress
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


def actions_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_actions(), **_progress(), **_dialogs()}


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
        "form, supervision": progress_cards.supervision_form(BELOW, NOTHING),
        "form, week": progress_cards.weekly_form(BELOW, NOTHING),
        "form, closure": progress_cards.closure_form(BELOW, NOTHING),
        "form, escalation": progress_cards.escalation_form(BELOW, NOTHING),
        "form, board dates": board_cards.board_dates_form(DATED, NOTHING),
        "form, board dates, wrong": board_cards.board_dates_form(WAITS, WRONG),
    }
