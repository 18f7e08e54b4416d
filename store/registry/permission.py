"""Whether somebody may do an act now; and if not, why not, in a sentence for them."""

from store.ledger import Reader, Unit
from store.registry.declaring import ACTS, ANY, Act
from store.tables import Concern, Duty, Row
from store.vocabulary import terms
from store.vocabulary.errors import NotAllowed

STATES_IN_WORDS = {
    "exemption_asked": "somebody is deciding whether its auditor is exempt",
    "conflict_declared": f"the {terms.AUDIT_TEAM} is looking at a conflict",
    "reallocating": "it is going to another auditor",
    "returned": "it has been returned",
    "rectifying": "it is back with its auditor to be corrected",
    "referred": f"the {terms.AUDIT_TEAM} is deciding what becomes of it",
    "moderated": "it has been moderated",
    "voided": "the audit is void",
    "swapped": "the case was swapped for another",
}
"""How a refusal describes a state whose own name would not help the reader."""

CONFIDED = (Concern, Duty)
"""A guessed id of these gets the same refusal as another person's, so that a stranger cannot learn
that it exists."""


def allowed(reader: Unit, declared: Act, row: Row) -> bool:
    """Whether the actor of this unit of work has the relation to `row` that the act asks for."""
    if declared.shell and reader.actor.is_shell:
        return True
    return any(reader.actor.upn in set(who.upns(reader, row)) for who in declared.by)


def theirs_alone(declared: Act) -> NotAllowed:
    """The refusal for a person who does not have the relation that the act asks for."""
    who = " or ".join(who.words for who in declared.by) or "the command line"
    return NotAllowed(f"Only {who} can do this.")


def not_open(reader: Reader, verb: str, row: Row) -> str | None:
    """Why nobody can do `verb` on `row` now; nothing where it is open."""
    declared, state = ACTS[verb], getattr(row, "state", ANY)
    if not (ANY in declared.source or state in declared.source):
        if early := declared.too_soon(reader, row):
            return early
        now = STATES_IN_WORDS.get(state, f"it is {state.replace('_', ' ')} now")
        return f"This is no longer open: {now}. Questions: the {terms.AUDIT_TEAM}."
    return declared.closed_because(reader, row)


def may(reader: Reader, verb: str, row: Row, upn: str) -> bool:
    """Whether `upn` could do `verb` on `row` now, from Teams: the question that buttons ask."""
    standing = any(upn in set(who.upns(reader, row)) for who in ACTS[verb].by)
    return standing and not_open(reader, verb, row) is None
