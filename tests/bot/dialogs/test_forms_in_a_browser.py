"""In a browser, an input beyond its limit says so, and its page can be left once that is mended."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Page

from bot.cards.audit_month.return_form import return_form_card
from bot.cards.parts.inputs import Typed
from bot.dialogs.conversations import FORMS
from tests.bot.cards.return_samples import RETURN_FORM
from tests.bot.dialogs.opening import inputs
from tests.bot.dialogs.test_forms_say_their_limits import drawn_forms
from tests.shots.cards import drawing_page
from tests.store.council import Council
from tests.store.whole_council import Whole, everything_at_once

Json = dict[str, Any]

DRAW = """async (card) => {
  const { draw } = await import("/page/cards.js");
  window.sent = 0;
  const { drawn } = draw(card, () => { window.sent += 1; });
  document.getElementById("card").replaceChildren(drawn);
}"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'ledger.db'}")
    yield everything_at_once(council)
    council.close()


@pytest.fixture
async def page(browser_page: Page) -> AsyncIterator[Page]:
    async with drawing_page(browser_page, 480):
        yield browser_page


def _beyond(box: Json) -> str:
    """A value that its limit does not take; empty where it has none."""
    if box["type"] == "Input.Date" and "max" in box:
        return "9998-12-31"
    return "x" * 20_000 if box["type"] == "Input.Text" and "regex" in box else ""


def _without(card: Json, name: str) -> Json:
    """The form with nothing required but that input, so that it alone can hold the page."""

    def eased(node: Any) -> Any:
        if isinstance(node, list):
            return [eased(part) for part in node]
        if not isinstance(node, dict):
            return node
        kept = {key: eased(value) for key, value in node.items()}
        if kept.get("id") != name or "label" not in kept:
            kept.pop("isRequired", None)
        return kept

    eased_card: Json = eased(card)
    return eased_card


async def _try(page: Page, card: Json, name: str, box: Json) -> None:
    """Type too much, press, read why; then mend it, press again, and it is sent."""
    await page.evaluate(DRAW, _without(card, name))
    field = page.get_by_label(re.compile(rf"^{re.escape(box['label'])}( \*)?$"))
    press = page.get_by_role("button", name=card["actions"][0]["title"], exact=True).last
    await field.fill(_beyond(box))
    await press.click()
    assert await page.evaluate("window.sent") == 0, f"{name} was sent beyond its limit"
    assert await page.get_by_text(box["errorMessage"], exact=True).is_visible(), name
    assert await field.input_value() == _beyond(box), f"{name} lost what was typed"
    await field.fill("" if not box.get("isRequired") else box.get("min", "Said in short."))
    await press.click()
    assert await page.evaluate("window.sent") == 1, f"the page of {name} cannot be left"


def _beyond_its_limit(card: Json) -> dict[str, Json]:
    return {name: box for name, box in inputs(card).items() if _beyond(box)}


async def test_an_input_beyond_its_limit_says_so_and_its_page_can_be_left_once_it_is_mended(
    page: Page,
) -> None:
    card = return_form_card(RETURN_FORM, Typed(), at="talk")
    boxes = _beyond_its_limit(card)
    assert boxes
    for name, box in [*boxes.items()][:2]:
        await _try(page, card, name, box)


@pytest.mark.nightly
@pytest.mark.parametrize("verb", sorted(FORMS))
async def test_so_does_every_input_of_every_form(whole: Whole, page: Page, verb: str) -> None:
    tried = set()
    for card in drawn_forms(whole, verb, {}):
        for name, box in _beyond_its_limit(card).items():
            if name not in tried:
                tried.add(name)
                await _try(page, card, name, box)
