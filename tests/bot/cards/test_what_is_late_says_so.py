"""What is late says that it is late and by how much, on every card that names its day (§4)."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.audit_month.allocation import allocation_card
from bot.cards.audit_month.appraisal import appraisal_card
from bot.cards.audit_month.selected import selected_card
from bot.cards.parts.kit import Json
from tests.bot.cards import samples as s
from tests.bot.cards.audit_month_gallery import OPEN
from tests.bot.cards.linter import said

DAY_ALONE = re.compile(r"\b(?:due|\w+_by|first)\.on\b")
"""A card's use of a deadline's day without its lateness."""
NOT_LATE = {
    "nudges/nudge.py": 3,  # beside "is … late", or before the day
    "nudges/others_lateness.py": 2,  # beside "late, since", or before the day
}
"""Cards that ask first whether the day has passed, and how often they name it alone."""

CARDS: dict[str, Callable[[], Json]] = {
    "the allocation": lambda: allocation_card(
        replace(s.ISSUED, audit=replace(s.ISSUED.audit, due=s.LATE))
    ),
    "the appraisal": lambda: appraisal_card(replace(OPEN, due=s.LATE)),
    "what was selected": lambda: selected_card(
        replace(s.NEWS, parts=(replace(s.NEWS.parts[0], due=s.LATE),))
    ),
}


@pytest.mark.parametrize("which", sorted(CARDS))
def test_a_day_that_has_passed_is_told_with_how_long_ago_it_was(which: str) -> None:
    assert "2 working days ago" in said(CARDS[which]())


def test_no_card_names_a_deadlines_day_without_asking_whether_it_has_passed() -> None:
    found = {
        path.relative_to("bot/cards").as_posix(): len(DAY_ALONE.findall(path.read_text("utf-8")))
        for path in sorted(Path("bot/cards").rglob("*.py"))
    }
    assert {name: n for name, n in found.items() if n} == NOT_LATE
