"""Followed audits, the register and the evidence pack: cards and forms in every state."""

from dataclasses import replace
from typing import Any

import store.acts  # noqa: F401 - declares the acts
from bot.cards.parts.inputs import Typed
from bot.cards.reports.cycle_audits import audit_card, follow_card
from bot.cards.reports.evidence import evidence_form
from bot.cards.reports.register import register_form
from store.views.reports.cycle_audits import AUDIT_ACTS, AuditPlace, Follow, Followed, Waiting
from store.views.reports.cycle_report import OnCycle
from tests.bot.cards import samples as s
from tests.bot.cards.audit_list_gallery import CYCLE, MONTH, ROW
from tests.bot.cards.programme_gallery import CHOICES

Json = dict[str, Any]
NOTHING = Typed()
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


def cycle_audits_gallery() -> dict[str, Json]:
    """Each card by its kind and state."""
    return {
        "follow": follow_card(FOLLOW),
        "follow, last page": follow_card(FOLLOW, 6),
        "follow, none": follow_card(replace(FOLLOW, rows=(), show="moderated")),
        "audit place": audit_card(PLACE),
        "audit place, nothing open": audit_card(
            replace(PLACE, waits=(), story=(), may=frozenset())
        ),
        "form, register": register_form(CHOICES, NOTHING),
        "form, evidence pack": evidence_form(
            OnCycle("frontdoor-2026-12", 4, "Frontdoor", "December 2026")
        ),
    }
