"""The return's blocks laid out on pages, and the label of each input."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.cards.audit_month.return_blocks import (
    ACTIONS,
    DOMAINS,
    ENQUIRY,
    NAMES,
    NEEDED,
    OVERALL,
    TALK,
    QuestionBlock,
    key_of,
    return_blocks,
)
from bot.cards.parts.inputs import Typed
from bot.cards.parts.kit import Json
from store.views.audit_month.return_form import MOST_ACTIONS, ReturnForm

ROOM = 14_000
"""Most bytes in UTF-8 of a page's questions with what was typed; see `MOST_BYTES` of the whole."""

TOGETHER = {TALK: 2, DOMAINS: 3, ENQUIRY: 6, OVERALL: 1}
"""How many blocks of a part are on one page; of actions, as many as the profile has slots."""

GRADES_ALONE = 15
"""How many domains are on one page where the audit document holds the words beside their grades."""

FIRST_LINE = "kloes.k1"

IN_SHORT = {
    TALK: "conversation",
    DOMAINS: "domains",
    ENQUIRY: "lines of enquiry",
    OVERALL: "overall",
    ACTIONS: "actions",
}
"""A part on a button, which a phone shows in one line."""

GOES = "go:"
"""The start of the name of the input that holds this page's blocks and the next page."""

WHERE_TO_START = {"kloes_missed": "kloes.k1", "actions_miss_issues": "actions.1"}
"""The block that a reason for sending it back concerns; other reasons concern the grade."""

TO_FILL_IN = {
    "grade": "choose the grade whose definition fits the work",
    "evidence": "say what you saw in the record, in the conversation and from the family",
    "rationale": "say why this grade fits better than the ones beside it",
    "practitioner_involved": "choose who took part in the audit",
    "discussed_on": "give the day you talked grade and outcome through",
    "document_link": "paste the document's whole address; it starts with https://",
    "what": "say what exactly is to be done",
    "who": "choose who does it",
    "by": "give the day by which it is done",
    "different": "say what will be different for the child",
}
"""What to do about an input that was left empty, by the last part of its name."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """The blocks that one page shows."""

    blocks: tuple[QuestionBlock, ...]

    @property
    def key(self) -> str:
        """The first block's key."""
        return self.blocks[0].key

    @property
    def part(self) -> str:
        """The part of the form that it belongs to."""
        return self.blocks[0].part

    @property
    def goes(self) -> str:
        """The id of the input that chooses the next page; it names this page's blocks."""
        return f"{GOES}{self.blocks[0].key}:{self.blocks[-1].key}"

    @property
    def name(self) -> str:
        """Its name in the choice of pages."""
        first, last = self.blocks[0], self.blocks[-1]
        if self.part in {DOMAINS, ACTIONS}:
            return first.name if first == last else f"{first.name} to {last.name}"
        return NAMES[self.part] if first.key in {self.part, FIRST_LINE} else first.name

    def holds(self, key: str) -> bool:
        """Whether it has the block with that key."""
        return any(block.key == key for block in self.blocks)


def pages_of(view: ReturnForm, typed: Typed, at: str = "") -> list[FormPage]:
    """Every page, with one more for an action `at` beyond those there are."""
    most = {**TOGETHER, ACTIONS: view.action_slots}
    most |= {} if view.whole else {DOMAINS: GRADES_ALONE}
    pages: list[list[QuestionBlock]] = []
    room = 0
    for block in return_blocks(view, typed, _slots(view, typed.values, at)):
        size = len(json.dumps(block.body, ensure_ascii=False).encode())
        here = pages[-1] if pages else []
        goes_on = here and here[0].part == block.part and len(here) < most[block.part]
        if goes_on and size <= room:
            here.append(block)
        else:
            pages.append([block])
            room = ROOM
        room -= size
    return [FormPage(tuple(blocks)) for blocks in pages]


def body_of(view: ReturnForm, typed: Typed, page: FormPage) -> list[Json]:
    """The questions of a page, drawn with its mistakes beside them."""
    slots = _slots(view, typed.values, page.blocks[-1].key)
    blocks = return_blocks(view, typed, slots)
    return [part for block in blocks if page.holds(block.key) for part in block.body]


def _slots(view: ReturnForm, values: Mapping[str, str], at: str) -> int:
    """Whole pages of slots: those of the profile, and more where they are filled in or opened."""
    keys = [key_of(name) for name in values] + [at]
    numbers = [int(key[8:]) for key in keys if key.startswith("actions.") and key[8:].isdecimal()]
    each = view.action_slots
    wanted = min(max([each, *numbers]), MOST_ACTIONS)
    return min(-(-wanted // each) * each, MOST_ACTIONS)


def more_actions(pages: Sequence[FormPage]) -> str:
    """The block of the first action without a slot yet; empty once there are as many as allowed."""
    last = max(int(b.key[8:]) for page in pages for b in page.blocks if b.part == ACTIONS)
    return "" if last >= MOST_ACTIONS else f"actions.{last + 1}"


def place_of(pages: Sequence[FormPage], key: str) -> int:
    """The index of the page that has the block; 0 where none has it."""
    return next((place for place, page in enumerate(pages) if page.holds(key)), 0)


def first_wrong(pages: Sequence[FormPage], wrong: Iterable[str]) -> int | None:
    """The index of the first page with one of the inputs `wrong`, or nothing."""
    keys = {key_of(name) for name in wrong}
    found = (p for p, page in enumerate(pages) if any(b.key in keys for b in page.blocks))
    return next(found, None)


def on_page(page: FormPage, names: Iterable[str]) -> list[str]:
    """Those of `names` that are inputs of the page."""
    return [name for name in names if page.holds(key_of(name))]


def told(name: str, how: str) -> str:
    """What to do about an input, also where the ledger says only that it is needed."""
    if how in {"is needed", "is empty"}:
        if name.startswith("kloes."):
            return "say what this audit showed on it, even where that is nothing"
        return TO_FILL_IN.get(name.rpartition(".")[2], how)
    return how


def labels(pages: Sequence[FormPage]) -> dict[str, str]:
    """The label of each input of the form."""
    return {
        name: label.removesuffix(f" {NEEDED}")
        for page in pages
        for block in page.blocks
        for name, label in _labels(list(block.body)).items()
    }


def _labels(node: Json | list[Json]) -> dict[str, str]:
    if isinstance(node, list):
        return {key: label for part in node for key, label in _labels(part).items()}
    own = {node["id"]: node["label"]} if "label" in node else {}
    return own | _labels(node.get("items", []))
