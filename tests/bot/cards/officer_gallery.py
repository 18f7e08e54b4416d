"""The audit team's own cards in every state, for the linter, the pictures and Chromium."""

from dataclasses import replace
from datetime import date
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.audit_list.cycle import cycle_card
from bot.cards.audit_list.cycle_rows import clash_card, cycle_rows_card, row_card, swapped_card
from bot.cards.audit_list.opening import closure_form, open_cycle_form, swap_form
from bot.cards.deliveries.turned_away import turned_away_card
from bot.cards.deliveries.unreached import told_form, unreached_card
from bot.cards.nudges.typed_words import help_card, welcome_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import CHAT, DIALOG
from bot.cards.people.people_found import ABSENCE, LEAVER, absent_form, left_form, people_found_card
from bot.cards.programme.programme import not_of_the_team_card, programme_card
from bot.cards.programme.upload import loaded_card, not_loaded_card, upload_card
from bot.cards.reports.cycle_audits import audit_card, follow_card
from bot.cards.reports.evidence import evidence_form
from bot.cards.reports.register import register_form
from store.registry import acts_on
from store.views.audit_list.clash import CaseSwap, Clashing, ClashLine
from store.views.audit_list.cycle import CycleInHand, DrawnDips
from store.views.audit_list.cycle_rows import CycleRow, CycleRows, RowProof, SwapChoices
from store.views.audit_list.opening import MonthAhead, Opening
from store.views.deliveries.turned_away import REASONS, TurnedAwayOn, VisitorLine
from store.views.deliveries.unreached import NotReached, Unreached
from store.views.people.absence import InHand
from store.views.people.people_found import PERSON_ACTS, FoundPerson, PeopleFound
from store.views.programme.choices import ProgrammeChoices
from store.views.programme.programme import CycleLine, ProgrammeToday
from store.views.programme.upload import Loaded, NotLoaded, Trouble
from store.views.reports.cycle_audits import AUDIT_ACTS, AuditPlace, Follow, Followed, Waiting
from store.views.reports.cycle_report import OnCycle
from tests.bot.cards import samples as s

CYCLE = "frontdoor-2026-12"
MONTH = "December 2026"
HEAD = s.PRIYA.with_role
NOTHING = Typed()
STATES = ("open", "drawn", "allocated", "proposed", "changes_asked", "issued")
NAMES = tuple(f"Auditor Number {n}" for n in range(60))

LINE = CycleLine(
    CYCLE, 4, "Frontdoor", MONTH, "allocated",
    audits=60, dips=21, head=HEAD, may=frozenset(acts_on("cycle")),
)  # fmt: skip
LINES = (
    LINE,
    replace(LINE, cycle="cla-2026-11", service="CLA & TCS", state="issued", returned=52, late=3),
    replace(LINE, cycle="fsp-2026-10", service="FSP & CWD", state="proposed", may=frozenset()),
    *(replace(LINE, cycle=f"frontdoor-2025-0{n}", state="complete") for n in range(1, 7)),
)
TODAY = ProgrammeToday(
    "riverside", 9, "Riverside", people=227, cases=360, unreached=2, cycles=LINES,
    may=frozenset(acts_on("programme")),
)  # fmt: skip
EMPTY = replace(TODAY, people=1, cases=0, cycles=())

TURNED_AWAY = TurnedAwayOn(
    "Mon 7 Dec",
    (
        VisitorLine(
            "Grace Chen, grace.chen@riverside.example", REASONS["unknown"], "09:42", may_now=True
        ),
        VisitorLine(
            "Somebody with the object id 22222222-aaaa-4bbb-8ccc-000000000002",
            REASONS["left"],
            "10:05",
            may_now=False,
        ),
        VisitorLine(
            "Rob *Lee*, rob_lee#EXT#@riverside.example", REASONS["guest"], "16:10", may_now=False
        ),
    ),
)

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

WAITS = Waiting("return the audit", s.LEAH.with_role, s.LATE)
FOLLOWED = Followed(ROW.audit, 3, ROW.case_ref, "full", "accepted", s.LEAH.name, WAITS)
FOLLOW = Follow(
    CYCLE, 4, "Frontdoor", MONTH, "issued",
    (("accepted", 48), ("returned", 10), ("dip", 2)), "", 3,
    tuple(replace(FOLLOWED, audit=f"FD-{n}-2026-12", case_ref=f"FD-{n}") for n in range(60)),
)  # fmt: skip
PLACE = AuditPlace(
    ROW.audit, 3, CYCLE, 4, ROW.case_ref, "Frontdoor", MONTH, "full", "returned", "MASH North",
    s.SAM, s.LEAH, s.LEWIS,
    (WAITS, WAITS),
    tuple(("Tue 1 Dec, 09:30", "Sightline", "issued the audit to its auditor") for _ in range(12)),
    frozenset(AUDIT_ACTS),
)  # fmt: skip

FOUND = FoundPerson(
    s.LEAH, 2, "Frontdoor", "MASH North", "Mon 7 Dec to Mon 4 Jan", s.TOM.name,
    InHand(2, 3), frozenset(PERSON_ACTS),
)  # fmt: skip
OPENING = Opening(
    "riverside", 9, ("Frontdoor", "FSP & CWD"),
    (MonthAhead(date(2026, 12, 1), MONTH, 3), MonthAhead(date(2027, 1, 1), "January 2027", -1)), 2,
)  # fmt: skip
CHOICES = ProgrammeChoices(
    "riverside", 9, "2026-12-01", ("Thu 24 Dec: Council closed",), ((CYCLE, f"Frontdoor, {MONTH}"),)
)
LOADED = Loaded(
    "people", 227, 12, 212, {"a": ("team", "service"), "b": ("team",), "c": ("trained_on",)},
    ("desk_number",), ("delegate_upn",), 3,
)  # fmt: skip
TROUBLES = tuple(
    Trouble(f"Line {n}, roles", "'auditr' is no role: write one of auditor, moderator or another.")
    for n in range(2, 12)
)
TO_TELL = NotReached(
    s.TOM, "Sightline is not installed for them in Teams.", "Tue 1 Dec", 3,
    version=4, due=s.DUE, may=True,
)  # fmt: skip
RUNG_UP = NotReached(
    s.OMAR, "They have blocked Sightline in Teams.", "Mon 30 Nov", 1,
    version=2, told="Sam Okafor told them by phone on Tue 1 Dec", note="Back in Teams on Monday",
)  # fmt: skip
UNREACHED = Unreached("riverside", (TO_TELL,) * 9 + (RUNG_UP,) * 9)


def officer_gallery() -> dict[str, dict[str, Any]]:
    """Each card by its kind and state."""
    return {**_programme(), **_cycles(), **_rows(), **_files(), **_people(), **_forms()}


def _programme() -> dict[str, dict[str, Any]]:
    return {
        "programme": programme_card(TODAY),
        "programme, in a dialog": programme_card(TODAY, DIALOG),
        "programme, nothing yet": programme_card(EMPTY),
        "programme, no cycle yet": programme_card(replace(TODAY, cycles=())),
        "programme, not theirs": not_of_the_team_card("audit team"),
        "help, audit team": help_card(officer=True),
        "welcome, audit team": welcome_card("Gurdeep Bhatt", officer=True),
    }


def _cycles() -> dict[str, dict[str, Any]]:
    return {
        **{f"cycle, {state}": cycle_card(replace(IN_HAND, state=state)) for state in STATES},
        **{
            f"cycle, {state}, in a dialog": cycle_card(replace(IN_HAND, state=state), DIALOG)
            for state in STATES
        },
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
        "follow": follow_card(FOLLOW),
        "follow, last page": follow_card(FOLLOW, 6),
        "follow, none": follow_card(replace(FOLLOW, rows=(), show="moderated")),
        "audit place": audit_card(PLACE),
        "audit place, nothing open": audit_card(
            replace(PLACE, waits=(), story=(), may=frozenset())
        ),
    }


def _files() -> dict[str, dict[str, Any]]:
    return {
        "upload": upload_card(TODAY),
        "upload, in a dialog": upload_card(TODAY, DIALOG),
        "loaded, people": loaded_card(LOADED, "riverside"),
        "loaded, nothing changed": loaded_card(Loaded("cases", 360, 0, 360), "riverside"),
        "not loaded, one": not_loaded_card(NotLoaded("people", 1, TROUBLES[:1])),
        "not loaded, many": not_loaded_card(NotLoaded("cases", 214, TROUBLES)),
        "not loaded, neither": not_loaded_card(NotLoaded("", 1, TROUBLES[:1])),
        "turned away": turned_away_card(TURNED_AWAY),
        "turned away, one": turned_away_card(replace(TURNED_AWAY, people=TURNED_AWAY.people[1:2])),
        "unreached": unreached_card(UNREACHED),
        "unreached, all told": unreached_card(Unreached("riverside", (RUNG_UP,))),
        "unreached, in a dialog": unreached_card(
            Unreached("riverside", (TO_TELL, RUNG_UP, replace(TO_TELL, due=s.LATE))), DIALOG
        ),
        "unreached, nobody": unreached_card(Unreached("riverside", ()), DIALOG),
    }


def _people() -> dict[str, dict[str, Any]]:
    found = PeopleFound("gra", (FOUND, replace(FOUND, away="")), 3)
    return {
        "absence, who": people_found_card(PeopleFound("", ()), ABSENCE, "riverside", 9),
        "absence, found": people_found_card(found, ABSENCE, "riverside", 9),
        "leaver, found": people_found_card(found, LEAVER, "riverside", 9),
        "leaver, nobody": people_found_card(PeopleFound("zz", ()), LEAVER, "riverside", 9),
    }


def _forms() -> dict[str, dict[str, Any]]:
    tight = Typed({"service": "Frontdoor", "month": "2027-01-01"}, {"accept_slack": "is needed"})
    delegates = tuple((f"d{n}@riverside.example", f"{name}, MASH") for n, name in enumerate(NAMES))
    return {
        "form, open a cycle": open_cycle_form(OPENING, NOTHING),
        "form, open a tight cycle": open_cycle_form(OPENING, tight),
        "form, swap": swap_form(SWAP, NOTHING),
        "form, swap a drawn case": swap_form(
            replace(SWAP, state="drawn", auditors=(), moderators=()), NOTHING
        ),
        "form, swap, no case left": swap_form(replace(SWAP, cases=()), NOTHING),
        "form, told another way": told_form(TO_TELL, NOTHING),
        "form, told another way, to mend": told_form(
            TO_TELL, Typed({"note": "Rang twice"}, {"how": "is needed"})
        ),
        "form, closure day": closure_form(CHOICES, NOTHING),
        "form, register": register_form(CHOICES, NOTHING),
        "form, evidence pack": evidence_form(
            OnCycle("frontdoor-2026-12", 4, "Frontdoor", "December 2026")
        ),
        "form, absence": absent_form(FOUND, delegates, NOTHING),
        "form, leaver": left_form(FOUND, NOTHING),
    }
