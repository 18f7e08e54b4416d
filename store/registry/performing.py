"""The one way to do an act: who may, is it open, are its fields right; then rows and a fact."""

import hmac
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from sqlalchemy import bindparam, select
from sqlmodel import col

from store.duties.settle import settle
from store.ledger import Unit
from store.ledger.private import redacted
from store.ledger.statements import rows_of
from store.people.upns import by_id, ids_of_upns
from store.registry.checking import checked
from store.registry.declaring import ACTS, ANY, Act, Done
from store.registry.naming import NOT_THIS_CHILD, without_waiver
from store.registry.permission import CONFIDED, allowed, not_open, theirs_alone
from store.tables import ROWS, Duty, Fact, Person, Row
from store.tables.columns import instant
from store.vocabulary.errors import Invalid, NotFound, Stale, UnknownVerb
from store.vocabulary.verbs import Verb

LONG_CLOCK: Verb = "clock.long"
"""What follows where an Inadequate clock spans over 4 calendar days (programme.md §4)."""


_WITH_KEY = select(col(Fact.seq), col(Fact.at)).where(
    col(Fact.programme) == bindparam("programme"), col(Fact.key) == bindparam("key")
)
"""Built once, for every press runs it."""


def perform(
    unit: Unit,
    verb: str,
    subject: str,
    given: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
) -> Done:
    """Do `verb` on `subject` in this unit of work, or raise the `LedgerError` that says why not.

    A press that arrives twice gets the answer of the first one (trust.md §2).
    """
    ids = ids_of_upns(unit)
    given = by_id(given or {}, ids)
    declared = ACTS.get(verb)
    if declared is None or declared.is_consequence:
        raise UnknownVerb(
            f"There is no act called {verb[:60]!r}: `sightline act --list` lists them all."
        )
    row = _subject(unit, declared, by_id(subject, ids) if declared.on is Person else subject)
    # Only a card can be pressed twice, and a card names its version. A command is a new act.
    key = None if version is None else _press(unit, verb, row, given or {}, version)
    if key is not None and (done := _done_before(unit, key, verb, row.id)) is not None:
        return done
    if not allowed(unit, declared, row):
        raise theirs_alone(declared)
    if why := not_open(unit, verb, row):
        raise Stale(why)
    _refuse_old_card(unit, verb, row, version)
    fields = checked(unit, declared, row, given or {})
    _, waived, _ = without_waiver(declared, given or {})
    said = {NOT_THIS_CHILD: True} if waived else {}
    seq = _carry_out(unit, declared, row, fields, key, said=said)
    return Done(verb, row.id, seq, unit.at)


def perform_after(unit: Unit, verb: Verb, row: Row, given: Mapping[str, Any] | None = None) -> None:
    """Perform `verb` after the current act, as a fact of its own in the same commit."""
    unit.after_fact(lambda: enact(unit, verb, row, given))


def enact(unit: Unit, verb: Verb, row: Row, given: Mapping[str, Any] | None = None) -> int:
    """Perform a consequence of another act, or Sightline's own work, which nobody does by hand."""
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
    """The row that `part` belongs to: a script may name a meeting where the act is on its audit.

    The id of a part begins with the id of its whole and a full stop. The part must exist, so that
    a mistyped reference never stands for something else.
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
    """The key of a press: subject, act, version, actor and the words of the form (trust.md §2).

    The words are hashed under the data key, because the key stands in a fact and facts hold no
    private text.
    """
    said = json.dumps(given, sort_keys=True, default=repr)
    words = hmac.digest(unit.ledger.key, said.encode(), "sha256").hex()[:16] if given else ""
    return f"{row.id}|{verb}|{version}|{unit.actor.upn}|{words}".rstrip("|")


def _done_before(unit: Unit, key: str, verb: str, subject: str) -> Done | None:
    asked = {"programme": unit.programme, "key": key}
    found = rows_of(unit.session.connection(), _WITH_KEY, asked)
    return Done(verb, subject, found[0][0], instant(found[0][1]), repeated=True) if found else None


def _refuse_old_card(unit: Unit, verb: str, row: Row, version: int | None) -> None:
    """Refuse an old card unless what it asked for is still open; refuse a version ahead of ours.

    A button that meets a duty needs that same duty to be open: where a request was made,
    withdrawn and made again, the first card does not decide the second request.
    """
    if version is None or version == row.version:
        return
    if version > row.version:
        raise Invalid(
            "This card is ahead of the ledger: open your latest card.",
            {"version": "is ahead of the ledger"},
        )
    if isinstance(row, Duty):
        return  # each nudge changes a duty's version, and the act itself asks whether it is open
    open_duties = unit.rows(Duty, subject=row.id, closed_at=None)
    meets = {kind for kind, rule in unit.profile.duty.items() if verb in rule.met_by}
    if not any(
        duty.subject_version <= version and (not meets or duty.kind in meets)
        for duty in open_duties
    ):
        raise Stale("This card is out of date: here is how it stands now.")


def _carry_out(
    unit: Unit,
    declared: Act,
    row: Row,
    fields: BaseModel,
    key: str | None,
    *,
    said: Mapping[str, bool] = MappingProxyType({}),
) -> int:
    """Do the act and record it; `said` are answers about the fields that the fact keeps too."""
    declared.do(unit, row, fields)
    if len(declared.target) == 1:
        row.state = declared.target[0]
    state = getattr(row, "state", ANY)
    if declared.target and state not in declared.target:
        raise RuntimeError(f"{declared.verb} left {row.id} {state}, which it never declared")
    if not declared.is_consequence:
        # Each act counts as a change of its subject, so that a repeated press is recognised.
        unit.move(row)
    # This counts the version, so that duties opened now name the final one.
    unit.session.take_note()
    if settle(unit, declared.verb, row):
        perform_after(unit, LONG_CLOCK, row)
    return unit.record(declared.verb, row.id, {**redacted(unit, fields), **said}, key=key)
