"""Who owns an action, and who confirms that it is done: never the same person (programme.md §3)."""

from collections.abc import Iterable
from typing import Final

from store.ledger import Reader
from store.people.posts import has_left, holders, post, service_of
from store.tables import Action, Audit, Case, Person
from store.vocabulary.states import ActionState

UNFINISHED: Final[frozenset[ActionState]] = frozenset({"open", "done"})
"""States of an action that still needs work or confirmation."""
BOARD_SCOPES = ("service", "report")
"""Scopes whose actions the board signs off (programme.md §3)."""

ABOVE: dict[str, tuple[str, ...]] = {
    "practitioner": ("team_manager", "head_of_service", "audit_manager"),
    "team_manager": ("head_of_service", "audit_manager"),
    "head_of_service": ("audit_manager",),
}
"""By owner of an action about a case, who confirms it: the first who is not the owner."""
ABOVE_THE_CASE: dict[str, tuple[str, ...]] = {
    "service": ("audit_manager", "psw"),
    "report": ("psw", "audit_manager"),
}
AT_LAST = ("head_of_learning_academy", "divisional_director", "director")


def current_owner(reader: Reader, audit: Audit, who: str, scope: str) -> str:
    """Who does the action today. An action about a case follows the case when it moves.

    The Team Manager stands in for a practitioner who has left, the Head of Service for a Team
    Manager who has left (programme.md §3).
    """
    case = reader.get(Case, audit.case_ref)
    with_it: Case | Audit = case if scope == "case" else audit
    service = case.service if scope == "case" else service_of(reader, audit)
    line = {
        "practitioner": (with_it.practitioner, with_it.team_manager),
        "team_manager": (with_it.team_manager,),
    }.get(who, ())
    here = (upn for upn in line if not _has_left(reader, upn))
    return next(here, post("head_of_service", service))


def _has_left(reader: Reader, upn: str) -> bool:
    person = reader.find(Person, upn)
    return person is None or has_left(person, reader.today)


def own_people(reader: Reader, action: Action) -> set[str]:
    """The owner of an action, the holders of that post, and the person who did it for them."""
    did = {action.done_by} if action.done_by is not None else set()
    return did | {action.owner} | {person.id for person in holders(reader, action.owner)}


def confirmer_of(reader: Reader, action: Action) -> str:
    """Who confirms what an action changed: somebody above its owner, never the owner (§3).

    The Audit Manager confirms a service's action, the PSW one from a report.
    """
    own = own_people(reader, action)
    candidates = list(_above(reader, action))
    free = (upn for upn in candidates if {p.id for p in holders(reader, upn)} - own)
    return next(free, candidates[-1])


def _above(reader: Reader, action: Action) -> Iterable[str]:
    audit = reader.get(Audit, action.audit)
    case = reader.get(Case, audit.case_ref)
    names = ABOVE_THE_CASE.get(action.scope) or ABOVE.get(action.who, ABOVE["practitioner"])
    for name in (*names, *AT_LAST):
        match name:
            case "team_manager":
                yield case.team_manager
            case "head_of_service":
                yield post(name, case.service)
            case _:
                yield post(name)
