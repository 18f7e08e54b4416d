"""One action as people see it: its owner and date; its words for its lawful readers alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from store.audits.action_owners import BOARD_SCOPES
from store.audits.board_dates import upcoming_board_dates
from store.ledger import Reader
from store.people.posts import acting, in_post, post, service_of
from store.relations.below_good import ACTION_OWNER, BOARD, SECOND_PERSON
from store.tables import Action, Audit, BoardDecision, Case, Cycle
from store.views.parts.due import Due, due_by, moment_in_words
from store.views.parts.offers import may_now
from store.views.parts.people_in_words import NamedPerson, named, owner_in_words
from store.views.parts.ref_in_words import ref_in_words
from store.vocabulary.dates_in_words import say_day, say_month
from store.vocabulary.states import ActionState

ACTS_ON_IT = (
    "action.done", "action.confirm", "action.reopen", "board.signed_off", "board.deferred",
    "board.asked_again",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionSeen:
    """An action without its words. `which` says which one it is if its audit has several.

    `mine` is true if the viewer owns it.
    """

    id: str
    version: int
    case_ref: str
    service: str
    month: str
    which: str
    scope: str
    state: ActionState
    owner: str
    due: Due | None = None
    confirm_by: Due | None = None
    done_by: NamedPerson | None = None
    done_on: str = ""
    confirmed_by: NamedPerson | None = None
    confirmed_on: str = ""
    board_on: str = ""
    boards: tuple[tuple[str, str], ...] = ()
    reopened: bool = False
    reopened_by: NamedPerson | None = None
    mine: bool = False
    may_read: bool = False
    may: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ActionRead:
    """What was agreed, what came of it and what is still missing, for its lawful reader."""

    seen: ActionSeen
    what: str
    will_be_different: str
    different: str = ""
    evidence: str = ""
    missing: str = ""
    board: tuple[tuple[str, str], ...] = ()
    """What the board decided before, each with its day: reason and minutes."""


def action_seen(reader: Reader, action_id: str, upn: str) -> ActionSeen:
    """The action as `upn` sees it now."""
    row = reader.get(Action, action_id)
    audit = reader.get(Audit, row.audit)
    cycle = reader.get(Cycle, audit.cycle)
    return ActionSeen(
        id=row.id,
        version=row.version,
        case_ref=ref_in_words(reader, audit),
        service=cycle.service,
        month=say_month(cycle.month),
        which=which_of(reader, row),
        scope=row.scope,
        state=row.state,
        owner=owner_in_words(reader, row.owner),
        due=due_by(reader, row.id, "action.complete"),
        confirm_by=due_by(reader, row.id, "action.confirm"),
        done_by=None if row.done_by is None else named(reader, row.done_by),
        done_on="" if row.done_at is None else moment_in_words(reader, row.done_at),
        confirmed_by=None if row.confirmed_by is None else named(reader, row.confirmed_by),
        confirmed_on="" if row.confirmed_at is None else moment_in_words(reader, row.confirmed_at),
        board_on=_board_on(row),
        boards=tuple((day.isoformat(), say_day(day)) for day in upcoming_board_dates(reader)),
        reopened=row.reopened_because is not None and row.state == "open",
        reopened_by=_reopened_by(reader, row),
        mine=any(person.id == upn for person in in_post(reader, row.owner)),
        may_read=may_read_action(reader, row, upn),
        may=may_now(reader, row, upn, ACTS_ON_IT),
    )


def _reopened_by(reader: Reader, row: Action) -> NamedPerson | None:
    """Who looked at it last and reopened it; None where it was never reopened."""
    if row.reopened_because is None or row.state != "open":
        return None
    fact = reader.last_fact(row.id, "action.reopen")
    return None if fact is None else named(reader, fact.actor)


def _board_on(row: Action) -> str:
    if row.scope not in BOARD_SCOPES or row.board_on is None:
        return ""
    return say_day(row.board_on)


def which_of(reader: Reader, row: Action) -> str:
    """Which of its audit's actions it is, by their days: "action 2 of 3", or "the action"."""
    found = [
        one
        for one in reader.rows(Action, audit=row.audit)
        if one.state != "withdrawn" or one.id == row.id
    ]
    found.sort(key=lambda one: (one.due_on, one.id))
    if len(found) == 1:
        return "the action"
    return f"action {[one.id for one in found].index(row.id) + 1} of {len(found)}"


def may_read_action(reader: Reader, row: Action, upn: str) -> bool:
    """Whether `upn` has a part in it or in its audit, or is their Head, PSW or audit team."""
    audit = reader.get(Audit, row.audit)
    case = reader.get(Case, audit.case_ref)
    named_in_it = {
        audit.practitioner, audit.team_manager, audit.auditor, audit.moderator, case.practitioner,
        case.team_manager, row.done_by, row.confirmed_by,
    }  # fmt: skip
    if upn in named_in_it:
        return True
    posts = (post("audit_team"), post("psw"), post("head_of_service", service_of(reader, audit)))
    if any(upn in acting(reader, owner) for owner in posts):
        return True
    relations = [ACTION_OWNER, SECOND_PERSON]
    relations += [BOARD] if row.scope in BOARD_SCOPES else []
    return any(upn in set(who.upns(reader, row)) for who in relations)


def action_read(reader: Reader, action_id: str, upn: str) -> ActionRead | None:
    """The action with its words for its lawful readers; None for anybody else."""
    row = reader.find(Action, action_id)
    if row is None or not may_read_action(reader, row, upn):
        return None
    agreed, outcome = _opened(reader, row.content), _opened(reader, row.outcome)
    return ActionRead(
        seen=action_seen(reader, row.id, upn),
        what=str(agreed.get("what") or ""),
        will_be_different=str(agreed.get("different") or ""),
        different=str(outcome.get("different") or ""),
        evidence=str(outcome.get("evidence") or ""),
        missing=reader.unseal(row.reopened_because) or "",
        board=tuple(_decided(reader, row.id)),
    )


DECISIONS = {"signed_off": "signed it off", "deferred": "deferred it", "asked_again": "asked again"}


def _decided(reader: Reader, action: str) -> Iterator[tuple[str, str]]:
    """Each decision of the board on the action, oldest first."""
    for row in reader.rows(BoardDecision, action=action, order="recorded_at"):
        said = _opened(reader, row.content)
        to = "" if row.to is None else f" to {say_day(row.to)}"
        words = " ".join(str(said[part]) for part in ("reason", "minutes") if said.get(part))
        yield f"The board of {say_day(row.board_on)} {DECISIONS[row.decision]}{to}", words


def _opened(reader: Reader, sealed: str | None) -> dict[str, Any]:
    text = reader.unseal(sealed)
    opened: dict[str, Any] = {} if text is None else json.loads(text)
    return opened
