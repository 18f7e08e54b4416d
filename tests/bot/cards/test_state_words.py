"""Every card says the same of where an audit is."""

from typing import get_args

from bot.cards.parts.state_words import STATE_WORDS, state_in_words
from store.vocabulary.states import AuditState


def test_every_state_of_an_audit_has_words_and_no_two_have_the_same() -> None:
    assert set(STATE_WORDS) == set(get_args(AuditState))
    assert len(set(STATE_WORDS.values())) == len(STATE_WORDS)


def test_a_state_of_a_later_version_is_said_by_its_own_name() -> None:
    assert state_in_words("set_aside") == "set aside"
