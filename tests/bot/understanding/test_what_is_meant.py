"""Typed words are understood on this machine: shares on sentences that nothing was learnt from."""

import time

import pytest

from bot.understanding.intents import NONE, at_risk, intents, offered
from bot.understanding.learning import meanings, risks
from bot.understanding.normal import normal
from bot.understanding.reading import may_be_at_risk, read
from tests.bot.understanding.measuring import SETS, measure, of_set, share_at_risk

SAID = (
    ("what do I owe", "my_work"),
    ("I'm off sick next week", "absence"),
    ("I know this family", "conflict"),
    ("can I get an extension", "extension"),
    ("who is my moderator", "who"),
    ("when is my audit due", "when_due"),
    ("FD-49150", "show"),
    ("my wrok", "my_work"),
    ("thanks", "thanks"),
)
"""What a manager would type, and got the help card for."""


@pytest.mark.parametrize(("typed", "meant"), SAID)
def test_what_a_manager_would_type_is_surely_understood(typed: str, meant: str) -> None:
    assert read(typed).intents == (meant,)


@pytest.mark.parametrize("name", SETS)
def test_of_sentences_never_seen_three_in_four_are_shown_and_few_are_wrong_for_sure(
    name: str,
) -> None:
    found = measure(of_set(name).meant)
    assert found.shown >= 0.75
    assert found.alone >= 0.20
    assert found.confident_wrong <= 0.02


def test_three_in_a_hundred_sentences_of_something_else_are_taken_for_sure() -> None:
    apart = [one for name in SETS for one in of_set(name).meant[NONE]]
    assert len(apart) > 100
    assert measure({NONE: apart}).off_topic_sure <= 0.03


@pytest.mark.parametrize("name", SETS)
def test_nineteen_of_twenty_children_at_risk_are_heard(name: str) -> None:
    assert share_at_risk(of_set(name).at_risk) >= 0.95


def test_few_sentences_about_work_are_taken_for_a_child_at_risk() -> None:
    kept = [of_set(name) for name in SETS]
    ordinary = [one for each in kept for named in each.meant.values() for one in named]
    confusing = [one for each in kept for one in each.not_at_risk]
    assert share_at_risk([*ordinary, *confusing]) <= 0.05
    assert share_at_risk(confusing) <= 0.12  # one that is told in vain reads one line of advice


def test_nothing_that_is_measured_was_learnt_from() -> None:
    learnt = {normal(one) for each in intents().values() for one in each.sentences}
    learnt |= {normal(one) for named in at_risk().values() for one in named}
    kept = [of_set(name) for name in SETS[-2:]]
    apart = [one for each in kept for named in each.meant.values() for one in named]
    apart = [one for one in apart if len(one.split()) > 2]  # everybody types "good morning"
    apart += [one for each in kept for one in (*each.at_risk, *each.not_at_risk)]
    assert [one for one in apart if normal(one) in learnt] == []


def test_every_intent_has_a_button_and_sixty_sentences_each_said_once() -> None:
    seen: dict[str, str] = {}
    for name, intent in intents().items():
        assert len(intent.sentences) >= 55, name
        assert bool(intent.button) == (name != NONE), name
        for sentence in intent.sentences:
            assert seen.setdefault(sentence.lower(), name) == name, sentence
    assert NONE not in offered()


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\u2603", "x" * 20_000, "\x00\ud800", "12345"])
def test_what_says_nothing_is_lost_and_hurts_nothing(typed: str) -> None:
    assert read(typed).tier in {"lost", "unsure", "sure"}
    assert not read(typed).at_risk


def test_what_was_last_asked_makes_its_answers_likelier() -> None:
    typed = "that day is no use, court again"
    asked = read(typed, asked={"meeting_move"})
    assert asked.intents[0] == "meeting_move"


def test_a_profile_may_add_words_of_its_own() -> None:
    own = (("status", ("gimme the lowdown on the blue folder",)),)
    assert read("gimme the lowdown on the blue folder", extra=own).intents == ("status",)


def test_a_sentence_is_read_in_a_few_milliseconds() -> None:
    meanings()
    risks()
    began = time.process_time()
    for number in range(100):
        read(f"when do I have to return audit number {number}, and to whom")
    assert (time.process_time() - began) / 100 < 0.015


def test_curly_apostrophes_and_capitals_change_nothing() -> None:
    assert read("I\u2019M OFF SICK NEXT WEEK").intents == ("absence",)
    assert may_be_at_risk("HE HAS HIT HER AGAIN THIS MORNING")
