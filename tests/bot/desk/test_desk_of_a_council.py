"""What the desk shows of a real ledger: absences, audits to choose from, and moves of the clock."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk.audits_of import audits_of
from bot.desk.people import everybody
from bot.desk.programme import ProgrammeCouncil, SimulatedClock
from store.people.upns import rename
from store.tables import Audit, Case, Person
from store.views.nudges.my_work import my_work
from tests.store.council import HOS, ISSUED, MANAGER, OFFICER, Council, build


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    path: Path = tmp_path_factory.mktemp("desk") / "ledger.db"
    made = Council.empty(f"sqlite:///{path}")
    build(made)
    yield made
    made.close()


def away(council: Council, upn: str, days: int = 0) -> str:
    with council.read(ISSUED + timedelta(days=days)) as reader:
        return next(person.away for person in everybody(reader) if person.upn == upn)


def choices(council: Council, upn: str) -> dict[str, str]:
    with council.read() as reader:
        return {one.audit: one.part for one in audits_of(reader, upn)}


def test_an_absence_is_shown_before_it_begins_and_while_it_lasts(council: Council) -> None:
    given = {"from": "2026-12-07", "to": "2027-01-08", "delegate": "sw.response"}
    assert away(council, "sw.mash") == ""
    council.do("person.absent", "sw.mash", given)
    names = {person.upn: person.name for person in _everybody(council)}
    stands_in = f", {names['sw.response']} stands in"
    before = f"away from Mon 7 Dec until Fri 8 Jan 2027{stands_in}"
    assert away(council, "sw.mash") == before
    assert away(council, "sw.mash", days=6) == f"away until Fri 8 Jan 2027{stands_in}"
    assert away(council, "sw.mash", days=31) == f"away until Fri 8 Jan{stands_in}"
    assert away(council, "sw.mash", days=39) == ""


def test_an_absence_without_an_end_says_so(council: Council) -> None:
    council.do("person.absent", "sw.care.one", {"from": "2026-12-01"})
    assert away(council, "sw.care.one") == "away until further notice"


def test_a_leaver_stays_in_the_list_and_is_shown_as_such(council: Council) -> None:
    council.do("person.left", "sw.care.two", {"on": "2026-12-18"})
    assert away(council, "sw.care.two") == "leaves on Fri 18 Dec"
    assert away(council, "sw.care.two", days=17) == "left on Fri 18 Dec"
    with council.read(ISSUED + timedelta(days=17)) as reader:
        assert everybody(reader)[0].upn == "sw.care.two"


def test_people_who_do_gave_up_or_decided_an_audit_can_choose_its_story(council: Council) -> None:
    audit = council.audits()[0]
    auditor = audit.auditor or ""
    assert choices(council, auditor)[audit.id] == "auditor"
    assert choices(council, audit.practitioner)[audit.id] == "practitioner"
    head = council.head_of(auditor)
    council.exempt(audit)
    assert choices(council, auditor)[audit.id] == "gave it up"
    assert choices(council, head)[audit.id] == "had a say"


def test_who_runs_a_cycle_may_choose_any_of_its_audits_after_their_own(council: Council) -> None:
    full = {audit.id for audit in _audits(council) if audit.kind == "full"}
    assert choices(council, OFFICER).keys() == full
    assert set(choices(council, HOS)) >= full  # confirmed the list
    assert choices(council, "iro") == {}


def test_a_choice_says_the_case_and_the_month_and_never_the_child(council: Council) -> None:
    with council.read() as reader:
        told = audits_of(reader, OFFICER)
        cases = {case.id for case in reader.rows(Case)}
    for one in told:
        case_ref, month = one.words.split(", ", 1)
        assert case_ref in cases
        assert month == "December 2026"


class StuckMessage:
    """A delivery that never succeeds, while other events fall due."""

    def __init__(self) -> None:
        self.tried = 0

    async def deliver(self) -> int:
        self.tried += 1
        return 0


async def test_what_cannot_be_delivered_does_not_hold_up_the_rest(council: Council) -> None:
    """Retries of the message do nothing, and later nudges must still go out at their own times."""
    clock = SimulatedClock(ISSUED)
    delivery = StuckMessage()
    desk = ProgrammeCouncil(_access(council, clock), delivery, clock)  # type: ignore[arg-type]
    happened = await desk.move_clock(ISSUED + timedelta(days=9))
    days = {line.split(",")[0] for line in happened if "nudged" in line}
    assert len(days) > 1, happened
    assert clock() == ISSUED + timedelta(days=9)


def _access(council: Council, clock: SimulatedClock) -> Any:
    """A `LedgerAccess` that reads and writes in this thread."""

    async def read(look: Any) -> Any:
        with council.read(clock()) as reader:
            return look(reader)

    async def run(work: Any) -> Any:
        return work()

    return SimpleNamespace(
        ledger=council.ledger, programme=council.programme, now=clock, read=read, run=run
    )


def _everybody(council: Council) -> list[Any]:
    with council.read() as reader:
        return everybody(reader)


def _audits(council: Council) -> list[Audit]:
    with council.read() as reader:
        return list(reader.rows(Audit))


@pytest.mark.parametrize("days", [0, 9, 30])
def test_whoever_is_opened_owes_as_much_as_their_work_lists(council: Council, days: int) -> None:
    """Also the delegate of somebody away, the deputy, and whoever is asked to name somebody."""
    with council.read(ISSUED + timedelta(days=days)) as reader:
        for shown in everybody(reader):
            work = my_work(reader, shown.id)
            assert (shown.owes, shown.overdue) == (len(work.asks), work.overdue), shown.upn


def test_whoever_was_renamed_is_shown_by_the_new_upn_and_found_by_both(council: Council) -> None:
    with council.unit() as unit:
        rename(unit, unit.get(Person, MANAGER), "new.name")
        unit.record("test.renamed", unit.programme, {})
    [shown] = [person for person in _everybody(council) if person.id == MANAGER]
    assert (shown.upn, shown.former_upns) == ("new.name", (MANAGER,))
