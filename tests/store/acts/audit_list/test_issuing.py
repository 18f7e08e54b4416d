"""A list that is confirmed early goes out on the first working day of its month (§2.5)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from bot.rehearsal.checks.early_lists import check_lists
from bot.scheduler.sweep import next_rung, sweep
from store.programme.profile import Profile
from store.tables import Cycle, Fact, KloeReport
from store.views.reports.cycle_board import confirmed_board
from store.vocabulary.errors import Invalid, Stale
from tests.store.council import HOS, ISSUED, OFFICER, SETUP, Council, profile_text

MONTH = "2027-01-01"
BEFORE = datetime(2027, 1, 4, 8, 59, tzinfo=UTC)
DAY = datetime(2027, 1, 4, 9, tzinfo=UTC)
"""New Year's Day is a Friday, so the month's first working day is a Monday."""
OWED_NOW = """UPDATE duty SET closed_at = NULL,
    subject = (SELECT id FROM audit WHERE cycle = :cycle LIMIT 1)"""
KEY = 'issue = "first working day"'


def _listed(council: Council) -> str:
    """The January list, sent in November."""
    cycle = council.open_cycle(month=MONTH)
    council.draw(cycle)
    council.do("list.propose", cycle, at=SETUP)
    return cycle


@pytest.fixture
def early(council: Council) -> str:
    """The January list, confirmed on 1 December."""
    cycle = _listed(council)
    council.do("list.confirm", cycle, by=HOS, at=ISSUED)
    return cycle


def _state(council: Council, cycle: str) -> str:
    with council.read() as reader:
        return reader.get(Cycle, cycle).state


def _swept(council: Council, at: datetime) -> None:
    sweep(council.ledger, council.programme, at)


def test_confirmed_early_the_cycle_is_confirmed_and_its_audits_stay_allocated(
    council: Council, early: str
) -> None:
    assert _state(council, early) == "confirmed"
    audits = council.audits(state="allocated", cycle=early)
    assert audits
    assert not council.audits(state="issued", cycle=early)
    assert all(council.duties(audit.id) == {} for audit in audits), "no clock has begun"
    told = {subject for _, subject in council.messages("allocation")}
    assert not told & {audit.id for audit in audits}
    with council.read() as reader:
        assert not reader.rows(KloeReport, cycle=early)
        assert confirmed_board(reader, early)["issues_on"].isoformat() == "2027-01-04"


def test_an_audit_is_not_accepted_before_its_day_and_the_refusal_names_it(
    council: Council, early: str
) -> None:
    audit = council.audits(state="allocated", cycle=early)[0]
    with pytest.raises(Stale, match="issued on Mon 4 Jan"):
        council.do("allocation.accept", audit.id, by=audit.auditor or "", at=ISSUED)


def test_the_first_sweep_from_nine_of_that_day_issues_them_and_clocks_count_from_there(
    council: Council, early: str
) -> None:
    with council.read(ISSUED) as reader:
        assert next_rung(reader) is not None
    for at in (ISSUED + timedelta(days=1), BEFORE):
        _swept(council, at)
        assert _state(council, early) == "confirmed", at
    later = DAY + timedelta(minutes=20)
    _swept(council, later)
    assert _state(council, early) == "issued"
    audit = council.audits(state="issued", cycle=early)[0]
    duty = council.duties(audit.id)["allocation.accept"]
    assert (duty.opened_at, duty.due_at) == (later, datetime(2027, 1, 6, 17, tzinfo=UTC))
    council.do("allocation.accept", audit.id, by=audit.auditor or "", at=later)
    with council.read() as reader:
        assert len(reader.rows(KloeReport, cycle=early)) == 1
        assert reader.get(Cycle, early).issued_at == later
        assert confirmed_board(reader, early)["issues_on"].isoformat() == "2027-01-04"


def test_it_is_issued_once_however_often_it_is_swept(council: Council, early: str) -> None:
    for minutes in (0, 1, 2):
        _swept(council, DAY + timedelta(minutes=minutes))
    with council.read() as reader:
        issued = reader.session.exec(select(Fact.seq).where(col(Fact.verb) == "list.issue")).all()
    assert len(issued) == 1
    audit = council.audits(state="issued", cycle=early)[0]
    assert council.messages("allocation").count((audit.auditor or "", audit.id)) == 1


def test_the_next_sweep_with_something_to_do_is_the_one_that_issues(
    council: Council, early: str
) -> None:
    with council.read(BEFORE) as reader:
        assert next_rung(reader) == DAY
    assert _state(council, early) == "confirmed"


def test_confirmed_in_its_month_it_is_issued_at_once(council: Council) -> None:
    cycle = _listed(council)
    at = datetime(2027, 1, 2, 10, tzinfo=UTC)  # a Saturday before the first working day
    council.do("list.confirm", cycle, by=HOS, at=at)
    assert _state(council, cycle) == "issued"
    assert council.audits(state="issued", cycle=cycle)


@pytest.mark.parametrize("instead", ["", 'issue = "on confirmation"'])
def test_a_profile_without_the_key_or_that_says_so_issues_on_confirmation(
    council: Council, instead: str
) -> None:
    stored = profile_text().replace(KEY, instead)
    council.do("profile.adopt", council.programme, {"name": "stored", "text": stored})
    cycle = _listed(council)
    council.do("list.confirm", cycle, by=HOS, at=ISSUED)
    assert _state(council, cycle) == "issued"


def test_an_auditor_who_left_meanwhile_is_never_asked_and_another_is_proposed(
    council: Council, early: str
) -> None:
    audit = council.audits(state="allocated", cycle=early)[0]
    gone = audit.auditor or ""
    council.do("person.left", gone, {"on": "2026-12-10"}, by=OFFICER, at=ISSUED)
    _swept(council, DAY)
    now = council.audit(audit.id)
    assert (now.state, gone in now.barred) == ("reallocating", True)
    assert (gone, audit.id) not in council.messages("allocation")


def test_a_confirmed_list_is_not_swapped_unseen(council: Council, early: str) -> None:
    audit = council.audits(state="allocated", cycle=early)[0]
    given = {"moderator": audit.moderator, "reason": "x"}
    with pytest.raises(Invalid, match="confirmed as it stands"):
        council.do("list.swap", audit.id, given, by=OFFICER, at=ISSUED)


def test_the_profiles_that_ship_have_the_first_working_day() -> None:
    assert KEY in profile_text()
    assert Profile.parse(profile_text()).rhythm.issue == "first working day"


def test_a_rehearsal_finds_nothing_wrong_with_a_list_that_waits_for_its_day(
    council: Council, early: str
) -> None:
    assert _state(council, early) == "confirmed"
    with council.read(BEFORE) as reader:
        assert list(check_lists(reader)) == []


def test_a_rehearsal_notices_a_list_that_is_not_issued_on_its_day(
    council: Council, early: str
) -> None:
    with council.read(DAY) as reader:
        assert list(check_lists(reader)) == [f"{early} is confirmed and was not issued on its day"]
    _swept(council, DAY)
    with council.read(DAY) as reader:
        assert list(check_lists(reader)) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE audit SET state = 'issued'", "is under way"),
        (OWED_NOW, "is owed, though"),
        ("UPDATE message SET kind = 'allocation', subject = :cycle", "tells of"),
    ],
)  # fmt: skip
def test_a_rehearsal_notices_what_is_issued_owed_or_told_too_early(
    council: Council, early: str, statement: str, words: str
) -> None:
    with council.ledger.engine.begin() as connection:
        connection.execute(text(statement), {"cycle": early})
    with council.read(BEFORE) as reader:
        assert any(words in problem for problem in check_lists(reader))
