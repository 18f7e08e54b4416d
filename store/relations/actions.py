"""Who may do what with actions, their closing and the board (programme.md §3)."""

from collections.abc import Iterable

from store.audits.action_owners import confirmer_of, own_people
from store.ledger import Reader
from store.people.posts import acting, in_post, post, service_of
from store.registry import Who
from store.tables import Action, Audit, Case


def _action_owner(reader: Reader, action: Action) -> Iterable[str]:
    return acting(reader, action.owner)


def _second_person(reader: Reader, action: Action) -> Iterable[str]:
    """Nobody confirms an action of their own, whatever post or delegation they hold."""
    return acting(reader, confirmer_of(reader, action), own_people(reader, action))


def _head(reader: Reader, audit: Audit) -> Iterable[str]:
    return acting(reader, post("head_of_service", service_of(reader, audit)))


def _supervisor(reader: Reader, audit: Audit) -> Iterable[str]:
    """The Head of Service with the Team Manager of the case, either of whom may write it down."""
    case = reader.get(Case, audit.case_ref)
    managers = {
        p.id for upn in (case.team_manager, audit.team_manager) for p in in_post(reader, upn)
    }
    return set(_head(reader, audit)) | managers


def _escalator(reader: Reader, _audit: Audit) -> Iterable[str]:
    return acting(reader, post("head_of_learning_academy"))


def _board(reader: Reader, action: Action) -> Iterable[str]:
    """The Head of the Learning Academy writes down what the board decided, but for their own."""
    return acting(reader, post("head_of_learning_academy"), own_people(reader, action))


ACTION_OWNER = Who("action_owner", "whoever the action is with", _action_owner)
SECOND_PERSON = Who(
    "second_person", "somebody above whoever the action is with, and never they", _second_person
)
AUDITED_HEAD = Who("audited_head", "the Head of Service of the service audited", _head)
SUPERVISOR = Who("supervisor", "the Head of Service or the Team Manager of the case", _supervisor)
ESCALATOR = Who("escalator", "the Head of the Learning Academy", _escalator)
BOARD = Who(
    "board", "the Head of the Learning Academy, for the board, but for an action of theirs", _board
)
