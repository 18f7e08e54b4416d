"""Who owns an action, and who confirms that it is done: never the same person (programme.md §3)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, get_args

from store.ledger import Reader
from store.people.posts import holders, post, service_of
from store.programme.profile import Profile
from store.tables import Action, Audit, Case, Person
from store.vocabulary.states import ActionState

UNFINISHED: Final[frozenset[ActionState]] = frozenset({"open", "done"})
"""States of an action that still needs work or confirmation."""

ActionOwner = Literal[
    "practitioner", "team_manager", "group_manager", "head_of_service", "iro", "cp_chair", "auditor"
]
"""Whose an action may be, by the place that somebody has in the audit and its case."""
OWNERS: Final[tuple[ActionOwner, ...]] = get_args(ActionOwner)
BOARD_SCOPES = ("service", "report")
"""Scopes whose actions the board signs off (programme.md §3)."""

ABOVE: dict[str, tuple[str, ...]] = {
    "practitioner": ("team_manager", "head_of_service", "audit_manager"),
    "team_manager": ("head_of_service", "audit_manager"),
    "group_manager": ("head_of_service", "audit_manager"),
    "head_of_service": ("audit_manager",),
    "iro": ("audit_manager",),
    "cp_chair": ("audit_manager",),
    "auditor": ("audit_manager",),
}
"""By owner of an action about a case, who confirms it: the first who is not the owner.

An IRO, a CP chair and the auditor stand in another line than the work: the Audit Manager confirms.
"""
ABOVE_THE_CASE: dict[str, tuple[str, ...]] = {
    "service": ("audit_manager", "psw"),
    "report": ("psw", "audit_manager"),
}
AT_LAST = ("head_of_learning_academy", "divisional_director", "director")


def current_owner(reader: Reader, audit: Audit, who: str, scope: str) -> str:
    """Who does the action today. An action about a case follows the case when it moves.

    The Team Manager stands in for a practitioner who has left, the Head of Service for anybody else
    who has left (programme.md §3).
    """
    line = [_named(reader, audit, who, scope)]
    if who == "practitioner":
        line.append(_named(reader, audit, "team_manager", scope))
    here = (owner for owner in line if _is_here(reader, owner))
    return next(here, _named(reader, audit, "head_of_service", scope))


def possible_owners(reader: Reader, audit: Audit) -> dict[ActionOwner, str]:
    """Everybody whose an action of the audit may be now, with their UPN or post.

    The Head of Service stands here always, even where the post is vacant.
    """
    found: dict[ActionOwner, str] = {}
    for who in OWNERS:
        own = _named(reader, audit, who, "case")
        if who == "head_of_service" or _is_here(reader, own):
            found[who] = own
    return found


def owners_fit(reader: Reader, audit: Audit, given: Mapping[str, Any]) -> dict[str, str]:
    """By field, the actions given to somebody whom this case does not have, with what to do."""
    actions, there = given.get("actions"), possible_owners(reader, audit)
    chosen = {
        number: action.get("who")
        for number, action in enumerate(actions if isinstance(actions, list | tuple) else ())
        if isinstance(action, Mapping)
    }
    return {
        f"actions.{number}.who": _nobody(reader.profile, who)
        for number, who in chosen.items()
        if who in OWNERS and who not in there
    }


def _nobody(profile: Profile, who: str) -> str:
    return f"nobody is this case's {profile.title(who)} now: choose somebody else who does it"


def _work(reader: Reader, audit: Audit, scope: str) -> Case | Audit:
    return reader.get(Case, audit.case_ref) if scope == "case" else audit


def _service(reader: Reader, audit: Audit, scope: str) -> str:
    case = reader.get(Case, audit.case_ref)
    return case.service if scope == "case" else service_of(reader, audit)


def _named(reader: Reader, audit: Audit, who: str, scope: str) -> str:
    """Who has that place, a person or a post; empty where nobody does."""
    case = reader.get(Case, audit.case_ref)
    with_it = _work(reader, audit, scope)
    match who:
        case "group_manager":
            return _group_manager(reader, with_it.team_manager, _service(reader, audit, scope))
        case "head_of_service":
            return post("head_of_service", _service(reader, audit, scope))
        case "iro":
            return case.iro or ""
        case "cp_chair":
            return case.cp_chair or ""
        case "auditor":
            return audit.auditor or ""
        case "team_manager":
            return with_it.team_manager
        case _:
            return with_it.practitioner


def _group_manager(reader: Reader, team_manager: str, service: str) -> str:
    """The Team Manager's own manager where that is a Group Manager, else the service's post."""
    everybody = post("group_manager", service)
    person = reader.find(Person, team_manager)
    above = "" if person is None else person.reports_to or ""
    return above if above in {one.id for one in holders(reader, everybody)} else everybody


def _is_here(reader: Reader, owner: str) -> bool:
    return bool(owner) and bool(holders(reader, owner))


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
