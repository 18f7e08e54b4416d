"""The form of an act as part of a page: the very form that Teams' dialog shows, drawn as HTML.

A form is an Adaptive Card (`bot.dialogs.forms`); here each of its elements becomes the HTML element
of the same meaning, with its label, its hint and what is wrong with it tied to it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final

from markupsafe import Markup

from bot.board.markup import Content, tag
from bot.board.place import Place
from bot.cards.parts.inputs import REQUIRED
from bot.cards.parts.text import plain
from bot.dialogs.buttons import IN_CONFIDENCE
from bot.dialogs.conversations import FORMS
from bot.dialogs.files import ISSUED
from bot.dialogs.return_pages import VERBS as RETURN_VERBS

Json = dict[str, Any]

ON_BOARD: Final = frozenset(
    verb
    for verb in FORMS
    if verb not in RETURN_VERBS and verb not in ISSUED and not verb.startswith(IN_CONFIDENCE)
)
"""Acts whose form the board shows: not a return, which has pages of its own, not what makes a file
for the chat, and nothing in confidence."""
OURS: Final = "board."
"""What the inputs begin with that are the page's own and no field of an act."""
CHOOSE: Final = "Please choose"
_AT_MOST = re.compile(r"\{0,(\d+)\}\$$")


def form_in(place: Place, verb: str, subject: str, card: Json, back: str) -> Markup:
    """The form, whose buttons send it to its own address, and the ways to related forms."""
    sends, others = [], []
    for action in card.get("actions", ()):
        data = action.get("data", {})
        if data.get("verb") == verb:
            sends.append(action)
        elif data.get("verb") in ON_BOARD:
            others.append((action["title"], data["verb"], str(data["id"])))
    ours = {"word": place.word, "back": back, "version": str(sends[0]["data"]["version"])}
    return tag(
        "form",
        Drawing().all(card["body"]),
        [tag("input", type="hidden", name=OURS + name, value=v) for name, v in ours.items()],
        tag(
            "p",
            tag("button", sends[0]["title"], type="submit", class_="primary"),
            [
                tag("a", title, class_="plain", href=form_link(place, other, of, back))
                for title, other, of in others
            ],
            tag("a", "Back without doing it", class_="plain", href=place.link(back)),
            class_="does",
        ),
        method="post",
        action=form_link(place, verb, subject, ""),
        class_="act",
        novalidate=True,
    )


def form_link(place: Place, verb: str, subject: str, back: str) -> str:
    """The address of an act's form; `back` is the page that it leads back to."""
    return place.link(f"do/{verb}/{subject}", {"back": back})


class Drawing:
    """One form: each element by its type, and ids that tie words to inputs."""

    def __init__(self) -> None:
        self._number = count(1)
        self._by_type: Mapping[str, Callable[[Json, str], Content]] = {
            "TextBlock": self._text,
            "Container": self._group,
            "FactSet": self._facts,
            "ActionSet": self._links,
            "Input.Text": self._written,
            "Input.Date": self._written,
            "Input.ChoiceSet": self._chosen,
            "Input.Toggle": self._toggled,
        }

    def all(self, elements: Sequence[Json], about: str = "") -> list[Content]:
        """The elements in order; `about` are the ids of the words about an input among them."""
        return [self._by_type[one["type"]](one, about) for one in elements]

    def _text(self, one: Json, about: str) -> Content:
        wrong = one.get("color") == "Attention"
        bold = one.get("weight") == "Bolder"
        name = "h2" if one.get("style") == "heading" or (bold and not wrong) else "p"
        kind = "wrong" if wrong else "quiet" if one.get("isSubtle") else None
        return tag(name, plain(one["text"]), class_=kind, id=about or None)

    def _group(self, one: Json, _about: str) -> Content:
        items = one["items"]
        if one.get("style") == "emphasis":
            return tag("div", self.all(items), class_="troubles", role="alert")
        asks = [each for each in items if each["type"].startswith("Input.")]
        if len(asks) != 1:
            return tag("div", self.all(items))
        names = {id(each): f"w{next(self._number)}" for each in items if each not in asks}
        parts = [
            self._by_type[each["type"]](each, names.get(id(each), " ".join(names.values())))
            for each in items
        ]
        return tag("div", parts, class_="asks")

    def _facts(self, one: Json, _about: str) -> Content:
        pairs = [
            tag("div", tag("dt", plain(fact["title"])), tag("dd", plain(fact["value"])))
            for fact in one["facts"]
        ]
        return tag("dl", pairs, class_="facts")

    def _links(self, one: Json, _about: str) -> Content:
        shown: list[Content] = []
        for action in one["actions"]:
            if action["type"] == "Action.OpenUrl":
                shown.append(tag(
                    "a", action["title"], href=action["url"], target="_blank", rel="noopener",
                    class_="plain",
                ))  # fmt: skip
            if action["type"] == "Action.ShowCard":
                inside = self.all(action["card"]["body"])
                shown.append(tag("details", tag("summary", action["title"]), inside))
        return tag("div", shown) if shown else None

    def _written(self, one: Json, about: str) -> Content:
        name, value = one["id"], str(one.get("value", ""))
        tied: dict[str, object] = {
            "id": f"i-{name}", "name": name, "aria_describedby": about or None,
            "aria_required": "true" if one.get("isRequired") else None,
        }  # fmt: skip
        if one["type"] == "Input.Date":
            limits = {"min": one.get("min"), "max": one.get("max")}
            box = tag("input", type="date", value=value, **tied, **limits)
        else:
            most = _AT_MOST.search(one.get("regex", ""))
            tied["maxlength"] = most[1] if most else None
            if one.get("isMultiline"):
                box = tag("textarea", f"\n{value}", rows="4", **tied)
            else:
                box = tag("input", type="text", value=value, **tied)
        return tag("div", tag("label", one["label"], for_=f"i-{name}"), box, class_="ask")

    def _chosen(self, one: Json, about: str) -> Content:
        several, name = bool(one.get("isMultiSelect")), one["id"]
        kept = str(one.get("value", ""))
        chosen = kept.split(",") if several else [kept]
        if several or one.get("style") == "expanded":
            kind = "checkbox" if several else "radio"
            boxes = [
                tag(
                    "label",
                    tag("input", type=kind, name=name, value=each["value"],
                        checked=each["value"] in chosen),
                    tag("span", plain(each["title"])),
                )
                for each in one["choices"]
            ]  # fmt: skip
            legend = tag("legend", one["label"])
            return tag("fieldset", legend, boxes, aria_describedby=about or None)
        options = [
            tag("option", plain(each["title"]), value=each["value"],
                selected=each["value"] in chosen)
            for each in one["choices"]
        ]  # fmt: skip
        first = tag("option", CHOOSE if one["label"].endswith(REQUIRED) else "", value="")
        box = tag(
            "select", first, options, id=f"i-{name}", name=name, aria_describedby=about or None,
            aria_required="true" if one.get("isRequired") else None,
        )  # fmt: skip
        return tag("div", tag("label", one["label"], for_=f"i-{name}"), box, class_="ask")

    def _toggled(self, one: Json, about: str) -> Content:
        on = one.get("valueOn", "true")
        box = tag("input", type="checkbox", name=one["id"], value=on,
                  checked=one.get("value") == on)  # fmt: skip
        words = tag("label", box, tag("span", one["title"]))
        return tag(
            "fieldset", tag("legend", one.get("label", one["title"])), words,
            aria_describedby=about or None,
        )  # fmt: skip
