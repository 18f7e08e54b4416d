"""programme.md §2.3: where no lawful allocation exists the case is swapped, for a reason."""

import pytest

from store.allocation.allocating import lawful_moderators, next_in_the_draw
from store.tables import Audit, Cycle
from store.vocabulary.errors import Invalid, Stale
from tests.store.council import CYCLE, HOS, OFFICER, SETUP, Council, caseload, staff


@pytest.fixture
def drawn(empty: Council) -> Council:
    """A cycle whose cases are drawn and not allocated."""
    empty.found()
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.do("cycle.select", CYCLE, {"seed": 7}, at=SETUP)
    return empty


def spare(council: Council) -> list[str]:
    with council.read(SETUP) as reader:
        return next_in_the_draw(reader, reader.get(Cycle, CYCLE))


def test_a_drawn_case_is_swapped_for_the_next_in_the_draw_and_does_not_come_back(
    drawn: Council,
) -> None:
    [old, *_] = drawn.audits(state="drawn")
    [new, *others] = spare(drawn)
    swap = {"case_ref": new, "reason": "Moved to another council"}
    drawn.do("list.swap", old.id, swap, by=OFFICER, at=SETUP)
    assert drawn.audit(old.id).state == "swapped"
    assert drawn.audit(f"{new}-2026-12").state == "drawn"
    assert spare(drawn) == others
    with pytest.raises(Stale):
        drawn.do("list.swap", old.id, swap | {"case_ref": others[0]}, by=OFFICER, at=SETUP)
    drawn.do("cycle.allocate", CYCLE, {"seed": 7}, at=SETUP)
    assert drawn.audit(f"{new}-2026-12").state == "allocated"
    assert drawn.audit(old.id).auditor is None
    assert drawn.problems() == []


@pytest.mark.parametrize(
    "wanted", [{"auditor": "tm.mash"}, {"moderator": "psw"}, {"case_ref": "FR-10", "auditor": "x"}]
)
def test_people_are_swapped_only_once_somebody_is_allocated(
    drawn: Council, wanted: dict[str, str]
) -> None:
    [row, *_] = drawn.audits(state="drawn")
    with pytest.raises(Invalid):
        drawn.do("list.swap", row.id, wanted | {"reason": "Level loads"}, by=OFFICER, at=SETUP)


def test_a_dip_sample_is_not_swapped_so(drawn: Council) -> None:
    with drawn.read(SETUP) as reader:
        dip = next(audit for audit in reader.rows(Audit) if audit.kind == "dip")
    swap = {"case_ref": spare(drawn)[0], "reason": "Moved"}
    with pytest.raises(Invalid):
        drawn.do("list.swap", dip.id, swap, by=OFFICER, at=SETUP)


def test_moderators_to_choose_from_are_lawful_by_every_rule(council: Council) -> None:
    audit = council.audits()[0]
    with council.read() as reader:
        offered = {upn for upn, _ in lawful_moderators(reader, audit)}
    assert audit.moderator in offered
    assert not offered & {audit.auditor, audit.practitioner, audit.team_manager, HOS}
