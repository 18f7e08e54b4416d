"""Teams' own part: a press, a form or typed words go to the bot, and what it answers is shown."""

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
from bot.desk.chats import ChatMessage, Chats, Content
from bot.desk.files import ACCEPT, DECLINE, DeskFiles, answered_card
from bot.desk.refusals import DeskRefusal

if TYPE_CHECKING:
    from bot.desk.activities import Post
    from bot.desk.council import Council, DeskPerson
    from bot.desk.live_updates import Bell
    from bot.desk.refusals import Json

PATIENCE = 15.0
"""Seconds. The Bot Connector waits 10 to 15 s for a bot and then answers 504."""

A_MINUTE = timedelta(minutes=1)
"""A card is brought up to date by itself no oftener than that (teams.md §3)."""

Signed = Callable[[], Mapping[str, str]]
"""Gives the headers that say who sends an activity; none on one machine."""


class Teams:
    """What Teams does between a person and the bot."""

    def __init__(
        self,
        council: Council,
        chats: Chats,
        bell: Bell,
        post: Post,
        *,
        bot_url: str,
        files: DeskFiles,
        signed: Signed = dict,
    ) -> None:
        self.patience = PATIENCE
        self._council = council
        self._chats = chats
        self._bell = bell
        self._post = post
        self._files = files
        self._signed = signed
        self._messages_url = bot_url.rstrip("/") + "/api/messages"
        self._met: set[str] = set()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Start; call in the running loop."""
        self._session = aiohttp.ClientSession(trust_env=False)

    async def close(self) -> None:
        """Stop."""
        if self._session is not None:
            await self._session.close()

    async def meet(self, person: DeskPerson) -> bool:
        """Tell the bot, once, that it is installed for somebody; False when it did not take it."""
        if person.upn in self._met:
            return True
        ids = (self._chats.next_id(), self._chats.next_id())
        at = await self._council.now()
        for activity in self._post.installed(person, ids=ids, at=at):
            status, _ = await self._send(activity)
            if status >= bot_answers.REFUSED:
                return False
        self._met.add(person.upn)
        return True

    async def say(self, person: DeskPerson, text: str) -> PressOutcome:
        """Type words in a chat."""
        await self.meet(person)
        at = await self._council.now()
        message = self._chats.add(
            person.upn, at=at, sender=person.upn, content=Content(text=text, summary=text)
        )
        status, _ = await self._send(self._post.typed(person, text, id_=message.id, at=at))
        return self._after(bot_answers.to_message(status))

    async def attach(self, person: DeskPerson, name: str, content: bytes) -> PressOutcome:
        """Send a file in a chat: the bot is told where it lies and fetches it."""
        await self.meet(person)
        at = await self._council.now()
        shown = Content(text=f"File: {name}", summary=name)
        message = self._chats.add(person.upn, at=at, sender=person.upn, content=shown)
        url = self._files.keep(name, content)
        sent = self._post.attached(person, name, url, id_=message.id, at=at)
        status, _ = await self._send(sent)
        return self._after(bot_answers.to_message(status))

    async def _answer_file(
        self, person: DeskPerson, message: ChatMessage, verb: str
    ) -> PressOutcome:
        """Allow or decline an offered file, as Teams' own card for it does."""
        offer, accepted = message.content.offer or {}, verb == ACCEPT
        name = str(offer.get("name") or "file")
        answer: Json = {
            "action": "accept" if accepted else "decline",
            "context": offer.get("acceptContext" if accepted else "declineContext"),
        }
        if accepted:
            url = self._files.keep(name, None)
            answer["uploadInfo"] = {
                "contentUrl": url,
                "uploadUrl": url,
                "name": name,
                "uniqueId": message.id,
                "fileType": name.rpartition(".")[2],
            }
        id_, at = self._chats.next_id(), await self._council.now()
        status, _ = await self._send(
            self._post.file_answered(person, answer, on=message.id, id_=id_, at=at)
        )
        outcome = self._after(bot_answers.to_message(status))
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
        """Press the button of that verb; where it opens a dialog and there are fields, send it in.

        Inputs that the fields leave out go as they stand in the card, as they would in Teams.
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
        """Press a button: an invoke for Execute and for dialogs, a message for a plain Submit."""
        message = self._message(person, message_id)
        await self.meet(person)
        if message.content.offer is not None and button.verb in (ACCEPT, DECLINE):
            return await self._answer_file(person, message, button.verb)
        data = button.data | button.inputs | dict(typed)
        on, id_, at = message.id, self._chats.next_id(), await self._council.now()
        if button.opens_dialog:
            fetch = self._post.dialog(person, "task/fetch", data, on=on, id_=id_, at=at)
            return bot_answers.to_dialog(*await self._send(fetch))
        if button.action.get("type") == "Action.Submit":
            status, _ = await self._send(self._post.submitted(person, data, on=on, id_=id_, at=at))
            return self._after(bot_answers.to_message(status))
        execute = self._post.executed(person, button.action, data, on=on, id_=id_, at=at)
        outcome = bot_answers.to_card_action(*await self._send(execute))
        if outcome.card is not None:
            await self._show(person, message.id, outcome.card)
        return self._after(outcome)

    async def look(self, person: DeskPerson) -> None:
        """Somebody looks at their chat: each card that asks for it is brought up to date.

        As in Teams: only where it did not change for a minute, and only for whom the card names.
        """
        at = await self._council.now()
        for message in self._chats.messages(person.upn):
            refresh = (message.content.card or {}).get("refresh", {})
            idle = at - (message.updated or message.at)
            if self._post.user(person) not in refresh.get("userIds", ()) or idle <= A_MINUTE:
                continue
            action: Json = refresh["action"]
            asked = self._post.executed(
                person, action, action.get("data", {}), on=message.id,
                id_=self._chats.next_id(), at=at, trigger="automatic",
            )  # fmt: skip
            outcome = bot_answers.to_card_action(*await self._send(asked))
            if outcome.card is not None:
                await self._show(person, message.id, outcome.card)

    async def submit(self, person: DeskPerson, message_id: str, data: Json) -> PressOutcome:
        """Send in the form of a dialog that was opened from a message."""
        message = self._message(person, message_id)
        at = await self._council.now()
        submit = self._post.dialog(
            person, "task/submit", data, on=message.id, id_=self._chats.next_id(), at=at
        )
        return self._after(bot_answers.to_dialog(*await self._send(submit)))

    async def _show(self, person: DeskPerson, message_id: str, card: Json) -> None:
        # Asked for again: the bot may have changed or removed the message while it answered.
        message = self._chats.find(person.upn, message_id)
        if message is not None and message.content.card != card:
            content = replace(message.content, card=card, offer=None)
            at = await self._council.now()
            self._chats.change(person.upn, message_id, at=at, content=content)

    def _message(self, person: DeskPerson, message_id: str) -> ChatMessage:
        message = self._chats.find(person.upn, message_id)
        if message is None:
            words = f"{person.upn} has no message {message_id!r}; it may have been taken back."
            raise DeskRefusal(404, "MessageNotFound", words)
        return message

    def _after(self, outcome: PressOutcome) -> PressOutcome:
        # What somebody owes may have changed, and not only for the one who pressed.
        self._bell.ring("people")
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
