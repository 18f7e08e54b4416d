"""A simulated Teams that keeps everybody's chat, and in which some sends and updates fail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.council.people import Population
from bot.rehearsal.seeded_draw import SeededDraw
from bot.scheduler.preparing import Outgoing
from bot.send_outcome import SendOutcome, Undelivered

SERVICE_URL = "https://teams.rehearsal.example/"

SENDING: tuple[tuple[SendOutcome | None, float], ...] = (
    (None, 93),
    (SendOutcome.retry, 2.5),
    (SendOutcome.unknown, 2.5),
    (SendOutcome.conversation_gone, 1),
    (SendOutcome.misconfigured, 0.5),
    (SendOutcome.unreachable, 0.5),
)
"""The outcomes of a send, in per cent; None is success."""
UPDATING: tuple[tuple[SendOutcome | None, float], ...] = (
    (None, 97),
    (SendOutcome.retry, 1.5),
    (SendOutcome.message_gone, 1.5),
)


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button on a card: its act, the act's subject and the version that the card shows."""

    verb: str
    subject: str
    version: int
    dialog: bool = False
    """Whether it opens a dialog; the dialog's own button then does the act."""


@dataclass(slots=True)
class SimulatedTeams:
    """Chats by person. `chats` has each message's buttons now, `superseded` those of old cards."""

    draw: SeededDraw
    population: Population
    chats: dict[str, dict[str, tuple[ShownButton, ...]]] = field(default_factory=dict)
    superseded: dict[str, list[ShownButton]] = field(default_factory=dict)
    sent: int = 0

    def create(self, outgoing: Outgoing) -> str:
        """The id of that person's chat; raises `Undelivered` where Sightline is not installed."""
        if not self.population.people[outgoing.person].installed:
            raise Undelivered(
                SendOutcome.unreachable, "Sightline is not installed for them in Teams."
            )
        return f"chat-{outgoing.entra_object_id}"

    def send(self, outgoing: Outgoing) -> str:
        """Accept a message and give its id, or raise `Undelivered`.

        After the outcome `unknown` the message may or may not be in the chat.
        """
        outcome = self.draw.weighted_choice(SENDING)
        self.sent += 1
        activity = f"1-{self.sent}"
        if outcome is None or (outcome is SendOutcome.unknown and self.draw.chance(50)):
            self._show(outgoing.person, activity, outgoing.out.card)
        if outcome is not None:
            raise Undelivered(outcome, "Pretended trouble.")
        return activity

    def update(self, outgoing: Outgoing, activity: str) -> None:
        """Replace a message's card, or raise `Undelivered`."""
        outcome = self.draw.weighted_choice(UPDATING)
        if outcome is SendOutcome.message_gone:
            self.chats.get(outgoing.person, {}).pop(activity, None)
        if outcome is not None:
            raise Undelivered(outcome, "Pretended trouble.")
        self._show(outgoing.person, activity, outgoing.out.card)

    def delete(self, outgoing: Outgoing, activity: str) -> None:
        """Take a message out of the chat, or raise `Undelivered`; a phone may still show it."""
        outcome = self.draw.weighted_choice(UPDATING)
        if outcome is SendOutcome.retry:
            raise Undelivered(outcome, "Pretended trouble.")
        gone = self.chats.get(outgoing.person, {}).pop(activity, ())
        self.superseded.setdefault(outgoing.person, []).extend(gone)

    def _show(self, upn: str, activity: str, card: dict[str, Any]) -> None:
        chat = self.chats.setdefault(upn, {})
        shown = tuple(buttons_of(card))
        self.superseded.setdefault(upn, []).extend(
            b for b in chat.get(activity, ()) if b not in shown
        )
        chat[activity] = shown

    def button(self, upn: str, verb: str, subject: str) -> ShownButton | None:
        """The newest button for that act in a person's chat."""
        found = [
            button
            for shown in self.chats.get(upn, {}).values()
            for button in shown
            if button.verb == verb and button.subject == subject
        ]
        return max(found, key=lambda button: button.version, default=None)

    def superseded_button(self, upn: str) -> ShownButton | None:
        """A button of one of their old cards, which a phone may still show."""
        seen = self.superseded.get(upn)
        return self.draw.choice(seen) if seen else None


def buttons_of(card: object) -> Iterator[ShownButton]:
    """Every button of a card, including those in folded parts."""
    if isinstance(card, list):
        for item in card:
            yield from buttons_of(item)
    if not isinstance(card, dict):
        return
    data = card.get("data")
    if isinstance(data, dict) and isinstance(data.get("id"), str):
        verb, version = card.get("verb", data.get("verb")), data.get("version")
        if isinstance(verb, str) and isinstance(version, int):
            yield ShownButton(verb, data["id"], version, "msteams" in data)
    for key, value in card.items():
        if key != "fallback" and isinstance(value, list | dict):
            yield from buttons_of(value)
