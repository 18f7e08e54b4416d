"""What was known at the end of a day: from the facts alone, and never what is known since."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from store.ledger import Reader
from store.ledger.as_of import ledger_as_of
from store.ledger.evening import parse_day
from store.tables import Audit, Exemption
from store.vocabulary.errors import Invalid
from tests.store.council import ISSUED, OFFICER, SETUP, Council, a_return
from tests.store.printed import documents, evening

NOW = ISSUED + timedelta(days=60)


@contextmanager
def looking_back(council: Council, day: date, now: datetime = NOW) -> Iterator[Reader]:
    past = ledger_as_of(council.ledger, council.programme, day, now=now)
    with past.read() as reader:
        yield reader
    past.close()


def _a_fortnight(council: Council) -> dict[date, dict[str, object]]:
    """Some days of an audit month, with what was printed on each evening."""
    one, two, three = council.audits()[:3]
    printed = {}

    def evening_comes(day: date) -> None:
        with council.read(evening(day)) as reader:
            printed[day] = documents(reader)

    evening_comes(ISSUED.date())
    council.do("allocation.accept", one.id, by=one.auditor or "", at=ISSUED + timedelta(days=1))
    council.ask_exemption(two, at=ISSUED + timedelta(days=1))
    evening_comes(ISSUED.date() + timedelta(days=1))
    later = ISSUED + timedelta(days=6)
    council.do("exemption.approve", two.id, by=council.head_of(two.auditor), at=later)
    council.do(
        "conflict.declare", three.id, {"reason": "A neighbour"}, by=three.auditor or "", at=later
    )
    evening_comes(later.date())
    council.do("reallocation.confirm", two.id, by=OFFICER, at=later + timedelta(days=1))
    given = a_return(grade="RI", today=(later + timedelta(days=2)).date())
    council.do("return.submit", one.id, given, by=one.auditor or "", at=later + timedelta(days=2))
    evening_comes(later.date() + timedelta(days=2))
    return printed


def test_each_evening_is_told_later_as_it_was_told_then(council: Council) -> None:
    for day, then in _a_fortnight(council).items():
        with looking_back(council, day) as reader:
            assert documents(reader) == then, day
            assert reader.at == evening(day)


def test_the_head_of_an_evening_is_that_of_the_last_fact_of_the_day(council: Council) -> None:
    _a_fortnight(council)
    with looking_back(council, ISSUED.date()) as reader:
        seq, head = reader.head()
    facts = council.table("fact")
    assert facts[seq - 1]["hash"] == head
    assert facts[seq - 1]["at"] < evening(ISSUED.date()).isoformat() < facts[seq]["at"]


def test_what_was_entered_later_and_dated_back_was_not_known(council: Council) -> None:
    first, second = council.audits()[:2]
    for audit, days in ((first, 9), (second, 1)):
        at = ISSUED + timedelta(days=days)
        council.do("allocation.accept", audit.id, by=audit.auditor or "", at=at)
    with looking_back(council, ISSUED.date() + timedelta(days=2)) as reader:
        assert [reader.get(Audit, one.id).state for one in (first, second)] == ["issued"] * 2


def test_the_day_ends_at_midnight_where_the_council_is(council: Council) -> None:
    """In summer that is 23:00 in UTC."""
    first, second = council.audits()[:2]
    before, after = (datetime(2027, 6, 1, 22, m, tzinfo=UTC) for m in (30, 59))
    council.do("allocation.accept", first.id, by=first.auditor or "", at=before)
    council.do(
        "allocation.accept", second.id, by=second.auditor or "", at=after + timedelta(minutes=1)
    )
    with looking_back(council, date(2027, 6, 1), after + timedelta(days=9)) as reader:
        states = [reader.get(Audit, one.id).state for one in (first, second)]
    assert states == ["accepted", "issued"]


def test_of_today_it_is_what_is_known_by_now(council: Council) -> None:
    with looking_back(council, ISSUED.date(), ISSUED) as reader:
        assert reader.at == ISSUED
    later = ISSUED + timedelta(hours=1)
    with looking_back(council, ISSUED.date(), later) as reader, council.read(later) as now:
        assert documents(reader) == documents(now)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (NOW.date() + timedelta(days=1), "still to come"),
        (SETUP.date() - timedelta(days=1), "the record begins on Tue 24 Nov 2026"),
        (date.max, "still to come"),
    ],
)
def test_a_day_to_come_and_one_before_the_record_are_refused(
    council: Council, day: date, says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        ledger_as_of(council.ledger, council.programme, day, now=NOW)
    assert refused.value.fields.keys() == {"as_of"}


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-13-01", "20261130", "2026-W48-1", " "])
def test_a_day_is_written_in_one_way(typed: str) -> None:
    assert parse_day("2026-11-30") == date(2026, 11, 30)
    with pytest.raises(ValueError, match="Give it as 2026-11-30"):
        parse_day(typed)


def test_private_text_is_read_where_it_is_kept_and_gone_once_disposed_of(council: Council) -> None:
    first = council.audits()[0]
    council.ask_exemption(first)
    with council.read() as reader:
        sealed = reader.rows(Exemption)[0].reason
    with looking_back(council, ISSUED.date()) as reader:
        assert reader.unseal(sealed) == "On leave from 7 December"
    council.tamper(f"DELETE FROM sealed WHERE id = '{sealed}'")
    with looking_back(council, ISSUED.date()) as reader:
        assert reader.unseal(sealed) is None
