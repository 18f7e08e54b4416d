"""The programme, its files and its days without work: cards and forms in every state."""

from dataclasses import replace
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.nudges.typed_words import help_card, welcome_card
from bot.cards.parts.inputs import Typed
from bot.cards.parts.surface import DIALOG
from bot.cards.programme.closure import closure_form
from bot.cards.programme.matching import matched_card, matching_form
from bot.cards.programme.programme import not_of_the_team_card, programme_card
from bot.cards.programme.upload import loaded_card, not_loaded_card, upload_card
from store.registry import acts_on
from store.views.programme.choices import ProgrammeChoices
from store.views.programme.matching import NamesAsked, Question
from store.views.programme.programme import CycleLine, ProgrammeToday
from store.views.programme.unmatched import SetAside, Unmatched
from store.views.programme.upload import Loaded, NotLoaded, Renamed, Trouble
from tests.bot.cards import samples as s

Json = dict[str, Any]
NOTHING = Typed()
CYCLE = "frontdoor-2026-12"
MONTH = "December 2026"
HEAD = s.PRIYA.with_role

LINE = CycleLine(
    CYCLE, 4, "Frontdoor", MONTH, "allocated",
    audits=60, dips=21, head=HEAD, may=frozenset(acts_on("cycle")),
)  # fmt: skip
LINES = (
    LINE,
    replace(LINE, cycle="cla-2026-11", service="CLA & TCS", state="issued", returned=52, late=3),
    replace(LINE, cycle="fsp-2026-10", service="FSP & CWD", state="proposed", may=frozenset()),
    *(replace(LINE, cycle=f"frontdoor-2025-0{n}", state="issued") for n in range(1, 7)),
)
TODAY = ProgrammeToday(
    "riverside", 9, "Riverside", people=227, cases=360, unreached=2, cycles=LINES,
    may=frozenset(acts_on("programme")),
)  # fmt: skip
EMPTY = replace(TODAY, people=1, cases=0, cycles=())

CHOICES = ProgrammeChoices(
    "riverside", 9, "2026-12-01", ("Thu 24 Dec: Council closed",), ((CYCLE, f"Frontdoor, {MONTH}"),)
)
LOADED = Loaded(
    "people", 227, 12, 212, {"a": ("team", "service"), "b": ("team",), "c": ("trained_on",)},
    ("desk_number",), ("delegate_upn",), 3,
    renamed=(Renamed("amy.cole@x.example", "amy.hart@x.example"),),
)  # fmt: skip
EXTRACT = Loaded(
    "cases", 812, 12, 400, {"a": ("team",)}, source="annex-a",
    set_aside=(SetAside("7000001", "its worker is not known"),),
    unmatched=(Unmatched("Liz Swift", "The Hub", 3, ()),),
    missing=("7000002", "7000003"), changed_by_kind={"new": 12, "stepped_up_to_CP": 4},
    passed_over=("list 1 (contacts)",),
)  # fmt: skip
ASKED = NamesAsked(
    "riverside", 9,
    (
        Question("", "The Hub", 12, (("Frontdoor\nMASH North", "Frontdoor: MASH North"),)),
        Question("Liz Swift", "The Hub", 3, (("e.swift@x.example", "Eliza Swift (e.swift)"),)),
    ),
    14,
)  # fmt: skip
TROUBLES = tuple(
    Trouble(f"Line {n}, roles", "'auditr' is no role: write one of auditor, moderator or another.")
    for n in range(2, 12)
)


def programme_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {**_programme(), **_files()}


def _programme() -> dict[str, dict[str, Any]]:
    return {
        "programme": programme_card(TODAY),
        "programme, in a dialog": programme_card(TODAY, DIALOG),
        "programme, names asked": programme_card(replace(TODAY, asks_names=True)),
        "programme, nothing yet": programme_card(EMPTY),
        "programme, no cycle yet": programme_card(replace(TODAY, cycles=())),
        "programme, not theirs": not_of_the_team_card("audit team"),
        "help, audit team": help_card(officer=True),
        "welcome, audit team": welcome_card("Gurdeep Bhatt", officer=True),
    }


def _files() -> dict[str, dict[str, Any]]:
    return {
        "form, closure day": closure_form(CHOICES, NOTHING),
        "upload": upload_card(TODAY),
        "upload, in a dialog": upload_card(TODAY, DIALOG),
        "loaded, people": loaded_card(LOADED, "riverside"),
        "loaded, nothing changed": loaded_card(Loaded("cases", 360, 0, 360), "riverside"),
        "loaded, Annex A": loaded_card(EXTRACT, "riverside"),
        "form, who is this": matching_form(ASKED, NOTHING),
        "who is this, left": matched_card(ASKED),
        "who is this, all known": matched_card(replace(ASKED, questions=(), total=0)),
        "not loaded, hidden": not_loaded_card(
            NotLoaded("cases", 1, (Trouble("Line 3", "the line is hidden"),), "5f1e")
        ),
        "not loaded, one": not_loaded_card(NotLoaded("people", 1, TROUBLES[:1])),
        "not loaded, many": not_loaded_card(NotLoaded("cases", 214, TROUBLES)),
        "not loaded, neither": not_loaded_card(NotLoaded("", 1, TROUBLES[:1])),
    }
