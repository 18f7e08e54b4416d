"""A profile is kept whole, base included: another base later changes no history (§6)."""

import pytest

from store.ledger.founding import version_of
from store.programme.inheriting import whole_text
from store.programme.profile import NotAProfile, Profile
from store.programme.shipped import BASE, file_of, shelf, shipped
from store.tables import ProfileText
from store.vocabulary.errors import Invalid
from tests.store.council import SHELL, Council

OWN = file_of("tower-hamlets")
ACCEPT = 'due = "2 working days"\nevent = "issue"'
LATER = {**shelf(), BASE: shelf()[BASE].replace(ACCEPT, ACCEPT.replace("2", "4"), 1)}


def test_a_later_base_changes_no_profile_that_is_kept(empty: Council) -> None:
    text = whole_text(OWN, shelf())
    empty.found(text)
    later = whole_text(OWN, LATER)
    assert Profile.parse(later).duty["allocation.accept"].due["otherwise"].text == "4 working days"
    again = Council.open(str(empty.engine.url))
    with again.read() as reader:
        kept = reader.get(ProfileText, reader.profile_id)
        assert kept.text == text
        assert kept.id == version_of(text)
        assert "extends" not in kept.text
        rules = reader.profile
    assert rules.duty["allocation.accept"].due["otherwise"].text == "2 working days"
    assert rules == Profile.parse(shipped("tower-hamlets"))
    assert again.problems() == []
    again.close()


def test_the_later_rules_come_into_force_when_they_are_adopted(council: Council) -> None:
    audit = council.audits()[0]
    before = council.duties(audit.id)
    given = {"name": "riverside", "text": whole_text(OWN, LATER)}
    council.do("profile.adopt", council.programme, given, by=SHELL)
    assert council.duties(audit.id) == before
    with council.read() as reader:
        rule = reader.profile.duty["allocation.accept"]
    assert rule.due["otherwise"].text == "4 working days"
    assert council.problems() == []


def test_what_still_extends_something_is_never_kept(empty: Council, council: Council) -> None:
    with pytest.raises(NotAProfile, match="extends"):
        empty.found(OWN)
    with pytest.raises(Invalid, match="That is not a profile"):
        council.do("profile.adopt", council.programme, {"name": "x", "text": OWN}, by=SHELL)
