"""The board: its dates, and signing off actions of a service or a report (programme.md §3)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from store.acts.below_good.receipts import while_in
from store.audits.action_owners import BOARD_SCOPES, current_owner
from store.audits.board_dates import DROPPED, PLANNED, next_board, upcoming_board_dates
from store.audits.governing_grade import today
from store.clock.given_days import BoardDay, BoardDays
from store.duties.outbox import queue, redraw_about
from store.ledger import Reader, Unit
from store.ledger.private import PrivateText, blank_to_none, sealed_model, sealed_text
from store.people.posts import name_of, post
from store.registry import Words, act, perform_after
from store.relations.basic import AUDIT_TEAM
from store.relations.below_good import BOARD
from store.tables import Action, Audit, BoardDate, BoardDecision, Programme
from store.views.parts.people_in_words import owner_in_words
from store.vocabulary import terms
from store.vocabulary.dates_in_words import say_day
from store.vocabulary.fields import Fields
from store.vocabulary.states import DECIDED


def _split(value: object) -> object:
    """A form and the command line send the days as one text, separated by commas."""
    parts = value.replace(";", ",").split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return value
    stripped = [part.strip() if isinstance(part, str) else part for part in parts]
    return [part for part in stripped if part != ""]


Minutes = Annotated[PrivateText | None, BeforeValidator(blank_to_none)]


class Dates(Fields):
    """The days on which the board meets from now on; a day that is left out is dropped."""

    dates: Annotated[BoardDays, BeforeValidator(_split)] = Field(min_length=1, max_length=60)
    name: str = Field(default="", max_length=80)


class SignOff(Fields):
    """What the board's minutes say of it, where there is something to keep."""

    minutes: Minutes = None


class Deferred(Fields):
    """Why, to which of the board's dates (without one to its next), and what the minutes say."""

    reason: PrivateText
    to: Annotated[BoardDay | None, BeforeValidator(blank_to_none)] = None
    minutes: Minutes = None


class AskedAgain(Fields):
    """What the board asks to see, and what the minutes say."""

    reason: PrivateText
    minutes: Minutes = None


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


class Tabled(Fields):
    """The date that the item moves to, or that it is with its owner again and before no board."""

    on: BoardDay | None = None
    off: bool = False


@act(
    "board.table",
    on=Action,
    source={"confirmed", "open"},
    fields=Tabled,
    words=Words(story="put an action before the next board"),
)
def table(unit: Unit, action: Action, given: Tabled) -> None:
    """It is on the next board's list; if no date is known, the audit team is notified (§3)."""
    action.board_on = None if given.off else given.on or next_board(unit)
    if action.board_on is None and not given.off:
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
    fields=SignOff,
    closed_because=_not_before_the_board,
    words=Words(
        story="recorded that the board signed off an action",
        dialog="The board's sign-off",
        submit="Record the sign-off",
        receipt=while_in(_signed_off, "signed_off"),
        asks={"board.signoff": "Record the sign-off…"},
        met="Signed off",
        together=True,
    ),
)
def sign_off(unit: Unit, action: Action, given: SignOff) -> None:
    """The board has seen what the action made different: a standing item (Bromley, §3)."""
    _keep(unit, action, "signed_off", given)
    action.signed_by, action.signed_at = unit.actor.upn, unit.at


def _deferred_to(reader: Reader, _action: Action, given: Mapping[str, Any]) -> dict[str, str]:
    """A date is one of the board's own; the form and the act say which there are."""
    to = given.get("to")
    known = [day.isoformat() for day in upcoming_board_dates(reader)]
    if to in (None, "") or str(to) in known:
        return {}
    choices = ", ".join(known) or "no date yet: enter the board's dates first"
    return {"to": f"choose one of the board's dates: {choices}"}


def _deferred(reader: Reader, action: Action) -> str:
    ref = reader.get(Audit, action.audit).case_ref
    if action.board_on is None:
        return f"Recorded for {ref}. It has no due date until a board date is entered."
    return f"Recorded. The board sees {ref} again on {say_day(action.board_on)}."


@act(
    "board.deferred",
    on=Action,
    by=BOARD,
    source={"confirmed"},
    fields=Deferred,
    closed_because=_not_before_the_board,
    rules=_deferred_to,
    words=Words(
        story="recorded that the board deferred an action",
        button="It was deferred…",
        dialog="Deferred by the board",
        submit="Record the deferral",
        receipt=while_in(_deferred, "confirmed"),
    ),
)
def defer(unit: Unit, action: Action, given: Deferred) -> None:
    """It goes before a later board, with the reason; the duty counts from that date."""
    _keep(unit, action, "deferred", given, to=given.to or next_board(unit))
    perform_after(unit, "board.table", action, {"on": given.to})


def _asked(reader: Reader, action: Action) -> str:
    ref, who = reader.get(Audit, action.audit).case_ref, owner_in_words(reader, action.owner)
    return f"Recorded. The action for {ref} is open again, and {who} reads what the board asks."


@act(
    "board.asked_again",
    on=Action,
    by=BOARD,
    source={"confirmed"},
    target="open",
    fields=AskedAgain,
    closed_because=_not_before_the_board,
    words=Words(
        story="recorded that the board asks again about an action",
        button="It asks again…",
        dialog="The board asks again",
        submit="Reopen the action",
        receipt=while_in(_asked, "open"),
    ),
)
def ask_again(unit: Unit, action: Action, given: AskedAgain) -> None:
    """The board is not satisfied: the action is open again, and its owner reads what it asks."""
    _keep(unit, action, "asked_again", given)
    audit = unit.get(Audit, action.audit)
    if action.who:
        action.owner = current_owner(unit, audit, action.who, action.scope)
    action.reopened_because = sealed_text(unit, given.reason)
    queue(unit, action.owner, "action_reopened", action.id)
    perform_after(unit, "board.table", action, {"off": True})
    perform_after(unit, "action.open", action)
    if audit.state in DECIDED:
        perform_after(unit, "actions.open", audit)


def _keep(unit: Unit, action: Action, decision: str, given: Fields, to: date | None = None) -> None:
    """Keep what the board decided, with its reason and minutes."""
    said = given.model_dump(exclude_none=True, exclude={"to"})
    number = len(unit.rows(BoardDecision, action=action.id)) + 1
    unit.add(
        BoardDecision(
            programme=unit.programme,
            id=f"{action.id}.b{number}",
            action=action.id,
            board_on=action.board_on or today(unit),
            decision=decision,
            to=to,
            content=sealed_model(unit, given) if said else None,
            recorded_by=unit.actor.upn,
            recorded_at=unit.at,
        )
    )
