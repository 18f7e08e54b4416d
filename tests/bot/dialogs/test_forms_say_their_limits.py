"""Every input of every form: it says its limit when that is broken, and holds nobody fast."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.cards.parts.limits import LIMITS
from bot.dialogs.audit_month.return_ import return_page
from bot.dialogs.conversations import FORMS
from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from store.ledger import Reader
from store.registry import ACTS, not_open
from tests.bot.cards.linter import Json, problems
from tests.bot.dialogs.opening import inputs
from tests.store.council import Council
from tests.store.whole_cast import CAST
from tests.store.whole_council import Whole, everything_at_once
from tests.store.whole_setting import NOW

LONG = "x" * 20_000
FAR = {"min": "0026-12-08", "max": "9999-12-31"}
PAGES = ("overall", "talk", "domains.c1", "domains.c4", "actions.1", "rest")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The ledger with everything in every state; forms only read it."""
    council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('forms') / 'ledger.db'}")
    yield everything_at_once(council)
    council.close()


def _openings(whole: Whole, reader: Reader, verb: str) -> Iterator[tuple[str, str]]:
    """A subject on each label on which `verb` is open, and somebody who may do it there."""
    act = ACTS[verb]
    for subject in whole.subjects[act.on].values():
        row = reader.get(act.on, subject)
        if not_open(reader, verb, row):
            continue
        everybody = {upn for upn_of in CAST.values() if (upn := upn_of(row)) is not None}
        may = sorted(everybody & {upn for who in act.by for upn in who.upns(reader, row)})
        if may:
            yield subject, may[0]


def _pages(reader: Reader, verb: str, subject: str, upn: str, given: Json) -> Iterator[Json]:
    """The form as it opens, and the pages that follow its first."""
    yield form(reader, verb, subject, upn, given=given)[1]
    if verb in {"return.submit", "return.save"}:
        for key in PAGES:
            yield return_page(reader, subject, {**given}, at=key)


def drawn_forms(whole: Whole, verb: str, given: Json) -> list[Json]:
    """The form wherever it opens, every page of it, with what was typed."""
    drawn, seen = [], set()
    with whole.council.read(NOW) as reader:
        for subject, upn in _openings(whole, reader, verb):
            for card in _pages(reader, verb, subject, upn, given):
                shape = str(sorted(inputs(card)))
                if shape not in seen:
                    seen.add(shape)
                    drawn.append(card)
    return drawn


def _all_inputs(cards: list[Json]) -> dict[str, Json]:
    return {name: box for card in cards for name, box in inputs(card).items()}


@pytest.mark.parametrize("verb", sorted(FORMS))
def test_every_input_of_the_form_says_its_limit_and_none_stops_it_without_a_word(
    whole: Whole, verb: str
) -> None:
    cards = drawn_forms(whole, verb, {})
    assert cards, f"{verb} is open on no subject of the whole council"
    for card in cards:
        assert problems(faced(card)) == []
    for name, box in _all_inputs(cards).items():
        if box["type"] == "Input.Date":
            assert {"min", "max"} <= set(box), name
        if box["type"] == "Input.Text":
            assert "regex" in box, name


def by_day(verb: str) -> Any:
    """Saving a return has the very pages of handing it in, which take half a minute: by night."""
    return pytest.param(verb, marks=[pytest.mark.nightly] if verb == "return.save" else [])


@pytest.mark.parametrize("verb", [by_day(verb) for verb in sorted(FORMS)])
def test_what_was_saved_and_lies_beyond_a_limit_by_now_is_kept_and_its_page_can_be_left(
    whole: Whole, verb: str
) -> None:
    boxes = _all_inputs(drawn_forms(whole, verb, {}))
    beyond: dict[str, Any] = {
        name: value for name, box in boxes.items() for value in (_beyond(box),) if value is not None
    }
    for value in beyond and ("min", "max"):
        typed = {name: FAR[value] if v in FAR.values() else v for name, v in beyond.items()}
        for card in drawn_forms(whole, verb, typed):
            assert [told for told in problems(faced(card)) if "cannot be left" in told] == []
            for name, box in inputs(card).items():
                if name in typed:
                    assert box["value"] == typed[name], "what was typed is kept"
                    assert not set(box) & set(LIMITS), name


def _beyond(box: Json) -> str | None:
    match box["type"]:
        case "Input.Date":
            return FAR["min"]
        case "Input.Text":
            return LONG
        case _:
            return None


def test_the_walk_reaches_every_page_of_the_return(whole: Whole) -> None:
    found = _all_inputs(drawn_forms(whole, "return.submit", {}))
    assert {"grade", "discussed_on", "domains.c1.evidence", "domains.c6.evidence", "actions.1.by",
            "document_link"} <= set(found)  # fmt: skip
