"""Reminders, typed words, help and own duties: every card in every state, from sample views."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards.nudges import help_request
from bot.cards.nudges.my_requests import my_requests_card, my_requests_dialog
from bot.cards.nudges.my_work import my_work_card, my_work_dialog, who_owes_card, who_owes_dialog
from bot.cards.nudges.nudge import nudge_card
from bot.cards.nudges.own_duty import own_duty_form
from bot.cards.nudges.typed_words import help_card, status_card, welcome_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import kept_fresh
from bot.cards.reports.cycle_report import papers_dialog
from bot.dialogs.faces import REFRESH
from store.views.nudges.duty_lines import Ask
from store.views.nudges.help_request import HelpAsked, Stuck, WhoCanHelp
from store.views.nudges.my_requests import MyRequests, Request
from store.views.nudges.my_work import MyWork
from store.views.nudges.others_lateness import ToldCycle, ToldKind
from store.views.nudges.own_duty import OwnDuty
from store.views.nudges.who_owes import Owing, WhoOwes
from store.views.parts.paper_lines import PaperLine
from tests.bot.cards import samples as s
from tests.bot.cards.typed_gallery import typed_gallery

Cards = Mapping[str, dict[str, Any]]
NOTHING = Typed()


STUCK = Stuck("d1", 1, "M900123", "return the audit", s.LATE, may_ask=True)
HELPERS = WhoCanHelp(
    "audit team",
    ("Gurdeep Bhatt, Audit Officer", "Mei Lau, Audit Manager"),
    s.PRIYA.with_role,
    (STUCK, replace(STUCK, may_ask=False, why_not="asked already; the answer comes to you here")),
)
HELP = HelpAsked(
    "help-90",
    1,
    "asked",
    s.LEAH,
    "Mon 21 Dec, 10:02",
    "M900123",
    "return the audit",
    s.LATE,
    closed=False,
    viewer="officer@riverside.example",
    answer_by=s.SOON,
    may=frozenset({"help.answer"}),
)
ANSWER = replace(
    HELP, state="answered", answered_by=s.OMAR, viewer=s.LEAH.upn, press=s.RETURN_IT.press,
    may=frozenset(),
)  # fmt: skip
OWN_DUTY = OwnDuty("FD-10234-2026-12.duty.family_call.7", 3, "FD-10234", "call the family", s.DUE,
                   date(2026, 12, 17))  # fmt: skip


WORK = MyWork(s.LEAH, 2, tuple(ask for ask in s.BUNDLE.asks if not ask.is_told), moderates=3)
OWES = WhoOwes(
    "everybody",
    (
        Owing(s.LEAH, 2, 1, "M900123, return the audit", s.LATE),
        Owing(s.TOM, 1, 0, "M900140, accept the audit", s.SOON),
    ),
    asker=s.LEAH.upn,
)


TOLD_OF = (
    ToldCycle(
        "Frontdoor", "December 2026",
        (ToldKind("return.submit", "return the audit", 4, s.LATE),
         ToldKind("moderation.decide", "moderate the audit", 1, s.LATE)),
        "frontdoor-2026-12", 4, may_follow=True,
    ),
    ToldCycle(
        "CLA & TCS", "December 2026",
        (ToldKind("section.complete", "write your section of the audit", 12, s.LATE),),
        "cla-tcs-2026-12", 3, may_follow=True,
    ),
)  # fmt: skip
PAPERS = (
    PaperLine("frontdoor-2026-12", 4, "Board report: Frontdoor, December 2026"),
    PaperLine("care-2026-11", 3, "Report for practitioners: Care, November 2026"),
)


def nudges_gallery() -> Cards:
    """Each card by its kind and state."""
    return {**_nudges(), **_reminders(), **_words(), **_help(), **_forms(), **typed_gallery()}


def _nudges() -> Cards:
    single = {
        "return": s.RETURN_IT,
        "accept": s.ACCEPT_IT,
        "moderate": s.MODERATE,
        "told": s.TOLD,
        "for somebody": s.FOR_SOMEBODY,
    }
    return {
        "nudge, bundle": nudge_card(s.BUNDLE),
        "nudge, more than fit": nudge_card(replace(s.BUNDLE, asks=s.BUNDLE.asks * 2)),
        "nudge, none overdue": nudge_card(replace(s.BUNDLE, asks=(s.ACCEPT_IT, s.MODERATE))),
        "nudge, only told": nudge_card(replace(s.BUNDLE, asks=(s.TOLD, s.TOLD))),
        "nudge, told of many": nudge_card(
            replace(s.BUNDLE, asks=(s.RETURN_IT, *[s.TOLD] * 17), told_of=TOLD_OF)
        ),
        "nudge, only told of many": nudge_card(
            replace(s.BUNDLE, asks=(s.TOLD,) * 17, told_of=TOLD_OF)
        ),
        "nudge, told of many without following": nudge_card(
            replace(
                s.BUNDLE,
                asks=(s.TOLD,) * 17,
                told_of=tuple(replace(told, may_follow=False) for told in TOLD_OF),
            )
        ),
        "nudge, all done": nudge_card(replace(s.BUNDLE, asks=())),
        **{
            f"nudge, single {name}": nudge_card(replace(s.BUNDLE, asks=(ask,)))
            for name, ask in single.items()
        },
    }


REQUESTS = MyRequests(
    s.LEAH.upn,
    2,
    asked=(
        Request("Exemption from M900123", "Leah Grant", "Wed 2 Dec", is_open=True),
        Request(
            "Help with M900140", "Leah Grant", "Tue 1 Dec", is_open=False,
            outcome="answered", decided_by="Ann Lee", decided_on="Wed 2 Dec",
        ),
    ),
    waiting=(s.FOR_SOMEBODY,),
    decided=(
        Request(
            "Conflict about M900101", "Tom Reed", "", is_open=False, outcome="it stays",
            decided_by="Leah Grant",
        ),
    ),
)  # fmt: skip
KINDS = ("return.check", "moderation.decide", "action.confirm")


def _reminders() -> Cards:
    live = replace(s.BUNDLE, message="m90-1", message_version=2, may_later=True, stuck=("d1", 1))
    done = ("Accepted: M900123", "Agreed by Omar Said: M900055")
    lines = [
        Ask(f"d{n}", f"M90{n:04}", "return the audit", s.LATE if n < 3 else s.DUE,
            s.press("return.submit", "Return the audit", dialog=True))
        for n in range(12)
    ]  # fmt: skip
    sizes = {
        f"nudge, {n} {'line' if n == 1 else 'lines'}": nudge_card(
            replace(live, asks=tuple(lines[:n]), stuck=live.stuck if n == 1 else None)
        )
        for n in (1, 2, 5, 12)
    }
    kinds = [replace(one, kind=KINDS[at % 3]) for at, one in enumerate(lines)]
    return {
        **sizes,
        "nudge, 12 lines by kind": nudge_card(replace(live, asks=tuple(kinds), stuck=None)),
        "nudge, some done": nudge_card(replace(live, asks=live.asks[:1], done=done)),
        "nudge, many done": nudge_card(replace(live, done=done * 4)),
        "nudge, put off": nudge_card(replace(live, may_later=False, later="11:05")),
        "nudge, too late to put off": nudge_card(
            replace(live, may_later=False, later_not="Reminders stop at 17:00.")
        ),
        "nudge, all done with receipts": nudge_card(replace(live, asks=(), done=done)),
        "nudge, newer below": nudge_card(replace(live, asks=(), done=done[:1], repeated=3)),
    }


def _words() -> Cards:
    long = replace(WORK, asks=WORK.asks * 12)
    six = (WORK.asks * 6)[:6]
    mixed = replace(
        WORK, asks=tuple(replace(one, kind=KINDS[at % 3]) for at, one in enumerate(six))
    )
    many = replace(OWES, people=OWES.people * 30, kinds=tuple((kind, 9, 2) for kind in KINDS))
    return {
        "help": help_card(),
        "welcome": welcome_card("Leah Grant"),
        "my work": my_work_card(WORK),
        "my requests": my_requests_dialog(REQUESTS),
        "my requests, typed": my_requests_card(REQUESTS),
        "my requests, none": my_requests_dialog(
            replace(REQUESTS, asked=(), waiting=(), decided=())
        ),
        "my requests, many": my_requests_dialog(replace(REQUESTS, asked=REQUESTS.asked * 9), 2),
        "my work, by kind": my_work_card(mixed),
        "my work, much by kind": my_work_card(replace(mixed, asks=mixed.asks * 6)),
        "my work dialog, a kind": my_work_dialog(replace(mixed, asks=mixed.asks * 12), KINDS[0], 2),
        "my work, long": my_work_card(long),
        "my work, kept fresh": kept_fresh(my_work_card(WORK), REFRESH, "my_work", "29:reader"),
        "my work, nothing": my_work_card(replace(WORK, asks=())),
        "my work dialog": my_work_dialog(long),
        "my work dialog, nothing": my_work_dialog(replace(WORK, asks=(), moderates=0)),
        "status": status_card(s.STANDING),
        "status, with papers": status_card(replace(s.STANDING, papers=PAPERS)),
        "papers dialog": papers_dialog(PAPERS),
        "status, own": status_card(replace(s.STANDING, cycles=(), scope="you")),
        "status, nothing": status_card(replace(s.STANDING, cycles=(), own=())),
        "who owes": who_owes_card(OWES),
        "who owes, many": who_owes_card(many),
        "who owes dialog": who_owes_dialog(many, 2),
        "who owes, nobody": who_owes_card(replace(OWES, people=(), scope="you")),
    }


def _help() -> Cards:
    return {
        "help asked": help_request.help_asked_card(HELP),
        "help asked, done since": help_request.help_asked_card(replace(HELP, closed=True)),
        "help asked, answered": help_request.help_asked_card(
            replace(ANSWER, viewer="officer@riverside.example")
        ),
        "help answered": help_request.help_answered_card(ANSWER),
        "help answered, done": help_request.help_answered_card(
            replace(ANSWER, closed=True, press=None)
        ),
        "help dialog": help_request.help_dialog(
            "I cannot reach the worker. " * 12, "Call me at ten."
        ),
        "help dialog, unanswered": help_request.help_dialog("I cannot reach the worker.", ""),
        "stuck dialog": help_request.stuck_dialog(HELPERS),
        "stuck dialog, nothing": help_request.stuck_dialog(
            replace(HELPERS, team=(), head="", stuck=())
        ),
    }


def _forms() -> Cards:
    return {
        "form, stuck": help_request.help_ask_form(HELPERS, NOTHING),
        "form, help": help_request.help_answer_form(HELP, "I cannot reach the worker.", NOTHING),
        "form, a duty of one's own": own_duty_form(OWN_DUTY, NOTHING),
    }
