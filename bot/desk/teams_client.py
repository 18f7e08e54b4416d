"""What a Teams client does: it sends presses, forms and messages to the bot and shows answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp

from bot.desk import bot_answers
from bot.desk.bot_answers import PressOutcome
from bot.desk.buttons import Button, as_teams_sends, find_button, form_button
from bot.desk.chats import ChatMessage, Chats, MessageContent
from bot.desk.files import ACCEPT, DECLINE, DeskFiles, answered_card
from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from bot.desk.activities import ActivityBuilder
    from bot.desk.council import Council, DeskPerson
    from bot.desk.live_updates import LiveUpdates
    from bot.desk.refusals import Json

PATIENCE = 15.0
"""Seconds to wait for the bot. The Bot Connector waits 10 to 15 s and then answers 504."""

A_MINUTE = timedelta(minutes=1)
"""Teams refreshes a card automatically at most this often (teams.md §3)."""

AuthHeaders = Callable[[], Mapping[str, str]]
"""Gives the headers that authenticate an activity; there are none on one machine."""


class TeamsClient:
    """Carries everything between a person and the bot."""

    def __init__(
        self,
        council: Council,
        chats: Chats,
        updates: LiveUpdates,
        builder: ActivityBuilder,
        *,
        bot_url: str,
        files: DeskFiles,
        signed: AuthHeaders = dict,
    ) -> None:
        self.patience = PATIENCE
        self._council = council
        self._chats = chats
        self._updates = updates
        self._builder = builder
        self._files = files
        self._signed = signed
        self._messages_url = bot_url.rstrip("/") + "/api/messages"
        self._installed: set[str] = set()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the HTTP session; call this in the running event loop."""
        self._session = aiohttp.ClientSession(trust_env=False)

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()

    async def install(self, person: DeskPerson) -> bool:
        """Notify the bot once that it is installed for a person; False if it refuses."""
        if person.entra_object_id in self._installed:
            return True
        ids = (self._chats.next_id(), self._chats.next_id())
        at = await self._council.now()
        for activity in self._builder.installed(person, ids=ids, at=at):
            status, _ = await self._send(activity)
            if status >= bot_answers.REFUSED:
                return False
        self._installed.add(person.entra_object_id)
        return True

    async def say(self, person: DeskPerson, text: str) -> PressOutcome:
        """Type a message in a chat."""
        await self.install(person)
        at = await self._council.now()
        message = self._chats.add(
            person.entra_object_id,
            at=at,
            sender=person.upn,
            content=MessageContent(text=text, summary=text),
        )
        status, _ = await self._send(self._builder.typed(person, text, id_=message.id, at=at))
        return self._published(bot_answers.read_message_answer(status))

    async def attach(self, person: DeskPerson, name: str, content: bytes) -> PressOutcome:
        """Send a file in a chat: the bot gets its address and downloads it."""
        await self.install(person)
        at = await self._council.now()
        shown = MessageContent(text=f"File: {name}", summary=name)
        message = self._chats.add(person.entra_object_id, at=at, sender=person.upn, content=shown)
        url = self._files.store(name, content)
        sent = self._builder.attached(person, name, url, id_=message.id, at=at)
        status, _ = await self._send(sent)
        return self._published(bot_answers.read_message_answer(status))

    async def _answer_file(
        self, person: DeskPerson, message: ChatMessage, verb: str
    ) -> PressOutcome:
        """Allow or decline an offered file, as the card in Teams does."""
        offer, accepted = message.content.offer or {}, verb == ACCEPT
        name = str(offer.get("name") or "file")
        answer: Json = {
            "action": "accept" if accepted else "decline",
            "context": offer.get("acceptContext" if accepted else "declineContext"),
        }
        if accepted:
            url = self._files.store(name, None)
            answer["uploadInfo"] = {
                "contentUrl": url,
                "uploadUrl": url,
                "name": name,
                "uniqueId": message.id,
                "fileType": name.rpartition(".")[2],
            }
        id_, at = self._chats.next_id(), await self._council.now()
        status, _ = await self._send(
            self._builder.file_answered(person, answer, on=message.id, id_=id_, at=at)
        )
        outcome = self._published(bot_answers.read_message_answer(status))
        if outcome.kind == "none":
            await self._show(person, message.id, answered_card(name, accepted=accepted))
        return outcome

    async def press_verb(
        self,
        person: DeskPerson,
        message_id: str,
        verb: str,
        *,
        fields: Mapping[str, object] | None,
        subject: str | None,
    ) -> PressOutcome:
        """Press the button with that verb. With `fields`, a dialog that it opens is submitted.

        Inputs that are not in `fields` are sent with their values in the card, as in Teams.
        """
        message = self._message(person, message_id)
        button = find_button(message.content.card, verb, subject)
        typed = as_teams_sends(fields or {})
        outcome = await self.press(person, message_id, button, typed)
        if not (button.opens_dialog and fields is not None and outcome.dialog):
            return outcome
        form = form_button(outcome.dialog["card"], verb)
        return await self.submit(person, message_id, form.data | form.inputs | typed)

    async def press(
        self, person: DeskPerson, message_id: str, button: Button, typed: Mapping[str, str]
    ) -> PressOutcome:
        """Press a button: an Execute or a dialog sends an invoke, a plain Submit a message."""
        message = self._message(person, message_id)
        await self.install(person)
        if message.content.offer is not None and button.verb in (ACCEPT, DECLINE):
            return await self._answer_file(person, message, button.verb)
        data = button.data | button.inputs | dict(typed)
        on, id_, at = message.id, self._chats.next_id(), await self._council.now()
        if button.opens_dialog:
            fetch = self._builder.dialog(person, "task/fetch", data, on=on, id_=id_, at=at)
            return bot_answers.read_dialog_answer(*await self._send(fetch))
        if button.action.get("type") == "Action.Submit":
            status, _ = await self._send(
                self._builder.submitted(person, data, on=on, id_=id_, at=at)
            )
            return self._published(bot_answers.read_message_answer(status))
        execute = self._builder.executed(person, button.action, data, on=on, id_=id_, at=at)
        outcome = bot_answers.read_card_answer(*await self._send(execute))
        if outcome.card is not None:
            await self._show(person, message.id, outcome.card)
        return self._published(outcome)

    async def refresh_cards(self, person: DeskPerson) -> None:
        """Refresh the cards of a person who opens their chat.

        As in Teams, only cards that name this person are refreshed, and only after a minute.
        """
        at = await self._council.now()
        for message in self._chats.messages(person.entra_object_id):
            refresh = (message.content.card or {}).get("refresh", {})
            idle = at - (message.updated or message.at)
            if self._builder.user(person) not in refresh.get("userIds", ()) or idle <= A_MINUTE:
                continue
            action: Json = refresh["action"]
            data, id_ = action.get("data", {}), self._chats.next_id()
            execute = self._builder.executed(
                person, action, data, on=message.id, id_=id_, at=at, trigger="automatic"
            )
            outcome = bot_answers.read_card_answer(*await self._send(execute))
            if outcome.card is not None:
                await self._show(person, message.id, outcome.card)

    async def submit(self, person: DeskPerson, message_id: str, data: Json) -> PressOutcome:
        """Submit the form of a dialog that was opened from a message."""
        message = self._message(person, message_id)
        at = await self._council.now()
        submit = self._builder.dialog(
            person, "task/submit", data, on=message.id, id_=self._chats.next_id(), at=at
        )
        return self._published(bot_answers.read_dialog_answer(*await self._send(submit)))

    async def _show(self, person: DeskPerson, message_id: str, card: Json) -> None:
        # Read again: the bot may have changed or removed the message while it answered.
        message = self._chats.find(person.entra_object_id, message_id)
        if message is not None and message.content.card != card:
            content = replace(message.content, card=card, offer=None)
            at = await self._council.now()
            self._chats.change(person.entra_object_id, message_id, at=at, content=content)

    def _message(self, person: DeskPerson, message_id: str) -> ChatMessage:
        message = self._chats.find(person.entra_object_id, message_id)
        if message is None:
            words = f"{person.upn} has no message {message_id!r}. It may have been removed."
            raise DeskRefusal(404, "MessageNotFound", words)
        return message

    def _published(self, outcome: PressOutcome) -> PressOutcome:
        # Anybody's open duties may have changed, not only those of the person who pressed.
        self._updates.publish("people")
        return outcome

    async def _send(self, activity: Json) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("Teams was not opened")
        try:
            async with asyncio.timeout(self.patience):
                async with self._session.post(
                    self._messages_url, json=activity, headers=self._signed()
                ) as answer:
                    return answer.status, await answer.read()
        except TimeoutError:
            return 504, b""
        except aiohttp.ClientError:
            return 502, b""
