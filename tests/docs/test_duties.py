"""docs/duties.md says of every duty in every council what the profiles and a year of it say."""

import pytest

from bot.rehearsal.council.sizes import SMALL
from bot.rehearsal.simulation import Scenario, rehearse
from store.ledger.database import open_engine
from store.programme.profile import shipped, shipped_names
from tests.docs.duties_table import PAGE, PROFILES, tables, written
from tests.rehearsal.seeds import NIGHT

LEAST = 2 / 3
"""The share of a council's kinds of duty that a small year opens at least."""


def test_the_page_has_each_duty_and_ladder_as_the_profiles_have_it() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "Run .venv/bin/python -m tests.docs.duties_table"
    assert page.count(":begin -->") == len(tables())


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped_names())
def test_a_rehearsed_year_opens_what_the_page_says_and_nothing_else(name: str) -> None:
    engine = open_engine("sqlite://")
    report = rehearse(engine, Scenario(name, shipped(name), 12, NIGHT, SMALL))
    engine.dispose()
    opened, known = {one.kind for one in report.duties}, PROFILES[name].duty.keys()
    assert opened <= known
    assert len(opened) >= len(known) * LEAST, sorted(known - opened)
