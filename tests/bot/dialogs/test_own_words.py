"""No card of a council holds another council's word (programme.md §1): titles, and the meeting."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dialogs.admission import TURNED_AWAY
from bot.dialogs.parts.own_words import answer_in_own_words, card_in_own_words
from bot.turns import DialogClosed, Refusal, Words
from store.programme.profile import Profile, shipped, shipped_names
from store.registry import ACTS
from store.vocabulary.terms import AUDIT_MANAGER, AUDIT_TEAM, MEETING, ROLES
from tests.bot.cards.gallery import gallery
from tests.bot.cards.linter import said

SPOKEN = ("bot/cards", "bot/dialogs", "store/acts", "store/registry", "store/relations",
          "store/rules", "store/views", "store/vocabulary")  # fmt: skip
"""Where sentences for people are written."""
TYPED = {"audit team": ("bot/dialogs/faces.py", "bot/cards/nudges/typed_words.py")}
"""What people type to Sightline, which is the same in every council."""
KEYS = ("store/views/programme/upload.py", "store/views/reports/register.py")
"""Columns of files, whose names are fixed (contract.md §4)."""


def profile(name: str) -> Profile:
    return Profile.parse(shipped(name))


def titles() -> set[str]:
    """Every council's word for a post that a term stands for, and for its meeting."""
    found = {profile(name).title(role) for name in shipped_names() for role in ROLES.values()}
    return found | {profile(name).uopp.name for name in shipped_names()} - {"Director"}


def sentences(file: Path) -> Iterator[str]:
    """Every text in a module but its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_sentence_in_the_code_names_a_post_or_meeting_by_one_councils_word() -> None:
    title = re.compile("|".join(rf"\b{re.escape(word)}" for word in sorted(titles())))
    found = {
        (str(file), word)
        for folder in SPOKEN
        for file in Path(folder).rglob("*.py")
        for text in sentences(file)
        for word in title.findall(text)
        if str(file) not in (*KEYS, *TYPED.get(word, ())) and word != "Director"
    }
    assert found == set()


@pytest.mark.parametrize("name", shipped_names())
def test_every_term_becomes_a_word(name: str) -> None:
    for card in gallery(name).values():
        assert not re.search("[\ue100-\ue1ff]", said(card.card))
        assert not re.search("[\ue100-\ue1ff]", card.summary)


def test_a_short_name_is_spelt_out_once_on_each_card_that_uses_it() -> None:
    card = {"body": [{"type": "TextBlock", "text": f"Hold the {MEETING}; the {MEETING} is due."}]}
    shown = said(card_in_own_words(card, profile("tower-hamlets")))
    assert shown.count("Understanding our Practice Progression") == 1
    assert shown.endswith("UoPP: Understanding our Practice Progression.")
    twice = card_in_own_words(card_in_own_words(card, profile("tower-hamlets")), profile("bromley"))
    assert said(twice).count("Understanding") == 1


def test_a_card_without_the_name_has_nothing_to_spell_out() -> None:
    card = {"body": [{"type": "TextBlock", "text": f"Questions: the {AUDIT_TEAM}."}]}
    shown = said(card_in_own_words(card, profile("tower-hamlets")))
    assert shown == "Questions: the audit team."


def test_a_title_is_shown_as_it_is_written_and_never_becomes_markdown() -> None:
    text = shipped("bromley").replace('"QA Lead Manager"', '"QA [Lead] *Manager*"')
    card = {"body": [{"type": "TextBlock", "text": f"Ask the {AUDIT_MANAGER}."}]}
    shown = card_in_own_words(card, Profile.parse(text))
    assert shown["body"][0]["text"] == r"Ask the QA \[Lead\] \*Manager\*."
    assert said(shown) == "Ask the QA [Lead] *Manager*."


def test_every_kind_of_answer_is_in_the_councils_own_words() -> None:
    bromley = profile("bromley")
    team = "Ask the Quality Assurance team."
    assert answer_in_own_words(Words(f"Ask the {AUDIT_TEAM}."), bromley) == Words(team)
    assert answer_in_own_words(DialogClosed(f"Ask the {AUDIT_TEAM}."), bromley) == DialogClosed(
        team
    )
    refused = answer_in_own_words(Refusal(403, "not_allowed", f"Ask the {AUDIT_TEAM}."), bromley)
    assert refused == Refusal(403, "not_allowed", team)


def test_who_may_do_an_act_is_said_in_terms_and_not_in_one_councils_words() -> None:
    who = [each.words for act in ACTS.values() for each in act.by] + [*TURNED_AWAY.values()]
    assert not [words for words in who if "audit team" in words or "UoPP" in words]
