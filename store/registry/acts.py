"""Acts, each declared once, and `perform`, the one way to do any of them.

A declaration says the subject, who may, from which states, to which, and the fields.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlmodel import col, select

from store.duties.settle import settle
from store.ledger import Reader, Unit
from store.ledger.private import redacted
from store.tables import ROWS, Concern, Duty, Fact, Row
from store.tables.columns import instant
from store.vocabulary.errors import Invalid, NotAllowed, NotFound, Stale, UnknownVerb
from store.vocabulary.fields import Fields

ANY = "any"
"""A subject that has no states of its own, or an act open in all of them."""


STATES_IN_WORDS = {
    "exemption_asked": "somebody is deciding whether its auditor is exempt",
    "conflict_declared": "the audit team is looking at a conflict",
    "reallocating": "it is going to another auditor",
    "returned": "it has been returned",
    "rectifying": "it is back with its auditor to be mended",
    "referred": "the audit team is deciding what becomes of it",
    "moderated": "it has been moderated",
    "voided": "the audit was made void",
    "swapped": "the case was swapped for another",
}
"""What a refusal says of a state whose own word would tell a person little."""

CONFIDED = (Concern, Duty)
"""A guessed id of these is refused as somebody else's is: not even that there is one is told."""

NEEDED = "is needed"
"""What is said of a field that is not there."""

LONG_CLOCK = "clock.long"
"""What follows where an Inadequate clock spans over 4 calendar days (programme.md §4)."""


class NoFields(Fields):
    """An act that needs nothing but its subject."""


@dataclass(frozen=True, slots=True)
class Who:
    """A relation to a subject: its name in the registry, its words, and who stands in it now."""

    name: str
    words: str
    upns: Callable[[Reader, Any], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that may be done. `by` is empty for what only another act brings about."""

    verb: str
    on: type[Row]
    by: tuple[Who, ...]
    shell: bool
    source: frozenset[str]
    target: tuple[str, ...]
    fields: type[BaseModel]
    closed_because: Callable[[Reader, Any], str | None]
    rules: Callable[[Reader, Any, Mapping[str, Any]], Mapping[str, str]]
    do: Callable[[Unit, Any, Any], None]

    @property
    def is_consequence(self) -> bool:
        """Whether nobody does this by hand."""
        return not self.by and not self.shell


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. `repeated` means that it had been done already, at `at`."""

    verb: str
    subject: str
    seq: int
    at: datetime
    repeated: bool = False


ACTS: dict[str, Act] = {}


def act(
    verb: str,
    *,
    on: type[Row],
    by: tuple[Who, ...] | Who = (),
    shell: bool = False,
    source: Iterable[str] = (ANY,),
    target: tuple[str, ...] | str = (),
    fields: type[BaseModel] = NoFields,
    closed_because: Callable[[Reader, Any], str | None] = lambda _reader, _row: None,
    rules: Callable[[Reader, Any, Mapping[str, Any]], Mapping[str, str]] = (
        lambda _reader, _row, _given: {}
    ),
) -> Callable[[Callable[[Unit, Any, Any], None]], Callable[[Unit, Any, Any], None]]:
    """Declare an act. Its function knows its subject alone; duties are settled for it.

    `target` names the state after it; where there are several, the function sets one of them.
    `unless` says why it is not open now, where the state alone does not tell. `rules` tells what
    is wrong with the fields as they came, by field, beyond what the fields alone can tell.
    """

    def declare(do: Callable[[Unit, Any, Any], None]) -> Callable[[Unit, Any, Any], None]:
        ACTS[verb] = Act(
            verb=verb,
            on=on,
            by=by if isinstance(by, tuple) else (by,),
            shell=shell,
            source=frozenset(source),
            target=target if isinstance(target, tuple) else (target,),
            fields=fields,
            closed_because=closed_because,
            rules=rules,
            do=do,
        )
        return do

    return declare


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
    seq = _carry_out(unit, declared, row, _checked(unit, declared, row, given or {}), key)
    return Done(verb, row.id, seq, unit.at)


def perform_after(unit: Unit, verb: str, row: Row, given: Mapping[str, Any] | None = None) -> None:
    """Have `verb` follow from the act under way: a fact of its own in the same commit."""
    unit.then(lambda: enact(unit, verb, row, given))


def enact(unit: Unit, verb: str, row: Row, given: Mapping[str, Any] | None = None) -> int:
    """Do what nobody does by hand: a consequence of another act, or Sightline's own work."""
    declared = ACTS[verb]
    state = getattr(row, "state", ANY)
    if not (ANY in declared.source or state in declared.source):
        raise Stale(f"{verb} cannot follow while {row.id} is {state}.")
    return _carry_out(unit, declared, row, _checked(unit, declared, row, given or {}), None)


def allowed(reader: Unit, declared: Act, row: Row) -> bool:
    """Whether the actor of this unit stands to `row` as the act asks."""
    if declared.shell and reader.actor.is_shell:
        return True
    return any(reader.actor.upn in set(who.upns(reader, row)) for who in declared.by)


def theirs_alone(declared: Act) -> NotAllowed:
    """The refusal of whoever does not stand to the subject as the act asks."""
    who = " or ".join(who.words for who in declared.by) or "the command line"
    return NotAllowed(f"This can be done by {who} only.")


def not_open(reader: Reader, verb: str, row: Row) -> str | None:
    """Why `verb` cannot be done on `row` now, by anybody; nothing where it can."""
    declared, state = ACTS[verb], getattr(row, "state", ANY)
    if not (ANY in declared.source or state in declared.source):
        now = STATES_IN_WORDS.get(state, f"it is {state.replace('_', ' ')} now")
        return f"This is not open any more: {now}. Questions: the audit team."
    return declared.closed_because(reader, row)


def may(reader: Reader, verb: str, row: Row, upn: str) -> bool:
    """Whether `upn` could do `verb` on `row` now, from Teams: the question that buttons ask."""
    standing = any(upn in set(who.upns(reader, row)) for who in ACTS[verb].by)
    return standing and not_open(reader, verb, row) is None


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


def faults(reader: Reader, verb: str, row: Row, given: Mapping[str, Any]) -> dict[str, str]:
    """Everything wrong with `given` as fields of `verb`, in one round; nothing where all is well.

    A field and the rules about it are told together, so that nobody mends twice.
    """
    declared = ACTS[verb]
    own: dict[str, str] = {}
    try:
        declared.fields.model_validate(dict(given))
    except ValidationError as error:
        own = {
            ".".join(str(part) for part in problem["loc"]) or "fields": _mend(problem)
            for problem in error.errors()
        }
    told = dict(declared.rules(reader, row, given))
    # A branch that is missing is told by its parts, where the rules know them.
    covered = {
        key
        for key, how in own.items()
        if how == NEEDED and any(other.startswith(f"{key}.") for other in told)
    }
    return told | {key: how for key, how in own.items() if key not in covered}


def _checked(unit: Unit, declared: Act, row: Row, given: Mapping[str, Any]) -> BaseModel:
    if wrong := faults(unit, declared.verb, row, given):
        raise Invalid(
            f"{len(wrong)} {'field needs' if len(wrong) == 1 else 'fields need'} mending.", wrong
        ) from None
    return declared.fields.model_validate(dict(given))


def _mend(problem: Any) -> str:
    """What is wrong with a field, in words; the value itself is never repeated."""
    match problem["type"]:
        case "missing":
            return NEEDED
        case "extra_forbidden":
            return "is no field of this act"
        case "value_error":
            return str(problem["ctx"]["error"])
        case "string_too_short":
            return "is empty"
        case "string_type":
            return "is no text"
        case "string_too_long":
            return f"is longer than {problem['ctx']['max_length']:,} characters"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return "is no date: write it as 2026-12-21"
        case _:
            return str(problem["msg"])


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
