"""A cycle and its rows in every state: cards and forms drawn from sample views."""

from dataclasses import replace
from datetime import date
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.audit_list.clash import clash_card
from bot.cards.audit_list.cycle import cycle_card, not_made_card
from bot.cards.audit_list.cycle_rows import cycle_rows_card, row_card
from bot.cards.audit_list.opening import open_cycle_form
from bot.cards.audit_list.swap import swap_form, swapped_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import CHAT, DIALOG
from store.registry import acts_on
from store.views.audit_list.clash import CaseSwap, Clashing, ClashLine
from store.views.audit_list.cycle import CycleInHand, DrawnDips
from store.views.audit_list.cycle_rows import CycleRow, CycleRows, RowProof
from store.views.audit_list.opening import MonthAhead, Opening, Volume
from store.views.audit_list.swap import SwapChoices
from store.vocabulary.states import CycleState
from tests.bot.cards import samples as s

Json = dict[str, Any]
NOTHING = Typed()
CYCLE = "frontdoor-2026-12"
MONTH = "December 2026"
HEAD = s.PRIYA.with_role
NAMES = tuple(f"Auditor Number {n}" for n in range(60))
STATES: tuple[CycleState, ...] = (
    "open", "drawn", "allocated", "proposed", "changes_asked", "confirmed", "issued",
)  # fmt: skip
KLOE = "Is the child's own voice in the plan, and did it change what the professionals did next?"
IN_HAND = CycleInHand(
    CYCLE, 4, "Frontdoor", MONTH, "open",
    slack=3,
    least_slack=2,
    warnings=("From issue to return there are 8 working days; 10 is what auditors need.",),
    kloes=(KLOE, "Is neglect named and measured?"),
    pool=312,
    seed=2026,
    quotas=(("Advanced Practitioner", 20), ("Team Manager", 40)),
    dips=(DrawnDips(KLOE, 15), DrawnDips("Is neglect named and measured?", 6, short=4)),
    audits=60,
    load=tuple((name, 2 if n < 7 else 1) for n, name in enumerate(NAMES)),
    changes=2,
    head=HEAD,
    confirm_by=s.SOON,
    issues_on="Tue 1 Dec",
    may=frozenset(acts_on("cycle")),
)  # fmt: skip

ROW = CycleRow(
    "FD-55235-2026-12", 3, "FD-55235", "MASH North", s.SAM.name, s.LEAH.name, s.LEWIS.name
)
ROWS = CycleRows(
    CYCLE, 4, "Frontdoor", MONTH, "allocated",
    tuple(replace(ROW, audit=f"FD-{n}-2026-12", case_ref=f"FD-{n}") for n in range(100, 160)),
)  # fmt: skip
RULES = tuple((rule, True) for rule in (
    "trained", "may audit", "not in the case's team", "not the case's practitioner",
    "not the case's Team Manager", "not the case's IRO", "not the case's CP chair",
    "not involved in the case", "in post", "not absent",
))  # fmt: skip
PROOF = RowProof(
    ROW.audit, 3, CYCLE, 4, ROW.case_ref, ROW.team, s.SAM.name, s.LEAH, s.LEWIS, s.TOM.name,
    seed=2026, pool=312, auditor_rules=RULES, moderator_rules=RULES[2:],
    may=frozenset({"list.swap"}),
)  # fmt: skip
SWAP = SwapChoices(
    PROOF,
    "allocated",
    tuple(f"FD-{n}" for n in range(20)),
    tuple((f"a{n}@riverside.example", name) for n, name in enumerate(NAMES)),
    tuple((f"m{n}@riverside.example", name) for n, name in enumerate(NAMES)),
)
CLASH = Clashing(
    CYCLE, 4, "Frontdoor", MONTH,
    (
        ClashLine(("trained", "not in the case's team"), tuple(f"FD-{n}" for n in range(9))),
        ClashLine(("a lawful moderator",), ("FD-77",)),
    ),
    tuple(CaseSwap(f"FD-{n}-2026-12", 1, f"FD-{n}", f"FD-{n + 50}") for n in range(6)),
    ("Train Tom Reed as an auditor (trained_on in the people file)",),
)  # fmt: skip

OPENING = Opening(
    "riverside", 9, ("Frontdoor", "FSP & CWD"),
    (MonthAhead(date(2026, 12, 1), MONTH, 3), MonthAhead(date(2027, 1, 1), "January 2027", -1)), 2,
    volumes=(Volume("team_manager+group_manager", "Team Manager or Group Manager", 10, 25),),
)  # fmt: skip

CHOICES = (
    ("plan=CP", "CP plan: 41"), ("flags=neglect", "Neglect: 38"),
    ("plan=CP and flags=neglect", "CP plan, neglect: 9, too few for a whole sample"),
)  # fmt: skip
"""Which cases a line of enquiry may ask for, with how many each choice leaves."""


def audit_list_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_cycles(), **_rows(), **_forms()}


def _cycles() -> dict[str, dict[str, Any]]:
    return {
        **{f"cycle, {state}": cycle_card(replace(IN_HAND, state=state)) for state in STATES},
        **{
            f"cycle, {state}, in a dialog": cycle_card(replace(IN_HAND, state=state), DIALOG)
            for state in STATES
        },
        "cycle, a step not made": not_made_card(
            "No case meets the filter.", ["widen the filter"], CYCLE, "riverside", CHAT
        ),
        "cycle, no next step": cycle_card(replace(IN_HAND, may=frozenset())),
    }


def _rows() -> dict[str, dict[str, Any]]:
    return {
        "cycle rows": cycle_rows_card(ROWS),
        "cycle rows, last page": cycle_rows_card(ROWS, 99),
        "cycle rows, drawn": cycle_rows_card(replace(ROWS, state="drawn", rows=ROWS.rows[:3])),
        "cycle rows, none": cycle_rows_card(replace(ROWS, rows=())),
        "row": row_card(PROOF),
        "row, swapped for another case": swapped_card("M900001", PROOF),
        "row, given to somebody else": swapped_card(PROOF.case_ref, PROOF),
        "row, in the chat": row_card(PROOF, CHAT),
        "row, no longer lawful": row_card(
            replace(PROOF, broken_today=("auditor: not in the case's team",))
        ),
        "row, only drawn": row_card(replace(PROOF, auditor_rules=(), moderator_rules=())),
        "clash": clash_card(CLASH),
        "clash, in a dialog": clash_card(CLASH, DIALOG),
        "clash, nothing to swap": clash_card(replace(CLASH, swaps=())),
    }


def _forms() -> dict[str, Json]:
    tight = Typed({"service": "Frontdoor", "month": "2027-01-01"}, {"accept_slack": "is needed"})
    return {
        "form, open a cycle": open_cycle_form(OPENING, NOTHING),
        "form, open a cycle, with choices": open_cycle_form(
            replace(OPENING, choices=CHOICES), NOTHING
        ),
        "form, open a tight cycle": open_cycle_form(OPENING, tight),
        "form, swap": swap_form(SWAP, NOTHING),
        "form, swap a drawn case": swap_form(
            replace(SWAP, state="drawn", auditors=(), moderators=()), NOTHING
        ),
        "form, swap, no case left": swap_form(replace(SWAP, cases=()), NOTHING),
    }
