"""Who an action is with, and who says that it is done: never one and the same (programme.md §3)."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import has_left, holders, post, service_of
from store.tables import Action, Audit, Case, Person

UNDER_WAY = ("open", "done")
"""States of an action that somebody still has to see to."""
OF_THE_BOARD = ("service", "report")
"""Scopes whose actions the board signs off (programme.md §3)."""

ABOVE: dict[str, tuple[str, ...]] = {
    "practitioner": ("team_manager", "head_of_service", "audit_manager"),
    "team_manager": ("head_of_service", "audit_manager"),
    "head_of_service": ("audit_manager",),
}
"""Who confirms an action about a case, by whose it is: the first above who is not the owner."""
ABOVE_THE_CASE: dict[str, tuple[str, ...]] = {
    "service": ("audit_manager", "psw"),
    "report": ("psw", "audit_manager"),
}
AT_LAST = ("head_of_learning_academy", "divisional_director", "director")


def owner_now(reader: Reader, audit: Audit, who: str, scope: str) -> str:
    """Who does it today. An action about a case follows the case to whoever works with it now.

    The Team Manager stands in for a practitioner who has left, the Head of Service for a Team
    Manager (programme.md §3).
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
    return person is None or has_left(person, reader.calendar.local(reader.at).date())


def whose_own(reader: Reader, action: Action) -> set[str]:
    """Whose own action it is: whoever it is with, and whoever did it in their place."""
    did = {action.done_by} if action.done_by is not None else set()
    return did | {action.owner} | {person.id for person in holders(reader, action.owner)}


def second_person(reader: Reader, action: Action) -> str:
    """Who confirms what it made different: somebody above its owner, and never the owner (§3).

    A service's action is the Audit Manager's to confirm, one from a report the PSW's.
    """
    own = whose_own(reader, action)
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
