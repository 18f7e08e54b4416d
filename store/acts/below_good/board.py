"""The board: its dates, and signing off actions of a service or a report (programme.md §3)."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from store.acts.below_good.receipts import while_in
from store.audits.action_owners import BOARD_SCOPES
from store.audits.board_dates import DROPPED, PLANNED, next_board
from store.audits.governing_grade import today
from store.clock.given_days import BoardDays
from store.duties.outbox import queue, redraw_about
from store.ledger import Reader, Unit
from store.people.posts import name_of, post
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.relations.below_good import BOARD
from store.tables import Action, Audit, BoardDate, Programme
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.fields import Fields


def _split(value: object) -> object:
    """A form and the command line send the days as one text, separated by commas."""
    parts = value.replace(";", ",").split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return value
    stripped = [part.strip() if isinstance(part, str) else part for part in parts]
    return [part for part in stripped if part != ""]


class Dates(Fields):
    """The days on which the board meets from now on; a day that is left out is dropped."""

    dates: Annotated[BoardDays, BeforeValidator(_split)] = Field(min_length=1, max_length=60)
    name: str = Field(default="", max_length=80)


@act(
    "board.dates",
    on=Programme,
    by=AUDIT_TEAM,
    shell=True,
    fields=Dates,
    words=Words(
        button="Enter the dates…",
        dialog="The board's dates",
        submit="Save these dates",
        receipt="Saved. Every action that waited for a date has one now.",
    ),
)
def dates(unit: Unit, programme: Programme, given: Dates) -> None:
    """Actions that waited for a date get one; those tabled for a dropped date move to the next."""
    now = today(unit)
    for row in unit.rows(BoardDate, state=PLANNED):
        if row.on > now and row.on not in given.dates:
            row.state = DROPPED
    for day in given.dates:
        known = unit.find(BoardDate, day.isoformat())
        if known is None:
            on = BoardDate(
                programme=unit.programme, id=day.isoformat(), on=day, name=given.name, state=PLANNED
            )
            unit.add(on)
        elif known.state != PLANNED:
            known.state = PLANNED
    unit.session.flush()
    following = next_board(unit)
    for action in unit.rows(Action, state="confirmed", scope=BOARD_SCOPES):
        waits = action.board_on is None or action.board_on > now
        if waits and action.board_on != following:
            perform_after(unit, "board.table", action)
    redraw_about(unit, programme.id)


@act(
    "board.table",
    on=Action,
    source={"confirmed"},
    words=Words(story="put an action before the next board"),
)
def table(unit: Unit, action: Action, _fields: object) -> None:
    """It is on the next board's list; if no date is known, the audit team is notified (§3)."""
    action.board_on = next_board(unit)
    if action.board_on is None:
        once = f"board_undated:{today(unit).isoformat()}"
        queue(unit, post("audit_team"), "board_undated", unit.programme, once=once)


def _not_before_the_board(reader: Reader, action: Action) -> str | None:
    if action.scope not in BOARD_SCOPES:
        return "An action about a case is closed once it is confirmed. The board does not see it."
    if action.board_on is None:
        return f"The board has no date yet. The {terms.AUDIT_TEAM} enters its dates."
    if action.board_on > today(reader):
        return f"The board meets on {say_day(action.board_on)}. Record what it decided after that."
    return None


def _signed_off(reader: Reader, action: Action) -> str:
    ref, by = reader.get(Audit, action.audit).case_ref, name_of(reader, action.signed_by)
    return f"{by} recorded that the board signed it off for {ref}. It is closed."


@act(
    "board.signed_off",
    on=Action,
    by=BOARD,
    source={"confirmed"},
    target="signed_off",
    closed_because=_not_before_the_board,
    words=Words(
        story="recorded that the board signed off an action",
        dialog="The board's sign-off",
        submit="Record the sign-off",
        receipt=while_in(_signed_off, "signed_off"),
        asks={"board.signoff": "Record the sign-off…"},
        met="Signed off",
    ),
)
def sign_off(unit: Unit, action: Action, _fields: object) -> None:
    """The board has seen what the action made different: a standing item (Bromley, §3)."""
    action.signed_by, action.signed_at = unit.actor.upn, unit.at
