"""Delivery in a rehearsal: the bot's own steps, message by message, into a simulated Teams."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.dialogs.conversations import MESSAGES
from bot.dialogs.faces import Face
from bot.rehearsal.checks.canaries import STAFF_CARDS, Canaries
from bot.rehearsal.checks.first_read import digest_too_long
from bot.rehearsal.checks.months_after import told_nothing_more_then_owed
from bot.rehearsal.checks.observations import Observations, failure_site
from bot.rehearsal.standing_messages import lost_with
from bot.rehearsal.teams.chats import SERVICE_URL, SimulatedTeams
from bot.scheduler.outcomes import SendResult, record, record_failed_update, record_removed
from bot.scheduler.preparing import Outgoing, claim, claim_update, digest_of, draw, draw_update
from bot.send_outcome import Undelivered
from store.duties.outbox import end_redraw, to_redraw, waiting
from store.ledger import SYSTEM, Ledger, Reader, Unit
from store.people.posts import has_left
from store.tables import Message, Person
from store.tables.columns import canonical

EMPTY_CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
"""Used in place of a card that cannot be drawn, so that the rehearsal can go on."""


@dataclass(slots=True)
class SimulatedDelivery:
    """Delivers queued messages and checks every card that goes out.

    `sent_by_week` counts messages by UPN and the Monday of the week.
    """

    ledger: Ledger
    programme: str
    teams: SimulatedTeams
    canaries: Canaries
    observations: Observations
    sent_by_week: Counter[tuple[str, date]] = field(default_factory=Counter)
    sent_by_kind: Counter[str] = field(default_factory=Counter)
    without_card: Counter[str] = field(default_factory=Counter)

    def deliver(self, at: datetime, *, redraw: bool) -> int:
        """Send the messages that may go out now; gives how many arrived.

        Each batch is drawn from one read and recorded in one unit of work, because nothing else
        happens in between. With `redraw`, changed cards are updated too; without it they stay
        stale, as behind a slow connection.
        """
        sent = 0
        while True:
            with self.ledger.read(self.programme, at=at) as reader:
                ids = waiting(reader)
                shown = {message: self._draw_one(reader, message) for message in ids}
            if not ids:
                break
            sent += self._send(ids, shown, at)
        while redraw:
            with self.ledger.read(self.programme, at=at) as reader:
                ids = to_redraw(reader)
            if not ids:
                break
            self._redraw(ids, at)
        return sent

    def _draw_one(self, reader: Reader, message_id: str) -> Face | None:
        message = reader.get(Message, message_id)
        if message.kind not in MESSAGES and message.kind != "nudge":
            if message.to.startswith("post:"):
                return None
            self.without_card[message.kind] += 1
            return Face(EMPTY_CARD, "")
        try:
            return draw(reader, message_id)
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self.observations.add_problem(
                f"the card of {message_id} ({message.kind}) fails: {failure_site(error)}"
            )
            return Face(EMPTY_CARD, "")

    def _send(self, ids: list[str], shown: dict[str, Face | None], at: datetime) -> int:
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            claimed = [
                outgoing for message in ids if (outgoing := claim(unit, message, shown[message]))
            ]
            self._inspect(unit, claimed)
        outcomes = [self._hand_over(outgoing) for outgoing in claimed]
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            arrived = [
                tried.outgoing.message for tried in outcomes if record(unit, tried, SERVICE_URL)
            ]
            # Nothing happened while they were being sent, so no card has to be redrawn.
            unit.set_transient(Message, arrived, {"redraw_at": None})
        return len(arrived)

    def _hand_over(self, outgoing: Outgoing) -> SendResult:
        chat = outgoing.conversation_id
        try:
            chat = chat or self.teams.create(outgoing)
            return SendResult(outgoing, chat, activity=self.teams.send(outgoing))
        except Undelivered as failure:
            return SendResult(outgoing, chat, failure=failure)

    def _inspect(self, unit: Unit, claimed: list[Outgoing]) -> None:
        """Count messages about to go out, and check that none is private or goes to a leaver."""
        today = unit.calendar.local(unit.at).date()
        monday = date.fromordinal(today.toordinal() - today.weekday())
        for outgoing in claimed:
            message = unit.get(Message, outgoing.message)
            self.sent_by_kind[message.kind] += 1
            self.sent_by_week[outgoing.person, monday] += 1
            if has_left(unit.get(Person, outgoing.person), today):
                self.observations.add_problem(
                    f"{message.id} ({message.kind}) goes to somebody who has left"
                )
            self._search(message.kind, outgoing)
            self._look_at(unit, outgoing)

    def _look_at(self, reader: Reader, outgoing: Outgoing) -> None:
        """Whether it tells of nothing more where something is owed; how long a digest is."""
        message, words = reader.get(Message, outgoing.message), canonical(outgoing.out.card)
        self.observations.count(
            "told_nothing_more_then_owed",
            told_nothing_more_then_owed(reader, message, outgoing.person, words),
        )
        for problem in digest_too_long(message.kind, outgoing.out.card, outgoing.person):
            self.observations.add_problem(problem)

    def _search(self, kind: str, outgoing: Outgoing) -> None:
        where = f"a card of kind {kind}"
        self.canaries.search_spoken(
            canonical(outgoing.out.card), where, card=True, staff=kind in STAFF_CARDS
        )
        self.canaries.search_spoken(outgoing.out.summary, f"the notification of {where}")

    def _redraw(self, ids: list[str], at: datetime) -> None:
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            claimed = {m: until for m in ids if (until := claim_update(unit, m))}
        with self.ledger.read(self.programme, at=at) as reader:
            ready = [
                (found, kind)
                for message in claimed
                for found, kind in self._redraw_one(reader, message)
            ]
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            same = claimed.keys() - {outgoing.message for (outgoing, _), _ in ready}
            for message in same:
                end_redraw(unit, message, claimed[message])
            for (outgoing, activity), kind in ready:
                until = claimed[outgoing.message]
                self._search(kind, outgoing)
                self._look_at(unit, outgoing)
                try:
                    if outgoing.goes:
                        self.teams.delete(outgoing, activity)
                    else:
                        self.teams.update(outgoing, activity)
                except Undelivered as failure:
                    record_failed_update(unit, outgoing, failure, until)
                    continue
                if outgoing.goes:
                    record_removed(unit, outgoing.message, until)
                    gone = unit.get(Message, outgoing.message)
                    self.observations.add_problems(lost_with(unit, gone))
                else:
                    shown = digest_of(outgoing.out)
                    end_redraw(unit, outgoing.message, until, drawn=shown)

    def _redraw_one(
        self, reader: Reader, message_id: str
    ) -> list[tuple[tuple[Outgoing, str], str]]:
        message = reader.get(Message, message_id)
        if message.kind not in MESSAGES and message.kind != "nudge":
            return []
        try:
            found = draw_update(reader, message_id)
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self.observations.add_problem(
                f"the card of {message_id} ({message.kind}) fails again: {failure_site(error)}"
            )
            return []
        return [] if found is None else [(found, message.kind)]
