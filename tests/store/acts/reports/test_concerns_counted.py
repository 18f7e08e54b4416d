"""What is learnt from concerns is recorded, and counted without its content (guide §11)."""

from typing import Any

import pytest

from store.tables import Concern
from store.views.reports.loop import loop
from tests.store.acts.arranging import RETURNED
from tests.store.acts.arranging_disputes import apart_from_the_audit_manager, concern_about
from tests.store.council import Council

LEARNT = "CANARY-learnt: ask the practitioner first."


def counted(council: Council, **how: Any) -> dict[str, Any]:
    with council.read(RETURNED) as reader:
        found: dict[str, Any] = loop(reader, (), **how)["concerns"]
    return found


def closes(council: Council, learnt: str | None) -> None:
    """A concern is raised, and its first meeting resolves it."""
    concern_about(council, apart_from_the_audit_manager(council))
    with council.read() as reader:
        (concern,) = reader.rows(Concern, state="manager")
    given = {"outcome": "resolved", "met_on": RETURNED.date().isoformat(), "learnt": learnt}
    council.do("concern.answer", concern.id, given, by=concern.holder, at=RETURNED)


def test_guide_11_the_audit_team_reads_from_how_many_concerns_something_was_learnt(
    council: Council,
) -> None:
    assert counted(council, full=True) == {"closed": 0, "with_learning": 0}
    closes(council, LEARNT)
    assert counted(council, full=True) == {"closed": 1, "with_learning": 1}
    closes(council, None)
    assert counted(council, full=True) == {"closed": 2, "with_learning": 1}
    with council.read(RETURNED) as reader:
        assert "CANARY" not in str(loop(reader, (), full=True))


def test_a_concern_that_is_open_is_in_no_count(council: Council) -> None:
    before = counted(council, full=True)
    concern = concern_about(council, apart_from_the_audit_manager(council))
    assert counted(council, full=True) == before
    given = {"outcome": "go_on", "met_on": RETURNED.date().isoformat(), "learnt": LEARNT}
    council.do("concern.answer", concern.id, given, by=concern.holder, at=RETURNED)
    assert counted(council, full=True) == before


@pytest.mark.parametrize(("many", "shown"), [(1, False), (4, False), (5, True)])
def test_outside_the_audit_team_a_few_concerns_are_not_shown(
    council: Council, many: int, shown: bool
) -> None:
    for _ in range(many):
        closes(council, LEARNT)
    hidden = {"closed": None, "with_learning": None, "suppressed": True}
    assert counted(council) == ({"closed": many, "with_learning": many} if shown else hidden)
