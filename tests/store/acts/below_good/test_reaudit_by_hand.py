"""A re-audit drawn by hand belongs to the round it is done in, and is counted once (§3)."""

from datetime import UTC, datetime

import pytest

from store.rules.reaudit import below_good_of, reaudits_of
from store.tables import Audit, Cycle
from store.vocabulary.errors import Invalid, Stale
from tests.store.acts.looking_again import (
    JUNE,
    MAY,
    NEXT,
    issue_next,
    moderated,
    next_cycle,
    reaudits,
)
from tests.store.council import ACADEMY, CYCLE, OFFICER, Council

LATE = "frontdoor-2027-09"


def later_cycle(council: Council, month: str = "2027-09-01") -> str:
    """A cycle that comes too late for the rhythm, drawn: its draw takes no re-audits along."""
    cycle = council.open_cycle(month=month)
    council.do("cycle.select", cycle, {"seed": 7}, at=MAY)
    return cycle


def test_without_a_cycle_open_to_it_the_draw_is_refused_and_says_what_to_do(
    council: Council,
) -> None:
    moderated(council, "RI")
    with pytest.raises(Invalid, match="Open its next cycle"):
        council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=MAY)
    assert reaudits(council, CYCLE) == []
    assert "reaudit.allocate" in council.duties(CYCLE)


def test_without_into_it_takes_the_one_cycle_of_the_service_that_is_open(council: Council) -> None:
    (audit,) = moderated(council, "RI")
    later_cycle(council)
    council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=MAY)
    (again,) = reaudits(council, LATE)
    assert (again.looks_at, again.cycle) == (audit.id, LATE)
    assert "reaudit.allocate" not in council.duties(CYCLE)


def test_with_several_it_is_refused_and_names_them(council: Council) -> None:
    moderated(council, "RI")
    later_cycle(council)
    later_cycle(council, "2027-10-01")
    with pytest.raises(Invalid, match="frontdoor-2027-09, frontdoor-2027-10"):
        council.do("reaudit.allocate", CYCLE, by=ACADEMY, at=MAY)


@pytest.mark.parametrize("into", [CYCLE, "care-2027-09"])
def test_neither_the_old_cycle_nor_another_services_can_be_named(
    council: Council, into: str
) -> None:
    moderated(council, "RI")
    later_cycle(council)
    with pytest.raises((Invalid, LookupError), match=LATE):
        council.do("reaudit.allocate", CYCLE, {"into": into}, by=ACADEMY, at=MAY)


def test_into_an_issued_cycle_each_goes_to_an_auditor_and_none_is_due_before_it_is_issued(
    council: Council,
) -> None:
    first, second = moderated(council, "RI", "RI")
    next_cycle(council)
    issue_next(council)
    (again,) = reaudits(council)
    with council.unit() as unit:  # an officer took the row out by hand
        unit.get(Audit, again.id).state = "voided"
        unit.record("test.void", again.id, {})
    at = datetime(2027, 6, 24, 10, tzinfo=UTC)
    council.do("reaudit.allocate", CYCLE, {"into": NEXT}, by=ACADEMY, at=at)
    (new,) = [row for row in reaudits(council) if row.state == "reallocating"]
    assert new.looks_at in {first.id, second.id}
    assert new.due is not None
    assert new.due >= at
    council.do("reallocation.confirm", new.id, by=OFFICER, at=at)
    assert council.duties(new.id)["return.submit"].due_at.date().isoformat() == "2027-07-01"


def test_until_the_list_is_confirmed_the_share_can_be_drawn_anew(council: Council) -> None:
    moderated(council, "RI", "RI", "RI")
    (first,) = next_cycle(council, seed=7)
    seen = {first.looks_at}
    for seed in range(20):
        council.do("reaudit.allocate", CYCLE, {"into": NEXT, "seed": seed}, by=ACADEMY, at=MAY)
        (now,) = [row for row in reaudits(council) if row.state == "drawn"]
        seen.add(now.looks_at)
    assert len(seen) == 3
    with council.read(MAY) as reader:
        cycle = reader.get(Cycle, NEXT)
        (drawn,) = (cycle.parameters or {})["reaudits"]
        assert drawn["seed"] == 19
        assert len(reaudits_of(reader, reader.get(Cycle, CYCLE))) == 1
    issue_next(council)
    with pytest.raises(Stale, match="drawn already"):
        council.do("reaudit.allocate", CYCLE, {"into": NEXT, "seed": 3}, by=ACADEMY, at=JUNE)


def test_rows_that_stand_in_the_old_cycle_are_counted_once_and_are_not_its_work(
    council: Council,
) -> None:
    """As an earlier version wrote them: in the cycle whose work they look at again."""
    first, second = moderated(council, "RI", "RI")
    with council.unit() as unit:
        for row, looks_at in ((first, first.id), (first, f"{first.id}-x"), (second, second.id)):
            unit.add(
                Audit(
                    programme=unit.programme,
                    id=f"{looks_at}-x",
                    cycle=CYCLE,
                    kind="reaudit",
                    case_ref=row.case_ref,
                    team=row.team,
                    practitioner=row.practitioner,
                    team_manager=row.team_manager,
                    looks_at=looks_at,
                    state="moderated",
                    first="RI",
                    moderated="RI",
                )
            )
        unit.record("test.earlier", CYCLE, {})
    with council.read(MAY) as reader:
        cycle = reader.get(Cycle, CYCLE)
        assert {row.id for row in below_good_of(reader, cycle).values()} == {first.id, second.id}
        assert [row.looks_at for row in reaudits_of(reader, cycle)] == [first.id, second.id]
