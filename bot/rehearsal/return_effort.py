"""What a return asks of its auditor: fields and time, counted on the pages of its form (§2.8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.cards.audit_month.return_form import VERB
from bot.cards.audit_month.return_pages import pages_of
from bot.cards.parts.inputs import Typed
from bot.dialogs.audit_month.return_ import flat_of, return_page
from store.ledger import Reader
from store.rules.return_ import BESIDE_A_GRADE
from store.tables import Audit, Cycle
from store.views.audit_month.return_form import return_form

KEYSTROKE, POINTING, DECIDING = 0.28, 1.1, 1.35
"""Seconds of a key, of pointing at something and pressing it, and of making up one's mind.

The keystroke-level model, with the keys of an average typist who is no secretary (Card, Moran and
Newell, "The keystroke-level model for user performance time", 1980).
"""

SENTENCE = "The plan says what changes for the child, and by when."
"""What is typed into a box of the return that is measured: a short sentence."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReturnEffort:
    """The fields that somebody touches, the pages they go through, and the seconds it takes.

    `unasked` are fields that no page asks for. `offered` is whether handing in is offered at last.
    """

    fields: int
    pages: int
    seconds: int
    unasked: tuple[str, ...] = ()
    offered: bool = True


def effort_of(reader: Reader, audit_id: str, given: Mapping[str, Any]) -> ReturnEffort:
    """What it takes to fill in `given`, the fields of a return, page by page from the first."""
    flat, typed, drawn = flat_of(given), dict[str, str](), Json()
    touched, seconds = 0, 0.0
    pages = pages_of(return_form(reader, audit_id), Typed(flat))
    for page in pages:
        drawn = return_page(reader, audit_id, typed, at=page.key)
        asked = [box for box in _boxes(drawn) if box["id"] in flat.keys() - typed.keys()]
        typed |= {box["id"]: flat[box["id"]] for box in asked}
        touched += len(asked)
        seconds += DECIDING + POINTING + sum(_seconds(box, flat[box["id"]]) for box in asked)
    drawn = return_page(reader, audit_id, typed, at=pages[-1].key)
    return ReturnEffort(
        fields=touched,
        pages=len(pages),
        seconds=round(seconds),
        unasked=tuple(sorted(flat.keys() - typed.keys())),
        offered=any(button["data"]["verb"] == VERB for button in drawn["actions"]),
    )


def good_with_two_actions(reader: Reader, audit: Audit) -> Json:
    """The fields of a return that is measured: everything Good, with two actions."""
    profile, cycle = reader.profile, reader.get(Cycle, audit.cycle)
    good = [grade.name for grade in profile.scale if not grade.below_good][-1]
    graded = [grade.name for grade in profile.domain_grades.values() if not grade.below_good]
    domain: Json = {"grade": graded[-1]}
    beside = dict.fromkeys(BESIDE_A_GRADE, SENTENCE) if profile.made_whole else {}
    action = {
        "what": SENTENCE,
        "who": "team_manager",
        "by": (reader.today + timedelta(days=28)).isoformat(),
        "different": SENTENCE,
    }
    return {
        "practitioner_involved": "practitioner",
        "discussed_on": reader.today.isoformat(),
        "family_feedback": SENTENCE,
        "domains": dict.fromkeys(profile.domains_of(audit.kind), domain | beside),
        "kloes": {f"k{n}": SENTENCE for n, _ in enumerate(cycle.kloes, 1)},
        "document_link": "https://council.example/audits/1",
        **({"evidence": SENTENCE} if profile.made_whole else {}),
        **({} if profile.tool.overall is not None else {"grade": good, "rationale": SENTENCE}),
        "actions": [action, action],
    }


def _boxes(node: Any) -> Iterator[Json]:
    """The inputs of a drawn page."""
    if isinstance(node, list):
        for part in node:
            yield from _boxes(part)
    elif isinstance(node, dict):
        if str(node.get("type", "")).startswith("Input."):
            yield node
        for value in node.values():
            yield from _boxes(value)


def _seconds(box: Json, words: str) -> float:
    """Words are typed; a choice or a day is looked for and pressed, in a list that opens first."""
    if box["type"] == "Input.Text":
        typing = KEYSTROKE * len(words)
        return DECIDING + POINTING + (POINTING if box["id"] == "document_link" else typing)
    presses = 1 if box.get("style") == "expanded" else 2
    return DECIDING + presses * POINTING
