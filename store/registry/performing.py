"""The one way to do an act: who may, is it open, are its fields right; then rows and a fact."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlmodel import col, select

from store.duties.settle import settle
from store.ledger import Unit
from store.ledger.private import redacted
from store.registry.checking import checked
from store.registry.declaring import ACTS, ANY, Act, Done
from store.registry.permission import CONFIDED, allowed, not_open, theirs_alone
from store.tables import ROWS, Duty, Fact, Row
from store.tables.columns import instant
from store.vocabulary.errors import Invalid, NotFound, Stale, UnknownVerb
from store.vocabulary.verbs import Verb

LONG_CLOCK: Verb = "clock.long"
"""What follows where an Inadequate clock spans over 4 calendar days (programme.md §4)."""


def perform(
    unit: Unit,
    verb: str,
    subject: str,
    given: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
) -> Done:
    """Do `verb` on `subject` in this unit of work, or raise the `LedgerError` that says why not.

    A press that comes twice is answered with what the first one did (trust.md §2).
    """
    declared = ACTS.get(verb)
    if declared is None or declared.is_consequence:
        raise UnknownVerb(
            f"There is no act called {verb[:60]!r}; `sightline act --list` names them all."
        )
    row = _subject(unit, declared, subject)
    # Only a card can be pressed twice, and a card names its version; a typed command is meant anew.
    key = None if version is None else _press(unit, verb, row, given or {}, version)
    if key is not None and (done := _done_before(unit, key, verb, row.id)) is not None:
        return done
    if not allowed(unit, declared, row):
        raise theirs_alone(declared)
    if why := not_open(unit, verb, row):
        raise Stale(why)
    _refuse_old_card(unit, verb, row, version)
    seq = _carry_out(unit, declared, row, checked(unit, declared, row, given or {}), key)
    return Done(verb, row.id, seq, unit.at)


def perform_after(unit: Unit, verb: Verb, row: Row, given: Mapping[str, Any] | None = None) -> None:
    """Have `verb` follow from the act under way: a fact of its own in the same commit."""
    unit.then(lambda: enact(unit, verb, row, given))


def enact(unit: Unit, verb: Verb, row: Row, given: Mapping[str, Any] | None = None) -> int:
    """Do what nobody does by hand: a consequence of another act, or Sightline's own work."""
    declared = ACTS[verb]
    state = getattr(row, "state", ANY)
    if not (ANY in declared.source or state in declared.source):
        raise Stale(f"{verb} cannot follow while {row.id} is {state}.")
    return _carry_out(unit, declared, row, checked(unit, declared, row, given or {}), None)


def _subject(unit: Unit, declared: Act, subject: str) -> Row:
    row = unit.find(declared.on, subject) or _whole(unit, declared.on, subject)
    if row is None and declared.on in CONFIDED:
        raise theirs_alone(declared)
    if row is None:
        what = declared.on.__name__.lower()
        raise NotFound(f"There is no {what} {subject[:60]!r} here: check the reference.")
    return row


def _whole(unit: Unit, on: type[Row], part: str) -> Row | None:
    """What `part` is a part of: a script may name the meeting where the act is on its audit.

    A part carries its whole's id before a full stop, and must itself be there: a reference that
    was mistyped never stands for something else.
    """
    whole, dot, _ = part.rpartition(".")
    if not dot or all(unit.find(table, part) is None for table in ROWS.values()):
        return None
    while whole:
        if (row := unit.find(on, whole)) is not None:
            return row
        whole = whole.rpartition(".")[0]
    return None


def _press(unit: Unit, verb: str, row: Row, given: Mapping[str, Any], version: int) -> str:
    """What makes two presses one: subject, act, version and actor, and the same words in the form.

    The words are hashed under the data key, for a key stands in a fact and a fact shows nothing.
    """
    said = json.dumps(given, sort_keys=True, default=repr)
    words = hmac.digest(unit.ledger.key, said.encode(), "sha256").hex()[:16] if given else ""
    return f"{row.id}|{verb}|{version}|{unit.actor.upn}|{words}".rstrip("|")


def _done_before(unit: Unit, key: str, verb: str, subject: str) -> Done | None:
    query = select(Fact.seq, Fact.at).where(
        col(Fact.programme) == unit.programme, col(Fact.key) == key
    )
    found = unit.session.exec(query).one_or_none()
    if found is None:
        return None
    return Done(verb, subject, found[0], instant(found[1]), repeated=True)


def _refuse_old_card(unit: Unit, verb: str, row: Row, version: int | None) -> None:
    """An old card works while what it asked for is still open; a newer one than ours is forged.

    A button that meets a duty needs that very duty to be open still: asked, withdrawn and asked
    again, the first card does not decide the second request.
    """
    if version is None or version == row.version:
        return
    if version > row.version:
        raise Invalid(
            "This card speaks of something that has not happened: open your latest card.",
            {"version": "is ahead of the ledger"},
        )
    if isinstance(row, Duty):
        return  # a duty is open or not, and its act says which: each nudge is a move of it
    open_duties = unit.rows(Duty, subject=row.id, closed_at=None)
    meets = {kind for kind, rule in unit.profile.duty.items() if verb in rule.met_by}
    if not any(
        duty.subject_version <= version and (not meets or duty.kind in meets)
        for duty in open_duties
    ):
        raise Stale("This card is from before the last change: here is how it stands now.")


def _carry_out(unit: Unit, declared: Act, row: Row, fields: BaseModel, key: str | None) -> int:
    declared.do(unit, row, fields)
    if len(declared.target) == 1:
        row.state = declared.target[0]
    state = getattr(row, "state", ANY)
    if declared.target and state not in declared.target:
        raise RuntimeError(f"{declared.verb} left {row.id} {state}, which it never declared")
    if not declared.is_consequence:
        # Each act that somebody does is a move of its subject, so that a press is known again.
        unit.move(row)
    # The version is counted at the flush, so duties opened now name the version that will stand.
    unit.session.flush()
    if settle(unit, declared.verb, row):
        perform_after(unit, LONG_CLOCK, row)
    return unit.record(declared.verb, row.id, redacted(unit, fields), key=key)
