"""An auditor at the desk who only types, and one who only presses; neither does as the other."""

import json
from dataclasses import dataclass
from typing import Protocol

from bot.cards.nudges.understood import SHOW
from bot.desk.buttons import buttons
from store.ledger import chain
from tests.story.playing import Json, Played, verbs_of

DELIVERIES = ("message.", "chat.")
"""Facts of what reached whom: whoever types has a chat a little sooner."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: as a sentence, as the menu calls it, and the act with its form.

    `about` names the row where the card may have the button of several.
    """

    words: str
    intent: str
    verb: str
    fields: Json | None = None
    about: str | None = None


class Hand(Protocol):
    """Somebody who does one thing after the other at the desk."""

    async def does(self, step: Step) -> None:
        """Do it; fails where it cannot be reached in this way."""


@dataclass(frozen=True, slots=True)
class Typist:
    """Never presses what a sentence could say: no card but the answer to their words is touched."""

    desk: Played
    upn: str

    async def does(self, step: Step) -> None:
        """Say it, and send the form of the answer."""
        await self.desk.say(self.upn, step.words)
        answer = (await self.desk.chat(self.upn))[-1]
        assert answer["from"] == "sightline", step.words
        if step.verb not in verbs_of(answer["card"], step.about):
            await _menu(self.desk, self.upn, answer["id"], step.intent, step.words)
        await _press(self.desk, self.upn, answer["id"], step)


@dataclass(frozen=True, slots=True)
class Presser:
    """Never types: all that they do begins at a card that came by itself."""

    desk: Played
    upn: str

    async def does(self, step: Step) -> None:
        """Press the card that asks for it; what no card asks for is in the menu."""
        for message in reversed(await self.desk.chat(self.upn)):
            assert message["from"] == "sightline"
            if step.verb in verbs_of(message["card"], step.about):
                await _press(self.desk, self.upn, message["id"], step)
                return
        menu = await self.desk.card_with(self.upn, SHOW)
        if (SHOW, step.intent) not in offered(menu["card"]):
            await _menu(self.desk, self.upn, menu["id"], "help", step.verb)
        await _menu(self.desk, self.upn, menu["id"], step.intent, step.verb)
        await _press(self.desk, self.upn, menu["id"], step)


def offered(card: Json) -> set[tuple[str, str]]:
    """The (verb, subject) of each button of a card."""
    return {(button.verb or "", str(button.data.get("id"))) for button in buttons(card)}


def lived(desk: Played, upn: str) -> list[tuple[str, str, str]]:
    """What they did, in order, as (verb, subject, fields) of the ledger's facts."""
    with desk.ledger.engine.connect() as connection:
        return [
            (fact.verb, fact.subject, fact.fields)
            for fact in chain.facts(connection, desk.programme)
            if fact.actor == upn and not fact.verb.startswith(DELIVERIES)
        ]


def become(desk: Played) -> list[tuple[str, str, str, str]]:
    """Everything that anybody did or that followed, as (actor, verb, subject, fields)."""
    with desk.ledger.engine.connect() as connection:
        return [
            (fact.actor, fact.verb, fact.subject, fact.fields)
            for fact in chain.facts(connection, desk.programme)
            if not fact.verb.startswith(DELIVERIES)
        ]


async def _menu(desk: Played, upn: str, message: str, intent: str, why: str) -> None:
    """Press the button of the menu that shows the answer to `intent`."""
    card = next(one["card"] for one in await desk.chat(upn) if one["id"] == message)
    found = [subject for verb, subject in offered(card) if verb == SHOW]
    named = next((subject for subject in found if subject.split(" ")[0] == intent), None)
    assert named is not None, (why, intent, found, card["body"][0])
    answer = await desk.post(f"/desk/chats/{upn}", {"message": message, "verb": SHOW, "id": named})
    assert answer["kind"] == "card", answer


async def _press(desk: Played, upn: str, message: str, step: Step) -> None:
    card = next(one["card"] for one in await desk.chat(upn) if one["id"] == message)
    assert step.verb in verbs_of(card, step.about), (step, offered(card), card["body"][0])
    body: Json = {"message": message, "verb": step.verb}
    body |= {} if step.fields is None else {"fields": step.fields}
    body |= {} if step.about is None else {"id": step.about}
    answer = await desk.post(f"/desk/chats/{upn}", body)
    await desk.settle()
    assert answer["status"] == 200, (step, answer)
    assert answer["kind"] != "dialog", (step, json.dumps(answer)[:3000])
