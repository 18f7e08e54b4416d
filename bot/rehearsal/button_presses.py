"""Pressing a button as a person does: find it, fill in the form, send it and check the outcome."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogs.faces import said
from bot.dialogs.forms import form
from bot.dialogs.receipts import receipt
from bot.rehearsal.checks.canaries import Canaries
from bot.rehearsal.checks.during import check_act
from bot.rehearsal.checks.observations import Observations, failure_site
from bot.rehearsal.council.people import Population
from bot.rehearsal.forms.filling import fill_in
from bot.rehearsal.forms.form import OpenForm
from bot.rehearsal.return_effort import effort_of, good_with_two_actions
from bot.rehearsal.seeded_draw import SeededDraw
from bot.rehearsal.teams.chats import ShownButton, SimulatedTeams, buttons_of
from store.duties.predicates.closed_lists import today
from store.ledger import Actor, Ledger, Reader
from store.registry import ACTS, Done, perform
from store.tables import Audit, Person
from store.tables.columns import canonical
from store.vocabulary.errors import LedgerError

RETURN = "return.submit"
FILLED_IN = 12
"""How many returns of a rehearsal are filled in page by page; the others are all alike."""


@dataclass(frozen=True, slots=True)
class RehearsedPress:
    """A press: who does which act on what, from which version of the card, with which fields."""

    upn: str
    verb: str
    subject: str
    given: dict[str, Any]
    version: int


@dataclass(slots=True)
class ButtonPresses:
    """The presses of simulated people in one programme."""

    ledger: Ledger
    programme: str
    draw: SeededDraw
    population: Population
    teams: SimulatedTeams
    canaries: Canaries
    observations: Observations

    def press(
        self, upn: str, verb: str, subject: str, at: datetime, *, button: ShownButton | None = None
    ) -> list[Done]:
        """Find the button, fill in its form and press it; gives every act that was done.

        By their traits, some people press a button of an old card first, and some press twice.
        """
        traits = self.population.people[upn].traits
        done: list[Done | None] = []
        if "presses old cards" in traits and (old := self.teams.superseded_button(upn)) is not None:
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
            given = fill_in(verb, OpenForm(reader, self.draw, upn, row, today(reader), traits))
            if isinstance(row, Audit) and verb == RETURN and button is not None:
                self._fill_pages(reader, row, given)
        pressed = RehearsedPress(upn, verb, subject, given, version)
        done.append(self._do(pressed, at))
        if done[-1] is not None and "presses twice" in traits:
            again = self._do(pressed, at)
            if again is None or not again.repeated:
                self.observations.add_problem(
                    f"{verb} on {subject} was not idempotent when pressed twice"
                )
        return [one for one in done if one is not None and not one.repeated]

    def _old_card(self, upn: str, old: ShownButton, at: datetime) -> Done | None:
        """Press a button of an old card. It may be refused, but must not break a rule."""
        if old.verb not in ACTS or ACTS[old.verb].is_consequence:
            return None
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.find(ACTS[old.verb].on, old.subject)
            if row is None:
                return None
            form = OpenForm(reader, self.draw, upn, row, today(reader), frozenset())
            given = fill_in(old.verb, form)
        return self._do(RehearsedPress(upn, old.verb, old.subject, given, old.version), at)

    def _offered(self, reader: Reader, upn: str, verb: str, subject: str) -> ShownButton | None:
        """The button in their chat or on "my work"; a missing button is counted."""
        found = self.teams.button(upn, verb, subject)
        if found is not None:
            return found
        for shown in said(reader, reader.get(Person, upn), "my work"):
            self.canaries.search_spoken(canonical(shown.card), "the card of my work", card=True)
            for button in buttons_of(shown.card):
                if (button.verb, button.subject) == (verb, subject):
                    return button
        self.observations.missing_buttons[verb] += 1
        return None

    def _dialog(self, reader: Reader, upn: str, button: ShownButton) -> ShownButton | None:
        """Open the dialog and find its button; None where the dialog is refused."""
        try:
            _, card = form(reader, button.verb, button.subject, upn)
        except LedgerError as refused:
            self.observations.refusals[button.verb, refused.code] += 1
            return None
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self.observations.add_problem(
                f"the dialog of {button.verb} fails: {failure_site(error)}"
            )
            return None
        wanted = (button.verb, button.subject)
        found = [inner for inner in buttons_of(card) if (inner.verb, inner.subject) == wanted]
        if not found and button.verb != RETURN:
            self.observations.missing_buttons[f"{button.verb}, in its dialog"] += 1
        return found[0] if found else button

    def _fill_pages(self, reader: Reader, audit: Audit, given: dict[str, Any]) -> None:
        """Fill in a return page by page, as people do: every field is asked for, and it ends."""
        seen = self.observations
        if len(seen.returns) >= FILLED_IN or audit.state == "rectifying":
            return
        seen.returns.append(effort := effort_of(reader, audit.id, given))
        if effort.unasked:
            seen.add_problem(f"no page of the return asks for {', '.join(effort.unasked)}")
        if not effort.offered:
            seen.missing_buttons[f"{RETURN}, on its last page"] += 1
        if seen.measured is None and audit.kind == "full":
            seen.measured = effort_of(reader, audit.id, good_with_two_actions(reader, audit))

    def _do(self, pressed: RehearsedPress, at: datetime) -> Done | None:
        """Do one act in a unit of work of its own; a refusal is counted and gives None."""
        verb, subject = pressed.verb, pressed.subject
        try:
            actor = Actor(pressed.upn, "teams")
            with self.ledger.unit(self.programme, actor=actor, at=at) as unit:
                done = perform(unit, verb, subject, pressed.given, version=pressed.version)
            self._look_at(done, pressed.upn, at)
        except LedgerError as refused:
            self.observations.refusals[verb, refused.code] += 1
            refusal = canonical([refused.message, refused.fields])
            self.canaries.search_spoken(refusal, f"a refusal of {verb}")
            return None
        except Exception as error:  # noqa: BLE001 - every fault becomes a problem of the report
            self.observations.add_problem(f"{verb} on {subject} fails: {failure_site(error)}")
            return None
        return done

    def _look_at(self, done: Done, upn: str, at: datetime) -> None:
        """Count an act that was done, check it against the rules and search its receipt."""
        if done.repeated:
            self.observations.repeated += 1
            return
        self.observations.acts[done.verb] += 1
        self.observations.load[upn, f"{at:%Y-%m}"] += 1
        with self.ledger.read(self.programme, at=at) as reader:
            row = reader.get(ACTS[done.verb].on, done.subject)
            self.observations.add_problems(check_act(reader, done.verb, row, upn))
            words = receipt(reader, done.verb, done.subject)
        self.canaries.search_spoken(words, f"the receipt of {done.verb}")
