"""Another profile under a running cycle (§6): shown, a fact, and no running clock is rewritten."""

import pytest

from store.checker.changes import changes
from store.programme.profile import Profile
from store.tables import Programme
from store.vocabulary.errors import Invalid
from tests.store.audit_month import check, hand_in, moderate
from tests.store.council import CYCLE, DUE, ISSUED, SHELL, Council, profile_text

OLD = profile_text()
SOONER = OLD.replace(
    'due.otherwise = "earlier of 15th working day of the audit month and '
    '6 working days before the last working day of the audit month"',
    'due.otherwise = "10th working day of the audit month"',
)


def _adopt(council: Council, text: str) -> None:
    council.do("profile.adopt", council.programme, {"name": "riverside", "text": text}, by=SHELL)


def test_what_would_change_is_told_key_by_key() -> None:
    told = changes(Profile.parse(OLD), Profile.parse(SOONER))
    assert [change.key for change in told] == ["duty.return.submit.due.otherwise"]
    assert told[0].after == "10th working day of the audit month"


def test_no_running_date_moves_and_what_opens_next_follows_the_new_rules(council: Council) -> None:
    running = council.audits()[0]
    _adopt(council, SOONER)
    assert council.duties(running.id)["return.submit"].due_at == DUE
    assert council.audit(running.id).due == DUE
    with council.read() as reader:
        assert reader.profile.duty["return.submit"].due["otherwise"].text.startswith("10th")
    assert council.verbs()[-1] == "profile.adopt"
    assert council.problems() == []


def test_a_duty_whose_kind_the_new_profile_has_not_is_met_as_it_began(council: Council) -> None:
    """No duty is left that nothing would ever meet."""
    accept = OLD.index('[duty."allocation.accept"]')
    text = OLD[:accept] + OLD[OLD.index("[duty.", accept + 1) :]
    audit = council.audits()[0]
    _adopt(council, text)
    assert "allocation.accept" in council.duties(audit.id)
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    assert "allocation.accept" not in council.duties(audit.id)


def test_a_grade_that_was_given_stays_in_the_scale(council: Council) -> None:
    """§7: no grade is overwritten."""
    moderate(council, council.audits()[0], grade="Outstanding")
    text = OLD.replace('name = "Outstanding"', 'name = "Exceeds Good"')
    with pytest.raises(Invalid, match="Outstanding"):
        _adopt(council, text)
    with council.read() as reader:
        assert reader.get(Programme, council.programme).profile == reader.profile_id


def test_the_same_profile_again_and_what_is_none_are_refused(council: Council) -> None:
    for text, why in ((OLD, "already in force"), ("name = 1", "not a profile")):
        with pytest.raises(Invalid, match=why):
            _adopt(council, text)


def test_work_goes_on_to_its_end_under_another_profile(council: Council) -> None:
    audit = hand_in(council, council.audits()[0])
    _adopt(council, SOONER)
    audit = check(council, audit)
    council.do("moderation.agree", audit.id, by=audit.moderator or "", at=ISSUED)
    assert council.audit(audit.id).state == "moderated"
    assert CYCLE in {row["id"] for row in council.table("cycle")}
