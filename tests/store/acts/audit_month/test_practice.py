"""A practice audit (§1): outside statistics; passing it makes a new auditor trained."""

from datetime import date

import pytest

from store.tables import Person
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.audit_month import check, hand_in, moderate
from tests.store.council import CYCLE, ISSUED, OFFICER, OTHER_OFFICER, Council, person
from tests.store.kinds import added

NEW = "new.auditor"
FEEDBACK = {"feedback_on": ISSUED.date().isoformat()}


@pytest.fixture
def council(council: Council) -> Council:
    """Somebody new, who is not trained yet, in a team of the other service."""
    council.load_people(
        [person(NEW, roles=["auditor"], service="Care", team="Care Two", trained_on=None)]
    )
    return council


def _trained_on(council: Council) -> date | None:
    with council.read() as reader:
        return reader.get(Person, NEW).trained_on


def test_whoever_is_not_trained_yet_may_do_a_practice_audit_and_no_other(council: Council) -> None:
    """§1: a new auditor's first audit; §2.3: every other auditor is trained."""
    audit = added(council, "practice", auditor=NEW)
    assert (audit.auditor, audit.state) == (NEW, "issued")
    assert audit.moderator is not None
    drawn = council.exempt(council.audits()[0])
    with pytest.raises(Invalid, match="trained"):
        council.do("reallocation.confirm", drawn.id, {"auditor": NEW}, by=OFFICER)


def test_a_practice_audit_is_for_somebody_who_still_learns(council: Council) -> None:
    with pytest.raises(Invalid, match="already trained"):
        added(council, "practice", auditor="tm.care.one")
    with pytest.raises(Invalid, match="whose practice audit"):
        added(council, "practice")


def test_it_is_moderated_whatever_the_share(council: Council) -> None:
    """§1: moderated with one-to-one feedback."""
    audit = check(council, hand_in(council, added(council, "practice", auditor=NEW)))
    assert audit.state == "returned"
    council.do("moderation.agree", audit.id, by=audit.moderator or "")
    assert council.duties(audit.id)["practice.decide"].owner == audit.moderator


def test_passing_it_makes_them_a_trained_auditor_from_that_day(council: Council) -> None:
    audit = moderate(council, added(council, "practice", auditor=NEW))
    council.do("practice.pass", audit.id, FEEDBACK, by=audit.moderated_by or "")
    assert _trained_on(council) == ISSUED.date()
    assert (NEW, audit.id) in council.messages("practised")
    assert "practice.decide" not in council.duties(audit.id)


def test_where_it_is_not_passed_the_audit_team_is_asked_for_another(council: Council) -> None:
    audit = moderate(council, added(council, "practice", auditor=NEW))
    given = FEEDBACK | {"reason": "To weigh impact"}
    council.do("practice.again", audit.id, given, by=audit.moderated_by or "")
    assert _trained_on(council) is None
    assert ("post:audit_team", audit.id) in council.messages("practised")
    with pytest.raises(Stale, match="recorded already"):
        council.do("practice.pass", audit.id, FEEDBACK, by=audit.moderated_by or "")


def test_the_conversation_comes_first_and_its_moderator_says_whether_it_is_passed(
    council: Council,
) -> None:
    audit = moderate(council, added(council, "practice", auditor=NEW))
    with pytest.raises(Invalid) as refused:
        council.do(
            "practice.pass", audit.id, {"feedback_on": "2027-01-04"}, by=audit.moderated_by or ""
        )
    assert refused.value.fields == {
        "feedback_on": "is in the future: give a day from Mon 1 Jun 2026 to Tue 1 Dec 2026"
    }
    for other in (NEW, OTHER_OFFICER):
        with pytest.raises(NotAllowed):
            council.do("practice.pass", audit.id, FEEDBACK, by=other)


def test_no_other_audit_is_passed_or_failed(council: Council) -> None:
    audit = moderate(council, council.audits()[0])
    with pytest.raises(Stale, match="not a practice audit"):
        council.do("practice.pass", audit.id, FEEDBACK, by=audit.moderated_by or "")


def test_a_practice_audit_is_outside_statistics(council: Council) -> None:
    moderate(council, added(council, "practice", auditor=NEW))
    with council.read() as reader:
        kinds = {row["kind"] for row in grades(reader, [CYCLE])["rows"]}
    assert kinds == {"full"}
