"""One press: the button is found, the form filled in, and what came of it is looked at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogs.faces import said
from bot.dialogs.forms import form
from bot.dialogs.receipts import receipt
from bot.rehearsal.checks.canaries import Canaries
from bot.rehearsal.checks.during import watch_act
from bot.rehearsal.checks.observations import Tally, where
from bot.rehearsal.council.people import Cast
from bot.rehearsal.forms.filling import filled_in
from bot.rehearsal.forms.form import Answering
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import PretendedTeams, ShownButton, buttons_of
from store.duties.predicates.closed_lists import today
from store.ledger import Actor, Ledger, Reader
from store.registry import ACTS, Done, perform
from store.tables import Person
from store.tables.columns import canonical
from store.vocabulary.errors import LedgerError


@dataclass(frozen=True, slots=True)
class RehearsedPress:
    """What somebody presses: which act on what, from a card of which age, with which words."""

    upn: str
    verb: str
    subject: str
    given: dict[str, Any]
    version: int


@dataclass(slots=True)
class Pressing:
    """Hands on buttons, in one programme."""

    ledger: Ledger
    programme: str
    draw: SeededDraw
    cast: Cast
    teams: PretendedTeams
    canaries: Canaries
    tally: Tally

    def press(
        self, upn: str, verb: str, subject: str, at: datetime, *, button: ShownButton | None = None
    ) -> list[Done]:
        """Find the button, fill in the form, press; some press again, some an old card first.

        Gives what was done, which an old card may have done too.
        """
        traits = self.cast.souls[upn].traits
        done: list[Done | None] = []
        if "presses old cards" in traits and (old := self.teams.old_button(upn)) is not None:
            done.append(self._old_card(upn, old, at))
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.find(ACTS[verb].on, subject)
            if row is None:
                return []
            button = button or self._offered(reader, upn, verb, subject)
            if button is not None and button.dialog:
                button = self._dialog(reader, upn, button)
                if button is None:
                    return [one for one in done if one is not None]
            version = row.version if button is None else button.version
            given = filled_in(verb, Answering(reader, self.draw, upn, row, today(reader), traits))
        pressed = RehearsedPress(upn, verb, subject, given, version)
        done.append(self._do(pressed, at))
        if done[-1] is not None and "presses twice" in traits:
            again = self._do(pressed, at)
            if again is None or not again.repeated:
                self.tally.trouble(f"{verb} on {subject} was pressed twice and not known again")
        return [one for one in done if one is not None and not one.repeated]

    def _old_card(self, upn: str, old: ShownButton, at: datetime) -> Done | None:
        """Whatever an old card does, it must be lawful; what it needs filled in is filled in."""
        if old.verb not in ACTS or ACTS[old.verb].is_consequence:
            return None
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.find(ACTS[old.verb].on, old.subject)
            if row is None:
                return None
            form = Answering(reader, self.draw, upn, row, today(reader), frozenset())
            given = filled_in(old.verb, form)
        return self._do(RehearsedPress(upn, old.verb, old.subject, given, old.version), at)

    def _offered(self, reader: Reader, upn: str, verb: str, subject: str) -> ShownButton | None:
        """The button in their chat, or on "my work"; that there is none is counted."""
        found = self.teams.button(upn, verb, subject)
        if found is not None:
            return found
        for shown in said(reader, reader.get(Person, upn), "my work"):
            self.canaries.search(canonical(shown.card), "the card of my work", card=True)
            for button in buttons_of(shown.card):
                if (button.verb, button.subject) == (verb, subject):
                    return button
        self.tally.unoffered[verb] += 1
        return None

    def _dialog(self, reader: Reader, upn: str, button: ShownButton) -> ShownButton | None:
        """Open the dialog and find its button; nothing where it says why it cannot be done."""
        try:
            _, card = form(reader, button.verb, button.subject, upn)
        except LedgerError as refused:
            self.tally.refusals[button.verb, refused.code] += 1
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self.tally.trouble(f"the dialog of {button.verb} fails: {where(error)}")
            return None
        wanted = (button.verb, button.subject)
        found = [inner for inner in buttons_of(card) if (inner.verb, inner.subject) == wanted]
        if not found:
            self.tally.unoffered[f"{button.verb}, in its dialog"] += 1
        return found[0] if found else button

    def _do(self, pressed: RehearsedPress, at: datetime) -> Done | None:
        """One act in a commit of its own; nothing where it was refused, which is counted."""
        verb, subject = pressed.verb, pressed.subject
        try:
            actor = Actor(pressed.upn, "teams")
            with self.ledger.unit(self.programme, actor=actor, at=at) as unit:
                done = perform(unit, verb, subject, pressed.given, version=pressed.version)
            self._look_at(done, pressed.upn, at)
        except LedgerError as refused:
            self.tally.refusals[verb, refused.code] += 1
            told = canonical([refused.message, refused.fields])
            self.canaries.search(told, f"a refusal of {verb}")
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault that is told
            self.tally.trouble(f"{verb} on {subject} fails: {where(error)}")
            return None
        return done

    def _look_at(self, done: Done, upn: str, at: datetime) -> None:
        """What was done is counted, held against the rules, and told to whoever did it."""
        if done.repeated:
            self.tally.repeated += 1
            return
        self.tally.acts[done.verb] += 1
        self.tally.load[upn, f"{at:%Y-%m}"] += 1
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.get(ACTS[done.verb].on, done.subject)
            for problem in watch_act(reader, done.verb, row, upn):
                self.tally.trouble(problem)
            told = receipt(reader, done.verb, done.subject)
        self.canaries.search(told, f"the receipt of {done.verb}")
