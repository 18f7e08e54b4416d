"""Who owes a duty or acts for its owner: they may ask for help with it, or record it as done."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, in_post
from store.registry import Who
from store.rules.confidential import is_confidential
from store.rules.doers import doers
from store.tables import Duty


def _duty_doer(reader: Reader, duty: Duty) -> Iterable[str]:
    """Its owner, also once it is closed, so that an old card can say that it was done.

    Nobody stands in for a duty in confidence: a delegate must not learn that it exists.
    """
    if is_confidential(reader, duty):
        return [person.id for person in in_post(reader, duty.owner)]
    return acting(reader, duty.owner)


def _duty_owner(reader: Reader, duty: Duty) -> Iterable[str]:
    """Whoever owes it now or acts for its owner, and who is told of it in their stead."""
    if duty.closed_at is not None:
        return ()
    people = doers(reader, duty)
    return people.able + people.told


DUTY_OWNER = Who("duty_owner", "the person who owes it", _duty_owner)
DUTY_DOER = Who("duty_doer", "the person who owes it", _duty_doer)
