"""Every card in every state, drawn from sample views: for the linter, the pictures and Chromium."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.asking import (
    conflict_declare_form,
    conflict_resolve_form,
    exemption_refuse_form,
    exemption_request_form,
    reallocation_form,
)
from bot.cards.audit_month.conflict import conflict_card, conflict_resolved_card
from bot.cards.audit_month.exemption import exempted_card, exemption_card, not_exempted_card
from bot.cards.audit_month.reallocation import reallocation_card
from bot.cards.audit_month.return_form import return_form_card
from bot.cards.audit_month.returned import returned_card
from bot.cards.audit_month.selected import moderating_card, selected_card, selected_team_card
from bot.cards.nudges.nudge import nudge_card
from bot.cards.nudges.typed_words import (
    help_card,
    my_work_card,
    my_work_dialog,
    refusal_card,
    status_card,
    welcome_card,
    who_owes_card,
)
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import kept_fresh, opens_dialog
from bot.dialogs.faces import REFRESH, Face, faced
from tests.bot.cards import samples as s
from tests.bot.cards.audit_list_gallery import audit_list_gallery
from tests.bot.cards.before_cycle_gallery import before_cycle_gallery
from tests.bot.cards.below_good_gallery import below_good_gallery
from tests.bot.cards.below_good_uopp_gallery import below_good_uopp_gallery
from tests.bot.cards.cycle_audits_gallery import cycle_audits_gallery
from tests.bot.cards.deliveries_gallery import deliveries_gallery
from tests.bot.cards.dispute_gallery import dispute_gallery
from tests.bot.cards.disputes_gallery import disputes_gallery
from tests.bot.cards.kinds_gallery import kinds_gallery
from tests.bot.cards.list_gallery import list_gallery
from tests.bot.cards.moderation_gallery import moderation_gallery
from tests.bot.cards.people_gallery import people_gallery
from tests.bot.cards.programme_gallery import programme_gallery
from tests.bot.cards.reports_gallery import reports_gallery
from tests.bot.cards.return_gallery import return_gallery

SAID_NO = "Priya Shah refused your request on Wed 2 Dec, 11:40"
KEPT = "The audit team looked at the conflict you declared, and it stays with you"
NOTHING = Typed()
GONE = (("M900007", "Omar Said, Team Manager"), ("M900008", "the audit team"))
WRONG = Typed({"reason": "Because *I* say so"}, {"reason": "is too short to be understood"})


def gallery() -> dict[str, Face]:
    """Each card by its kind and state."""
    cards = {
        **_allocations(),
        **_decisions(),
        **_news(),
        **_nudges(),
        **reports_gallery(),
        **_words(),
        **_forms(),
        **before_cycle_gallery(),
        **audit_list_gallery(),
        **list_gallery(),
        **programme_gallery(),
        **people_gallery(),
        **deliveries_gallery(),
        **cycle_audits_gallery(),
        **disputes_gallery(),
        **below_good_uopp_gallery(),
        **dispute_gallery(),
        **below_good_gallery(),
        **moderation_gallery(),
        **return_gallery(),
        **kinds_gallery(),
    }
    return {name: faced(card) for name, card in cards.items()}


Cards = Mapping[str, dict[str, Any]]


def _allocations() -> Cards:
    accepted, issued = s.ACCEPTED, s.ISSUED
    states = {
        "issued": issued,
        "issued, refused before": replace(issued, refused="Priya Shah refused on Wed 2 Dec, 11:40"),
        "issued, may no longer accept": replace(issued, may=frozenset()),
        "issued, name with markdown": replace(
            issued, audit=replace(s.AUDIT, practitioner=s.TRICKY, moderator=s.TRICKY)
        ),
        "accepted": accepted,
        "accepted, late": replace(accepted, audit=replace(s.AUDIT, due=s.LATE)),
        "accepted, past its hour": replace(accepted, audit=replace(s.AUDIT, due=s.JUST_PAST)),
        "accepted, conflict left": replace(accepted, kept=KEPT),
        "exemption asked": replace(
            accepted,
            state="exemption_asked",
            decided_by=s.PRIYA.with_role,
            decide_by=s.SOON,
            may=frozenset({"exemption.withdraw"}),
        ),
        "conflict declared": replace(
            accepted, state="conflict_declared", decide_by=s.SOON, may=frozenset()
        ),
        "returned": replace(
            accepted, state="returned", grade="Good", moderate_by=s.DUE, may=frozenset()
        ),
        "moved": replace(issued, state="moved", now_with="Tom Reed", done_on="Tue 8 Dec"),
        "exempted": replace(issued, state="exempted", decided_by="Priya Shah"),
        "waiting": replace(issued, state="waiting"),
        "swapped": replace(issued, state="swapped"),
        "a later state": replace(issued, state="voided"),
    }
    return {f"allocation, {name}": allocation_card(view) for name, view in states.items()}


def _decisions() -> Cards:
    return {
        "exemption, to decide": exemption_card(s.ASKED),
        "exemption, long reason": exemption_card(replace(s.ASKED, reason=s.LONG_REASON)),
        "exemption, may not decide": exemption_card(replace(s.ASKED, may=frozenset())),
        "exemption, agreed": exemption_card(s.APPROVED),
        "exemption, agreed by another": exemption_card(replace(s.APPROVED, viewer=s.TOM.upn)),
        "exemption, agreed, nobody free": exemption_card(replace(s.APPROVED, goes_to="")),
        "exemption, agreed and moved": exemption_card(
            replace(s.APPROVED, goes_to="", now_with="Omar Said")
        ),
        "exemption, refused": exemption_card(s.REFUSED),
        "exemption, withdrawn": exemption_card(
            replace(s.ASKED, state="withdrawn", decided_on="Wed 2 Dec, 12:00")
        ),
        "exempted": exempted_card(s.APPROVED),
        "not exempted": not_exempted_card(s.REFUSED),
        "not exempted, long refusal": not_exempted_card(replace(s.REFUSED, refusal=s.LONG_REASON)),
        "not exempted, moved on": not_exempted_card(
            replace(s.REFUSED, still_theirs=replace(s.ACCEPTED, refused=SAID_NO), is_news=False)
        ),
        "conflict, to resolve": conflict_card(s.DECLARED),
        "conflict, long reason": conflict_card(replace(s.DECLARED, reason=s.LONG_REASON)),
        "conflict, left": conflict_card(s.RESOLVED),
        "conflict, moved": conflict_card(replace(s.RESOLVED, state="reallocate")),
        "conflict resolved, stays": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=s.ISSUED, is_news=True)
        ),
        "conflict resolved, stays as accepted": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=s.ACCEPTED, is_news=True)
        ),
        "conflict resolved, accepted then": conflict_resolved_card(
            replace(s.RESOLVED, still_theirs=replace(s.ACCEPTED, kept=KEPT))
        ),
        "conflict resolved, goes": conflict_resolved_card(replace(s.RESOLVED, state="reallocate")),
        "reallocation, proposed": reallocation_card(s.PROPOSED),
        "reallocation, nobody": reallocation_card(
            replace(s.PROPOSED, state="nobody", audit=replace(s.AUDIT, auditor=None))
        ),
        "reallocation, done": reallocation_card(
            replace(s.PROPOSED, state="done", done_by="Gurdeep Bhatt", done_on="Thu 3 Dec, 09:01")
        ),
        "reallocation, swapped": reallocation_card(replace(s.PROPOSED, state="swapped")),
    }


def _news() -> Cards:
    few, none = replace(s.NEWS, parts=s.PARTS[:1]), replace(s.NEWS, parts=())
    returns = {
        f"returned, to {reader}, {grade}": replace(
            s.RETURNED, reader=reader, grade=grade, inadequate=grade == "Inadequate"
        )
        for reader in ("moderator", "practitioner", "team_manager", "team")
        for grade in ("Good", "Inadequate")
    }
    return {
        "moderating": moderating_card(s.NEWS),
        "moderating, one": moderating_card(few),
        "moderating, none": moderating_card(none),
        "moderating, one gone": moderating_card(replace(few, elsewhere=GONE[:1])),
        "moderating, all gone": moderating_card(replace(none, elsewhere=GONE)),
        "selected": selected_card(s.NEWS),
        "selected, one": selected_card(few),
        "selected, none": selected_card(none),
        "selected team": selected_team_card(s.NEWS),
        "selected team, none": selected_team_card(none),
        **{name: returned_card(view) for name, view in returns.items()},
        "returned, late": returned_card(replace(s.RETURNED, in_time=False, late=2)),
        "returned, past its hour": returned_card(replace(s.RETURNED, in_time=False, actions=0)),
    }


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
            replace(s.BUNDLE, asks=(s.RETURN_IT, *[s.TOLD] * 17), told_of=s.TOLD_OF)
        ),
        "nudge, only told of many": nudge_card(
            replace(s.BUNDLE, asks=(s.TOLD,) * 17, told_of=s.TOLD_OF)
        ),
        "nudge, told of many without following": nudge_card(
            replace(
                s.BUNDLE,
                asks=(s.TOLD,) * 17,
                told_of=tuple(replace(told, may_follow=False) for told in s.TOLD_OF),
            )
        ),
        "nudge, all done": nudge_card(replace(s.BUNDLE, asks=())),
        **{
            f"nudge, single {name}": nudge_card(replace(s.BUNDLE, asks=(ask,)))
            for name, ask in single.items()
        },
    }


def _words() -> Cards:
    long = replace(s.WORK, asks=s.WORK.asks * 12)
    helper = opens_dialog("work.view", "My work", s.LEAH.upn, 2)
    return {
        "help": help_card(),
        "welcome": welcome_card("Leah Grant"),
        "my work": my_work_card(s.WORK),
        "my work, long": my_work_card(long),
        "my work, kept fresh": kept_fresh(my_work_card(s.WORK), REFRESH, "my_work", "29:reader"),
        "my work, nothing": my_work_card(replace(s.WORK, asks=())),
        "my work dialog": my_work_dialog(long),
        "my work dialog, nothing": my_work_dialog(replace(s.WORK, asks=(), moderates=0)),
        "status": status_card(s.STANDING),
        "status, own": status_card(replace(s.STANDING, cycles=(), scope="you")),
        "status, nothing": status_card(replace(s.STANDING, cycles=(), own=())),
        "who owes": who_owes_card(s.OWES),
        "who owes, many": who_owes_card(replace(s.OWES, people=s.OWES.people * 30)),
        "who owes, nobody": who_owes_card(replace(s.OWES, people=(), scope="you")),
        "refusal": refusal_card("This audit was given to Tom Reed on Tue 8 Dec", "the audit team"),
        "refusal, with a button": refusal_card("This was done already", "the audit team", helper),
    }


def _forms() -> Cards:
    categories = ("leave", "sickness", "workload", "other")
    lawful = [(f"auditor{n}@riverside.example", f"Auditor Number {n}") for n in range(200)]
    mended = Typed(
        {"grade": "Good", "evidence": "Six months were read.", "domains.c1.grade": "Good"},
        {
            "rationale": "is needed",
            "domains.c1.grade": "a grade needs its evidence",
            "document_link": "is no web address that starts with https://",
        },
    )
    return {
        "form, exemption": exemption_request_form(s.AUDIT, categories, s.PRIYA.with_role, NOTHING),
        "form, exemption to mend": exemption_request_form(
            s.AUDIT, categories, s.PRIYA.with_role, WRONG
        ),
        "form, refusal": exemption_refuse_form(s.ASKED, NOTHING),
        "form, conflict": conflict_declare_form(s.AUDIT, NOTHING),
        "form, resolution": conflict_resolve_form(s.DECLARED, NOTHING),
        "form, new auditor": reallocation_form(s.PROPOSED, lawful, NOTHING),
        "form, nobody lawful": reallocation_form(s.PROPOSED, [], NOTHING),
        "form, return": return_form_card(s.RETURN_FORM, NOTHING),
        "form, return to mend": return_form_card(s.RETURN_FORM, mended),
    }
