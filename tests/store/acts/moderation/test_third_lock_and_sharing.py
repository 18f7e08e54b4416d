"""The third lock, where a programme has one, and sharing (programme.md §2.11, §2.14)."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from store.tables import Audit, GradeDecision, Person
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.bot.cards.linter import problems
from tests.bot.dialogs.showing import shown, verbs
from tests.store.acts.arranging import submit_return
from tests.store.acts.moderating import CHECKED, MODERATED, checker, moderate, returned, rows
from tests.store.council import (
    ACADEMY,
    DIRECTOR,
    OFFICER,
    PSW,
    Council,
    case,
    caseload,
    person,
    profile_text,
    staff,
)

QA = "head.of.qa"
LOCK = """
[duty."lock.confirm"]
opens_on = ["moderation.agree", "moderation.change"]
owner = "post:head_of_qa"
due = "2 working days"
event = "moderation"
met_by = ["lock.confirm", "lock.change"]
ladder = "short"
words = "set the third lock"
source = "default"
"""
LOCKED = datetime(2026, 12, 11, 15, tzinfo=UTC)
CHANGE = {"grade": "Inadequate", "rationale": "The harm was not weighed."}


@pytest.fixture
def locking(empty: Council) -> Council:
    """A programme whose Head of QA reads every moderated audit, as Tameside's does."""
    empty.found(f"{profile_text()}{LOCK}")
    head = person(QA, roles=["head_of_qa"], manager=DIRECTOR, trained_on=None)
    empty.load_people([*staff(), head])
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    empty.issue()
    return empty


def moderated(council: Council) -> Audit:
    """An audit that somebody else than the Head of QA has moderated."""
    first = council.audits()[0]
    if first.moderator == QA:
        named = next(upn for upn in (PSW, ACADEMY) if upn != first.auditor)
        council.do("moderation.hand_over", first.id, {"moderator": named}, by=OFFICER)
    audit = returned(council)
    moderate(council, audit)
    return audit


def test_2_11_the_head_of_qa_reads_every_moderated_audit(locking: Council) -> None:
    audit = moderated(locking)
    assert locking.messages("lock") == [(QA, audit.id)]
    duty = locking.duties(audit.id)["lock.confirm"]
    assert duty.due_at == datetime(2026, 12, 14, 17, tzinfo=UTC)
    locking.do("lock.confirm", audit.id, by=QA, at=LOCKED)
    now = locking.audit(audit.id)
    assert (now.moderated, now.third_lock, now.locked_by) == ("Good", "Good", QA)
    assert locking.duties(audit.id) == {}
    assert locking.messages("grade_changed") == []


def test_2_11_another_grade_has_its_rationale_and_what_differs_counts_from_it(
    locking: Council,
) -> None:
    audit = moderated(locking)
    with pytest.raises(Invalid):
        locking.do("lock.change", audit.id, CHANGE | {"rationale": ""}, by=QA, at=LOCKED)
    with pytest.raises(Invalid):
        locking.do("lock.change", audit.id, CHANGE | {"grade": "Good"}, by=QA, at=LOCKED)
    locking.do("lock.change", audit.id, CHANGE, by=QA, at=LOCKED)
    now = locking.audit(audit.id)
    assert (now.first, now.moderated, now.third_lock) == ("Good", "Good", "Inadequate")
    five = {to for to, _ in locking.messages("inadequate")}
    assert len(five) == 5
    told = {to for to, _ in locking.messages("grade_changed")}
    assert told | five >= {audit.auditor, audit.moderator, audit.practitioner, audit.team_manager}
    assert not told & five
    assert [row.step for row in rows(locking, GradeDecision)] == ["moderation", "lock"]


def test_2_11_the_card_offers_both_and_those_who_worked_on_it_hear_of_another_grade(
    locking: Council,
) -> None:
    audit = moderated(locking)
    card = shown(locking, QA, "lock", at=MODERATED)
    assert verbs(card) == {"lock.confirm", "lock.change", "grades.view"}
    with locking.read(MODERATED) as reader:
        _, form_ = form(reader, "lock.change", audit.id, QA)
    assert problems(faced(form_)) == []
    locking.do("lock.change", audit.id, CHANGE | {"grade": "RI"}, by=QA, at=LOCKED)
    assert shown(locking, QA, "lock", at=LOCKED).summary == (
        f"You changed {audit.case_ref} from Good to RI"
    )
    told = shown(locking, audit.practitioner, "grade_changed", at=LOCKED)
    assert told.summary == f"The grade of {audit.case_ref} changed from Good to RI"
    assert verbs(told) == {"grades.view", "dispute.raise"}
    old = shown(locking, audit.practitioner, "moderated", at=LOCKED)
    assert old.summary.endswith(f"changed the grade of {audit.case_ref} to RI")


def test_2_11_the_lock_is_set_once_and_by_nobody_who_decided_before(locking: Council) -> None:
    audit = locking.audits()[0]
    with locking.unit() as unit:
        unit.get(Audit, audit.id).moderator = QA
        unit.record("moderator.named", audit.id, {})
    audit = returned(locking)
    locking.do("moderation.agree", audit.id, by=QA, at=MODERATED)
    assert locking.messages("lock") == [(DIRECTOR, audit.id)]
    with pytest.raises(NotAllowed):
        locking.do("lock.confirm", audit.id, by=QA, at=LOCKED)
    # There is one Head of QA; who has decided already is followed by the one above.
    locking.do("lock.confirm", audit.id, by=DIRECTOR, at=LOCKED)
    with pytest.raises(Stale, match="set already"):
        locking.do("lock.change", audit.id, CHANGE, by=DIRECTOR, at=LOCKED)


def test_2_11_without_a_third_lock_nobody_sets_one(council: Council) -> None:
    audit = returned(council)
    moderate(council, audit)
    assert council.messages("lock") == []
    with pytest.raises(NotAllowed):
        council.do("lock.confirm", audit.id, by=ACADEMY, at=MODERATED)


def test_2_14_a_completed_audit_goes_to_iro_and_the_services_involved(council: Council) -> None:
    audit = council.audits()[0]
    council.load_cases([case(audit.case_ref, team=audit.team, iro="iro")])
    submit_return(council, audit, services_involved=["Edge of Care"])
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    assert council.messages("shared") == []
    moderate(council, audit)
    assert [to for to, _ in council.messages("shared")] == ["iro"]
    assert [to for to, _ in council.messages("share_by_hand")] == ["post:audit_team"]


def test_2_14_a_service_that_the_people_file_knows_reads_it_itself(council: Council) -> None:
    with council.unit() as unit:
        unit.get(Person, "hos.care").service = "Edge of Care"
        unit.record("person.changed", "hos.care", {})
    audit = returned(council, services_involved=["Edge of Care"])
    moderate(council, audit)
    assert [to for to, _ in council.messages("shared")] == ["hos.care"]
    assert council.messages("share_by_hand") == []
