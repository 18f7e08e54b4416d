"""Private text goes when its time is over, and the record stays whole (programme.md §5)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from store.ledger.disposal import RETENTION_CLASSES, Disposable, disposable
from store.tables import Audit, Case, Exemption, Return
from store.vocabulary.errors import Invalid, NotAllowed
from tests.store.acts.arranging import RETURNED
from tests.store.acts.arranging_disputes import concern_about
from tests.store.acts.moderating import returned
from tests.store.council import ISSUED, MANAGER, OFFICER, SHELL, Council, caseload

YEARS_LATER = datetime(2030, 1, 2, 10, tzinfo=UTC)
MET = {"outcome": "resolved", "met_on": "2026-12-08", "learnt": "Agree the day beforehand."}
AFTER, BEFORE = date(2027, 6, 1), date(2026, 1, 1)


def may_go(council: Council, retention: str, before: date = AFTER) -> Disposable:
    with council.read(YEARS_LATER) as reader:
        return disposable(reader, retention, before)


def dispose(council: Council, retention: str, texts: int, before: date = AFTER) -> None:
    given = {"retention": retention, "before": before.isoformat(), "texts": texts}
    council.do("text.dispose", council.programme, given, by=SHELL, at=YEARS_LATER)


def ended(council: Council, audit: str) -> None:
    """Nothing about it is owed any more."""
    council.tamper(
        "UPDATE duty SET closed_at = opened_at, outcome = 'met' "
        f"WHERE subject = '{audit}' OR subject LIKE '{audit}.%'"
    )


def test_what_was_said_of_an_audit_that_has_ended_goes_and_the_chain_stays_whole(
    council: Council,
) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    ended(council, audit.id)
    wrong = council.problems()
    going = may_go(council, "staff")
    assert len(going.texts) == 1
    dispose(council, "staff", 1)
    with council.read(YEARS_LATER) as reader:
        [exemption] = reader.rows(Exemption, audit=audit.id)
        assert reader.unseal(exemption.reason) is None, "the words are gone"
    assert may_go(council, "staff") == ((), 0)
    assert council.problems() == wrong, "what this test did to the duties is all that was edited"
    assert council.verbs()[-1] == "text.dispose"


def test_what_work_under_way_needs_stays_however_old(council: Council) -> None:
    audit = returned(council)
    assert council.duties(audit.id)
    found = may_go(council, "audit")
    assert found.kept > 0
    with council.read(YEARS_LATER) as reader:
        [came] = reader.rows(Return, audit=audit.id)
    assert came.content not in found.texts


def test_the_words_of_a_concern_stay_while_it_is_open_and_then_go_as_words_about_staff(
    council: Council,
) -> None:
    concern = concern_about(council, returned(council))
    before = {way: set(may_go(council, way).texts) for way in RETENTION_CLASSES}
    council.do("concern.answer", concern.id, MET, by=concern.holder, at=RETURNED)
    ended(council, concern.id)
    freed = {way: set(may_go(council, way).texts) - before[way] for way in RETENTION_CLASSES}
    assert freed["audit"] == set(), "a concern is about staff, in every text of it"
    assert len(freed["staff"]) == 5, "audit, words and both in the row; what was learnt, twice"


def test_who_a_child_is_stays_until_their_case_has_long_been_closed(council: Council) -> None:
    assert may_go(council, "child").texts == ()
    with council.read() as reader:
        audited = {audit.case_ref for audit in reader.rows(Audit)}
    free = [case for case in caseload() if case.case_ref not in audited]
    under_audit = next(case for case in caseload() if case.case_ref in audited)
    closed = [
        replace(free[0], closed_on=date(2027, 1, 8)),
        replace(free[1], closed_on=AFTER),
        replace(under_audit, closed_on=date(2027, 1, 8)),
    ]
    council.load_cases(closed)
    with council.read() as reader:
        gone = reader.get(Case, free[0].case_ref).identity
    assert may_go(council, "child").texts == (gone,)


def test_nothing_goes_that_was_sealed_later(council: Council) -> None:
    council.ask_exemption(council.audits()[0])
    for retention in RETENTION_CLASSES:
        assert may_go(council, retention, BEFORE) == ((), 0)


def test_as_many_go_as_were_shown_or_none(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    ended(council, audit.id)
    before = council.everything()
    many = len(may_go(council, "staff").texts)
    with pytest.raises(Invalid) as refused:
        dispose(council, "staff", many + 1)
    assert refused.value.fields == {"texts": f"is {many} now"}
    with pytest.raises(Invalid) as refused:
        dispose(council, "staff", 1, YEARS_LATER.date())
    assert refused.value.fields == {"before": "is not before today"}
    assert council.everything() == before


@pytest.mark.parametrize("upn", [OFFICER, MANAGER])
def test_nobody_does_it_from_a_card(council: Council, upn: str) -> None:
    given = {"retention": "staff", "before": "2026-11-01", "texts": 1}
    with pytest.raises(NotAllowed):
        council.do("text.dispose", council.programme, given, by=upn, at=ISSUED)
