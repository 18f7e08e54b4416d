"""A return that was taken back, and an audit that then went to somebody else (§2.8, §5)."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from store.tables import Audit, Return
from store.views.moderation.inadequate import inadequate
from store.views.parts.grades_of import grades_of
from store.views.reports.assignments import assignments, cycles_in_force
from tests.store.audit_month import check, hand_in
from tests.store.council import CYCLE, HOS, ISSUED, MANAGER, OFFICER, Council

AFTERWARDS = datetime(2026, 12, 28, 12, tzinfo=UTC)


def passed_on(council: Council, *, taken_back: str) -> Audit:
    """Handed in, taken back before the check, and given to another auditor."""
    audit = hand_in(council, council.audits()[0], grade=taken_back)
    council.do("return.recall", audit.id, by=audit.auditor or "")
    council.exempt(council.audit(audit.id))
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    return council.audit(audit.id)


def test_2_8_the_grade_of_the_auditor_who_did_it_is_the_first_grade(council: Council) -> None:
    audit = passed_on(council, taken_back="RI")
    assert (audit.first, audit.amended, audit.returned_at) == (None, None, None)
    now = hand_in(council, audit, grade="Good")
    assert (now.first, now.amended, now.returned_at) == ("Good", None, ISSUED)


def test_3_every_grade_ever_given_is_kept_under_the_name_of_who_gave_it(council: Council) -> None:
    first = council.audits()[0].auditor
    audit = hand_in(council, passed_on(council, taken_back="RI"), grade="Good")
    with council.read() as reader:
        kept = {(r.auditor, r.grade) for r in reader.rows(Return, audit=audit.id)}
        told = [(g.by.upn, g.outcome, g.withdrawn) for g in grades_of(reader, audit)]
    assert kept == {(first, "RI"), (audit.auditor, "Good")}
    assert told == [(first, "first", True), (audit.auditor, "first", False)]


def test_5_in_time_is_judged_by_the_return_of_the_new_auditor(council: Council) -> None:
    audit = passed_on(council, taken_back="Good")
    late = hand_in(council, audit, at=AFTERWARDS)
    with council.read(AFTERWARDS) as reader:
        counted = assignments(reader, cycles_in_force(reader, AFTERWARDS, [CYCLE]))
        own = next(one for one in counted if one.audit.id == audit.id)
    assert (own.in_time, own.is_in(AFTERWARDS), late.returned_at) == (False, True, AFTERWARDS)


def test_5_the_register_compares_the_moderator_with_the_new_auditor(council: Council) -> None:
    audit = hand_in(council, passed_on(council, taken_back="Inadequate"), grade="Good")
    check(council, audit)
    council.do("moderation.agree", audit.id, by=audit.moderator or "")
    now = council.audit(audit.id)
    assert (now.first, now.moderated, now.amended) == ("Good", "Good", None)


@pytest.mark.parametrize("taken_back", ["Good", "Inadequate"])
def test_2_13_the_new_auditors_inadequate_is_told_as_theirs(
    council: Council, taken_back: str
) -> None:
    """What the first took back told nobody anything about what the second found."""
    audit = passed_on(council, taken_back=taken_back)
    before = Counter(council.messages("inadequate"))
    hand_in(council, audit, grade="Inadequate")
    anew = Counter(council.messages("inadequate")) - before
    assert {to for to, _ in anew} >= {audit.practitioner, audit.team_manager, HOS, MANAGER}
    with council.read() as reader:
        notice = inadequate(reader, audit.id, HOS)
    assert notice is not None
    assert (notice.given.by.upn, notice.before) == (audit.auditor, "")


def test_4_a_grade_that_was_taken_back_shortens_nobodys_time(council: Council) -> None:
    """The new auditor's return counts like any other, not by an Inadequate clock."""
    audit = passed_on(council, taken_back="Inadequate")
    assert council.duties(audit.id)["return.submit"].closures
