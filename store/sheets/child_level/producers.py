"""Where producers of Annex A and the SSD write one thing in different ways, and what is read.

Three were compared line by line on 30 November 2026: the SSD's own Annex A query, the London
boroughs' shared specification (liia), and Ofsted's workbook as councils fill it in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.sheets.child_level import codes
from store.sheets.child_level.headings import columns_of, list_of
from store.sheets.days import council_date


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One item that producers write differently: each written form with what is read from it."""

    item: str
    read: Callable[[str], Any]
    forms: Mapping[str, Any]


def heading(text: str) -> tuple[int, tuple[str, ...]] | None:
    """The list that a heading, its columns separated by `|`, belongs to, and our columns in it."""
    names = text.split("|")
    kind = list_of(names)
    return None if kind is None else (kind.number, tuple(sorted(columns_of(kind, names))))


DISAGREEMENTS = (
    Disagreement("ethnicity: refused", codes.ethnicity, {"s) REFU": "REFU", "REFU": "REFU"}),
    Disagreement(
        "ethnicity: not obtained",
        codes.ethnicity,
        {"t) NOBT": "NOBT", "s) NOBT": "NOBT", "NOBT": "NOBT"},
    ),
    Disagreement("ethnicity: unknown", codes.ethnicity, {"u) UNKNOWN": "", "": ""}),
    Disagreement(
        "ethnicity: Chinese",
        codes.ethnicity,
        {"q) CHNE": "CHNE", "q) CNHE": "CHNE", "CNHE": "CHNE"},
    ),
    Disagreement(
        "heading of the child's id and age",
        heading,
        {
            "ChildUniqueID|Age|CaseStatus": (6, ("ref", "status")),
            "Child Unique ID|Age of Child (Years)|Case Status": (6, ("ref", "status")),
            "Child Unique ID|Age|Case Status": (6, ("ref", "status")),
        },
    ),
    Disagreement(
        "heading of the start of care",
        heading,
        {
            "ChildUniqueID|LoookedAfterStartDate": (8, ("ref", "start")),
            "Child Unique ID|Date Started to be Looked After": (8, ("ref", "start")),
        },
    ),
    Disagreement(
        "need: dash, colon, case and quotation marks",
        codes.short_code,
        {
            "N2 - Child\u2019s disability": "N2",
            "N2 - Child's disability or illness": "N2",
            "N1 - Abuse or neglect": "N1",
            "N1 \u2013 ABUSE OR NEGLECT": "N1",
            "N1: Abuse or Neglect": "N1",
        },
    ),
    Disagreement("need: a local code", codes.short_code, {"PSRMEM - Support with memory": ""}),
    Disagreement(
        "reason for closure",
        codes.short_code,
        {"RC9 - Case closed after assessment, referred to early help": "RC9", "RC8": "RC8", "": ""},
    ),
    Disagreement(
        "category of abuse",
        codes.abuse,
        {
            "b) Physical abuse": "physical abuse",
            "Physical abuse": "physical abuse",
            "PHY": "physical abuse",
            "e) Multiple/not recommended": "multiple not recommended",
            "MUL": "multiple not recommended",
        },
    ),
    Disagreement(
        "legal status, need, placement and reason ceased as bare codes",
        codes.short_code,
        {"C2": "C2", "C2: FCO": "C2", "E4A": "E4A", "f) U6: Foster placement": "U6", "N1": "N1"},
    ),
    Disagreement(
        "dates of list 8",
        council_date,
        {"03/08/2026": date(2026, 8, 3), "2026-08-03": date(2026, 8, 3), "46237": date(2026, 8, 3)},
    ),
    Disagreement(
        "list 8 with and without a permanence plan, location and authority of the placement",
        heading,
        {
            "ChildUniqueID|LoookedAfterStartDate|PermanencePlan": (8, ("ref", "start")),
            "Child Unique ID|Date Started to be Looked After|Placement Location|LA of Placement": (
                8,
                ("ref", "start"),
            ),
        },
    ),
    Disagreement(
        "list 9 with and without what the SSD adds",
        heading,
        {
            "ChildUniqueID|UASC|AllocatedPersonalAdvisor|EligibilityCategory|LatestContact": (
                9,
                ("ref", "unaccompanied"),
            ),
            "Child Unique ID|Eligibility Category|LA in Touch": (9, ("ref",)),
        },
    ),
    Disagreement(
        "yes and no",
        codes.yes,
        {"a) Yes": True, "b) No": False, "Yes": True, "N": False, "c) Died": None},
    ),
)
