"""Delivery in a rehearsal: the bot's own steps, message by message, into a pretended Teams."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.dialogs.faces import KINDS, Face
from bot.rehearsal.checks.canaries import STAFF_CARDS, Canaries
from bot.rehearsal.checks.observations import Tally, where
from bot.rehearsal.teams.chats import SERVICE_URL, PretendedTeams
from bot.scheduler.outcomes import Tried, not_redrawn, record
from bot.scheduler.preparing import Parcel, claim, claim_redraw, digest_of, look, redrawn
from bot.teams.outcomes import Undelivered
from store.duties.outbox import set_delivery, to_redraw, waiting
from store.ledger import SYSTEM, Ledger, Reader, Unit
from store.people.posts import has_left
from store.tables import Message, Person
from store.tables.columns import canonical

UNDRAWN = {"type": "AdaptiveCard", "version": "1.5", "body": []}
"""Stands for a card that nobody drew yet, so that the month goes on."""


@dataclass(slots=True)
class Postman:
    """Delivers what is owed at a moment, and notes what went wrong in doing so.

    `weeks` counts what went to whom in which week.
    """

    ledger: Ledger
    programme: str
    teams: PretendedTeams
    canaries: Canaries
    tally: Tally
    weeks: Counter[tuple[str, date]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    undrawn: Counter[str] = field(default_factory=Counter)

    def deliver(self, at: datetime, *, redraw: bool) -> int:
        """Send what may go out now and bring changed cards up to date; gives how many went.

        What is looked at together is drawn from one look and recorded in one commit, for nothing
        else happens meanwhile. Without `redraw` changed cards wait, as behind a slow connection.
        """
        gone = 0
        while True:
            with self.ledger.read(self.programme, at=at) as reader:
                ids = waiting(reader)
                shown = {message: self._drawn(reader, message) for message in ids}
            if not ids:
                break
            gone += self._send(ids, shown, at)
        while redraw:
            with self.ledger.read(self.programme, at=at) as reader:
                ids = to_redraw(reader)
            if not ids:
                break
            self._redraw(ids, at)
        return gone

    def _drawn(self, reader: Reader, message_id: str) -> Face | None:
        message = reader.get(Message, message_id)
        if message.kind not in KINDS and message.kind != "nudge":
            if message.to.startswith("post:"):
                return None
            self.undrawn[message.kind] += 1
            return Face(UNDRAWN, "")
        try:
            return look(reader, message_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self.tally.trouble(f"the card of {message_id} ({message.kind}) fails: {where(error)}")
            return Face(UNDRAWN, "")

    def _send(self, ids: list[str], shown: dict[str, Face | None], at: datetime) -> int:
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            parcels = [
                parcel for message in ids if (parcel := claim(unit, message, shown[message]))
            ]
            self._notice(unit, parcels)
        outcomes = [self._handed_over(parcel) for parcel in parcels]
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            arrived = [
                tried.parcel.message for tried in outcomes if record(unit, tried, SERVICE_URL)
            ]
            # Nothing happened while they were on their way, so none has to be looked at again.
            unit.set_transient(Message, arrived, {"redraw_at": None})
        return len(arrived)

    def _handed_over(self, parcel: Parcel) -> Tried:
        chat = parcel.conversation_id
        try:
            chat = chat or self.teams.create(parcel)
            return Tried(parcel, chat, activity=self.teams.send(parcel))
        except Undelivered as failure:
            return Tried(parcel, chat, failure=failure)

    def _notice(self, unit: Unit, parcels: list[Parcel]) -> None:
        """What is about to go out: to nobody who has left, and with nothing private on it."""
        today = unit.calendar.local(unit.at).date()
        monday = date.fromordinal(today.toordinal() - today.weekday())
        for parcel in parcels:
            message = unit.get(Message, parcel.message)
            self.kinds[message.kind] += 1
            self.weeks[parcel.person, monday] += 1
            if has_left(unit.get(Person, parcel.person), today):
                self.tally.trouble(f"{message.id} ({message.kind}) goes to somebody who has left")
            self._search(message.kind, parcel)

    def _search(self, kind: str, parcel: Parcel) -> None:
        where = f"a card of kind {kind}"
        self.canaries.search(
            canonical(parcel.out.card), where, card=True, staff=kind in STAFF_CARDS
        )
        self.canaries.search(parcel.out.summary, f"the toast of {where}")

    def _redraw(self, ids: list[str], at: datetime) -> None:
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            claimed = [message for message in ids if claim_redraw(unit, message)]
        with self.ledger.read(self.programme, at=at) as reader:
            ready = [
                (found, kind) for message in claimed for found, kind in self._anew(reader, message)
            ]
        with self.ledger.unit(self.programme, actor=SYSTEM, at=at) as unit:
            for (parcel, activity), kind in ready:
                self._search(kind, parcel)
                try:
                    self.teams.update(parcel, activity)
                except Undelivered as failure:
                    not_redrawn(unit, parcel, failure)
                else:
                    set_delivery(unit, parcel.message, drawn=digest_of(parcel.out))

    def _anew(self, reader: Reader, message_id: str) -> list[tuple[tuple[Parcel, str], str]]:
        message = reader.get(Message, message_id)
        if message.kind not in KINDS and message.kind != "nudge":
            return []
        try:
            found = redrawn(reader, message_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self.tally.trouble(
                f"the card of {message_id} ({message.kind}) fails anew: {where(error)}"
            )
            return []
        return [] if found is None else [(found, message.kind)]
